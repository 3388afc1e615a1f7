/**
 * Cleaning pages beside a peer and the floor, in one run: `node --import tsx bench/extract.ts FOLDER`. FOLDER holds
 * `<id>.html.gz` and `truth.json` ({ id: { url, articleBody, … } }). Each engine runs in a process of its own, one after
 * the other; speeds are of CPU time, so that a busy machine tells the same. Prints JSON.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

type Engine = (html: string, url: string) => string;

interface Truth {
  readonly url: string;
  readonly articleBody?: string;
}

interface Run {
  readonly pagesPerCpuSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly peakRssMb: number;
  readonly failed: number;
  readonly texts: Record<string, string>;
}

const NAMES = ['wirewatch', 'readability+linkedom', 'floor'] as const;
const WARM_UP = 25;
const RESAMPLES = 2000;

async function engineOf(name: string): Promise<Engine> {
  if (name === 'wirewatch') {
    const { extractPage } = await import('../src/article/extract.ts');
    const now = Date.now();
    return (html, url) => extractPage(html, { url, now }).text;
  }
  if (name === 'floor') {
    const { load } = await import('cheerio');
    return (html) => load(html).text();
  }
  const { Readability } = await import('@mozilla/readability');
  const { parseHTML } = await import('linkedom');
  return (html) => {
    const { document } = parseHTML(html);
    // Blocks get line breaks before the text is taken, as a reader would see them.
    const content = new Readability(document as never).parse()?.content ?? '';
    const { document: inner } = parseHTML(
      `<html><body>${content.replace(/<\/(?:p|div|li|h[1-6]|blockquote)>/gi, '$&\n')}</body></html>`,
    );
    return inner.body.textContent ?? '';
  };
}

function truthsOf(folder: string): [string, Truth][] {
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, Truth>;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.html.gz'))
    .map((name) => name.slice(0, -8))
    .flatMap((id) => (truth[id] === undefined ? [] : [[id, truth[id]] as [string, Truth]]));
}

/** One page at a time, so that the engine's memory is measured and not the corpus's. */
function pageOf(folder: string, id: string): string {
  return gunzipSync(readFileSync(join(folder, `${id}.html.gz`))).toString();
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function measure(name: string, folder: string): Promise<Run> {
  const engine = await engineOf(name);
  const pages = truthsOf(folder);
  const attempt = (html: string, url: string): string | null => {
    try {
      return engine(html, url);
    } catch {
      return null;
    }
  };
  for (const [id, { url }] of pages.slice(0, WARM_UP)) attempt(pageOf(folder, id), url);
  const times: number[] = [];
  const texts: Record<string, string> = {};
  let failed = 0;
  for (const [id, { url }] of pages) {
    const html = pageOf(folder, id);
    const start = cpuMs();
    const text = attempt(html, url);
    times.push(cpuMs() - start);
    if (text === null) failed += 1;
    texts[id] = text ?? '';
  }
  const total = times.reduce((sum, time) => sum + time, 0);
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0, 1);
  const speed = Math.round((pages.length / total) * 1000);
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  return { pagesPerCpuSecond: speed, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), peakRssMb, failed, texts };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** Shingles of four tokens with their counts, as the public article-extraction benchmark counts them. */
function shingles(text: string): Map<string, number> {
  const tokens = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const counts = new Map<string, number>();
  for (let at = 0; at < Math.max(1, tokens.length - 3); at += 1) {
    const key = tokens.slice(at, at + 4).join('\u0001');
    if (key !== '') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Precision (null for an empty text) and recall of one page. */
function agreement(truth: string, text: string): [number | null, number] {
  const [a, b] = [shingles(truth), shingles(text)];
  const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((x, y) => x + y, 0);
  let hit = 0;
  for (const [key, count] of a) hit += Math.min(count, b.get(key) ?? 0);
  return [b.size === 0 ? null : hit / sum(b), a.size === 0 ? 1 : hit / sum(a)];
}

function f1(rows: readonly [number | null, number][]): number {
  const given = rows.map(([p]) => p).filter((p) => p !== null);
  const mean = (list: readonly number[]): number => list.reduce((x, y) => x + y, 0) / Math.max(1, list.length);
  const [p, r] = [mean(given), mean(rows.map(([, recall]) => recall))];
  return p + r === 0 ? 0 : (2 * p * r) / (p + r);
}

/** 95 % interval of the difference in F1, pages resampled in pairs; the seed is fixed. */
function bootstrap(
  ours: readonly [number | null, number][],
  theirs: readonly [number | null, number][],
): [number, number] {
  let seed = 1;
  const next = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const gaps = Array.from({ length: RESAMPLES }, () => {
    const picks = ours.map(() => Math.floor(next() * ours.length));
    const of = (rows: readonly [number | null, number][]): [number | null, number][] =>
      picks.map((at) => rows[at] as [number | null, number]);
    return f1(of(ours)) - f1(of(theirs));
  }).sort((a, b) => a - b);
  return [round(gaps[Math.floor(RESAMPLES * 0.025)] ?? 0, 4), round(gaps[Math.floor(RESAMPLES * 0.975)] ?? 0, 4)];
}

function runApart(name: string, folder: string): Run {
  const child = spawnSync(
    process.execPath,
    [...process.execArgv, fileURLToPath(import.meta.url), folder, '--engine', name],
    {
      maxBuffer: 1 << 29,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (child.status !== 0) throw new Error(`${name} ended with ${child.status}`);
  return JSON.parse(child.stdout) as Run;
}

function compare(folder: string): unknown {
  const truths = truthsOf(folder).filter(([, truth]) => truth.articleBody !== undefined);
  const runs = new Map(NAMES.map((name) => [name, runApart(name, folder)] as const));
  const rowsOf = (name: (typeof NAMES)[number]): [number | null, number][] =>
    truths.map(([id, { articleBody }]) => agreement(articleBody ?? '', runs.get(name)?.texts[id] ?? ''));
  const [ours, theirs] = [rowsOf('wirewatch'), rowsOf('readability+linkedom')];
  const speed = (name: (typeof NAMES)[number]): number => runs.get(name)?.pagesPerCpuSecond ?? 0;
  return {
    pages: truths.length,
    engines: Object.fromEntries([...runs].map(([name, run]) => [name, { ...run, texts: undefined }])),
    f1: { wirewatch: round(f1(ours), 4), 'readability+linkedom': round(f1(theirs), 4) },
    f1Difference95: bootstrap(ours, theirs),
    timesPeer: round(speed('wirewatch') / speed('readability+linkedom'), 2),
    shareOfFloor: round(speed('wirewatch') / speed('floor'), 2),
  };
}

const [folder, , name] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: bench/extract.ts FOLDER');
  process.exitCode = 2;
} else if (name === undefined) console.log(JSON.stringify(compare(folder), null, 2));
else process.stdout.write(JSON.stringify(await measure(name, folder)));
