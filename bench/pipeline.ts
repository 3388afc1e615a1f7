/**
 * Articles a second from feed to alert, CPU-ms an article over our Node processes (PostgreSQL's and Redis' apart) and by
 * stage, jobs an article, peak memory; on each engine, each role a process of its own, against a local web of light pages.
 * `npm run build && node --import tsx bench/pipeline.ts [--pages 8000] [--warmup 2000] [--hosts 40] [--engines postgres,redis]`
 * Prints one JSON line an engine. fsync is on; nothing of the pipeline is switched off; the pages' hosts have no gap.
 * The steady state is what is measured: five processes that start, and compile their code as it runs hot, cost seconds that
 * no longer count in a fleet that runs for a day. So the first `warmup` articles are not counted; what they cost an article
 * is printed beside. `ofMainThread` is the part of a stage's CPU that its main thread used: the rest is its worker threads,
 * the collector and the compiler. `--profile DIR` keeps a CPU profile of each process and worker thread in a folder a role.
 * Ends with 1 when an alert is missing or was sent that should not have been.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { stringify } from 'yaml';
import { startPostgres } from '../test/support/postgres.ts';
import { startRedis } from '../test/support/redis.ts';
import { startHook } from '../test/support/pipeline.ts';
import { WATCHED } from './newsroom.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROLES = ['scheduler', 'fetch', 'parse', 'alert', 'deliver'] as const;
const TICKS_PER_S = 100;

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '8000' },
    warmup: { type: 'string', default: '2000' },
    hosts: { type: 'string', default: '40' },
    engines: { type: 'string', default: 'postgres,redis' },
    topics: { type: 'string', default: '1000' },
    profile: { type: 'string' },
  },
});
const pages = Number(values.pages);
const hosts = Number(values.hosts);
const warmup = Number(values.warmup);

interface Usage {
  readonly cpuMs: number;
  /** Of its main thread alone. */
  readonly mainMs: number;
  readonly peakMb: number;
}

/** CPU-ms in a `stat` file of /proc. */
function cpuIn(file: string): number {
  const stat = readFileSync(file, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_S;
}

/** What a process has used so far, from /proc (Linux). */
function usageOf(pid: number): Usage {
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuMs: cpuIn(`/proc/${pid}/stat`),
    mainMs: cpuIn(`/proc/${pid}/task/${pid}/stat`),
    peakMb: Math.round(Number(peak ?? 0) / 1024),
  };
}

/** CPU-ms of the process whose command line has the text, and of all its children that live. */
function cpuOfTree(text: string): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = all.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return [
        {
          pid: Number(pid),
          ppid,
          command: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
          cpuMs: usageOf(Number(pid)).cpuMs,
        },
      ];
    } catch {
      return []; // it ended meanwhile
    }
  });
  const roots = new Set(stats.filter((one) => one.command.includes(text)).map((one) => one.pid));
  return stats.filter((one) => roots.has(one.pid) || roots.has(one.ppid)).reduce((sum, one) => sum + one.cpuMs, 0);
}

async function startWeb(): Promise<{ child: ChildProcess; port: number; feeds: string[]; matching: string[] }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'bench/newsroom.ts'), '--pages', String(pages), '--hosts', String(hosts)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: ROOT,
    },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, ...JSON.parse(line) };
}

/** Topics that match nothing here: an index of a usual size. */
function otherTopics(count: number): { id: string; query: string }[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `other-${n}`,
    query: `"subject ${n} of another world" OR (zebra${n} AND yak${n})`,
  }));
}

interface Measure {
  readonly at: number;
  readonly n: number;
  readonly usage: Readonly<Record<string, Usage>>;
  readonly databaseMs: number;
  readonly redisMs: number;
}

function profiling(engine: string, role: string): string[] {
  if (values.profile === undefined) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${join(values.profile, `${engine}-${role}`)}`];
}

/** How often is looked how far it is; the database pays for each look. */
const LOOK_MS = 500;

async function run(engine: string): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-bench-'));
  const postgres = await startPostgres({
    bin: 'packaged',
    settings: { fsync: 'on', synchronous_commit: 'on', max_connections: '100' },
  });
  const redis = engine === 'redis' ? await startRedis() : undefined;
  const web = await startWeb();
  const hook = await startHook();
  const file = join(folder, 'wirewatch.yaml');
  writeFileSync(
    file,
    stringify({
      feeds: web.feeds.map((url) => ({ url, every: '1h' })),
      topics: [{ id: 'watched', query: WATCHED }, ...otherTopics(Number(values.topics))],
      subscriptions: [{ topic: 'watched', channel: { type: 'webhook', url: hook.url } }],
      hosts: { gap: 0 },
      network: { allowPrivate: ['127.0.0.0/8'] },
    }),
  );
  const env = {
    ...process.env,
    WIREWATCH_CONFIG: file,
    WIREWATCH_DATABASE_URL: postgres.connectionString,
    WIREWATCH_REDIS_URL: redis?.url ?? '',
    WIREWATCH_SECRET: 'for a bench',
    WIREWATCH_LOG_LEVEL: 'info',
  };
  // One line a job is written, as in a fleet; what went wrong is shown at the end.
  const logFile = join(folder, 'fleet.log');
  const logs = openSync(logFile, 'a');
  const workers = new Map<string, ChildProcess>();
  for (const role of ROLES) {
    workers.set(
      role,
      spawn(process.execPath, [...profiling(engine, role), join(ROOT, 'dist/workers', `${role}.js`)], {
        env,
        stdio: ['ignore', 'ignore', logs],
      }),
    );
  }
  const client = new pg.Client({ connectionString: postgres.connectionString });
  await client.connect();
  const count = async (sql: string): Promise<number> =>
    Number((await client.query<{ n: string }>(sql)).rows[0]?.n ?? 0);
  const done = (): Promise<number> =>
    count(`SELECT CASE WHEN to_regclass('wirewatch.article') IS NULL THEN 0 ELSE 1 END AS n`).then((there) =>
      there === 0 ? 0 : count('SELECT count(*) AS n FROM wirewatch.article WHERE matched_at IS NOT NULL'),
    );
  const began = performance.now();
  const socket = new URL(postgres.connectionString).searchParams.get('host') ?? '';
  const measure = (n: number): Measure => ({
    at: performance.now(),
    n,
    usage: Object.fromEntries([...workers].map(([role, child]) => [role, usageOf(child.pid as number)])),
    databaseMs: cpuOfTree(`-D\0${socket.replace(/\/[^/]*$/, '')}`),
    redisMs: redis === undefined ? 0 : cpuOfTree(`:${redis.port}`),
  });
  let first: Measure | undefined;
  for (let n = 0; n < pages || hook.received.length < web.matching.length; n = await done()) {
    if (n >= warmup) first ??= measure(n);
    if (performance.now() - began > 600_000)
      throw new Error(`only ${n} of ${pages} articles and ${hook.received.length} alerts after 10 minutes`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  if (first === undefined || first.n >= pages)
    throw new Error('all was done before it could be measured: more --pages');
  const last = measure(pages);
  const articles = last.n - first.n;
  const used = (role: string, of: 'cpuMs' | 'mainMs'): number =>
    round(((last.usage[role]?.[of] ?? 0) - (first.usage[role]?.[of] ?? 0)) / articles);
  const sumOf = ({ usage }: Measure): number => ROLES.reduce((sum, role) => sum + (usage[role]?.cpuMs ?? 0), 0);
  const jobs = await countJobs(engine, client, redis?.url);
  const result = {
    engine,
    pages,
    warmup: first.n,
    hosts,
    cores: cpus().length,
    articlesPerSecond: Math.round((articles / (last.at - first.at)) * 1000),
    cpuMsPerArticle: round((sumOf(last) - sumOf(first)) / articles),
    byStage: Object.fromEntries(ROLES.map((role) => [role, used(role, 'cpuMs')])),
    ofMainThread: Object.fromEntries(ROLES.map((role) => [role, used(role, 'mainMs')])),
    startAndWarmupCpuMsPerArticle: round(sumOf(first) / first.n),
    databaseCpuMsPerArticle: round((last.databaseMs - first.databaseMs) / articles),
    ...(redis !== undefined && { redisCpuMsPerArticle: round((last.redisMs - first.redisMs) / articles) }),
    jobsPerArticle: jobs === null ? null : round(jobs / pages),
    peakMb: Object.fromEntries(ROLES.map((role) => [role, last.usage[role]?.peakMb])),
    alerts: new Set(hook.received.map((one) => one.id)).size,
    expectedAlerts: web.matching.length,
  };
  await client.end();
  for (const child of workers.values()) child.kill('SIGTERM');
  await Promise.all(
    [...workers.values()].map((child) => (child.exitCode === null ? once(child, 'exit') : Promise.resolve([]))),
  );
  web.child.stdin?.end();
  web.child.kill();
  await hook.stop();
  await redis?.stop();
  await postgres.stop();
  closeSync(logs);
  for (const line of readFileSync(logFile, 'utf8').split('\n'))
    if (line !== '' && !line.includes('"level":"info"')) process.stderr.write(`${line}\n`);
  rmSync(folder, { recursive: true, force: true });
  return result;
}

const round = (value: number): number => Math.round(value * 100) / 100;

async function countJobs(engine: string, client: pg.Client, redisUrl: string | undefined): Promise<number | null> {
  if (engine === 'postgres')
    return Number((await client.query<{ n: string }>('SELECT count(*) AS n FROM bullmq.job')).rows[0]?.n ?? 0);
  const { Redis } = await import('ioredis');
  const redis = new Redis(redisUrl as string);
  let sum = 0;
  for (const queue of ROLES.slice(1))
    sum +=
      Number((await redis.get(`wirewatch:${queue}:id`)) ?? 0) || (await redis.zcard(`wirewatch:${queue}:completed`));
  await redis.quit();
  return sum;
}

// The private servers do not hold the event loop; this does.
setInterval(() => {}, 1_000);
let complete = true;
for (const engine of values.engines.split(',')) {
  const result = await run(engine);
  complete &&= result['alerts'] === result['expectedAlerts'];
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
process.exit(complete ? 0 : 1);
