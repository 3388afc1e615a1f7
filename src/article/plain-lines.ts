import { cleanLine, isUnspaced, titleKey } from './clean.ts';
import { dateIn } from './dateline.ts';
import { isLanguageList, languageLines } from './language-names.ts';
import { isDuration, isLabel, isListHeading, withoutIcons } from './line-rules.ts';
import { isEnding } from './endings.ts';
import { endsWithCredit, isCall, isNotice, isPointer } from './phrases.ts';
import { relativeDate } from './relative-date.ts';
import { playerBoxes } from './player-box.ts';
import { isSentence } from './sentence.ts';
import { unfold } from './unfold.ts';
import { unwrapped } from './unwrap.ts';

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
/** Lines that may have lost their breaks are as long as this, or the text's only one. */
const MIN_LONG = 2500;

interface Paragraph {
  readonly text: string;
  readonly runsOn: boolean;
  /** Why it is furniture, where its line said so before it was cut. */
  readonly mark: string | null;
}

/** Marks that the rules for lines judge, as they do where the lines are still whole. */
const JUDGED: ReadonlySet<string> = new Set(['heading', 'kicker', 'repeated']);

/** The paragraphs of a text: hard-wrapped ones put together, lines that have lost their breaks cut into sentences. */
function paragraphsOf(text: string): Paragraph[] {
  const paragraphs = unwrapped(text.slice(0, MAX_TEXT), MAX_LINES)
    .map(cleanLine)
    .filter((line) => line !== '');
  const most = paragraphs.reduce((longest, line) => (line.length > longest.length ? line : longest), '');
  const long = paragraphs.filter((line) => line.length >= Math.min(most.length, MIN_LONG));
  const isFoldedText = long.reduce((sum, line) => sum + line.length, 0) > text.length * MOSTLY;
  return paragraphs
    .flatMap((line) => {
      const pieces = isFoldedText ? unfold(line) : null;
      if (pieces === null) return [{ text: withoutIcons(line), runsOn: false, mark: null }];
      return pieces.map(({ text: piece, mark }, at) => ({ text: withoutIcons(piece), runsOn: at > 0, mark }));
    })
    .filter((paragraph) => paragraph.text !== '');
}

/** Looks at every line of a text. */
export function readLines(text: string, now: number): PlainLine[] {
  const paragraphs = paragraphsOf(text);
  const counts = new Map<string, number>();
  const keys = paragraphs.map((paragraph) => titleKey(paragraph.text));
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const languages = languageLines(paragraphs.map((paragraph) => paragraph.text));
  const players = playerBoxes(paragraphs.map((paragraph) => paragraph.text));
  return paragraphs.map(({ text: line, runsOn, mark }, at) => {
    const key = keys[at] ?? '';
    const given = players.has(at) ? 'player' : languages.has(at) ? 'languages' : JUDGED.has(mark ?? '') ? null : mark;
    const prose = mark === null && (runsOn ? isSentence(line) : isProse(line));
    const opens =
      given === null && !prose && (isEnding(line) || isListHeading(line) || (line.length < 40 && isPointer(line)));
    return {
      text: line,
      key,
      prose,
      repeated: mark === 'repeated' || (counts.get(key) ?? 0) > 1,
      furniture: given ?? furnitureOf(line, prose, now),
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
