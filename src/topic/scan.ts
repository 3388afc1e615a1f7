import type { Layout } from './document.ts';
import type { Hits } from './hits.ts';
import type { TermTable } from './terms.ts';
import { surfaceOf } from './tokens.ts';
import { CHILDREN, REFS, STRIDE, type PhraseTrie } from './trie.ts';
import { Vocabulary } from './vocabulary.ts';

/** Vocabularies kept, one a language; beyond this the oldest goes. */
const MAX_LANGUAGES = 12;

/** Finds every word and phrase of the trie in an article: one pass over its tokens. */
export class Scanner {
  readonly #terms: TermTable;
  readonly #trie: PhraseTrie;
  readonly #vocabularies = new Map<string, Vocabulary>();
  /** The terms of all positions, one list after the other, and where each position's begin. */
  #list = new Int32Array(1 << 12);
  #bounds = new Int32Array(1 << 10);

  constructor(terms: TermTable, trie: PhraseTrie) {
    this.#terms = terms;
    this.#trie = trie;
  }

  /** @param texts the source of a position, for what depends on how a word is written */
  scan(layout: Layout, lang: string, hits: Hits, texts: (position: number) => string): void {
    this.#satisfied(layout, this.#vocabulary(lang), texts);
    const { cells, roots } = this.#trie;
    const list = this.#list;
    const bounds = this.#bounds;
    const count = layout.stream.count;
    for (let position = 0; position < count; position++) {
      const end = bounds[position + 1] as number;
      for (let k = bounds[position] as number; k < end; k++) {
        const node = roots[list[k] as number] as number;
        if (node === 0 || node === undefined) continue;
        if ((cells[node * STRIDE + REFS] as number) > 0) hits.add(node, position);
        if ((cells[node * STRIDE + CHILDREN] as number) > 0) this.#descend(node, position, position + 1, layout, hits);
      }
    }
  }

  #descend(node: number, start: number, position: number, layout: Layout, hits: Hits): void {
    const { stream } = layout;
    if (position >= stream.count || stream.breaks[position] === 1) return;
    const { cells } = this.#trie;
    const end = this.#bounds[position + 1] as number;
    for (let k = this.#bounds[position] as number; k < end; k++) {
      const child = this.#trie.next(node, this.#list[k] as number);
      if (child === 0) continue;
      if ((cells[child * STRIDE + REFS] as number) > 0) hits.add(child, start);
      if ((cells[child * STRIDE + CHILDREN] as number) > 0) this.#descend(child, start, position + 1, layout, hits);
    }
  }

  #vocabulary(lang: string): Vocabulary {
    const known = this.#vocabularies.get(lang);
    if (known !== undefined) {
      known.trim();
      return known;
    }
    const [oldest] = this.#vocabularies.keys();
    if (this.#vocabularies.size >= MAX_LANGUAGES && oldest !== undefined) this.#vocabularies.delete(oldest);
    const made = new Vocabulary(this.#terms, lang);
    this.#vocabularies.set(lang, made);
    return made;
  }

  /** Lists the terms that each position satisfies. */
  #satisfied(layout: Layout, vocabulary: Vocabulary, texts: (position: number) => string): void {
    const { stream } = layout;
    if (stream.count + 1 > this.#bounds.length) this.#bounds = new Int32Array((stream.count + 1) * 2);
    let used = 0;
    for (let position = 0; position < stream.count; position++) {
      this.#bounds[position] = used;
      const entry = vocabulary.entryOf(stream, position);
      const count = vocabulary.termCount(entry);
      const first = vocabulary.firstTerm(entry);
      if (used + count > this.#list.length) this.#grow(used + count);
      for (let k = 0; k < count; k++) this.#list[used++] = vocabulary.terms[first + k] as number;
      const candidates = vocabulary.candidates(entry);
      if (candidates !== undefined) used = this.#written(candidates, position, layout, texts, used);
    }
    this.#bounds[stream.count] = used;
  }

  #written(
    candidates: readonly number[],
    position: number,
    layout: Layout,
    texts: (position: number) => string,
    from: number,
  ): number {
    const { starts, ends } = layout.stream;
    const surface = surfaceOf(texts(position), starts[position] as number, ends[position] as number);
    let used = from;
    if (used + candidates.length > this.#list.length) this.#grow(used + candidates.length);
    for (const id of candidates) if (this.#terms.isWritten(id, surface)) this.#list[used++] = id;
    return used;
  }

  #grow(needed: number): void {
    const list = new Int32Array(Math.max(needed, this.#list.length * 2));
    list.set(this.#list);
    this.#list = list;
  }
}
