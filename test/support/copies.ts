/** A seeded source of chance (mulberry32), so that tests and benches see the same texts every time. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

const between = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));

const SYLLABLES = 'ba ke ti lo mu ra se ni do va pe ka shi to re gu ma li no be ter sal min dor van'.split(' ');
const FUNCTION_WORDS =
  'the of and to in a that for on was is with as by at from it his her has have be are not but an this they who said will more after which their would about been were had its when than over also into year government two last new first'.split(
    ' ',
  );

/** A word by its rank in the vocabulary: frequent ones are real, the others made of syllables. */
function wordAt(rank: number): string {
  const known = FUNCTION_WORDS[rank];
  if (known !== undefined) return known;
  let word = '';
  for (let rest = rank; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length];
  return word;
}

/** Zipf's law over 30,000 words: rank ~ N^u. */
const anyWord = (random: Random): string => wordAt(Math.floor(30_000 ** random()) - 1);

function sentence(random: Random, names: readonly string[]): string {
  const words = Array.from({ length: between(random, 9, 28) }, () =>
    random() < 0.12 ? (names[between(random, 0, names.length - 1)] ?? '') : anyWord(random),
  );
  const text = words.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The names and stock phrases that articles on one subject share. */
export function subjectOf(random: Random): { names: readonly string[]; stock: readonly string[] } {
  const names = Array.from({ length: 12 }, () => `${anyWord(random)} ${anyWord(random)}`);
  return { names, stock: Array.from({ length: 12 }, () => sentence(random, names)) };
}

/** An article of about `words` words in paragraphs, with `stock` sentences of its subject in it. */
export function articleOf(
  random: Random,
  { words, subject, stock = 0 }: { words: number; subject: ReturnType<typeof subjectOf>; stock?: number },
): string[] {
  const sentences: string[] = [];
  for (let count = 0; count < words;) {
    const next = sentence(random, subject.names);
    sentences.push(next);
    count += next.split(' ').length;
  }
  for (let i = 0; i < stock; i++) {
    const at = between(random, 2, sentences.length - 1);
    sentences[at] = subject.stock[between(random, 0, subject.stock.length - 1)] ?? '';
  }
  return paragraphs(random, sentences);
}

function paragraphs(random: Random, sentences: readonly string[]): string[] {
  const made: string[] = [];
  for (let at = 0; at < sentences.length;) {
    const length = between(random, 1, 4);
    made.push(sentences.slice(at, at + length).join(' '));
    at += length;
  }
  return made;
}

/** What outlets do to a copy of an agency's text. Each gives new paragraphs and leaves the old ones alone. */
export const EDITS = {
  byline: (text: readonly string[], random: Random) => [
    `By ${anyWord(random)} ${anyWord(random)}, ${anyWord(random)} correspondent in ${anyWord(random)}`,
    ...text,
    `(Reporting by ${anyWord(random)}; editing by ${anyWord(random)} ${anyWord(random)})`,
  ],
  /** Keeps the first `share` of the words, to the end of a paragraph or in the middle of one. */
  cut: (text: readonly string[], share: number) => {
    const words = text.join('\n\n').split(' ');
    return words
      .slice(0, Math.ceil(words.length * share))
      .join(' ')
      .split('\n\n');
  },
  insert: (text: readonly string[], random: Random, count: number) => {
    const result = [...text];
    for (let i = 0; i < count; i++) {
      const added = articleOf(random, { words: 30, subject: subjectOf(random) }).join(' ');
      result.splice(between(random, 1, result.length), 0, added);
    }
    return result;
  },
  /** Exchanges, drops or adds a word in that share of the sentences. */
  words: (text: readonly string[], random: Random, share: number) =>
    text.map((paragraph) =>
      paragraph
        .split(/(?<=\.) /)
        .map((sentence) => {
          if (random() >= share) return sentence;
          const words = sentence.split(' ');
          const kind = random();
          words.splice(
            between(random, 0, words.length - 1),
            kind < 0.66 ? 1 : 0,
            ...(kind > 0.33 ? [anyWord(random)] : []),
          );
          return words.join(' ');
        })
        .join(' '),
    ),
  /** Typography, case of the headline, another wrapping: the same text. */
  layout: (text: readonly string[]) => text.map((paragraph) => `  ${paragraph.replaceAll(' the ', '  THE — ')}\r\n`),
};
