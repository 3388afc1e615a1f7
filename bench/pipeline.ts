/**
 * Articles a second from feed to alert, CPU-ms an article over our Node processes (PostgreSQL's and Redis' apart) and by
 * stage, jobs an article, peak memory; on each engine, each role a process of its own, against a local web of light pages.
 * `npm run build && node --import tsx bench/pipeline.ts [--pages 8000] [--warmup 2000] [--hosts 40] [--engines postgres,redis] [--no-peer]`
 * Prints one JSON line an engine. fsync is on; nothing of the pipeline is switched off; the pages' hosts have no gap.
 * The steady state is what is measured: five processes that start, and compile their code as it runs hot, cost seconds that
 * no longer count in a fleet that runs for a day. So the first `warmup` articles of each stage are not counted; with them, and
 * with the start, it is `withStartAndWarmup`. The database's and Redis' figures are of all articles. `ofMainThread` is the part of a stage's CPU that its main thread used: the rest is its worker threads,
 * the collector and the compiler. `--profile DIR` keeps a CPU profile of each process and worker thread in a folder a role.
 * First the peer of `pipeline-peer.ts` reads the same web, so that `timesPeer` says the same on any machine.
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
    'no-peer': { type: 'boolean', default: false },
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

/** CPU-ms in a `stat` file of /proc; with those of its children that have ended. */
function cpuIn(file: string, withEnded = false): number {
  const stat = readFileSync(file, 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const ticks = fields.slice(11, withEnded ? 15 : 13).reduce((sum, one) => sum + one, 0);
  return (ticks * 1000) / TICKS_PER_S;
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

/** CPU-ms of the process whose command line has the text, and of all its children, those that have ended too. */
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
          cpuMs: cpuIn(`/proc/${pid}/stat`, true),
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

interface Peer {
  readonly pages: number;
  readonly cpuMsPerArticle: number;
}

/** The script of an afternoon, on a web of its own. */
async function runPeer(): Promise<Peer> {
  const web = await startWeb();
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'bench/pipeline-peer.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: ROOT,
  });
  child.stdin.write(`${JSON.stringify({ feeds: web.feeds, phrase: WATCHED.slice(1, -1), warmup })}\n`);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  child.kill();
  web.child.stdin?.end();
  web.child.kill();
  return JSON.parse(line) as Peer;
}

/** How many articles have passed a stage. */
interface Progress {
  readonly fetched: number;
  readonly parsed: number;
  readonly matched: number;
}

const NOTHING: Progress = { fetched: 0, parsed: 0, matched: 0 };

type Role = (typeof ROLES)[number];

/**
 * A stage is warm when so many articles have passed it: the stages run at different times, as pages are fetched faster
 * than they are parsed.
 */
const WORK_OF: Readonly<Record<Role, keyof Progress>> = {
  scheduler: 'fetched',
  fetch: 'fetched',
  parse: 'parsed',
  alert: 'matched',
  deliver: 'matched',
};

async function progressOf(client: pg.Client): Promise<Progress> {
  const there = await client.query<{ is: boolean }>(`SELECT to_regclass('wirewatch.article') IS NOT NULL AS is`);
  if (there.rows[0]?.is !== true) return NOTHING;
  const { rows } = await client.query<Progress>(`
    SELECT count(fetched_at)::integer AS fetched, count(parsed_at)::integer AS parsed, count(matched_at)::integer AS matched
    FROM wirewatch.article`);
  return rows[0] ?? NOTHING;
}

/** CPU-ms an article of one stage, from when it was warm until all was done, its idle time included. */
function stageCost(
  role: Role,
  first: Measure | undefined,
  last: Measure,
): { role: Role; cpuMs: number; mainMs: number } {
  const articles = first === undefined ? 0 : last.progress[WORK_OF[role]] - first.progress[WORK_OF[role]];
  const [before, after] = [first?.usage[role], last.usage[role]];
  if (articles <= 0 || before === undefined || after === undefined)
    throw new Error('all was done before it could be measured: more --pages');
  return { role, cpuMs: (after.cpuMs - before.cpuMs) / articles, mainMs: (after.mainMs - before.mainMs) / articles };
}

interface Measure {
  readonly at: number;
  readonly progress: Progress;
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
  const began = performance.now();
  const socket = new URL(postgres.connectionString).searchParams.get('host') ?? '';
  const measure = (progress: Progress): Measure => ({
    at: performance.now(),
    progress,
    usage: Object.fromEntries([...workers].map(([role, child]) => [role, usageOf(child.pid as number)])),
    databaseMs: cpuOfTree(`-D\0${socket.replace(/\/[^/]*$/, '')}`),
    redisMs: redis === undefined ? 0 : cpuOfTree(`:${redis.port}`),
  });
  const firsts = new Map<Role | 'all', Measure>();
  let progress = NOTHING;
  while (progress.matched < pages || hook.received.length < web.matching.length) {
    if (performance.now() - began > 600_000)
      throw new Error(`only ${progress.matched} of ${pages} articles and ${hook.received.length} alerts in 10 minutes`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    progress = await progressOf(client);
    const now = measure(progress);
    if (progress.fetched > 0 && !firsts.has('all')) firsts.set('all', now);
    for (const role of ROLES) if (progress[WORK_OF[role]] >= warmup && !firsts.has(role)) firsts.set(role, now);
  }
  const last = measure(progress);
  const stages = ROLES.map((role) => stageCost(role, firsts.get(role), last));
  const all = firsts.get('all') as Measure;
  const jobs = await countJobs(engine, client, redis?.url);
  const result = {
    engine,
    pages,
    warmup,
    hosts,
    cores: cpus().length,
    articlesPerSecond: round(((pages - all.progress.matched) / (last.at - all.at)) * 1000),
    cpuMsPerArticle: round(stages.reduce((sum, stage) => sum + stage.cpuMs, 0)),
    byStage: Object.fromEntries(stages.map(({ role, cpuMs }) => [role, round(cpuMs)])),
    ofMainThread: Object.fromEntries(stages.map(({ role, mainMs }) => [role, round(mainMs)])),
    withStartAndWarmup: round(ROLES.reduce((sum, role) => sum + (last.usage[role]?.cpuMs ?? 0), 0) / pages),
    databaseCpuMsPerArticle: round((last.databaseMs - all.databaseMs) / pages),
    ...(redis !== undefined && { redisCpuMsPerArticle: round((last.redisMs - all.redisMs) / pages) }),
    jobsPerArticle: jobs === null ? null : round(jobs / pages),
    peakMb: Object.fromEntries(ROLES.map((role) => [role, last.usage[role]?.peakMb])),
    alerts: new Set(hook.received.map((one) => one.id)).size,
    expectedAlerts: web.matching.length,
    falseAlerts: hook.received.filter((one) => !web.matching.includes(one.url)).length,
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
const peer = values['no-peer'] ? undefined : await runPeer();
if (peer !== undefined) process.stdout.write(`${JSON.stringify({ peer: 'undici+linkedom+Readability', ...peer })}\n`);
for (const engine of values.engines.split(',')) {
  const result = await run(engine);
  complete &&= result['alerts'] === result['expectedAlerts'] && result['falseAlerts'] === 0;
  const timesPeer = peer && { timesPeer: round((result['cpuMsPerArticle'] as number) / peer.cpuMsPerArticle) };
  process.stdout.write(`${JSON.stringify({ ...result, ...timesPeer })}\n`);
}
process.exit(complete ? 0 : 1);
