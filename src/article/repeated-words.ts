import { isSentence } from './sentence.ts';

/** So many words in a row that stand twice are no chance. */
const WINDOW = 4;
const LEAST = 5;
const OPENS = /^["“„«‘'([¿¡]{0,2}[\p{Lu}\p{Lo}\p{N}]/u;

/**
 * Headlines that stand more than once in a text without breaks (top stories, again at its end): the place of their first word,
 * and how many words they have. What a sentence says twice goes on in lower case, and is none. A place inside a headline is
 * there too, with what is left of it. Linear.
 */
export function headlineSpans(words: readonly string[]): ReadonlyMap<number, number> {
  const seen = new Map<string, number>();
  const keyAt = (at: number): string => words.slice(at, at + WINDOW).join(' ');
  for (let at = 0; at + WINDOW <= words.length; at += 1) seen.set(keyAt(at), (seen.get(keyAt(at)) ?? 0) + 1);
  const spans = new Map<number, number>();
  for (let at = 0; at + WINDOW <= words.length; at += 1) {
    if ((seen.get(keyAt(at)) ?? 0) < 2) continue;
    let last = at;
    while (last + 1 + WINDOW <= words.length && (seen.get(keyAt(last + 1)) ?? 0) > 1) last += 1;
    const end = last + WINDOW;
    addSpan(spans, words, at, end);
    at = end - 1;
  }
  return spans;
}

function addSpan(spans: Map<number, number>, words: readonly string[], from: number, end: number): void {
  const next = words[end];
  if (next !== undefined && !OPENS.test(next) && !next.includes('_')) return;
  if (holdsSentence(words.slice(from, end))) return;
  for (let at = from; end - at >= LEAST; at += 1) if (OPENS.test(words[at] ?? '')) spans.set(at, end - at);
}

/** One of its parts between full stops is a sentence, or the end of one. */
function holdsSentence(words: readonly string[]): boolean {
  let from = 0;
  for (const [at, word] of words.entries()) {
    if (!/[.!?…]["”»’')\]]{0,2}$/u.test(word)) continue;
    if (isSentence(words.slice(from, at + 1).join(' '))) return true;
    from = at + 1;
  }
  return false;
}
