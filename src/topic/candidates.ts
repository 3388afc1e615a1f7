import type { Anchors } from './anchors.ts';
import { Bits } from './bits.ts';
import type { Evidence, Matches } from './evidence.ts';
import type { Hits } from './hits.ts';
import { Integers } from './integers.ts';
import { gateSize, type Postings, SIGN_ANY, SIGN_MASK, slotOf } from './postings.ts';
import type { TopicRows } from './slots.ts';
import { ANCHORS, STRIDE } from './trie.ts';

const GROUP_BITS = 6;
const GROUPS = (1 << GROUP_BITS) - 1;

/** The topics that the phrases found in an article decide, or may decide. */
export class Candidates {
  /** Topics to be decided by their programs: one phrase of each group of their anchors was found. */
  readonly programs = new Integers();
  /** Topics that any of their phrases decides, of which several were found. */
  readonly several = new Integers();
  readonly #seen = new Bits();
  readonly #seenAgain = new Bits();

  /** Once an article, before `decide`: which topics come up. @returns how many topics hold or may hold, at most */
  gather(hits: Hits, topics: TopicRows, anchors: Anchors): number {
    this.programs.clear();
    this.several.clear();
    this.#seen.clear(topics.ids.length);
    const mark = markOf(hits, topics);
    const { cells } = hits.trie;
    let deciders = 0;
    for (let k = 0; k < hits.touchedCount; k++) {
      const node = hits.touched[k] as number;
      const handle = cells[node * STRIDE + ANCHORS] as number;
      if (handle === 0) continue;
      const ids = anchors.deciders.get(node);
      if (ids !== undefined) {
        const count = typeof ids === 'string' ? 1 : ids.length;
        this.#see(handle, count, topics, anchors.postings);
        deciders += count;
      }
      if (handle > 0) this.#meetGated(handle, mark, hits, topics, anchors.postings);
      else if (ids === undefined) this.#meet(~handle, mark, topics);
    }
    return deciders + this.programs.length;
  }

  /** Notes the topics of which one phrase is enough. */
  #see(handle: number, count: number, topics: TopicRows, postings: Postings): void {
    const { pool } = postings;
    const first = handle < 0 ? 0 : postings.firstDecider(handle);
    for (let k = 0; k < count; k++) {
      const posting = handle < 0 ? ~handle : (pool[first + k] as number);
      if ((posting & SIGN_MASK) === SIGN_ANY && !this.#seen.add(slotOf(posting))) this.#again(slotOf(posting), topics);
    }
  }

  #again(slot: number, topics: TopicRows): void {
    if (this.several.length === 0) this.#seenAgain.clear(topics.ids.length);
    if (this.#seenAgain.add(slot)) this.several.push(slot);
  }

  /** Gives out the topics that one phrase decides, `several` excepted. */
  decide(hits: Hits, { postings, deciders }: Anchors, evidenceOf: (node: number) => Evidence, out: Matches): void {
    const { cells } = hits.trie;
    for (let k = 0; k < hits.touchedCount; k++) {
      const node = hits.touched[k] as number;
      const ids = deciders.get(node);
      if (ids === undefined) continue;
      const handle = cells[node * STRIDE + ANCHORS] as number;
      if (typeof ids !== 'string') this.#giveOut(handle, ids, postings, evidenceOf(node), out);
      else if (!this.#isSeveral(postings.onlyDecider(handle))) out.add(ids, evidenceOf(node));
    }
  }

  /** A list of several deciders, which is always a block. */
  #giveOut(handle: number, ids: readonly string[], postings: Postings, evidence: Evidence, out: Matches): void {
    const { pool } = postings;
    const first = postings.firstDecider(handle);
    for (let k = 0; k < ids.length; k++)
      if (!this.#isSeveral(pool[first + k] as number)) out.add(ids[k] as string, evidence);
  }

  #isSeveral(posting: number): boolean {
    return this.several.length > 0 && (posting & SIGN_MASK) === SIGN_ANY && this.#seenAgain.has(slotOf(posting));
  }

  #meetGated(handle: number, mark: number, hits: Hits, topics: TopicRows, postings: Postings): void {
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
}

/** The article's number in the upper bits of a state. When the numbers begin again, all states are emptied. */
function markOf(hits: Hits, topics: TopicRows): number {
  const mark = hits.epoch << GROUP_BITS;
  if (mark === 0) topics.states.fill(0);
  return mark;
}
