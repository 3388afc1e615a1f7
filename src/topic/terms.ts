import type { Atom } from './ast.ts';
import type { Forms } from './forms/form.ts';
import { scriptOf, scriptsOf } from './forms/registry.ts';
import { FuzzyIndex } from './fuzzy.ts';
import { LongList } from './long-list.ts';
import { Room } from './room.ts';
import { Shards } from './shards.ts';
import { fitsPattern, WildcardIndex } from './wildcards.ts';

/** One thing that a token can be asked to be: a word with its forms, an exact or a written form, a pattern, a near-word. */
type Term = Pick<Atom, 'kind' | 'text' | 'surface' | 'strictness' | 'distance'>;

interface Entry extends Term {
  refs: number;
}

/** The words of the queries, by the keys of one language. Only keys that differ from the word are kept. */
class FormIndex {
  readonly forms: Forms;
  readonly #scripts: readonly string[];
  readonly #byKey = new Shards<number | number[]>();

  constructor(forms: Forms) {
    this.forms = forms;
    this.#scripts = scriptsOf(forms.lang);
  }

  add(word: string, id: number): void {
    if (!this.#scripts.includes(scriptOf(word.charCodeAt(0)))) return;
    for (const key of this.forms.ofQuery(word)) {
      if (key === word) continue;
      const have = this.#byKey.get(key);
      if (have === undefined) this.#byKey.set(key, id);
      else this.#byKey.set(key, typeof have === 'number' ? [have, id] : [...have, id]);
    }
  }

  remove(word: string, id: number): void {
    if (!this.#scripts.includes(scriptOf(word.charCodeAt(0)))) return;
    for (const key of this.forms.ofQuery(word)) {
      const have = this.#byKey.get(key);
      if (have === id) this.#byKey.delete(key);
      else if (Array.isArray(have))
        this.#byKey.set(
          key,
          have.filter((other) => other !== id),
        );
    }
  }

  get(key: string): readonly number[] {
    const have = this.#byKey.get(key);
    return have === undefined ? [] : typeof have === 'number' ? [have] : have;
  }
}

/** All terms of all queries, interned and counted; finds those that a token satisfies. */
export class TermTable {
  readonly #entries = new LongList<Entry | undefined>();
  readonly #free = new LongList<number>();
  readonly #room = new Room();
  readonly #inflected = new Shards<number>();
  readonly #exact = new Shards<number>();
  /** Folded text → the written forms asked for. */
  readonly #surfaces = new Shards<number[]>();
  readonly #others = new Shards<number>();
  readonly #wild = new WildcardIndex();
  readonly #wildSurface = new WildcardIndex();
  readonly #fuzzy = new FuzzyIndex();
  readonly #forms = new Map<string, FormIndex>();
  /** Of each term the share of articles to expect it in, before any was seen: the shorter, the more. */
  priors = new Float32Array(1 << 10);
  /** Raised whenever what a token satisfies may have changed. */
  generation = 1;

  /** Ids are below this. */
  get capacity(): number {
    return this.#entries.length;
  }

  get(id: number): Term {
    return this.#entries.get(id) as Entry;
  }

  /** The id of an atom's term, made where it is new. It lives while `ref` and `unref` count it. */
  intern(atom: Atom): number {
    const known = this.find(atom);
    if (known !== undefined) return known;
    const id = this.#free.pop() ?? this.#entries.length;
    const { kind, text, strictness, distance } = atom;
    const surface = strictness === 'surface' ? owned(atom.surface) : '';
    const entry = { kind, text: owned(text), surface, strictness, distance, refs: 0 };
    this.#entries.set(id, entry);
    this.#setPrior(id, (kind === 'word' ? 0.3 : 0.6) / text.length ** 2);
    this.#enter(entry, id);
    this.generation += 1;
    return id;
  }

  #setPrior(id: number, prior: number): void {
    this.priors = this.#room.grown(this.priors, id + 1);
    this.priors[id] = prior;
  }

  ref(id: number): void {
    (this.#entries.get(id) as Entry).refs += 1;
  }

  unref(id: number): void {
    const entry = this.#entries.get(id) as Entry;
    entry.refs -= 1;
    if (entry.refs > 0) return;
    this.#leave(entry, id);
    this.#entries.set(id, undefined);
    this.#free.push(id);
    this.generation += 1;
  }

  find(term: Term): number | undefined {
    if (term.kind !== 'word') return this.#others.get(otherKey(term));
    if (term.strictness === 'forms') return this.#inflected.get(term.text);
    if (term.strictness === 'exact') return this.#exact.get(term.text);
    return this.#surfaces.get(term.text)?.find((id) => this.get(id).surface === term.surface);
  }

  #enter(term: Term, id: number): void {
    if (term.kind !== 'word') {
      this.#others.set(otherKey(term), id);
      if (term.kind === 'fuzzy') this.#fuzzy.add(id, term.text, term.distance as 1 | 2);
      else (term.strictness === 'surface' ? this.#wildSurface : this.#wild).add(id, term.text);
    } else if (term.strictness === 'forms') {
      this.#inflected.set(term.text, id);
      for (const index of this.#forms.values()) index.add(term.text, id);
    } else if (term.strictness === 'exact') this.#exact.set(term.text, id);
    else this.#surfaces.set(term.text, [...(this.#surfaces.get(term.text) ?? []), id]);
  }

  #leave(term: Term, id: number): void {
    if (term.kind !== 'word') {
      this.#others.delete(otherKey(term));
      this.#fuzzy.remove(id);
      this.#wild.remove(id);
      this.#wildSurface.remove(id);
    } else if (term.strictness === 'forms') {
      this.#inflected.delete(term.text);
      for (const index of this.#forms.values()) index.remove(term.text, id);
    } else if (term.strictness === 'exact') this.#exact.delete(term.text);
    else this.#leaveSurface(term.text, id);
  }

  #leaveSurface(text: string, id: number): void {
    const left = (this.#surfaces.get(text) ?? []).filter((other) => other !== id);
    if (left.length === 0) this.#surfaces.delete(text);
    else this.#surfaces.set(text, left);
  }

  /** Adds to `out` each term that a token of this folded text satisfies whatever its case and accents. */
  match(token: string, forms: Forms | null, out: number[]): void {
    const own = this.#inflected.get(token);
    if (own !== undefined) out.push(own);
    const exact = this.#exact.get(token);
    if (exact !== undefined) out.push(exact);
    if (forms !== null) this.#matchForms(token, forms, out);
    this.#wild.match(token, out);
    this.#fuzzy.match(token, out);
  }

  #matchForms(token: string, forms: Forms, out: number[]): void {
    const index = this.#indexOf(forms);
    for (const key of forms.ofText(token)) {
      const direct = key === token ? undefined : this.#inflected.get(key);
      if (direct !== undefined && !out.includes(direct) && forms.ofQuery(key).includes(key)) out.push(direct);
      for (const id of index.get(key)) if (!out.includes(id)) out.push(id);
    }
  }

  #indexOf(forms: Forms): FormIndex {
    const known = this.#forms.get(forms.lang);
    if (known !== undefined) return known;
    const index = new FormIndex(forms);
    for (const [word, id] of this.#inflected) index.add(word, id);
    this.#forms.set(forms.lang, index);
    return index;
  }

  /** The terms that a token of this folded text may satisfy, depending on how it is written. */
  candidates(token: string): number[] {
    const out = [...(this.#surfaces.get(token) ?? [])];
    this.#wildSurface.match(token, out);
    return out;
  }

  /** Whether a token written so satisfies a term of `candidates`. */
  isWritten(id: number, surface: string): boolean {
    const term = this.get(id);
    return term.kind === 'wild' ? fitsPattern(term.surface, surface) : term.surface === surface;
  }
}

/** A copy: a part of a string keeps the whole of it, here the query, in memory. */
function owned(text: string): string {
  return text.length < 13 ? text : Array.from(text).join('');
}

function otherKey(term: Term): string {
  return term.kind === 'fuzzy'
    ? `~${term.distance}${term.text}`
    : term.strictness === 'surface'
      ? `=${term.surface}`
      : `*${term.text}`;
}
