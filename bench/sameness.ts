/**
 * How well near copies are told from other articles, and how long a fingerprint takes.
 * `node --import tsx bench/sameness.ts [--pairs N] [--texts FILE.json]`: with a JSON file of `{ id: { articleBody } }`
 * or `[text, …]` the originals are real articles instead of generated ones.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { containment, fingerprint, isNearCopy, type Fingerprint } from '../src/story/sameness.ts';
import { articleOf, EDITS, randomOf, subjectOf } from '../test/support/copies.ts';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '1000' }, texts: { type: 'string' } } });
const pairs = Number(values.pairs);
const random = randomOf(20_260_101);

function realTexts(file: string): string[][] {
  const data = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { articleBody?: string } | string>;
  return Object.values(data)
    .map((entry) => (typeof entry === 'string' ? entry : (entry.articleBody ?? '')))
    .filter((text) => text.split(/\s+/).length >= 120)
    .map((text) => text.split(/\n+/).filter((line) => line.trim() !== ''));
}

const real = values.texts === undefined ? undefined : realTexts(values.texts);

function original(index: number): string[] {
  const found = real?.[index % real.length];
  if (found !== undefined) return found;
  return articleOf(random, { words: 250 + Math.floor(random() * 500), subject: subjectOf(random) });
}

type Edit = (text: readonly string[]) => string[];
const compose =
  (...edits: Edit[]): Edit =>
  (text) =>
    edits.reduce<string[]>((at, edit) => edit(at), [...text]);
const byline: Edit = (text) => EDITS.byline(text, random);
const cut =
  (share: number): Edit =>
  (text) =>
    EDITS.cut(text, share);
const insert =
  (count: number): Edit =>
  (text) =>
    EDITS.insert(text, random, count);
const edit =
  (share: number): Edit =>
  (text) =>
    EDITS.words(text, random, share);

const COPIES: Readonly<Record<string, Edit>> = {
  'other byline': byline,
  'cut by 10 %': cut(0.9),
  'cut by 30 %': cut(0.7),
  'cut by 50 %': cut(0.5),
  'cut by 70 %': cut(0.3),
  '2 paragraphs put in': insert(2),
  'a word in 30 % of the sentences': edit(0.3),
  'a word in 60 % of the sentences': edit(0.6),
  'byline, cut by 30 %, words in 30 %': compose(cut(0.7), edit(0.3), byline),
  'byline, cut by 50 %, words in 20 %': compose(cut(0.5), edit(0.2), byline),
  'byline, cut by 40 %, 1 put in, words in 20 %': compose(cut(0.6), insert(1), edit(0.2), byline),
};

function subjectPair(stock: number): [string[], string[]] {
  const subject = subjectOf(random);
  return [articleOf(random, { words: 500, subject, stock }), articleOf(random, { words: 500, subject, stock })];
}

/** A later article that takes over the last `share` of an earlier one as its background. */
function followUp(share: number): [string[], string[]] {
  const subject = subjectOf(random);
  const earlier = articleOf(random, { words: 500, subject });
  const fresh = articleOf(random, { words: 500 * (1 - share), subject });
  return [earlier, [...fresh, ...earlier.slice(Math.ceil(earlier.length * (1 - share)))]];
}

const OTHERS: Readonly<Record<string, () => [string[], string[]]>> = {
  'same subject': () => subjectPair(0),
  'same subject, 6 of its quotes': () => subjectPair(6),
  'later article, 30 % of the earlier as background': () => followUp(0.3),
  'later article, 50 % of the earlier as background': () => followUp(0.5),
};

const print = (text: readonly string[]): Fingerprint => fingerprint({ url: null, text: text.join('\n\n') });

function judge(make: (index: number) => readonly [readonly string[], readonly string[]]) {
  const counts = { found: 0, near: 0, both: 0 };
  const shares: number[] = [];
  for (let i = 0; i < pairs; i++) {
    const [a, b] = make(i).map(print) as [Fingerprint, Fingerprint];
    const keys = new Set(a.bands);
    const found = b.bands.some((band) => keys.has(band));
    const near = isNearCopy(a, b);
    shares.push(containment(a, b));
    if (found) counts.found += 1;
    if (near) counts.near += 1;
    if (found && near) counts.both += 1;
  }
  shares.sort((a, b) => a - b);
  const percent = (count: number): string => `${((100 * count) / pairs).toFixed(2)} %`;
  const at = (share: number): string => (shares[Math.floor((shares.length - 1) * share)] ?? 0).toFixed(2);
  return {
    candidates: percent(counts.found),
    'near copy': percent(counts.near),
    'one story': percent(counts.both),
    'contained p1': at(0.01),
    p50: at(0.5),
    p99: at(0.99),
  };
}

const rows: Record<string, ReturnType<typeof judge>> = {};
for (const [name, change] of Object.entries(COPIES)) {
  rows[`copy: ${name}`] = judge((i) => {
    const text = original(i);
    return [text, change(text)];
  });
}
for (const [name, make] of Object.entries(OTHERS)) rows[`other: ${name}`] = judge(make);
rows['other: another subject'] = judge((i) => [original(2 * i), original(2 * i + 1)]);
console.table(rows);

const texts = Array.from({ length: 400 }, () =>
  articleOf(random, { words: 500, subject: subjectOf(random) }).join('\n\n'),
);
for (const text of texts) fingerprint({ text });
/** The best of several rounds: what else the machine does can only make one slower. */
const rounds = Array.from({ length: 9 }, () => {
  const started = process.cpuUsage();
  for (const text of texts) fingerprint({ text });
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000 / texts.length;
});
const ms = Math.min(...rounds);
console.log(
  JSON.stringify({
    bench: 'sameness',
    pairs,
    realTexts: real?.length ?? 0,
    cpuMsPerArticleOf500Words: Number(ms.toFixed(3)),
    rows,
  }),
);
