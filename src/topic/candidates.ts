import type { Anchors } from './anchors.ts';
import type { Evidence, Matches } from './evidence.ts';
import type { Hits } from './hits.ts';
import { Integers } from './integers.ts';
import { gateSize, SIGN_ANY, SIGN_MASK, slotOf } from './postings.ts';
import type { TopicRows } from './slots.ts';
import { ANCHORS, STRIDE } from './trie.ts';

const GROUP_BITS = 6;
const GROUPS = (1 << GROUP_BITS) - 1;

/** The topics that the phrases found in an article decide, or may decide. Phrases are named by their index in `Hits.touched`. */
export class Candidates {
  /** Topics of whose anchors one of each group was found. */
  readonly programs = new Integers();
  /** Of topics that hold for any of their phrases, and had more than one: the phrases, by the place among the matches. */
  readonly merged = new Map<number, number[]>();
  /** The phrase that decided each match. */
  readonly #phrases = new Integers();
  /** The state of a topic that the first match of this article decided; those of earlier articles are below. */
  #base = 1;
  readonly #evidenceOf: (phrase: number) => Evidence;

  constructor(evidenceOf: (phrase: number) => Evidence) {
    this.#evidenceOf = evidenceOf;
  }

  /** Topics that one phrase decides go out at once. */
  gather(hits: Hits, topics: TopicRows, anchors: Anchors, out: Matches): void {
    this.programs.clear();
    this.merged.clear();
    this.#base += this.#phrases.length;
    this.#phrases.clear();
    const mark = this.#mark(hits, topics);
    const { cells } = hits.trie;
    const { touched, touchedCount } = hits;
    for (let k = 0; k < touchedCount; k++) {
      const node = touched[k] as number;
      const handle = cells[node * STRIDE + ANCHORS] as number;
      if (handle === 0) continue;
      const ids = anchors.deciders.get(node);
      if (ids !== undefined) this.#decide(handle, k, typeof ids === 'string' ? [ids] : ids, topics, anchors, out);
      if (handle > 0) this.#meetGated(handle, mark, hits, topics, anchors);
      else if (ids === undefined) this.#meet(~handle, mark, topics);
    }
  }

  #decide(
    handle: number,
    phrase: number,
    ids: readonly string[],
    { states }: TopicRows,
    { postings }: Anchors,
    out: Matches,
  ): void {
    const { pool } = postings;
    const first = handle < 0 ? 0 : postings.firstDecider(handle);
    const evidence = this.#evidenceOf(phrase);
    const base = this.#base;
    const phrases = this.#phrases;
    for (let k = 0; k < ids.length; k++) {
      const posting = handle < 0 ? ~handle : (pool[first + k] as number);
      if ((posting & SIGN_MASK) === SIGN_ANY) {
        const slot = slotOf(posting);
        const state = states[slot] as number;
        if (state >= base) {
          this.#merge(state - base, phrase);
          continue;
        }
        states[slot] = base + phrases.length;
      }
      phrases.push(phrase);
      out.add(ids[k] as string, evidence);
    }
  }

  #merge(match: number, phrase: number): void {
    const phrases = this.merged.get(match);
    if (phrases === undefined) this.merged.set(match, [this.#phrases.data[match] as number, phrase]);
    else phrases.push(phrase);
  }

  #meetGated(handle: number, mark: number, hits: Hits, topics: TopicRows, { postings }: Anchors): void {
    const { pool } = postings;
    const end = postings.end(handle);
    for (let at = postings.firstGated(handle); at < end;) {
      const posting = pool[at] as number;
      const size = gateSize(posting);
      if (size === 0 || hits.sieve.opens(pool, at + 1, size)) this.#meet(posting, mark, topics);
      at += size + 1;
    }
  }

  #meet(posting: number, mark: number, { states, needs }: TopicRows): void {
    const slot = slotOf(posting);
    const state = states[slot] as number;
    const groups = (state & ~GROUPS) === mark ? state & GROUPS : 0;
    const bit = 1 << (posting & SIGN_MASK);
    if ((groups & bit) !== 0) return;
    states[slot] = mark | groups | bit;
    if ((groups | bit) === needs[slot]) this.programs.push(slot);
  }

  /** The article's number in the upper bits of a state. When the numbers begin again, all states are emptied. */
  #mark(hits: Hits, topics: TopicRows): number {
    const mark = hits.epoch << GROUP_BITS;
    if (mark === 0 || this.#base > 1 << 30) {
      topics.states.fill(0);
      this.#base = 1;
    }
    return mark;
  }
}
