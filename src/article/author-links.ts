import { cleanLine } from './clean.ts';
import { attr, descendants, textOf } from './element.ts';
import type { Block } from './segment.ts';

/** A step of an address behind which the pages of authors stand. */
const AUTHORS =
  /\/(?:by|authors?|auteure?s?|autor(?:a|e|i|in|inn?en|en|es|ka|y)?|autores|writers?|columnists?|contributors?|journalists?|journalistes?|reporters?|staff|redakteure?|redaktion\/autor(?:en)?|redactores?|redacteurs?|firmas?|skribent(?:er)?|forfatter(?:e)?|yazar(?:lar)?|avtor[yi]?|author-profile|profile\/author)\//i;
const NEAR_ABOVE = 8;
const NEAR_BELOW = 2;
const MAX_LINE = 140;

/** The words of links near the headline that lead to an author's page, whatever their box is called; `first` is the body's first line. */
export function authorLinks(blocks: readonly Block[], first: number): string[] {
  const found: string[] = [];
  for (const { text, links, element } of blocks.slice(Math.max(0, first - NEAR_ABOVE), first + NEAR_BELOW)) {
    if (links === 0 || text.length > MAX_LINE) continue;
    const own = [...descendants(element)].filter(({ name }) => name === 'a');
    const named = (element.name === 'a' ? [element, ...own] : own).filter((link) => AUTHORS.test(attr(link, 'href')));
    found.push(...named.map((link) => cleanLine(textOf(link, 80))));
  }
  return found;
}
