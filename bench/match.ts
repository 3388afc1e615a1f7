/**
 * Matching figures, as one line of JSON: `tsx bench/match.ts [FOLDER] [--sizes 1000,10000,100000] [--heavy N] [--million N]
 * [--peers npm,c] [--python python3]`. FOLDER holds JSON with `articleBody` texts; without it texts are made from a seed. All
 * in one run, one thread. Milliseconds are those of the machine; `ratios` says what can be judged on any, each by processor
 * time of both sides measured next to each other:
 *   `<load>: share of the floor`          time of tokenising alone, of the time of matching (1 = nothing on top)
 *   `<load>: times faster than <peer>`    the peer's bare scan for the same words and phrases, by the time of matching
 */
import AhoCorasick from 'ahocorasick';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Layout, type MatchDocument } from '../src/topic/document.ts';
import { TopicIndex, type TopicSpec } from '../src/topic/matcher.ts';
import { live } from './match-live.ts';
import { heavyTopicsOf, leavesOf, topicsOf, workload, type Workload } from './match-workload.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    heavy: { type: 'string', default: '0' },
    million: { type: 'string', default: '0' },
    peers: { type: 'string', default: '' },
    python: { type: 'string', default: 'python3' },
  },
});

const load = workload(positionals[0]);
const result: Record<string, unknown> = {
  articles: load.articles.length,
  texts: positionals[0] === undefined ? 'made up' : 'folder',
};
const ratios: Record<string, number> = {};
const layout = new Layout();

interface Timing {
  readonly meanMs: number;
  readonly cpuMeanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  /** Of each article the best of its rounds: what other processes on the machine took is mostly left out. */
  readonly bestMeanMs: number;
  readonly bestP99Ms: number;
}

/** Each article several times; wall time an article, and the processor time of this process in the mean. */
function timed(articles: readonly MatchDocument[], rounds: number, run: (article: MatchDocument) => void): Timing {
  for (const article of articles) run(article);
  const times: number[] = [];
  const best = articles.map(() => Infinity);
  const cpu = process.cpuUsage();
  for (let round = 0; round < rounds; round++)
    for (const [i, article] of articles.entries()) {
      const from = performance.now();
      run(article);
      const ms = performance.now() - from;
      times.push(ms);
      best[i] = Math.min(best[i]!, ms);
    }
  const used = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  best.sort((a, b) => a - b);
  const mean = meanOf(times);
  const at = (share: number): number => times[Math.floor(times.length * share)]!;
  return {
    meanMs: rounded(mean),
    cpuMeanMs: rounded((used.user + used.system) / 1000 / times.length),
    p50Ms: rounded(at(0.5)),
    p99Ms: rounded(at(0.99)),
    perSecond: Math.round(1000 / mean),
    bestMeanMs: rounded(meanOf(best)),
    bestP99Ms: rounded(best[Math.floor(best.length * 0.99)]!),
  };
}

function meanOf(times: readonly number[]): number {
  return times.reduce((sum, ms) => sum + ms, 0) / times.length;
}

function rounded(ms: number): number {
  return Math.round(ms * 10_000) / 10_000;
}

/** What the process has of the machine: heap, arrays, and the memories that arrays grow in. */
function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

function built(topics: readonly TopicSpec[]): {
  index: TopicIndex;
  buildMs: number;
  buildCpuMs: number;
  bytesPerTopic: number;
} {
  const before = memory();
  const cpu = process.cpuUsage();
  const from = performance.now();
  const index = new TopicIndex();
  for (const topic of topics) index.set(topic);
  const buildMs = Math.round(performance.now() - from);
  const { user, system } = process.cpuUsage(cpu);
  const buildCpuMs = Math.round((user + system) / 1000);
  return { index, buildMs, buildCpuMs, bytesPerTopic: Math.round((memory() - before) / topics.length) };
}

/** Tokenising alone: below it no matcher comes. */
function floor(rounds: number): Timing {
  return timed(load.articles, rounds, (article) => layout.read(article));
}

function measured(name: string, topics: readonly TopicSpec[], rounds: number): { index: TopicIndex; row: object } {
  const { index, ...build } = built(topics);
  let matches = 0;
  let spans = 0;
  const timing = timed(load.articles, rounds, (article) => {
    for (const match of index.match(article)) {
      matches += 1;
      spans += match.spans.length;
    }
  });
  ratios[`${name}: share of the floor`] = rounded(floor(2).cpuMeanMs / timing.cpuMeanMs);
  const runs = load.articles.length * (rounds + 1);
  const found = { matches: Math.round(matches / runs), spans: Math.round(spans / runs) };
  return { index, row: { topics: topics.length, ...timing, ...found, ...build } };
}

/** Bare scans of the same words and phrases: no word borders, no AND, NOT, NEAR, no forms. */
function peers(name: string, topics: readonly TopicSpec[], index: TopicIndex): object {
  const leaves = leavesOf(topics);
  const texts = load.articles.map((article) => `${article.title}\n${article.body}`.toLowerCase());
  const own = (): number => timed(load.articles, 1, (article) => void index.match(article)).cpuMeanMs;
  const row: Record<string, unknown> = { leaves: leaves.length };
  const add = (peer: string, scan: () => Scan): void => {
    const before = own();
    const timing = scan();
    row[peer] = timing;
    if (timing.cpuMeanMs !== undefined)
      ratios[`${name}: times faster than ${peer}`] = rounded((timing.cpuMeanMs * 2) / (before + own()));
  };
  const asked = values.peers.split(',');
  if (asked.includes('npm')) add('npm ahocorasick', () => npmPeer(leaves, texts));
  if (asked.includes('c')) add('pyahocorasick', () => cPeer(leaves, texts));
  return row;
}

interface Scan {
  readonly cpuMeanMs?: number;
  readonly buildMs?: number;
  /** Where the peer is not installed. */
  readonly error?: string | undefined;
}

function npmPeer(leaves: readonly string[], texts: readonly string[]): Scan {
  const from = performance.now();
  const scanner = new AhoCorasick(leaves);
  const buildMs = Math.round(performance.now() - from);
  const articles = texts.slice(0, 300).map((body) => ({ title: '', body }));
  return { ...timed(articles, 1, ({ body }) => void scanner.search(body)), buildMs };
}

function cPeer(leaves: readonly string[], texts: readonly string[]): Scan {
  const script = fileURLToPath(new URL('match-peer.py', import.meta.url));
  const input = JSON.stringify({ leaves, texts });
  const run = spawnSync(values.python, [script], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) return { error: run.stderr.trim().split('\n').at(-1) };
  return JSON.parse(run.stdout) as Scan;
}

async function main(load: Workload): Promise<void> {
  result['floor'] = floor(5);
  for (const size of values.sizes.split(',').map(Number).filter(Boolean)) {
    const topics = topicsOf(load, size);
    const name = `${size} topics`;
    const { index, row } = measured(name, topics, 5);
    result[`topics${size}`] = row;
    if (size < 100_000) continue;
    result['live'] = await live(index, load);
    if (values.peers !== '') result['peers'] = peers(name, topics, index);
  }
  const heavy = Number(values.heavy);
  if (heavy > 0) result['heavy'] = measured(`${heavy} heavy topics`, heavyTopicsOf(load, heavy), 2).row;
  const million = Number(values.million);
  if (million > 0) result['million'] = measured(`${million} topics`, topicsOf(load, million), 1).row;
  result['ratios'] = ratios;
}

await main(load);
console.log(JSON.stringify(result));
