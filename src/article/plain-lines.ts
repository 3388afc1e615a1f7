import { cleanLine, isUnspaced, titleKey } from './clean.ts';
import { dateIn } from './dateline.ts';
import { isLanguageList, languageLines } from './language-names.ts';
import { isDuration, isLabel, isListHeading, withoutIcons } from './line-rules.ts';
import { endsWithCredit, isCall, isEnding, isNotice, isPointer } from './phrases.ts';
import { relativeDate } from './relative-date.ts';
import { isFolded, isSentence, sentencesOfFolded } from './unfold.ts';

/** A line of plain text and what it looks like. */
export interface PlainLine {
  readonly text: string;
  readonly key: string;
  /** Reads like a paragraph. */
  readonly prose: boolean;
  /** Stands more than once in the text. */
  readonly repeated: boolean;
  /** Why it is furniture wherever it stands; null where its place decides. */
  readonly furniture: string | null;
  /** A sentence that stands right behind the one before, in a line that has lost its breaks. */
  readonly runsOn: boolean;
  /** Everything behind it, up to the next paragraphs, is furniture too. */
  readonly opens: boolean;
}

const MAX_TEXT = 3_000_000;
const MAX_LINES = 60_000;

/** A text has lost its breaks when so much of it stands in lines without. */
const MOSTLY = 0.8;

interface Paragraph {
  readonly text: string;
  readonly runsOn: boolean;
}

/** The paragraphs of a text: hard-wrapped ones put together, lines that have lost their breaks cut into sentences. */
function paragraphsOf(text: string): Paragraph[] {
  const paragraphs = unwrapped(text)
    .map(readable)
    .filter((line) => line !== '');
  const folded = paragraphs.filter(isFolded).reduce((sum, line) => sum + line.length, 0);
  return paragraphs.flatMap((line) =>
    isFolded(line) && folded > text.length * MOSTLY
      ? sentencesOfFolded(line).map((sentence, at) => ({ text: sentence, runsOn: at > 0 }))
      : [{ text: line, runsOn: false }],
  );
}

function unwrapped(text: string): string[] {
  const lines = text
    .slice(0, MAX_TEXT)
    .split(/\r\n?|\n|\u2028|\u2029|\f/)
    .slice(0, MAX_LINES);
  const long = lines.filter((line) => line.trim() !== '');
  if (long.length <= 3 && text.length > 1500) return long.flatMap((line) => line.split(/\s{2,}|\t/u));
  const paragraphs: string[] = [];
  let group: string[] = [];
  for (const line of [...lines, '']) {
    if (line.trim() !== '') group.push(line);
    else if (group.length > 0) {
      paragraphs.push(...(isWrapped(group) ? [group.join(' ')] : group));
      group = [];
    }
  }
  return paragraphs;
}

function readable(line: string): string {
  return withoutIcons(cleanLine(line));
}

/** Lines of about the same length, the last one shorter: one paragraph that a mailer or a terminal wrapped. */
function isWrapped(group: readonly string[]): boolean {
  if (group.length < 2) return false;
  const widths = group.slice(0, -1).map((line) => line.trimEnd().length);
  const most = Math.max(...widths);
  const last = (group.at(-1) ?? '').length;
  return most <= 110 && Math.min(...widths) >= Math.max(38, most - 22) && last <= most + 2;
}

/** Looks at every line of a text. */
export function readLines(text: string, now: number): PlainLine[] {
  const paragraphs = paragraphsOf(text);
  const counts = new Map<string, number>();
  const keys = paragraphs.map((paragraph) => titleKey(paragraph.text));
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const languages = languageLines(paragraphs.map((paragraph) => paragraph.text));
  return paragraphs.map(({ text: line, runsOn }, at) => {
    const key = keys[at] ?? '';
    const prose = runsOn ? isSentence(line) : isProse(line);
    const opens = !prose && (isEnding(line) || isListHeading(line) || (line.length < 40 && isPointer(line)));
    return {
      text: line,
      key,
      prose,
      repeated: (counts.get(key) ?? 0) > 1,
      furniture: languages.has(at) ? 'languages' : furnitureOf(line, prose, now),
      runsOn,
      opens,
    };
  });
}

function isProse(line: string): boolean {
  const unspaced = isUnspaced(line);
  if (line.length >= (unspaced ? 60 : 160)) return true;
  return line.length >= (unspaced ? 20 : 60) && /[.!?…。！？।؟۔]["”»’')\]]*$/u.test(line);
}

function furnitureOf(line: string, prose: boolean, now: number): string | null {
  if (!/[\p{L}\p{N}]/u.test(line)) return 'no words';
  if (isLanguageList(line)) return 'languages';
  if (
    /cookie/i.test(line) &&
    /consent|accept|agree|manage|partners|use(?:s)? cookies|privacy|experience|cookies? (?:is|are|tracks?|helps?|records?|stores?)\b|akzept|zustimm|accept|политик|согла/iu.test(
      line,
    ) &&
    line.length < 600
  )
    return 'consent';
  if (line.length < 260 && isNotice(line)) return 'notice';
  if (line.length < 200 && isPointer(line) && (!prose || /^[^.!?]{0,30}:/.test(line))) return 'pointer';
  if (!prose && isCall(line)) return 'call';
  if (line.length < 320 && endsWithCredit(line)) return 'caption';
  if (prose) return null;
  if (isDuration(line)) return 'duration';
  if (isLabel(line)) return 'label';
  if (line.length < 60 && (dateIn(line) !== null || relativeDate(line, now) !== null)) return 'date';
  return null;
}
