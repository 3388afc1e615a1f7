import { SIGN_ANY, SIGN_BITS, SIGN_MASK, SIGN_SINGLE } from './anchors.ts';
import type { Hits } from './hits.ts';
import { Integers } from './integers.ts';
import { FIRST, FoundLists, ROW, type TopicRows } from './slots.ts';
import { ANCHORS, STRIDE } from './trie.ts';

const GROUP_BITS = 6;
const GROUPS = (1 << GROUP_BITS) - 1;

/** The topics that the phrases found in an article decide, or may decide. Phrases are named by their index in `Hits.touched`. */
export class Candidates {
  /** Topics that hold for one phrase: pairs of topic and phrase. */
  readonly singles = new Integers();
  /** Topics that hold for any of their phrases; which were found stands in a list of `found`, from `FIRST` on. */
  readonly anys = new Integers();
  readonly found = new FoundLists();
  /** Topics of whose anchors one of each group was found. */
  readonly programs = new Integers();

  /** @param pool of the postings */
  gather(hits: Hits, topics: TopicRows, pool: Int32Array): void {
    this.singles.clear();
    this.anys.clear();
    this.found.clear();
    this.programs.clear();
    const mark = markOf(hits.epoch, topics);
    const { cells } = hits.trie;
    const { touched, touchedCount } = hits;
    for (let k = 0; k < touchedCount; k++) {
      const handle = cells[(touched[k] as number) * STRIDE + ANCHORS] as number;
      if (handle < 0) this.#meet(~handle, k, mark, topics);
      else if (handle > 0) {
        const end = handle + ((pool[handle] as number) >>> 5);
        for (let at = handle + 1; at <= end; at++) this.#meet(pool[at] as number, k, mark, topics);
      }
    }
  }

  #meet(posting: number, phrase: number, mark: number, topics: TopicRows): void {
    const slot = posting >>> SIGN_BITS;
    const sign = posting & SIGN_MASK;
    if (sign === SIGN_SINGLE) {
      this.singles.push(slot);
      this.singles.push(phrase);
      return;
    }
    const { states } = topics;
    const state = states[slot] as number;
    const here = (state & ~GROUPS) === mark;
    if (sign === SIGN_ANY) {
      const first = slot * ROW + FIRST;
      if (!here) {
        states[slot] = mark;
        this.anys.push(slot);
      }
      topics.rows[first] = this.found.add(phrase, here ? (topics.rows[first] as number) : 0);
      return;
    }
    const bit = 1 << sign;
    const groups = here ? state & GROUPS : 0;
    if ((groups & bit) !== 0) return;
    states[slot] = mark | groups | bit;
    if ((groups | bit) === topics.needs[slot]) this.programs.push(slot);
  }
}

/** The article's number in the upper bits of a state. When the numbers begin again, all states are emptied. */
function markOf(epoch: number, topics: TopicRows): number {
  const mark = epoch << GROUP_BITS;
  if (mark === 0) topics.states.fill(0);
  return mark;
}
