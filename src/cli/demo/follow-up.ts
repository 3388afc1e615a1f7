import { BEATS, SENTENCES, WORDS, type Beat } from './sentences.ts';
import type { Outlet, Piece } from './outlet.ts';

const SENTENCES_PER_PIECE = 14;
const PARAGRAPH_LENGTHS = [2, 3, 3, 2, 4];

/** Numbers from 0 up to 1 that the seed decides (Mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The n-th piece that the newsroom writes by itself, and the outlet that brings it: English, about 250 words of
 * sentences drawn and filled by the seed, so that any two share little text; its topics follow from its beat.
 */
export function followUp(outlets: readonly Outlet[], seed: number, n: number): { outlet: Outlet; piece: Piece } {
  const random = seededRandom(seed * 1_000_003 + n);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const fill = (template: string): string =>
    template.replace(/<(\w+)>/g, (_, slot: string) =>
      slot === 'number' ? String(3 + Math.floor(random() * 900)) : pick(WORDS[slot] ?? [slot]),
    );
  const english = outlets.filter((outlet) => outlet.lang === 'en');
  const beat = pick(BEATS);
  const drawn = shuffled(SENTENCES, random).slice(0, SENTENCES_PER_PIECE - beat.sentences.length);
  const title = fill(pick(beat.titles));
  const sentences = woven(beat, drawn).map(fill);
  return {
    outlet: pick(english),
    piece: {
      slug: `news/${beat.section}/${n}-${slugOf(title)}`,
      title,
      by: [`${pick(WORDS['given'] as string[])} ${pick(WORDS['surname'] as string[])}`],
      section: beat.section,
      tags: [beat.section],
      when: 'live',
      text: paragraphs(sentences).join('\n\n'),
      topics: beat.topics,
    },
  };
}

/** The beat's own sentences spread over the drawn ones, the first of them in front. */
function woven(beat: Beat, drawn: readonly string[]): string[] {
  const every = Math.ceil(drawn.length / beat.sentences.length);
  return beat.sentences.flatMap((own, index) => [own, ...drawn.slice(index * every, (index + 1) * every)]);
}

function paragraphs(sentences: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0, turn = 0; at < sentences.length; turn += 1) {
    const length = PARAGRAPH_LENGTHS[turn % PARAGRAPH_LENGTHS.length] as number;
    out.push(sentences.slice(at, at + length).join(' '));
    at += length;
  }
  return out;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const out = [...items];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [out[at], out[other]] = [out[other] as T, out[at] as T];
  }
  return out;
}

function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
