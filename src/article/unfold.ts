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
/** The share of a sentence's words in lower case: half of a German one may be nouns. */
const LEAST_LOW = 0.35;

/** True for a line that has lost its breaks. */
export function isFolded(line: string): boolean {
  return line.length > MAX_PARAGRAPH;
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

/** Written without spaces for the most part: a menu of languages is not enough. */
function isWithoutSpaces(text: string): boolean {
  return (text.match(UNSPACED)?.length ?? 0) > text.length * 0.2;
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

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

/** Ends like a sentence, and is for the most part in lower case where the script knows one. */
export function isSentence(text: string): boolean {
  if (!/[.!?…。！？؟۔।]["”»’')\]」』]{0,2}$/u.test(text)) return false;
  if (isWithoutSpaces(text)) return text.length >= 12;
  const words = text.split(/\s+/);
  const low = words.filter((word) => !/^["“„«‘'([]*[\p{Lu}\d]/u.test(word)).length;
  return words.length >= 4 && low >= words.length * LEAST_LOW;
}
