import { cutAtMarks } from './folded-marks.ts';
import { isWithoutSpaces } from './sentence.ts';

/** No paragraph of a report is longer: a line that is has lost its breaks. */
const MAX_PARAGRAPH = 2500;
/** Bounds of the work on one line. */
const MAX_SENTENCES = 20_000;
const MAX_WORDS = 400;

/** Behind a mark that ends a sentence, with its quotation marks; in scripts without spaces at spaces too. */
const ENDS = /(?<=[.!?…؟۔।]["”»’')\]]{0,2})\s+(?=["“„«»‘'([¿¡—–-]{0,2}\s?[\p{Lu}\p{Lo}\p{N}])/gu;
const ENDS_UNSPACED = /(?<=[。！？][」』”’）]{0,2})|\s+/gu;
/** An initial, a title, a number: the dot behind it ends no sentence. */
const ABBREVIATED =
  /(?:^|[\s("“„«])(?:\p{Lu}|\p{Lu}\.\p{Lu}|\d{1,2}|Mr|Mrs|Ms|Dr|Prof|St|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Jr|Sr|vs|No|Inc|Corp|Ltd|Co|bzw|ca|Nr|Str|usw|Hr|Fr|M|Mme|Sra?|Dra?|Sig|ул|г|стр|тыс|млн|им)\.$/u;

/** What runs into a sentence weighs so much against it at least: a name and a rank before a verb do not. */
const RUN_IN = 5;

/** Shorter lines are read as they are. */
const MIN_FOLDED = 500;
/** So many marks of a page stand in no paragraph. */
const MIN_MARKS = 3;

/** What of a line that has lost its breaks stood on a line of its own. */
export interface Unfolded {
  readonly text: string;
  /** The kind of its mark (`folded-marks.ts`), null for a sentence and what ran into it. */
  readonly mark: string | null;
}

/** The pieces of a line that has lost its breaks; null for a line that is a paragraph, however long. */
export function unfold(line: string): Unfolded[] | null {
  if (line.length < MIN_FOLDED) return null;
  const pieces = cutAtMarks(line);
  if (line.length <= MAX_PARAGRAPH && pieces.filter((piece) => piece.kind !== null).length < MIN_MARKS) return null;
  return pieces.flatMap(({ text, kind }): Unfolded[] =>
    kind === null
      ? sentencesOfFolded(text).map((sentence) => ({ text: sentence, mark: null }))
      : [{ text, mark: kind }],
  );
}

/**
 * The sentences of a line that has lost its breaks, each freed of the labels, menus and headlines that ran into it: in
 * scripts with capitals a sentence begins where what follows is for the most part in lower case. What was cut off stands
 * as an entry of its own before it. Linear.
 */
export function sentencesOfFolded(line: string): string[] {
  const cut = isWithoutSpaces(line) ? ENDS_UNSPACED : ENDS;
  const parts: string[] = [];
  let open = '';
  for (const part of line.split(cut).slice(0, MAX_SENTENCES)) {
    open = open === '' ? part : `${open} ${part}`;
    if (ABBREVIATED.test(open.slice(-12)) && open.length < 2000) continue;
    parts.push(open);
    open = '';
  }
  if (open !== '') parts.push(open);
  return parts.flatMap(withoutRunIn).filter((part) => /\S/.test(part));
}

/** What ran into a sentence, and the sentence. */
function withoutRunIn(part: string): string[] {
  const words = part.split(/\s+/);
  const from = Math.max(0, words.length - MAX_WORDS);
  let [sum, most, start] = [0, 0, -1];
  for (let at = words.length - 1; at >= from; at -= 1) {
    const word = words[at] ?? '';
    sum += worthOf(word);
    if (sum >= most && /^["“„«‘'([¿¡—–-]*\p{Lu}/u.test(word)) [most, start] = [sum, at];
  }
  if (start < 1 || sum - most > -RUN_IN) return [part];
  return [words.slice(0, start).join(' '), words.slice(start).join(' ')];
}

/** Words in lower case make sentences, capitals and numbers make menus, headlines and datelines. */
function worthOf(word: string): number {
  if (/^["“„«‘'([¿¡—–-]*\p{Ll}/u.test(word)) return 1;
  return /^["“„«‘'([]*\p{L}/u.test(word) ? -0.9 : -0.6;
}
