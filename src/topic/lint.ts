import { nodesOf, type Atom, type Phrase, type Query } from './ast.ts';
import type { QueryWarning } from './faults.ts';
import { hasForms } from './forms/registry.ts';

/** Words that stand in most articles of some language; alone they make a topic of everything. */
const COMMON = new Set(
  (
    'the of and to in a is for on that with as it at by from be was are this an or not but his her they he she we you ' +
    'der die das und in den von zu mit ist im auf für nicht ein eine le la les de des et en un une du que est pour dans ' +
    'el los las y del por con para se no una al о в и на не что с по как это из к за от и у та що до є i w z na do nie ' +
    'się jest il di e che per non da del news said new year people time today'
  ).split(' '),
);

export interface LintOptions {
  /** The languages that the topic is limited to. */
  readonly lang?: readonly string[];
  /** Whether the topic takes words as they are written only: no forms are missed then. */
  readonly caseSensitive?: boolean | undefined;
}

/** What may not be meant as it is written. The parser adds what only the text shows (quotes, signs, mixed operators). */
export function lintQuery(root: Query, options: LintOptions = {}): QueryWarning[] {
  const out: QueryWarning[] = [];
  const seen = new Set<string>();
  let words = 0;
  for (const node of nodesOf(root)) {
    if (node.kind === 'named') words += 1;
    if (node.kind !== 'phrase') continue;
    words += 1;
    out.push(...lintPhrase(node));
    const key = `${node.slop}|${node.atoms.map((a) => `${a.kind}${a.strictness}${a.text}`).join(' ')}`;
    if (seen.has(key) && root.kind === 'or' && root.children.includes(node)) out.push(duplicate(node));
    seen.add(key);
  }
  if (words === 0) out.push(noWords(root));
  if (options.caseSensitive !== true)
    for (const tag of options.lang ?? []) if (!hasForms(tag)) out.push(noForms(root, tag));
  return out;
}

function lintPhrase(node: Phrase): QueryWarning[] {
  const { start, end } = node;
  const [first] = node.atoms as readonly [Atom, ...Atom[]];
  const last = node.atoms.at(-1) as Atom;
  if (node.atoms.length === 1 && first.kind === 'word' && first.strictness === 'forms' && COMMON.has(first.text)) {
    const operator = /^(and|or|not|near)$/.test(first.text);
    return operator
      ? [
          {
            code: 'operator-as-word',
            start,
            end,
            message: `${first.text} is searched as a word here.`,
            hint: 'Operators are written in capitals.',
          },
        ]
      : [
          {
            code: 'common-word',
            start,
            end,
            message: `${first.text} stands in most articles.`,
            hint: 'Put it in a phrase, or leave it out.',
          },
        ];
  }
  if (node.quoted && last.kind === 'wild' && last.text.endsWith('?'))
    return [
      {
        code: 'question-mark',
        start,
        end,
        message: '? stands for exactly one letter.',
        hint: 'Remove it if it is punctuation.',
      },
    ];
  const short = node.atoms.find((atom) => atom.kind === 'wild' && atom.text.replace(/[*?]/g, '').length < 4);
  if (short !== undefined)
    return [
      {
        code: 'short-wildcard',
        start,
        end,
        message: `${short.text} matches very many words.`,
        hint: 'Write more of the word.',
      },
    ];
  return [];
}

function duplicate({ start, end }: Phrase): QueryWarning {
  return { code: 'duplicate-term', start, end, message: 'This stands in the query twice.', hint: 'Remove one.' };
}

function noWords({ start, end }: Query): QueryWarning {
  return {
    code: 'no-words',
    start,
    end,
    message: 'Only fields are asked: every article of them matches.',
    hint: 'Add a word.',
  };
}

function noForms({ start, end }: Query, tag: string): QueryWarning {
  const message = `There are no word forms for ${tag}: words match as written (any case and accents).`;
  return { code: 'no-forms', start, end, message, hint: 'Use wildcards: sankcij*.' };
}
