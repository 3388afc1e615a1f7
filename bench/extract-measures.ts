/** What the bench of the extractor counts: shared shingles, alarms, intervals. */

/** Precision (null for an empty text) and recall of one page. */
export type Agreement = readonly [precision: number | null, recall: number];

/** Phrases of a page: `out` stand only in its furniture, `nav` of these far from the article, `in` in its body. */
export interface Watch {
  readonly out: readonly string[];
  readonly nav: readonly string[];
  readonly in: readonly string[];
}

/** Alarms over pages, in percent. */
export interface Alarms {
  /** Furniture phrases that the cleaned texts hold. */
  readonly falsePercent: number;
  /** Pages with one at least. */
  readonly falsePagesPercent: number;
  /** Phrases of the bodies that they lack. */
  readonly missedPercent: number;
}

const RESAMPLES = 2000;

export function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

export function tokens(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Shingles of four tokens with their counts, as the public article-extraction benchmark counts them. */
export function shingles(text: string): Map<string, number> {
  const words = tokens(text);
  const counts = new Map<string, number>();
  for (let at = 0; at < Math.max(1, words.length - 3); at += 1) {
    const key = words.slice(at, at + 4).join('\u0001');
    if (key !== '') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

export function agreement(truth: string, text: string): Agreement {
  const [a, b] = [shingles(truth), shingles(text)];
  const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((x, y) => x + y, 0);
  let hit = 0;
  for (const [key, count] of a) hit += Math.min(count, b.get(key) ?? 0);
  return [b.size === 0 ? null : hit / sum(b), a.size === 0 ? 1 : hit / sum(a)];
}

export function f1(rows: readonly Agreement[]): number {
  const given = rows.map(([p]) => p).filter((p) => p !== null);
  const mean = (list: readonly number[]): number => list.reduce((x, y) => x + y, 0) / Math.max(1, list.length);
  const [p, r] = [mean(given), mean(rows.map(([, recall]) => recall))];
  return p + r === 0 ? 0 : (2 * p * r) / (p + r);
}

/** 95 % interval of the difference in F1, pages resampled in pairs; the seed is fixed. */
export function bootstrap(ours: readonly Agreement[], theirs: readonly Agreement[]): [number, number] {
  let seed = 1;
  const next = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const gaps = Array.from({ length: RESAMPLES }, () => {
    const picks = ours.map(() => Math.floor(next() * ours.length));
    const of = (rows: readonly Agreement[]): Agreement[] => picks.map((at) => rows[at] as Agreement);
    return f1(of(ours)) - f1(of(theirs));
  }).sort((a, b) => a - b);
  return [round(gaps[Math.floor(RESAMPLES * 0.025)] ?? 0, 4), round(gaps[Math.floor(RESAMPLES * 0.975)] ?? 0, 4)];
}

/** The phrases of `watch` that fire and should not, and those that should and do not. */
export function alarmsOf(watch: Watch, text: string): { readonly false: string[]; readonly missed: string[] } {
  const flat = ` ${tokens(text.toLowerCase()).join(' ')} `;
  const has = (phrase: string): boolean => flat.includes(` ${phrase} `);
  return { false: watch.out.filter(has), missed: watch.in.filter((phrase) => !has(phrase)) };
}

/** Over many pages. */
export function alarmsOver(pages: readonly { readonly watch: Watch; readonly text: string }[]): Alarms {
  let [wrong, wrongPages, missed] = [0, 0, 0];
  for (const { watch, text } of pages) {
    const found = alarmsOf(watch, text);
    wrong += found.false.length;
    wrongPages += found.false.length > 0 ? 1 : 0;
    missed += found.missed.length;
  }
  const count = (of: (watch: Watch) => number): number => pages.reduce((sum, { watch }) => sum + of(watch), 0);
  const percent = (part: number, whole: number): number => round((part / Math.max(1, whole)) * 100, 2);
  return {
    falsePercent: percent(
      wrong,
      count((watch) => watch.out.length),
    ),
    falsePagesPercent: percent(
      wrongPages,
      count((watch) => (watch.out.length > 0 ? 1 : 0)),
    ),
    missedPercent: percent(
      missed,
      count((watch) => watch.in.length),
    ),
  };
}
