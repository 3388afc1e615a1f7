import type { Atom, Phrase, Query, TextField } from '../../src/topic/ast.ts';
import type { MatchDocument, Span, SpanField } from '../../src/topic/document.ts';
import type { Forms } from '../../src/topic/forms/form.ts';
import { formsFor } from '../../src/topic/forms/registry.ts';
import { languageOf } from '../../src/topic/languages.ts';
import { metaHolds } from '../../src/topic/meta.ts';
import { MAX_TOKEN_UNITS, surfaceOf, TokenStream } from '../../src/topic/tokens.ts';

/**
 * A slow evaluator of the AST for comparison: no index, no trie, no program, every phrase tried at every position. It
 * shares the tokeniser, the word forms and the metadata predicates with the matcher, and nothing else.
 */
interface Token {
  readonly field: SpanField;
  readonly start: number;
  readonly end: number;
  readonly folded: string;
  readonly surface: string;
  readonly breaks: boolean;
  readonly inLead: boolean;
}

interface Place {
  readonly parts: readonly (readonly [number, number])[];
}

export interface NaiveResult {
  readonly holds: boolean;
  readonly spans: readonly Span[];
}

export function naiveMatch(query: Query, document: MatchDocument): NaiveResult {
  const world = worldOf(document);
  const { tokens } = world;
  const holds = truth(query, world, 'text');
  const parts = holds ? evidence(query, world, 'text') : [];
  const spans = new Map<string, Span>();
  for (const [from, to] of parts) {
    const span = { field: tokens[from]!.field, start: tokens[from]!.start, end: tokens[to]!.end };
    spans.set(`${from} ${to}`, span);
  }
  const order = [...spans.entries()].sort(([a], [b]) => {
    const [a0, a1] = a.split(' ').map(Number) as [number, number];
    const [b0, b1] = b.split(' ').map(Number) as [number, number];
    return a0 - b0 || a1 - b1;
  });
  return { holds, spans: order.map(([, span]) => span) };
}

/** The tokens of the last article: it is asked with many queries. */
let last: World | null = null;

function worldOf(document: MatchDocument): World {
  if (last?.document !== document)
    last = { tokens: tokensOf(document), document, lang: document.lang ? languageOf(document.lang) : '' };
  return last;
}

interface World {
  readonly tokens: readonly Token[];
  readonly document: MatchDocument;
  readonly lang: string;
}

function tokensOf(document: MatchDocument): Token[] {
  const lead = (document.lead ?? '').trim();
  const own = lead !== '' && !document.body.includes(lead) && !sameParagraph(lead, document.body);
  const range =
    own || lead === '' || !document.body.includes(lead) ? paragraph(document.body) : place(lead, document.body);
  return [
    ...fieldTokens('title', document.title, () => false),
    ...(own ? fieldTokens('lead', document.lead ?? '', () => true) : []),
    ...fieldTokens('body', document.body, (start) => !own && start >= range[0] && start < range[1]),
  ];
}

function sameParagraph(lead: string, body: string): boolean {
  const [start, end] = paragraph(body);
  return body.slice(start, end).replace(/\s+/g, ' ').trim() === lead.replace(/\s+/g, ' ');
}

function place(lead: string, body: string): [number, number] {
  const start = body.indexOf(lead);
  return [start, start + lead.length];
}

function paragraph(body: string): [number, number] {
  const start = body.length - body.trimStart().length;
  const gap = body.slice(start).search(/\n[^\S\n]*\n/);
  return [start, gap < 0 ? body.length : start + gap];
}

const stream = new TokenStream();

function fieldTokens(field: SpanField, text: string, inLead: (start: number) => boolean): Token[] {
  stream.clear();
  stream.append(text);
  return Array.from({ length: stream.count }, (_, t) => {
    const start = stream.starts[t]!;
    const end = stream.ends[t]!;
    const long = stream.lengthOf(t) > MAX_TOKEN_UNITS;
    return {
      field,
      start,
      end,
      folded: long ? '\u0000' : stream.folded(t),
      surface: surfaceOf(text, start, end),
      breaks: stream.breaks[t] === 1,
      inLead: inLead(start),
    };
  });
}

function inScope(token: Token, scope: TextField): boolean {
  if (scope === 'text') return true;
  return scope === 'lead' ? token.inLead : token.field === scope;
}

function fits(atom: Atom, token: Token, lang: string): boolean {
  if (token.folded === '\u0000') return false;
  if (atom.kind === 'fuzzy') return edits(token.folded, atom.text) <= atom.distance;
  if (atom.kind === 'wild') {
    if (!glob(atom.text, token.folded)) return false;
    return atom.strictness !== 'surface' || glob(atom.surface, token.surface);
  }
  if (atom.strictness === 'surface') return token.folded === atom.text && token.surface === atom.surface;
  if (token.folded === atom.text) return true;
  if (atom.strictness === 'exact') return false;
  const forms = formsFor(lang, token.folded.charCodeAt(0));
  const same = formsFor(lang, atom.text.charCodeAt(0)) === forms;
  if (forms === null || !same) return false;
  const keys = keysOf(forms, 'ofText', token.folded);
  return keysOf(forms, 'ofQuery', atom.text).some((key) => keys.includes(key));
}

const known = new Map<string, readonly string[]>();

function keysOf(forms: Forms, side: 'ofText' | 'ofQuery', word: string): readonly string[] {
  const name = `${forms.lang} ${side} ${word}`;
  const keys = known.get(name) ?? forms[side](word);
  known.set(name, keys);
  return keys;
}

function glob(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return glob(pattern.slice(1), text) || (text !== '' && glob(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && glob(pattern.slice(1), text.slice(1));
}

function edits(a: string, b: string): number {
  const memo = new Map<string, number>();
  const at = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i},${j}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(i - 2, j - 2) + 1);
    memo.set(key, best);
    return best;
  };
  return at(a.length, b.length);
}

function truth(node: Query, world: World, scope: TextField): boolean {
  switch (node.kind) {
    case 'phrase':
    case 'near':
      return places(node, world, scope).length > 0;
    case 'and':
      return node.children.every((child) => truth(child, world, scope));
    case 'or':
      return node.children.some((child) => truth(child, world, scope));
    case 'not':
      return !truth(node.child, world, scope);
    case 'atleast':
      return disjoint(places(node.child, world, scope)) >= node.count;
    case 'score': {
      let sum = 0;
      for (const { weight, child } of node.items) sum += weight * disjoint(places(child, world, scope));
      return sum >= node.threshold;
    }
    case 'scope':
      return truth(node.child, world, node.field);
    case 'meta':
      return metaHolds(node.field, node.values, world.document);
    case 'named':
    default:
      return node.child !== null && truth(node.child, world, scope);
  }
}

/** Where a node holds. */
function places(node: Query, world: World, scope: TextField): Place[] {
  switch (node.kind) {
    case 'phrase':
      return node.slop === null || node.atoms.length === 1 ? strict(node, world, scope) : sloppy(node, world, scope);
    case 'near':
      return near(node, world, scope);
    case 'and':
    case 'or':
      return truth(node, world, scope) ? node.children.flatMap((child) => places(child, world, scope)) : [];
    case 'atleast':
      return truth(node, world, scope) ? places(node.child, world, scope) : [];
    case 'score':
      return truth(node, world, scope)
        ? node.items.filter((item) => item.weight > 0).flatMap((item) => places(item.child, world, scope))
        : [];
    case 'scope':
      return places(node.child, world, node.field);
    case 'named':
      return node.child === null ? [] : places(node.child, world, scope);
    case 'not':
    case 'meta':
    default:
      return [];
  }
}

function strict(node: Phrase, world: World, scope: TextField): Place[] {
  const { tokens, lang } = world;
  const out: Place[] = [];
  for (let start = 0; start + node.atoms.length <= tokens.length; start++) {
    const ok = node.atoms.every((atom, k) => {
      const token = tokens[start + k]!;
      return inScope(token, scope) && (k === 0 || !token.breaks) && fits(atom, token, lang);
    });
    if (ok) out.push({ parts: [[start, start + node.atoms.length - 1]] });
  }
  return out;
}

/** For each first position the window that ends first in which every atom has a token of its own. */
function sloppy(node: Phrase, world: World, scope: TextField): Place[] {
  const { tokens, lang } = world;
  const out: Place[] = [];
  for (let start = 0; start < tokens.length; start++) {
    let found: number[] | null = null;
    for (let end = start; end < tokens.length && found === null; end++) {
      if (end > start && tokens[end]!.breaks) break;
      if (end - start + 1 > node.atoms.length + node.slop!) break;
      found = assignment(
        node.atoms,
        start,
        end,
        (atom, p) => inScope(tokens[p]!, scope) && fits(atom, tokens[p]!, lang),
      );
    }
    if (found !== null) out.push({ parts: found.map((p) => [p, p] as const) });
  }
  return out;
}

function assignment(
  atoms: readonly Atom[],
  start: number,
  end: number,
  ok: (atom: Atom, position: number) => boolean,
): number[] | null {
  const used: number[] = [];
  const go = (k: number): boolean => {
    if (k === atoms.length) return used.includes(start) && used.includes(end);
    for (let p = start; p <= end; p++) {
      if (used.includes(p) || !ok(atoms[k]!, p)) continue;
      used.push(p);
      if (go(k + 1)) return true;
      used.pop();
    }
    return false;
  };
  return go(0) ? [...used].sort((a, b) => a - b) : null;
}

function extent(hit: Place): [number, number] {
  return [Math.min(...hit.parts.map(([from]) => from)), Math.max(...hit.parts.map(([, to]) => to))];
}

function near(node: Query & { kind: 'near' }, world: World, scope: TextField): Place[] {
  const left = places(node.left, world, scope);
  const right = places(node.right, world, scope);
  const close = (a: Place, b: Place): boolean => {
    const [a0, a1] = extent(a);
    const [b0, b1] = extent(b);
    if (world.tokens[a0]!.field !== world.tokens[b0]!.field) return false;
    const gap = a0 <= b0 ? b0 - a1 - 1 : a0 - b1 - 1;
    if (gap > node.distance || (node.ordered && b0 <= a1)) return false;
    return !a.parts.some(([s, e]) => b.parts.some(([f, g]) => s <= g && f <= e));
  };
  if (node.negated) return left.filter((a) => !right.some((b) => close(a, b)));
  return left.flatMap((a) => right.filter((b) => close(a, b)).map((b) => ({ parts: [...a.parts, ...b.parts] })));
}

function disjoint(hits: readonly Place[]): number {
  const extents = hits.map(extent).sort((a, b) => a[1] - b[1]);
  let count = 0;
  let end = -1;
  for (const [from, to] of extents) {
    if (from <= end) continue;
    count += 1;
    end = to;
  }
  return count;
}

type Part = readonly [number, number];

function evidence(node: Query, world: World, scope: TextField): Part[] {
  switch (node.kind) {
    case 'phrase': {
      const hits = places(node, world, scope);
      return node.slop === null || node.atoms.length === 1 ? fromLeft(hits) : hits.flatMap((hit) => hit.parts);
    }
    case 'near':
      return places(node, world, scope).flatMap((hit) => hit.parts);
    case 'and':
      return node.children.flatMap((child) => evidence(child, world, scope));
    case 'or':
      return node.children
        .filter((child) => truth(child, world, scope))
        .flatMap((child) => evidence(child, world, scope));
    case 'score':
      return node.items
        .filter((item) => item.weight > 0 && truth(item.child, world, scope))
        .flatMap((item) => evidence(item.child, world, scope));
    case 'atleast':
      return evidence(node.child, world, scope);
    case 'scope':
      return evidence(node.child, world, node.field);
    case 'named':
      return node.child === null ? [] : evidence(node.child, world, scope);
    case 'not':
    case 'meta':
    default:
      return [];
  }
}

function fromLeft(hits: readonly Place[]): Part[] {
  const out: Part[] = [];
  let free = 0;
  for (const { parts } of hits) {
    const [from, to] = parts[0]!;
    if (from < free) continue;
    out.push([from, to]);
    free = to + 1;
  }
  return out;
}
