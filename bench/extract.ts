/**
 * Cleaning pages beside a peer and the floor, in one run: `node --import tsx bench/extract.ts FOLDER`. FOLDER holds
 * `<id>.html.gz` and `truth.json` ({ id: { url, articleBody, watch, … } }). Each engine runs in a process of its own, one
 * after the other, over all pages once to warm up and then in measured rounds. The ratios are of CPU time, so that a busy
 * machine tells the same. Prints JSON: speed, memory and F1 of each with the paired interval, alarms, what the memory of a
 * site is worth, and the throughput of one to all threads.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { createThreads } from '../src/fleet/threads.ts';
import { memoryOnCorpus, memoryOnNewsroom } from './extract-memory.ts';
import { type Agreement, type Watch, agreement, alarmsOver, bootstrap, f1, round } from './extract-measures.ts';

type Engine = (html: string, url: string) => string;

interface Truth {
  readonly url: string;
  readonly articleBody?: string;
  readonly watch?: Watch;
}

/** Of one engine; times of a page are the median of its rounds. */
interface Run {
  /** CPU of all of the process's threads, garbage collection and compiler too: hardly moved by what else the machine does. */
  readonly pagesPerCpuSecond: number;
  /** By the clock. */
  readonly pagesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly p99CpuMs: number;
  readonly peakRssMb: number;
  readonly failed: number;
  readonly texts: Record<string, string>;
}

/**
 * The floors: all text of a page, nothing judged; with a tree, and out of the parser's events alone. cheerio's default
 * parser (parse5) is shown beside them.
 */
const FLOORS = ['cheerio+htmlparser2', 'htmlparser2', 'htmlparser2 events'] as const;
const NAMES = ['wirewatch', 'readability+linkedom', ...FLOORS, 'cheerio+parse5'] as const;
type Name = (typeof NAMES)[number];

/** Rounds over all pages that are measured, behind one that warms up. */
const ROUNDS = 3;
const WARM_UP = 25;

async function engineOf(name: string): Promise<Engine> {
  if (name === 'wirewatch') {
    const { extractPage } = await import('../src/article/extract.ts');
    const now = Date.now();
    return (html, url) => extractPage(html, { url, now }).text;
  }
  if (name === 'cheerio+htmlparser2') {
    const { load } = await import('cheerio/slim');
    return (html) => load(html).text();
  }
  if (name === 'htmlparser2') {
    const { parseDocument, DomUtils } = await import('htmlparser2');
    return (html) => DomUtils.textContent(parseDocument(html));
  }
  if (name === 'htmlparser2 events') {
    const { Parser } = await import('htmlparser2');
    return (html) => {
      const texts: string[] = [];
      new Parser({ ontext: (text) => texts.push(text) }).end(html);
      return texts.join('');
    };
  }
  if (name === 'cheerio+parse5') {
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

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
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
  const texts: Record<string, string> = {};
  const times = new Map<string, { readonly cpu: number[]; readonly clock: number[] }>();
  let failed = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [id, { url }] of pages) {
      const html = pageOf(folder, id);
      const [cpu, clock] = [cpuMs(), performance.now()];
      const text = attempt(html, url);
      const took = times.get(id) ?? { cpu: [], clock: [] };
      times.set(id, took);
      if (round > 0) {
        took.cpu.push(cpuMs() - cpu);
        took.clock.push(performance.now() - clock);
        continue;
      }
      if (text === null) failed += 1;
      // A copy: a slice would keep its whole page, and the next pages would pay for it.
      texts[id] = Buffer.from(text ?? '').toString();
    }
  }
  return { ...figures([...times.values()]), failed, texts };
}

function figures(
  times: readonly { readonly cpu: readonly number[]; readonly clock: readonly number[] }[],
): Omit<Run, 'failed' | 'texts'> {
  const sorted = (of: 'cpu' | 'clock'): number[] => times.map((took) => medianOf(took[of])).sort((a, b) => a - b);
  const [cpu, clock] = [sorted('cpu'), sorted('clock')];
  const at = (list: readonly number[], share: number): number =>
    round(list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0, 1);
  const speed = (list: readonly number[]): number => Math.round((list.length / list.reduce((a, b) => a + b, 0)) * 1000);
  return {
    pagesPerCpuSecond: speed(cpu),
    pagesPerSecond: speed(clock),
    p50Ms: at(clock, 0.5),
    p99Ms: at(clock, 0.99),
    maxMs: at(clock, 1),
    p99CpuMs: at(cpu, 0.99),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
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

/** Pages a second, by the clock, that one to all threads clean. */
async function scaling(folder: string): Promise<Record<string, number>> {
  const pages = truthsOf(folder).map(([id, { url }]) => ({ url, text: pageOf(folder, id), contentType: 'text/html' }));
  const speeds: Record<string, number> = {};
  for (let size = 1; size <= Math.min(availableParallelism(), 8); size *= 2) {
    const threads = createThreads({ size, timeoutMs: 10_000, memoryMb: 512 });
    const run = async (list: typeof pages): Promise<void> => {
      const queue = list.values();
      const worker = async (): Promise<void> => {
        for (const page of queue) await threads.extract({ ...page, now: Date.now() });
      };
      await Promise.all(Array.from({ length: size * 2 }, worker));
    };
    await run(pages.slice(0, WARM_UP * size));
    const began = performance.now();
    await run(pages);
    speeds[size] = Math.round((pages.length / (performance.now() - began)) * 1000);
    await threads.close();
  }
  return speeds;
}

async function compare(folder: string): Promise<unknown> {
  const truths = truthsOf(folder).filter(([, truth]) => truth.articleBody !== undefined);
  const runs = new Map(NAMES.map((name) => [name, runApart(name, folder)] as const));
  const rowsOf = (name: Name): Agreement[] =>
    truths.map(([id, { articleBody }]) => agreement(articleBody ?? '', runs.get(name)?.texts[id] ?? ''));
  const [ours, theirs] = [rowsOf('wirewatch'), rowsOf('readability+linkedom')];
  const speed = (name: Name): number => runs.get(name)?.pagesPerCpuSecond ?? 0;
  const watched = truths.flatMap(([id, { watch }]) => (watch === undefined ? [] : [{ id, watch }]));
  const alarms = (name: Name): unknown =>
    alarmsOver(watched.map(({ id, watch }) => ({ watch, text: runs.get(name)?.texts[id] ?? '' })));
  const now = Date.now();
  const known = truths.flatMap(([id, { url, articleBody = '', watch }]) =>
    watch === undefined ? [] : [{ url, html: pageOf(folder, id), body: articleBody, watch }],
  );
  return {
    pages: truths.length,
    engines: Object.fromEntries([...runs].map(([name, run]) => [name, { ...run, texts: undefined }])),
    f1: { wirewatch: round(f1(ours), 4), 'readability+linkedom': round(f1(theirs), 4) },
    f1Difference95: bootstrap(ours, theirs),
    timesPeer: round(speed('wirewatch') / speed('readability+linkedom'), 2),
    shareOfFloor: Object.fromEntries(FLOORS.map((floor) => [floor, round(speed('wirewatch') / speed(floor), 2)])),
    load: loadavg().map((load) => round(load, 1)),
    alarms: { wirewatch: alarms('wirewatch'), 'readability+linkedom': alarms('readability+linkedom') },
    memoryOfSites: { corpus: memoryOnCorpus(known, now), newsroom: memoryOnNewsroom(now) },
    pagesPerSecondByThreads: await scaling(folder),
  };
}

const [folder, , name] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: bench/extract.ts FOLDER');
  process.exitCode = 2;
} else if (name === undefined) console.log(JSON.stringify(await compare(folder), null, 2));
else process.stdout.write(JSON.stringify(await measure(name, folder)));
