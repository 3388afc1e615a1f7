/**
 * Cleaning pages beside a peer and the floor, in one run: `node --import tsx bench/extract.ts FOLDER`. FOLDER holds
 * `<id>.html.gz` and `truth.json` ({ id: { url, articleBody, watch, … } }). Each engine runs in a process of its own, one
 * after the other, over all pages once to warm up and then in measured rounds. The ratios are of CPU time, so that a busy
 * machine tells the same. Prints JSON: speed, memory and F1 of each with the paired interval, alarms, what the memory of a
 * site is worth, and the throughput of one to all threads.
 */
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { NAMES, type Name, cpuMs, engineOf, medianOf, pageOf, truthsOf } from './extract-engines.ts';
import { type Agreement, agreement, alarmsOver, bootstrap, f1, round } from './extract-measures.ts';

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

/** Rounds over all pages that are measured, behind one that warms up. */
const ROUNDS = 3;

async function measure(name: string, folder: string): Promise<Run> {
  const engine = await engineOf(name);
  // Without the truths: they are the bench's own.
  const pages = truthsOf(folder).map(([id, { url }]) => ({ id, url }));
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
    for (const { id, url } of pages) {
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

/** Runs a part of the bench in a process of its own. */
function runAside(folder: string, ...args: readonly string[]): unknown {
  const child = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), folder, ...args], {
    maxBuffer: 1 << 29,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`${args.join(' ')} ended with ${child.status}`);
  return JSON.parse(child.stdout);
}

function runApart(name: string, folder: string): Run {
  return runAside(folder, '--engine', name) as Run;
}

async function compare(folder: string): Promise<unknown> {
  // Loaded here, so that an engine's process holds the engine alone.
  const { memoryOnCorpus, memoryOnNewsroom } = await import('./extract-memory.ts');
  const { scaling } = await import('./extract-speed.ts');
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
    shareOfFloor: runAside(folder, '--floors'),
    load: loadavg().map((load) => round(load, 1)),
    alarms: { wirewatch: alarms('wirewatch'), 'readability+linkedom': alarms('readability+linkedom') },
    memoryOfSites: { corpus: memoryOnCorpus(known, now), newsroom: memoryOnNewsroom(now) },
    threads: await scaling(folder),
  };
}

const [folder, part, name] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: bench/extract.ts FOLDER [--floors | --threads]');
  process.exitCode = 2;
} else if (part === '--engine') process.stdout.write(JSON.stringify(await measure(name ?? '', folder)));
else if (part === '--floors' || part === '--threads') {
  const { scaling, sharesOfFloors } = await import('./extract-speed.ts');
  console.log(JSON.stringify(await (part === '--floors' ? sharesOfFloors : scaling)(folder), null, 2));
} else console.log(JSON.stringify(await compare(folder), null, 2));
