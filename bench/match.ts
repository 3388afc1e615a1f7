/**
 * Matching figures, as one line of JSON: `tsx bench/match.ts [FOLDER] [--sizes 1000,10000,100000] [--heavy N] [--million N]
 * [--peers npm,c] [--python python3]`. FOLDER holds JSON with `articleBody` texts; without it texts are made from a seed. All in one run, one thread.
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

function measured(
  topics: readonly TopicSpec[],
  rounds: number,
  floor: Timing,
): { index: TopicIndex; row: object; timing: Timing } {
  const { index, buildMs, buildCpuMs, bytesPerTopic } = built(topics);
  let matches = 0;
  let spans = 0;
  const timing = timed(load.articles, rounds, (article) => {
    for (const match of index.match(article)) {
      matches += 1;
      spans += match.spans.length;
    }
  });
  const runs = load.articles.length * (rounds + 1);
  const row = {
    topics: topics.length,
    ...timing,
    shareOfFloor: rounded(floor.cpuMeanMs / timing.cpuMeanMs),
    matches: Math.round(matches / runs),
    buildCpuMs,
    spans: Math.round(spans / runs),
    buildMs,
    bytesPerTopic,
  };
  return { index, row, timing };
}

/** Bare scans of the same words and phrases: no word borders, no AND, NOT, NEAR, no forms. */
function peers(topics: readonly TopicSpec[], own: Timing): object {
  const leaves = leavesOf(topics);
  const texts = load.articles.map((article) => `${article.title}\n${article.body}`.toLowerCase());
  const asked = values.peers.split(',');
  return {
    leaves: leaves.length,
    ...(asked.includes('npm') ? { npmAhocorasick: npmPeer(leaves, texts, own) } : {}),
    ...(asked.includes('c') ? { pyahocorasick: cPeer(leaves, texts, own) } : {}),
  };
}

function npmPeer(leaves: readonly string[], texts: readonly string[], own: Timing): object {
  const from = performance.now();
  const scanner = new AhoCorasick(leaves);
  const buildMs = Math.round(performance.now() - from);
  const articles = texts.slice(0, 300).map((body) => ({ title: '', body }));
  const timing = timed(articles, 1, ({ body }) => void scanner.search(body));
  return { ...timing, buildMs, timesFaster: rounded(timing.cpuMeanMs / own.cpuMeanMs) };
}

function cPeer(leaves: readonly string[], texts: readonly string[], own: Timing): object {
  const script = fileURLToPath(new URL('match-peer.py', import.meta.url));
  const input = JSON.stringify({ leaves, texts });
  const run = spawnSync(values.python, [script], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) return { error: run.stderr.trim().split('\n').at(-1) };
  const timing = JSON.parse(run.stdout) as { cpuMeanMs: number };
  return { ...timing, timesFaster: rounded(timing.cpuMeanMs / own.cpuMeanMs) };
}

async function main(load: Workload): Promise<void> {
  const layout = new Layout();
  const floor = timed(load.articles, 5, (article) => layout.read(article));
  result['floor'] = floor;
  for (const size of values.sizes.split(',').map(Number).filter(Boolean)) {
    const topics = topicsOf(load, size);
    const { index, row, timing } = measured(topics, 5, floor);
    result[`topics${size}`] = row;
    if (size < 100_000) continue;
    result['live'] = await live(index, load);
    if (values.peers !== '') result['peers'] = peers(topics, timing);
  }
  if (Number(values.heavy) > 0) result['heavy'] = measured(heavyTopicsOf(load, Number(values.heavy)), 2, floor).row;
  if (Number(values.million) > 0) result['million'] = measured(topicsOf(load, Number(values.million)), 1, floor).row;
}

await main(load);
console.log(JSON.stringify(result));
