/** How fast the extractor is beside the floors, and over threads: the same pages, in turn, medians, so that what else the machine does counts for both. */
import { availableParallelism, loadavg } from 'node:os';
import { createThreads } from '../src/fleet/threads.ts';
import { type Engine, FLOORS, cpuMs, engineOf, medianOf, pageOf, truthsOf } from './extract-engines.ts';
import { round } from './extract-measures.ts';

const ROUNDS = 5;
const RESAMPLES = 1000;

interface Share {
  /** CPU of the floor over the extractor's, all pages together; above 1 the extractor is faster. */
  readonly share: number;
  /** 95 % interval, pages resampled. */
  readonly interval95: readonly [number, number];
}

/**
 * The extractor's share of each floor's speed. In one process, page by page: all engines read a page one after the other, each round
 * begins with another one, so that none profits from what the one before left warm. A page's time is the median of its rounds, in
 * CPU of all of the process's threads.
 */
export async function sharesOfFloors(folder: string): Promise<Record<string, Share>> {
  const names = ['wirewatch', ...FLOORS];
  const engines: Engine[] = [];
  for (const name of names) engines.push(await engineOf(name));
  const rows: number[][] = [];
  for (const [id, { url }] of truthsOf(folder)) {
    const html = pageOf(folder, id);
    const times = engines.map((): number[] => []);
    for (let turn = 0; turn <= ROUNDS; turn += 1) {
      for (let step = 0; step < engines.length; step += 1) {
        const at = (turn + step) % engines.length;
        const began = cpuMs();
        (engines[at] as Engine)(html, url);
        // The first round warms up.
        if (turn > 0) times[at]?.push(cpuMs() - began);
      }
    }
    rows.push(times.map(medianOf));
  }
  return Object.fromEntries(names.slice(1).map((name, at) => [name, shareOf(rows, at + 1)]));
}

function shareOf(rows: readonly (readonly number[])[], floor: number): Share {
  const ratio = (picks: readonly (readonly number[])[]): number => {
    const sum = (at: number): number => picks.reduce((total, row) => total + (row[at] ?? 0), 0);
    return sum(floor) / sum(0);
  };
  let seed = 1;
  const next = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const resampled = Array.from({ length: RESAMPLES }, () =>
    ratio(rows.map(() => rows[Math.floor(next() * rows.length)] ?? [])),
  ).sort((a, b) => a - b);
  const at = (share: number): number => round(resampled[Math.floor(RESAMPLES * share)] ?? 0, 2);
  return { share: round(ratio(rows), 2), interval95: [at(0.025), at(0.975)] };
}

const THREAD_ROUNDS = 3;
const MAX_THREADS = 8;

interface Scaling {
  /** Median of the rounds, by the clock. */
  readonly pagesPerSecond: Readonly<Record<string, number>>;
  /** CPU milliseconds of a page, of all threads: growth by the clock is bounded by what the machine has left; this tells that threads cost no work of their own. */
  readonly cpuMsPerPage: Readonly<Record<string, number>>;
  /** The most threads over one. */
  readonly growth: number;
  /** Runnable tasks of the machine before and after; where they exceed its processors, no growth can show. */
  readonly load: readonly [number, number];
  readonly processors: number;
}

/** Pages a second of one, two, four … threads, in turn, each size anew in every round; all pages pass once in each before they count. */
export async function scaling(folder: string): Promise<Scaling> {
  const pages = truthsOf(folder).map(([id, { url }]) => ({ url, text: pageOf(folder, id), contentType: 'text/html' }));
  const processors = availableParallelism();
  const sizes: number[] = [];
  for (let size = 1; size <= Math.min(processors, MAX_THREADS); size *= 2) sizes.push(size);
  const load = (): number => round(loadavg()[0] ?? 0, 1);
  const before = load();
  const pools = sizes.map((size) => createThreads({ size, timeoutMs: 10_000, memoryMb: 512 }));
  const speeds = sizes.map((): number[] => []);
  const costs = sizes.map((): number[] => []);
  for (let turn = 0; turn <= THREAD_ROUNDS; turn += 1) {
    for (const [at, pool] of pools.entries()) {
      const [began, cpu] = [performance.now(), cpuMs()];
      const queue = pages.values();
      const drain = async (): Promise<void> => {
        for (const page of queue) await pool.extract({ ...page, now: Date.now() });
      };
      await Promise.all(Array.from({ length: (sizes[at] ?? 1) * 2 }, drain));
      if (turn === 0) continue;
      speeds[at]?.push((pages.length / (performance.now() - began)) * 1000);
      costs[at]?.push((cpuMs() - cpu) / pages.length);
    }
  }
  for (const pool of pools) await pool.close();
  const by = (lists: readonly number[][], digits: number): Record<string, number> =>
    Object.fromEntries(sizes.map((size, at) => [size, round(medianOf(lists[at] ?? []), digits)]));
  const medians = speeds.map(medianOf);
  return {
    pagesPerSecond: by(speeds, 0),
    cpuMsPerPage: by(costs, 1),
    growth: round((medians.at(-1) ?? 0) / (medians[0] ?? 1), 2),
    load: [before, load()],
    processors,
  };
}
