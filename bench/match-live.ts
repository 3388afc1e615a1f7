import { openSync, readSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicIndex } from '../src/topic/matcher.ts';
import { topicsOf, type Workload } from './match-workload.ts';

const TOPICS = 40_000;
/** Topics before these, which the compiler gets to know the code by. */
const WARMING = 2_000;
const ARTICLE_EVERY = 50;

interface Act {
  readonly from: number;
  readonly ms: number;
  /** Of that the time in which this thread ran: without the waits for a processor that others had. */
  readonly ownMs: number;
}

/**
 * Topics that are added, changed and (every second one) removed again, one at a time, in a full index that goes on
 * matching: `TOPICS` of them behind some to warm up, so that every table of the index grows meanwhile. `wall` is what the
 * event loop stood still for, other processes of the machine included; `own` leaves their part out; `ownWithoutGc` leaves
 * out the acts in which the collector paused, and `gcPauses` has those apart: how many acts they met, and all of them,
 * which the garbage of articles and of the bench makes as much as that of topics.
 */
export async function live(index: TopicIndex, load: Workload): Promise<object> {
  const pauses: { from: number; ms: number }[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) pauses.push({ from: startTime, ms: duration });
  });
  observer.observe({ entryTypes: ['gc'] });
  let acts: Act[] = [];
  for (const [i, { query }] of topicsOf(load, WARMING + TOPICS, 9).entries()) {
    if (i === WARMING) acts = [];
    const id = `new${i}`;
    acts.push(timed(() => index.set({ id, query })));
    acts.push(timed(() => index.set({ id, query: `${query} NOT brandnew${i}` })));
    if (i % 2 === 1) acts.push(timed(() => index.remove(id)));
    if (i % ARTICLE_EVERY > 0) continue;
    index.match(load.articles[i % load.articles.length]!);
    await sleep(0);
  }
  await sleep(50);
  observer.disconnect();
  const paused = (act: Act): boolean => pauses.some(({ from, ms }) => from < act.from + act.ms && from + ms > act.from);
  const isPaused = acts.map((act) => act.ms > 0.2 && paused(act));
  const own = acts.map(({ ownMs }) => ownMs);
  return {
    acts: acts.length,
    wall: shares(acts.map(({ ms }) => ms)),
    own: shares(own),
    ownWithoutGc: shares(own.filter((_, k) => isPaused[k] === false)),
    gcPauses: { acts: isPaused.filter(Boolean).length, ...shares(pauses.map(({ ms }) => ms)) },
  };
}

function timed(act: () => unknown): Act {
  const cpu = process.cpuUsage();
  const waitedBefore = waitedMs();
  const from = performance.now();
  act();
  const ms = performance.now() - from;
  const waited = waitedMs() - waitedBefore;
  const { user, system } = process.cpuUsage(cpu);
  const ran = Math.max(0, ms - waited);
  return { from, ms, ownMs: Math.min(ran, (user + system) / 1000) };
}

const schedule = openSchedule();
const line = Buffer.alloc(128);

/** How long this thread has been ready and waited for a processor, in all; 0 where the system does not tell (Linux does). */
function waitedMs(): number {
  if (schedule === null) return 0;
  const length = readSync(schedule, line, 0, line.length, 0);
  return Number(line.toString('latin1', 0, length).split(' ')[1]) / 1e6;
}

function openSchedule(): number | null {
  try {
    return openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return null;
  }
}

function shares(times: readonly number[]): object {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.floor(sorted.length * share)] ?? 0);
  return { p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999), maxMs: rounded(sorted.at(-1) ?? 0) };
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
