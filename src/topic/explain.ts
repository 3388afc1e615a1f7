import { childrenOf, type Query, type ScoreItem } from './ast.ts';
import type { MatchDocument, Span } from './document.ts';
import { TopicIndex, type TopicSpec, type Verdict } from './matcher.ts';
import type { NameLookup } from './names.ts';

/** One node of a query and whether it held for an article. */
export interface Explanation {
  /** `AND`, `OR`, `NOT`, `NEAR/3`, `ATLEAST/2`, `SCORE/30`, `title:`, `lang:`, `@name`, `minScore`, `phrase` or `word`. */
  readonly kind: string;
  /** The part of the query as written; for a topic's filters, its values. */
  readonly text: string;
  readonly holds: boolean;
  /** Where it held in the article. */
  readonly spans: readonly Span[];
  /** Hits that ATLEAST counted, or the sum of SCORE. */
  readonly count: number | null;
  /** What one hit weighs in the SCORE around it. */
  readonly weight?: number;
  readonly children: readonly Explanation[];
}

const NO_NAMES: NameLookup = () => undefined;

/**
 * The tree of a topic's query with what held for one article, decided by the matcher itself.
 * @throws QUERY_INVALID
 */
export function explain(topic: TopicSpec, document: MatchDocument, names: NameLookup = NO_NAMES): Explanation {
  const { query, verdicts, score } = new TopicIndex({ names }).judge(topic, document);
  const tree = explained(query, topic.query, verdicts, names);
  return topic.minScore == null ? tree : withThreshold(tree, topic.minScore, score);
}

/** The topic's threshold as one more condition. */
function withThreshold(tree: Explanation, minScore: number, score: number): Explanation {
  const threshold: Explanation = {
    kind: 'minScore',
    text: `score ${score} of at least ${minScore}`,
    holds: score >= minScore,
    spans: [],
    count: null,
    children: [],
  };
  const holds = tree.holds && threshold.holds;
  return { kind: 'AND', text: tree.text, holds, spans: tree.spans, count: null, children: [tree, threshold] };
}

function explained(node: Query, text: string, verdicts: ReadonlyMap<Query, Verdict>, names: NameLookup): Explanation {
  const inner = node.kind === 'named' ? (names(node.name) ?? '') : text;
  const children = childrenOf(node).map((child) => explained(child, inner, verdicts, names));
  const verdict = verdicts.get(node) ?? ofOnly(children);
  return { kind: kindOf(node), text: written(node, text), ...verdict, children: weighed(node, children) };
}

function weighed(node: Query, children: readonly Explanation[]): readonly Explanation[] {
  if (node.kind !== 'score') return children;
  return children.map((child, k) => ({ ...child, weight: (node.items[k] as ScoreItem).weight }));
}

/** A field or a name holds as what it stands for. */
function ofOnly(children: readonly Explanation[]): Verdict {
  const { holds = false, spans = [], count = null } = children[0] ?? {};
  return { holds, spans, count };
}

function written(node: Query, text: string): string {
  const own = text.slice(node.start, node.end);
  return node.kind === 'meta' && !own.toLowerCase().includes(`${node.field}:`) ? node.values.join(', ') : own;
}

function kindOf(node: Query): string {
  switch (node.kind) {
    case 'phrase':
      return node.atoms.length === 1 ? 'word' : 'phrase';
    case 'near':
      return `${node.negated ? 'NOT ' : ''}${node.ordered ? 'ONEAR' : 'NEAR'}/${node.distance}`;
    case 'atleast':
      return `ATLEAST/${node.count}`;
    case 'score':
      return `SCORE/${node.threshold}`;
    case 'scope':
    case 'meta':
      return `${node.field}:`;
    case 'named':
      return `@${node.name}`;
    case 'and':
    case 'or':
    case 'not':
    default:
      return node.kind.toUpperCase();
  }
}

/** The tree as lines for a terminal: `✓ AND`, `  ✗ football`, with what was found. */
export function explanationLines(root: Explanation, textOf: (span: Span) => string, depth = 0): string[] {
  const leaf = root.children.length === 0;
  const found = leaf ? [...new Set(root.spans.map(textOf))].slice(0, 5).join(', ') : '';
  const count = root.count === null ? '' : ` (${root.count})`;
  const weight = root.weight === undefined || root.weight === 1 ? '' : `^${root.weight}`;
  const label = `${leaf ? root.text : root.kind}${weight}`;
  const line = `${'  '.repeat(depth)}${root.holds ? '✓' : '✗'} ${label}${count}${found === '' ? '' : ` ← ${found}`}`;
  return [line, ...root.children.flatMap((child) => explanationLines(child, textOf, depth + 1))];
}
