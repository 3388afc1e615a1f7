/**
 * What our HTTP client costs above bare undici, in one run, against a local server in a process of its own:
 * polls of unchanged feeds (304 with validators) and light pages (7 KB of text, gzip). Prints one JSON line.
 *
 * Then the whole fetch stage of one process, warm (`stage`): jobs from the queue, leases and claims from a real PostgreSQL,
 * each poll committed, 100 hosts of 1,000 feeds; and with one feed a host (`stageOneFeedAHost`), where each poll needs a
 * connection of its own. Bare undici asks the same hosts for the same feeds, before and after (`undici`). `speed` compares
 * polls a second; `speedByCpu` the CPU time of this process for each, which is what one core does: the server, PostgreSQL, the
 * queue and the scheduler are other processes, and on two cores they are in its way.
 *
 *   npx tsx bench/fetch.ts [--seconds 4] [--rounds 3] [--at-once 40] [--engine redis] [--only stage]
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** So long it runs before it is measured: until its code is compiled and its connections stand. */
const WARM_MS = 6_000;

/** Polls of the stage while it has more to do than it can. */
async function measureStage(
  options: StageOptions,
  count: () => Promise<number>,
  ms: number,
  rounds: number,
): Promise<Figures> {
  const stage = await startStage(options);
  const all: Figures[] = [];
  await sleep(WARM_MS);
  for (let round = 0; round < rounds; round++) {
    const [before, cpu, started] = [await count(), process.cpuUsage(), performance.now()];
    await sleep(ms);
    const [used, took] = [process.cpuUsage(cpu), performance.now() - started];
    const done = (await count()) - before;
    if (done > 0) all.push(figuresOf(done, took, used));
  }
  await stage.stop();
  return middle(all);
}

/** Bare undici asking the stage's hosts in turn, so many at once. */
async function measureBare(
  { port, hosts }: StageOptions,
  ms: number,
  rounds: number,
  atOnce: number,
): Promise<Figures> {
  const agent = new Agent({ connections: 8, pipelining: 1, keepAliveTimeout: 5000, connect: { lookup: loopback } });
  let next = 0;
  const task = async (): Promise<void> => {
    const url = `http://h${1 + (next++ % hosts)}.localhost:${port}/feed/1`;
    await (await request(url, { dispatcher: agent, headers: HEADERS })).body.dump();
  };
  await measure(task, 1500, atOnce);
  const all: Figures[] = [];
  for (let round = 0; round < rounds; round++) all.push(await measure(task, ms, atOnce));
  await agent.close();
  return middle(all);
}

const loopback: LookupFunction = (_name, { all }, callback) => {
  if (all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

const better = (a: Figures, b: Figures): Figures => (a.cpuMsEach < b.cpuMsEach ? a : b);

async function compareStage(
  options: StageOptions,
  count: () => Promise<number>,
  [ms, rounds, atOnce]: readonly [number, number, number],
): Promise<object> {
  // With a connection for each request, a machine has ports for 28,000 of them a minute.
  const isOnce = options.feedsPerHost === 1;
  const bare = (): Promise<Figures> => measureBare(options, isOnce ? 2000 : ms, isOnce ? 1 : rounds, atOnce);
  const before = await bare();
  const figures = await measureStage(options, count, ms, rounds);
  const undici = isOnce ? before : better(before, await bare());
  return {
    undici,
    wirewatch: figures,
    speed: Number((figures.perSecond / undici.perSecond).toFixed(2)),
    speedByCpu: Number((undici.cpuMsEach / figures.cpuMsEach).toFixed(2)),
  };
}

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      'at-once': { type: 'string' },
      engine: { type: 'string', default: 'redis' },
      only: { type: 'string' },
    },
  });
  const ms = Number(values.seconds ?? 4) * 1000;
  const rounds = Number(values.rounds ?? 3);
  const atOnce = Number(values['at-once'] ?? 40);

  const child = fork(new URL(import.meta.url), ['server'], { execArgv: ['--import', 'tsx'] });
  process.once('exit', () => child.kill());
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
  for (const [name, { undici, wirewatch }] of values.only === 'stage' ? [] : Object.entries(tasks)) {
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
  const engine = values.engine === 'postgres' ? 'postgres' : 'redis';
  for (const [name, hosts, feedsPerHost] of [
    ['stage', 100, 1_000],
    ['stageOneFeedAHost', 40_000, 1],
  ] as const) {
    const options: StageOptions = { port, gapMs: 0, hosts, feedsPerHost, engine };
    result[name] = await compareStage(options, asked(child), [ms, rounds, atOnce]);
  }
  console.log(JSON.stringify(result));
  child.kill();
  await Promise.all([http.close(), agent.close()]);
}

if (process.send !== undefined && process.argv[2] === 'server') serve();
else await bench();
