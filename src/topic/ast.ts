/** Where a node stands in the query: UTF-16 offsets, end exclusive. */
export interface At {
  readonly start: number;
  readonly end: number;
}

/** `forms`: any inflected form; `exact`: this form, any case and accents; `surface`: as written. */
export type Strictness = 'forms' | 'exact' | 'surface';

/** The parts of an article that words can be asked in. `text` is title and body, the default. */
export type TextField = 'text' | 'title' | 'lead' | 'body';

export type MetaField = 'url' | 'site' | 'source' | 'author' | 'lang' | 'country' | 'section' | 'tag';

/** One token of a phrase. */
export interface Atom {
  readonly kind: 'word' | 'wild' | 'fuzzy';
  /** Folded; in a `wild` atom `*` and `?` stand for themselves. */
  readonly text: string;
  /** As written (NFC, no invisible signs), for `surface`. */
  readonly surface: string;
  readonly strictness: Strictness;
  /** The edit distance of a `fuzzy` atom. */
  readonly distance: 0 | 1 | 2;
}

/** A word (one atom) or a phrase. `slop` null: the atoms follow each other; else any order, at most so many between. */
export interface Phrase extends At {
  readonly kind: 'phrase';
  readonly atoms: readonly Atom[];
  readonly slop: number | null;
  readonly quoted: boolean;
}

export interface And extends At {
  readonly kind: 'and';
  readonly children: readonly Query[];
}

export interface Or extends At {
  readonly kind: 'or';
  readonly children: readonly Query[];
}

export interface Not extends At {
  readonly kind: 'not';
  readonly child: Query;
}

/** At most `distance` words between the operands; `negated`: hits of `left` that have no such `right`. */
export interface Near extends At {
  readonly kind: 'near';
  readonly left: Query;
  readonly right: Query;
  readonly distance: number;
  readonly ordered: boolean;
  readonly negated: boolean;
}

/** At least `count` hits that do not overlap. */
export interface AtLeast extends At {
  readonly kind: 'atleast';
  readonly count: number;
  readonly child: Query;
}

export interface ScoreItem {
  readonly weight: number;
  readonly child: Query;
}

/** The weights of all hits that do not overlap add up to `threshold` or more. */
export interface Score extends At {
  readonly kind: 'score';
  readonly threshold: number;
  readonly items: readonly ScoreItem[];
}

export interface Scope extends At {
  readonly kind: 'scope';
  readonly field: TextField;
  readonly child: Query;
}

/** Any of the values holds for the field. */
export interface Meta extends At {
  readonly kind: 'meta';
  readonly field: MetaField;
  readonly values: readonly string[];
}

/** `@name`: a saved query. `child` is there once names are resolved. */
export interface Named extends At {
  readonly kind: 'named';
  readonly name: string;
  readonly child: Query | null;
}

export type Query = Phrase | And | Or | Not | Near | AtLeast | Score | Scope | Meta | Named;

export function childrenOf(node: Query): readonly Query[] {
  switch (node.kind) {
    case 'phrase':
    case 'meta':
      return [];
    case 'and':
    case 'or':
      return node.children;
    case 'near':
      return [node.left, node.right];
    case 'score':
      return node.items.map((item) => item.child);
    case 'named':
      return node.child === null ? [] : [node.child];
    case 'not':
    case 'atleast':
    case 'scope':
    default:
      return [node.child];
  }
}

/** Every node, parents first. */
export function* nodesOf(root: Query): Generator<Query> {
  const stack: Query[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    stack.push(...childrenOf(node).toReversed());
  }
}

/** Whether NEAR can join it: words, phrases, ORs of them, other NEARs. */
export function isNearable(node: Query): boolean {
  if (node.kind === 'phrase' || node.kind === 'near') return true;
  return node.kind === 'or' && childrenOf(node).every((child) => isNearable(child));
}

/** From the first node to the last. */
export function extent(nodes: readonly Query[]): At {
  return { start: (nodes[0] as Query).start, end: (nodes.at(-1) as Query).end };
}
