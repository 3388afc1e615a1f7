import { titleKey } from './clean.ts';
import { detectLanguage } from '../text/language.ts';
import { canonicalUrl } from '../text/url.ts';
import type { Article, FieldEvidence, LeftOut } from './article.ts';
import { behindDate, splitNames, undated } from './names.ts';
import { machineDate } from './dates.ts';
import { type NamedDate, dateIn, dateInUrl } from './dateline.ts';
import { relativeDate } from './relative-date.ts';
import type { ExtractOptions } from './extract.ts';
import { type PlainLine, readLines } from './plain-lines.ts';
import { isEnding } from './endings.ts';
import { covered } from './lead.ts';
import { crumbsOf, isBetweenCrumbs } from './trail.ts';

import { whyNotArticle } from './verdict.ts';

/** A stretch of lines, both ends included. */
interface Run {
  readonly from: number;
  readonly to: number;
}

interface Top {
  readonly titleAt: number;
  readonly date: { readonly ms: number; readonly source: string } | null;
  readonly modified: number | null;
  readonly authors: readonly string[];
  readonly section: string | null;
}

const MAX_LEFT_OUT = 200;
/** Longer than a lead of one sentence or two. */
const MAX_LEAD = 400;
/** What runs into sentences weighs against a stretch by its length. */
const RUN_IN = 0.5;
/** Between sentences a shorter piece may be a subheading. */
const MAX_SUBHEAD = 50;
/** Marks of what stands between the sentences of a text as often as around it. */
const INSIDE: ReadonlySet<string> = new Set(['pointer', 'caption', 'agency', 'notice']);

/** What a line adds to the stretch it stands in. */
function scoreOf(line: PlainLine): number {
  const { furniture, prose, repeated, runsOn, text } = line;
  if (furniture === 'player' || (runsOn && furniture === 'label')) return -15;
  if (furniture === 'consent') return -400;
  const isMark = furniture !== null || repeated || line.opens;
  if (runsOn && !prose && !isMark) return -45 - Math.min(text.length, 1500) * RUN_IN;
  if (line.opens) return isEnding(text) ? -350 : -120;
  if (furniture !== null) return !runsOn || prose ? -35 : INSIDE.has(furniture) ? -30 : -60;
  if (prose) return repeated ? 20 : Math.min(text.length, 700);
  return repeated ? -60 : -45;
}

/** The stretch of lines with the greatest sum (Kadane's scan): paragraphs with the little that stands between them. */
function bestRun(lines: readonly PlainLine[]): Run | null {
  let best: Run | null = null;
  let most = 0;
  let sum = 0;
  let from = 0;
  lines.forEach((line, at) => {
    if (sum <= 0) [sum, from] = [0, at];
    sum += scoreOf(line);
    if (sum > most) [most, best] = [sum, { from, to: at }];
  });
  return best;
}

/** A line that can be a headline. */
function canBeTitle(line: PlainLine): boolean {
  const { text } = line;
  return (
    line.furniture === null &&
    !line.opens &&
    text.length >= 15 &&
    text.length <= 220 &&
    !/[.。]$/.test(text) &&
    text.split(/\s+/).length >= 3
  );
}

/** How far above the body a headline is looked for. */
const REACH = 30;

/** The line above the body that says in few words what the body is about. */
function findTitleLine(lines: readonly PlainLine[], run: Run, hint: string | null | undefined): number {
  const wanted = titleKey(hint ?? '');
  const body = lines
    .slice(run.from, run.to + 1)
    .filter((line) => line.prose)
    .map((line) => line.text)
    .join(' ')
    .slice(0, 6000);
  let best = -1;
  let most = 0;
  for (let at = Math.max(0, run.from - REACH); at <= Math.min(run.from + 2, lines.length - 1); at += 1) {
    const line = lines[at] as PlainLine;
    const isWanted = line.key === wanted && wanted !== '';
    if (!isWanted && (!canBeTitle(line) || isByline(line.text))) continue;
    const near = Math.max(0, 1 - Math.abs(run.from - at) / REACH);
    const words = line.text.split(/\s+/).length;
    const score =
      near * 1.2 +
      covered(line.text, body) * 2.2 +
      (isWanted ? 5 : 0) +
      (words >= 5 && words <= 22 ? 0.4 : 0) +
      (datedBelow(lines, at) ? 0.6 : 0) -
      (line.prose ? 0.9 : 0);
    if (score > most) [best, most] = [at, score];
  }
  return best >= 0 || wanted !== '' ? best : shortTitleLine(lines, run);
}

/** Of so many short lines above the text the last may be its headline; more are a menu. */
const MAX_SHORT = 2;

/** A headline of few words: a line right above the text, or with its date and byline between; -1 for none. */
function shortTitleLine(lines: readonly PlainLine[], run: Run): number {
  const isAside = (line: PlainLine): boolean => line.furniture === 'date' || isByline(line.text);
  let at = run.from - 1;
  while (at >= 0 && isAside(lines[at] as PlainLine)) at -= 1;
  let from = at;
  while (from >= 0 && isShort(lines[from] as PlainLine)) from -= 1;
  return at - from > MAX_SHORT ? -1 : from < at ? at : -1;
}

/** A line of few words that are said once, and no trail. */
function isShort(line: PlainLine): boolean {
  const { text, furniture, repeated, opens, prose } = line;
  return (
    furniture === null &&
    !repeated &&
    !opens &&
    !prose &&
    text.length <= MAX_SHORT_LINE &&
    /^["'«“„‘]?[\p{Lu}\p{Lo}\p{N}]/u.test(text) &&
    !/[.。:]$/.test(text) &&
    crumbsOf(text).length === 0 &&
    !isBetweenCrumbs(text)
  );
}

const MAX_SHORT_LINE = 60;

function datedBelow(lines: readonly PlainLine[], at: number): boolean {
  return lines
    .slice(at + 1, at + 6)
    .some((line) => line.furniture === 'date' || /^(?:by|von|par|por)\s/iu.test(line.text));
}

const UPDATED = /updat|modif|aktualis|edited|обновл|оновл|actualiz|mis à jour|aggiorn/iu;

/** What stands around the headline: section above it; names and dates between it and the text, or right above. */
function readTop(lines: readonly PlainLine[], titleAt: number, run: Run, options: ExtractOptions): Top {
  const pivot = titleAt < 0 ? run.from - 1 : titleAt;
  let date: Top['date'] = null;
  let modified: number | null = null;
  let authors: string[] = [];
  const from = Math.max(0, pivot - 4);
  const order = [...lines.keys()]
    .slice(from, Math.max(run.from, pivot) + 4)
    .sort((a, b) => Math.abs(a - pivot - 1) - Math.abs(b - pivot - 1));
  for (const at of order) {
    const { text: line, prose } = lines[at] as PlainLine;
    const dateline = prose ? datelineOf(line) : null;
    // A text without a headline begins with its own story, whose days are not the day of the text.
    if (at === titleAt || (dateline === null && (line.length > MAX_DATED || (prose && titleAt < 0)))) continue;
    const text = dateline ?? line;
    const found: NamedDate | null = dateIn(text) ?? relativeDate(text, options.now);
    if (found !== null && found.ms <= options.now + 36 * 3_600_000) {
      if (UPDATED.test(text)) modified ??= found.ms;
      else date ??= { ms: found.ms, source: 'dateline' };
    }
    const behind = behindDate(text);
    if (authors.length === 0 && /^(?:by|von|par|por|di|автор|аўтар|text:|written by)[\s:]/iu.test(behind))
      authors = splitNames(undated(behind.replace(/\s*[|•·–—].*$/su, '')));
  }
  return {
    titleAt,
    date: date ?? (modified === null ? null : { ms: modified, source: 'dateline' }),
    modified,
    authors,
    section: sectionAbove(lines, titleAt < 0 ? run.from : titleAt, titleAt >= 0 || Boolean(options.hint?.title)),
  };
}

/** A line longer than this is read for no date. */
const MAX_DATED = 160;

/** The place and the date that a paragraph begins with: `MINSK, 1 Dec 2022 - Thousands…`. */
function datelineOf(text: string): string | null {
  const head = /^(.{6,60}?)\s[-–—]\s/u.exec(text)?.[1];
  return head !== undefined && dateIn(head) !== null ? head : null;
}

/** A trail (`Home > World > Europe`), or one or two words right above the headline; without one these may be it. */
function sectionAbove(lines: readonly PlainLine[], topAt: number, hasHeadline: boolean): string | null {
  for (let at = topAt - 1; at >= Math.max(0, topAt - 5); at -= 1) {
    const { text, furniture } = lines[at] as PlainLine;
    const title = titleKey(lines[topAt]?.text ?? '');
    const last = crumbsOf(text).findLast((crumb) => titleKey(crumb) !== title);
    if (last !== undefined) return last;
    if (
      hasHeadline &&
      !isBetweenCrumbs(text) &&
      furniture === null &&
      text.length <= 30 &&
      /^\p{Lu}/u.test(text) &&
      text.split(/\s+/).length <= 3 &&
      !/[.!?:]$/.test(text)
    )
      return text;
  }
  return null;
}

/** The paragraphs of the stretch: what is furniture anywhere goes, and the headlines behind a pointer to other articles. */
function sift(
  lines: readonly PlainLine[],
  run: Run,
  skip: ReadonlySet<string>,
): { kept: string[]; leftOut: LeftOut[] } {
  const kept: string[] = [];
  const leftOut: LeftOut[] = [];
  let inList = false;
  let last = -1;
  const slice = lines.slice(run.from, run.to + 1);
  const lastProse = slice.findLastIndex((line) => line.prose);
  slice.forEach((line, at) => {
    if (line.prose && line.furniture === null) inList = false;
    if (line.opens) inList = true;
    const reason =
      line.furniture ??
      (line.opens ? 'pointer' : null) ??
      (skip.has(line.key) ? 'title' : null) ??
      (inList ? 'list of others' : null) ??
      (!line.prose && line.repeated ? 'repeated' : null) ??
      (line.runsOn && !line.prose && line.text.length >= MAX_SUBHEAD ? 'no sentence' : null) ??
      (at > lastProse ? 'behind the text' : null) ??
      (isByline(line.text) ? 'byline' : null) ??
      (kept.includes(line.text) ? 'said before' : null);
    if (reason === null) {
      const isNext = line.runsOn && last === at - 1 && kept.length > 0;
      if (isNext) kept.push(`${kept.pop()} ${line.text}`);
      else kept.push(line.text);
      last = at;
    } else leftOut.push({ reason, text: line.text.slice(0, 80) });
  });
  return { kept, leftOut };
}

function isByline(text: string): boolean {
  return text.length < 80 && /^(?:by|von|par|por|автор)\s+\p{Lu}/iu.test(text) && !/[.!?]$/.test(text);
}

/**
 * The article of a page whose markup is gone: the stretch of lines that reads like paragraphs, with what little stands
 * between them; the headline and dateline above it. `text` may be hard-wrapped. Never throws; linear.
 */
export function extractText(text: string, options: ExtractOptions): Article {
  const lines = readLines(text, options.now);
  const run = bestRun(lines) ?? { from: 0, to: lines.length - 1 };
  const titleAt = findTitleLine(lines, run, options.hint?.title);
  const start: Run = titleAt >= run.from ? { from: Math.min(titleAt + 1, run.to), to: run.to } : run;
  const title = lines[titleAt]?.text ?? options.hint?.title ?? null;
  const top = readTop(lines, titleAt, start, options);
  const standfirst = titleAt < 0 ? null : standfirstBetween(lines, titleAt, start.from);
  const { kept, leftOut } = sift(lines, start, new Set([titleKey(title ?? '')]));
  if (standfirst !== null && !kept.includes(standfirst)) kept.unshift(standfirst);
  leftOut.push(...outside(lines, start, kept));
  return assemble({ title, titleFrom: titleAt >= 0 ? 'line' : 'feed', top, kept, leftOut, lines }, options);
}

/** The paragraphs before and behind the stretch. */
function outside(lines: readonly PlainLine[], { from, to }: Run, kept: readonly string[]): LeftOut[] {
  return lines
    .filter((line, at) => line.prose && (at < from || at > to) && !kept.includes(line.text))
    .slice(0, MAX_LEFT_OUT)
    .map((line) => ({ reason: line.furniture ?? 'outside the text', text: line.text.slice(0, 80) }));
}

/** A paragraph between the headline and the stretch. */
function standfirstBetween(lines: readonly PlainLine[], titleAt: number, from: number): string | null {
  const between = lines.slice(titleAt + 1, from).filter((line) => line.prose && line.furniture === null);
  return between[0]?.text ?? null;
}

/** The first paragraph; where the breaks between paragraphs are lost, its first sentence. */
function leadOf([first]: readonly string[], lines: readonly PlainLine[]): string | null {
  if (first === undefined) return null;
  if (first.length <= MAX_LEAD) return first;
  return lines.find((line) => line.prose && line.text !== first && first.startsWith(line.text))?.text ?? first;
}

interface Parts {
  readonly title: string | null;
  readonly titleFrom: string;
  readonly top: Top;
  readonly kept: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly lines: readonly PlainLine[];
}

function assemble({ title, titleFrom, top, kept, leftOut, lines }: Parts, options: ExtractOptions): Article {
  const { url, hint } = options;
  const text = kept.join('\n\n');
  const inUrl = url === undefined ? null : dateInUrl(url);
  const fed = hint?.published === null || hint?.published === undefined ? null : machineDate(hint.published);
  const dated =
    top.date ??
    (inUrl === null ? null : { ms: inUrl, source: 'url' }) ??
    (fed === null ? null : { ms: fed.ms, source: 'feed' });
  const author = top.authors.length > 0 ? top.authors : (hint?.author ?? []);
  const chars = lines.reduce((sum, line) => sum + line.text.length, 0);
  const reason = whyNotArticle({ title, text, chars, linkChars: 0, declared: false });
  const canonical = url === undefined ? null : canonicalUrl(url);
  const fields: Record<string, FieldEvidence> = {};
  if (title !== null) fields['title'] = { source: titleFrom, confidence: 0.6 };
  if (author.length > 0) fields['author'] = { source: top.authors.length > 0 ? 'byline' : 'feed', confidence: 0.6 };
  if (dated !== null) fields['published'] = { source: dated.source, confidence: 0.5 };
  if (top.section !== null) fields['section'] = { source: 'line', confidence: 0.3 };
  return {
    title,
    author,
    published: dated === null ? null : new Date(dated.ms).toISOString(),
    modified: top.modified === null ? null : new Date(top.modified).toISOString(),
    section: top.section,
    lang: detectLanguage(text === '' ? (title ?? '') : text, hint?.lang),
    canonical,
    lead: leadOf(kept, lines),
    text,
    kind: reason === null ? 'article' : 'not-article',
    reason,
    evidence: { fields, container: null, leftOut: leftOut.slice(0, MAX_LEFT_OUT) },
  };
}
