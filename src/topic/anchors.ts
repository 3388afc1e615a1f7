import { AND, ATLEAST, childPlaces, LEAF, META, NEAR, NEGATED, NOT, OR, SCORE, SLOP } from './program.ts';
import type { TermTable } from './terms.ts';
import { ANCHORS, FOUND, STRIDE, type PhraseTrie } from './trie.ts';

/** A choice of phrases of which one at least must be found where the query holds, and how often that is to be expected. */
interface Choice {
  readonly cost: number;
  readonly nodes: readonly number[];
}

const NEVER: Choice = { cost: Infinity, nodes: [] };
/** Weight of the prior against what was seen, in articles. */
const PRIOR_ARTICLES = 20;
/** Columns of a link that matching reads, and of those that only changes read. */
const LINK = 2;
const TOPIC = 0;
const NEXT = 1;
const COLD = 3;
const NODE = 0;
const PREVIOUS = 1;
const SIBLING = 2;

/** The topics to look at when a phrase is found: each topic hangs on the rarest phrases that it cannot do without. */
export class Anchors {
  readonly #trie: PhraseTrie;
  readonly #terms: TermTable;
  /** Topic, and the next link of the same phrase. Link 0 is nothing. */
  #links = new Int32Array(LINK << 10);
  /** Phrase, the link before in it, and the next link of the same topic. */
  #cold = new Int32Array(COLD << 10);
  #count = 1;
  readonly #free: number[] = [];
  /** Articles seen, against which `FOUND` counts. */
  articles = 0;

  constructor(trie: PhraseTrie, terms: TermTable) {
    this.#trie = trie;
    this.#terms = terms;
  }

  /** The phrases that a program should hang on; null where it can hold without any. */
  choose(code: Int32Array, at: number): readonly number[] | null {
    const choice = this.#choice(code, at);
    return choice.cost === Infinity ? null : choice.nodes;
  }

  #choice(code: Int32Array, at: number): Choice {
    switch (code[at] as number) {
      case LEAF:
        return this.#leaf(code[at + 2] as number);
      case SLOP:
        return least(Array.from({ length: code[at + 4] as number }, (_, k) => this.#leaf(code[at + 5 + k] as number)));
      case OR:
        return sum(childPlaces(code, at).map((child) => this.#choice(code, child)));
      case SCORE:
        return sum(
          childPlaces(code, at)
            .filter((child) => (code[child - 1] as number) > 0)
            .map((child) => this.#choice(code, child)),
        );
      case AND:
        return least(childPlaces(code, at).map((child) => this.#choice(code, child)));
      case NEAR: {
        const [left, right] = childPlaces(code, at).map((child) => this.#choice(code, child)) as [Choice, Choice];
        return ((code[at + 3] as number) & NEGATED) !== 0 ? left : least([left, right]);
      }
      case ATLEAST:
        return this.#choice(code, at + 3);
      case NOT:
      case META:
      default:
        return NEVER;
    }
  }

  #leaf(node: number): Choice {
    const found = this.#trie.cells[node * STRIDE + FOUND] as number;
    const cost = (found + this.#prior(node) * PRIOR_ARTICLES) / (this.articles + PRIOR_ARTICLES);
    return { cost, nodes: [node] };
  }

  /** The share of articles to expect before any was seen: short words are common, phrases rare, patterns in between. */
  #prior(node: number): number {
    const depth = this.#trie.depths[node] as number;
    let prior = 1;
    for (let at = node; at !== 0; at = this.#trie.parents[at] as number) {
      const term = this.#terms.get(this.#trie.termOf(at));
      const length = term.text.length;
      prior = Math.min(prior, term.kind === 'word' ? 0.3 / (length * length) : 0.6 / (length * length));
    }
    return prior / (depth * depth * depth);
  }

  /** Hangs a topic on phrases. @returns its first link */
  hang(topic: number, nodes: readonly number[]): number {
    let sibling = 0;
    for (const node of new Set(nodes)) {
      const link = this.#free.pop() ?? this.#count++;
      if ((link + 1) * LINK > this.#links.length) this.#grow();
      const at = link * LINK;
      const head = this.#trie.cells[node * STRIDE + ANCHORS] as number;
      this.#links[at + TOPIC] = topic;
      this.#links[at + NEXT] = head;
      this.#cold[link * COLD + NODE] = node;
      this.#cold[link * COLD + PREVIOUS] = 0;
      this.#cold[link * COLD + SIBLING] = sibling;
      if (head !== 0) this.#cold[head * COLD + PREVIOUS] = link;
      this.#trie.cells[node * STRIDE + ANCHORS] = link;
      sibling = link;
    }
    return sibling;
  }

  /** Takes a topic off all its phrases. */
  unhang(first: number): void {
    for (let link = first; link !== 0;) {
      const next = this.#links[link * LINK + NEXT] as number;
      const previous = this.#cold[link * COLD + PREVIOUS] as number;
      if (next !== 0) this.#cold[next * COLD + PREVIOUS] = previous;
      if (previous !== 0) this.#links[previous * LINK + NEXT] = next;
      else this.#trie.cells[(this.#cold[link * COLD + NODE] as number) * STRIDE + ANCHORS] = next;
      this.#free.push(link);
      link = this.#cold[link * COLD + SIBLING] as number;
    }
  }

  /** The first link of a phrase, 0 where no topic hangs on it. */
  first(node: number): number {
    return this.#trie.cells[node * STRIDE + ANCHORS] as number;
  }

  next(link: number): number {
    return this.#links[link * LINK + NEXT] as number;
  }

  topic(link: number): number {
    return this.#links[link * LINK + TOPIC] as number;
  }

  #grow(): void {
    const links = new Int32Array(this.#links.length * 2);
    links.set(this.#links);
    this.#links = links;
    const cold = new Int32Array(this.#cold.length * 2);
    cold.set(this.#cold);
    this.#cold = cold;
  }
}

function least(choices: readonly Choice[]): Choice {
  return choices.reduce((best, choice) => (choice.cost < best.cost ? choice : best), NEVER);
}

function sum(choices: readonly Choice[]): Choice {
  const cost = choices.reduce((total, choice) => total + choice.cost, 0);
  return { cost, nodes: choices.flatMap((choice) => choice.nodes) };
}
