/**
 * What our HTTP client costs above bare undici, in one run, against a local server in a process of its own:
 * polls of unchanged feeds (304 with validators) and light pages (7 KB of text, gzip). Prints one JSON line.
 *
 * Then the whole fetch stage of one process (`stage`): jobs from the queue, leases and claims from a real PostgreSQL, each
 * poll committed, 100 hosts of 300 feeds; and the same with one feed a host (`stageOneFeedAHost`). Their `speed` and
 * `speedByCpu` are against bare undici as well: the latter is what one core does, whatever else the machine has to do.
 *
 *   npx tsx bench/fetch.ts [--seconds 3] [--rounds 3] [--at-once 32] [--engine redis]
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Agent, request } from 'undici';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../src/net/defaults.ts';
import { createGuard } from '../src/net/guard.ts';
import { createHttp } from '../src/net/http.ts';
import { startStage, type StageOptions } from './fetch-stage.ts';

const ETAG = 'W/"5f2c-18d9"';
const HEADERS = { 'if-none-match': ETAG, 'if-modified-since': 'Mon, 01 Jan 2024 00:00:00 GMT' };

function serve(): void {
  const words = 'the ministers met on monday to talk about trade security energy and the budget of next year'.split(
    ' ',
  );
  const text = Array.from({ length: 1300 }, (_, n) => words[(n * n + 7 * n) % words.length]).join(' ');
  const page = gzipSync(`<!doctype html><title>News</title><p>${text}</p>`);
  let count = 0;
  process.on('message', () => process.send?.(count));
  const server = createServer({ keepAliveTimeout: 60_000 }, (asked, response) => {
    count += 1;
    if (asked.url === '/page') {
      response.writeHead(200, {
        'content-type': 'text/html',
        'content-encoding': 'gzip',
        'content-length': page.length,
      });
      response.end(page);
    } else response.writeHead(304, { etag: ETAG, 'cache-control': 'max-age=300' }).end();
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

interface Figures {
  readonly perSecond: number;
  readonly cpuMsEach: number;
  /** The share of one core that this process used: 1 where it had more to do than it could. */
  readonly busy: number;
}

function figuresOf(done: number, tookMs: number, { user, system }: NodeJS.CpuUsage): Figures {
  const cpuMs = (user + system) / 1000;
  return { perSecond: (done / tookMs) * 1000, cpuMsEach: cpuMs / done, busy: cpuMs / tookMs };
}

/** Runs `task` for a while, so many at once. */
async function measure(task: () => Promise<unknown>, ms: number, atOnce: number): Promise<Figures> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  let done = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - started < ms) {
      await task();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return figuresOf(done, performance.now() - started, process.cpuUsage(cpu));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const middle = (rounds: readonly Figures[]): Figures => ({
  perSecond: Math.round(median(rounds.map((round) => round.perSecond))),
  cpuMsEach: Number(median(rounds.map((round) => round.cpuMsEach)).toFixed(4)),
  busy: Number(median(rounds.map((round) => round.busy)).toFixed(2)),
});

/** How many requests the server has had. */
function asked(child: ChildProcess): () => Promise<number> {
  return async () => {
    child.send('count');
    const [count] = (await once(child, 'message')) as [number];
    return count;
  };
}

/** Polls of the stage while it has more to do than it can. */
async function measureStage(
  options: StageOptions,
  count: () => Promise<number>,
  ms: number,
  rounds: number,
): Promise<Figures> {
  const stage = await startStage(options);
  const all: Figures[] = [];
  for (let round = -1; round < rounds; round++) {
    const [before, cpu, started] = [await count(), process.cpuUsage(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, round < 0 ? 1000 : ms));
    const [used, took] = [process.cpuUsage(cpu), performance.now() - started];
    const done = (await count()) - before;
    if (round >= 0 && done > 0) all.push(figuresOf(done, took, used));
  }
  await stage.stop();
  return middle(all);
}

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      'at-once': { type: 'string' },
      engine: { type: 'string', default: 'redis' },
    },
  });
  const ms = Number(values.seconds ?? 3) * 1000;
  const rounds = Number(values.rounds ?? 3);
  const atOnce = Number(values['at-once'] ?? 32);

  const child = fork(new URL(import.meta.url), ['server'], { execArgv: ['--import', 'tsx'] });
  const [port] = (await once(child, 'message')) as [number];
  const base = `http://127.0.0.1:${port}`;
  const agent = new Agent({ connections: atOnce, pipelining: 1 });
  const http = createHttp({
    userAgent: 'wirewatch/bench (+https://example.org/bot)',
    guard: createGuard({ allow: ['127.0.0.1'] }),
    timeouts: DEFAULT_TIMEOUTS,
    limits: DEFAULT_LIMITS,
    connections: atOnce,
  });

  const tasks = {
    unchanged: {
      undici: async () => (await request(`${base}/feed`, { dispatcher: agent, headers: HEADERS })).body.dump(),
      wirewatch: () => http.request(`${base}/feed`, { headers: HEADERS }),
    },
    page: {
      undici: async () => {
        const answer = await request(`${base}/page`, { dispatcher: agent, headers: { 'accept-encoding': 'gzip' } });
        return gunzipSync(await answer.body.arrayBuffer());
      },
      wirewatch: () => http.request(`${base}/page`),
    },
  };
  const result: Record<string, unknown> = { node: process.version, atOnce };
  for (const [name, { undici, wirewatch }] of Object.entries(tasks)) {
    const [bare, ours]: [Figures[], Figures[]] = [[], []];
    for (let round = -1; round < rounds; round++) {
      const time = round < 0 ? 1000 : ms; // the first warms up
      const pair = [await measure(undici, time, atOnce), await measure(wirewatch, time, atOnce)] as const;
      if (round < 0) continue;
      bare.push(pair[0]);
      ours.push(pair[1]);
    }
    const [a, b] = [middle(bare), middle(ours)];
    result[name] = {
      undici: a,
      wirewatch: b,
      speed: Number((b.perSecond / a.perSecond).toFixed(2)),
      // The same on one core of its own: what a busy machine can't distort as much.
      speedByCpu: Number((a.cpuMsEach / b.cpuMsEach).toFixed(2)),
      cpuMsAbove: Number((b.cpuMsEach - a.cpuMsEach).toFixed(4)),
    };
  }
  const bareUndici = (result['unchanged'] as { undici: Figures }).undici;
  const engine = values.engine === 'postgres' ? 'postgres' : 'redis';
  for (const [name, hosts, feedsPerHost] of [
    ['stage', 100, 300],
    ['stageOneFeedAHost', 20_000, 1],
  ] as const) {
    const figures = await measureStage({ port, gapMs: 0, hosts, feedsPerHost, engine }, asked(child), ms, rounds);
    result[name] = {
      ...figures,
      speed: Number((figures.perSecond / bareUndici.perSecond).toFixed(2)),
      speedByCpu: Number((bareUndici.cpuMsEach / figures.cpuMsEach).toFixed(2)),
    };
  }
  console.log(JSON.stringify(result));
  child.kill();
  await Promise.all([http.close(), agent.close()]);
}

if (process.send !== undefined && process.argv[2] === 'server') serve();
else await bench();
