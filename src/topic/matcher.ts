import { WireError } from '../core/errors.ts';
import { Anchors } from './anchors.ts';
import type { MetaField, Query } from './ast.ts';
import { formsLanguage, Layout, type MatchDocument, type Span } from './document.ts';
import { Evaluator } from './evaluate.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { QueryRefused, type QueryFault } from './faults.ts';
import { Hits } from './hits.ts';
import { MetaTable } from './meta.ts';
import { resolveNames, type NameLookup } from './names.ts';
import { childPlaces, compile, LEAF, OR, META, phrasesOf, type Places } from './program.ts';
import { parseQuery } from './query.ts';
import { Scanner } from './scan.ts';
import { CodeStore } from './store.ts';
import { TermTable } from './terms.ts';
import { PhraseTrie } from './trie.ts';

export interface TopicSpec {
  readonly id: string;
  readonly query: string;
  /** Only articles in one of these languages. */
  readonly lang?: readonly string[] | undefined;
  /** Only articles of one of these outlets: hosts (with all below them) or names. */
  readonly sources?: readonly string[] | undefined;
  /** Only articles with one of these tags. */
  readonly tags?: readonly string[] | undefined;
  /** Only with a score of at least this (0 to 1). */
  readonly minScore?: number | undefined;
}

export interface TopicMatch {
  readonly topic: string;
  readonly score: number;
  readonly spans: readonly Span[];
}

/** What one node of a query found in an article. */
export interface Verdict {
  readonly holds: boolean;
  readonly spans: readonly Span[];
  /** Hits that ATLEAST counts, or the sum of SCORE; null for other nodes. */
  readonly count: number | null;
}

export interface Judgement {
  /** With its topic's filters. */
  readonly query: Query;
  readonly verdicts: ReadonlyMap<Query, Verdict>;
}

export interface TopicIndexOptions {
  /** The saved queries that `@name` stands for. A topic keeps the text that held when it was set. */
  readonly names?: NameLookup;
}

/** Topics that fail so often on their anchors hang themselves elsewhere. */
const PATIENCE = 64;
const REHUNG_PER_ARTICLE = 32;
/** Spans given out for one article; topics beyond it keep their first one. */
const MAX_SPANS_PER_ARTICLE = 100_000;

const ANY = 1;
const PROGRAM = 2;

/**
 * All topics, ready to be matched against one article at a time. Adding, changing or removing a topic takes effect at once
 * and touches nothing but what it needs.
 */
export class TopicIndex {
  readonly #terms = new TermTable();
  readonly #trie = new PhraseTrie(this.#terms);
  readonly #hits = new Hits(this.#trie);
  readonly #layout = new Layout();
  readonly #scanner = new Scanner(this.#terms, this.#trie);
  readonly #anchors = new Anchors(this.#trie, this.#terms);
  readonly #metas = new MetaTable();
  readonly #evaluator = new Evaluator(this.#hits, this.#layout, (id) => this.#metas.holds(id, this.#document));
  readonly #programs = new CodeStore();
  readonly #names: NameLookup;
  #document: MatchDocument = { title: '', body: '' };

  readonly #slots = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #freeSlots: number[] = [];
  readonly #minScores = new Map<number, number>();
  /** Topics that can hold without any word: asked on every article. */
  readonly #unanchored = new Set<number>();
  #codes = new Int32Array(1 << 8);
  #links = new Int32Array(1 << 8);
  #seen = new Int32Array(1 << 8);
  #kinds = new Uint8Array(1 << 8);
  #fails = new Uint8Array(1 << 8);

  constructor(options: TopicIndexOptions = {}) {
    this.#names = options.names ?? ((): undefined => undefined);
  }

  get size(): number {
    return this.#slots.size;
  }

  has(id: string): boolean {
    return this.#slots.has(id);
  }

  /**
   * Adds a topic, or puts it in the place of the one with its id; on a fault that one stays.
   * @throws QUERY_INVALID with detail `{ topic, code, start, end, message, hint }`
   */
  set(topic: TopicSpec): void {
    this.#put(topic, this.#parsed(topic));
  }

  #put(topic: TopicSpec, query: Query, places?: Places): number {
    this.remove(topic.id);
    const slot = this.#freeSlots.pop() ?? this.#ids.length;
    if (slot >= this.#codes.length) this.#grow();
    const program = this.#compiled(query, topic, places);
    this.#ids[slot] = topic.id;
    this.#slots.set(topic.id, slot);
    this.#codes[slot] = this.#programs.add(program);
    this.#kinds[slot] = isAny(program) ? ANY : PROGRAM;
    this.#seen[slot] = 0;
    this.#fails[slot] = 0;
    if (topic.minScore !== undefined) this.#minScores.set(slot, topic.minScore);
    this.#hang(slot);
    return slot;
  }

  /** @returns whether there was such a topic */
  remove(id: string): boolean {
    const slot = this.#slots.get(id);
    if (slot === undefined) return false;
    const at = this.#codes[slot] as number;
    this.#anchors.unhang(this.#links[slot] as number);
    this.#unanchored.delete(slot);
    for (const node of phrasesOf(this.#programs.code, at)) this.#trie.release(node);
    for (const meta of metasOf(this.#programs.code, at)) this.#metas.release(meta);
    this.#programs.remove(at);
    this.#slots.delete(id);
    this.#minScores.delete(slot);
    this.#ids[slot] = '';
    this.#freeSlots.push(slot);
    return true;
  }

  /** The topics that hold for an article, with their evidence, in no particular order. */
  match(document: MatchDocument): TopicMatch[] {
    this.#scan(document);
    const found = this.#candidates();
    const out: TopicMatch[] = [];
    let spans = 0;
    for (const slot of found) {
      const evidence = this.#evidence(slot);
      if (evidence.score < (this.#minScores.size === 0 ? 0 : (this.#minScores.get(slot) ?? 0))) continue;
      const full = spans < MAX_SPANS_PER_ARTICLE;
      spans += evidence.spans.length;
      out.push({
        topic: this.#ids[slot] as string,
        score: evidence.score,
        spans: full ? evidence.spans : evidence.spans.slice(0, 1),
      });
    }
    this.#document = { title: '', body: '' };
    return out;
  }

  /**
   * What each node of a topic's query finds in an article. The topic is set as by `set`: meant for an index of its own.
   * @throws QUERY_INVALID
   */
  judge(topic: TopicSpec, document: MatchDocument): Judgement {
    const query = filtered(this.#parsed(topic), topic);
    const places: Places = new Map();
    const slot = this.#put({ id: topic.id, query: topic.query }, query, places);
    this.#scan(document);
    const verdicts = new Map<Query, Verdict>();
    for (const [at, node] of places) verdicts.set(node, this.#verdict((this.#codes[slot] as number) + at));
    return { query, verdicts };
  }

  #verdict(at: number): Verdict {
    const holds = this.#evaluator.holds(at);
    const extents: number[] = [];
    if (holds) this.#evaluator.evidence(at, extents);
    return { holds, spans: evidenceOf(extents, this.#layout).spans, count: this.#evaluator.countOf(at) };
  }

  #parsed(topic: TopicSpec): Query {
    const parsed = parseQuery(topic.query);
    if (!parsed.ok) throw invalid(topic, parsed.fault);
    try {
      return resolveNames(parsed.ast, this.#names);
    } catch (error) {
      if (error instanceof QueryRefused) throw invalid(topic, error.fault);
      throw error;
    }
  }

  #compiled(query: Query, topic: TopicSpec, places: Places | undefined): number[] {
    const metaId = (field: MetaField, values: readonly string[]): number => this.#metas.acquire(field, values);
    return compile(filtered(query, topic), { terms: this.#terms, trie: this.#trie, metaId }, places);
  }

  #hang(slot: number): void {
    const nodes = this.#anchors.choose(this.#programs.code, this.#codes[slot] as number);
    if (nodes === null) this.#unanchored.add(slot);
    this.#links[slot] = nodes === null ? 0 : this.#anchors.hang(slot, nodes);
  }

  #scan(document: MatchDocument): void {
    this.#document = document;
    this.#metas.next();
    this.#hits.clear();
    this.#layout.read(document);
    this.#evaluator.code = this.#programs.code;
    const texts = { title: document.title, lead: document.lead ?? '', body: document.body };
    this.#scanner.scan(this.#layout, formsLanguage(document), this.#hits, (p) => texts[this.#layout.fieldOf(p)]);
    this.#anchors.articles += 1;
  }

  /** The slots of the topics that hold. */
  #candidates(): number[] {
    const out: number[] = [];
    const epoch = this.#hits.epoch;
    const rehang: number[] = [];
    const { touched, touchedCount } = this.#hits;
    for (let k = 0; k < touchedCount; k++) {
      for (let link = this.#anchors.first(touched[k] as number); link !== 0; link = this.#anchors.next(link)) {
        const slot = this.#anchors.topic(link);
        if (this.#seen[slot] === epoch) continue;
        this.#seen[slot] = epoch;
        if (this.#kinds[slot] === ANY || this.#evaluator.holds(this.#codes[slot] as number)) out.push(slot);
        else if (++this.#fails[slot]! >= PATIENCE) rehang.push(slot);
      }
    }
    for (const slot of this.#unanchored) if (this.#evaluator.holds(this.#codes[slot] as number)) out.push(slot);
    this.#rehang(rehang);
    return out;
  }

  /** Chooses anchors anew from what was seen, a few topics an article. */
  #rehang(slots: readonly number[]): void {
    for (const slot of slots.slice(0, REHUNG_PER_ARTICLE)) {
      this.#fails[slot] = 0;
      this.#anchors.unhang(this.#links[slot] as number);
      this.#hang(slot);
    }
    for (const slot of slots.slice(REHUNG_PER_ARTICLE)) this.#fails[slot] = PATIENCE - 1;
  }

  #evidence(slot: number): Evidence {
    const extents: number[] = [];
    this.#evaluator.evidence(this.#codes[slot] as number, extents);
    return evidenceOf(extents, this.#layout);
  }

  #grow(): void {
    const size = this.#codes.length * 2;
    this.#codes = copied(this.#codes, new Int32Array(size));
    this.#links = copied(this.#links, new Int32Array(size));
    this.#seen = copied(this.#seen, new Int32Array(size));
    this.#kinds = copied(this.#kinds, new Uint8Array(size));
    this.#fails = copied(this.#fails, new Uint8Array(size));
  }
}

/** The query with the filters of its topic as conditions. */
export function filtered(query: Query, topic: Pick<TopicSpec, 'lang' | 'sources' | 'tags'>): Query {
  const { start, end } = query;
  const filters: [MetaField, readonly string[] | undefined][] = [
    ['lang', topic.lang],
    ['source', topic.sources],
    ['tag', topic.tags],
  ];
  const metas = filters.flatMap(([field, values]) =>
    values === undefined || values.length === 0 ? [] : [{ kind: 'meta' as const, field, values, start, end }],
  );
  return metas.length === 0 ? query : { kind: 'and', children: [query, ...metas], start, end };
}

function invalid(topic: TopicSpec, fault: QueryFault): WireError {
  const { code, start, end, message, hint } = fault;
  return new WireError('QUERY_INVALID', `topic ${topic.id}, position ${start}: ${message} ${hint}`, {
    detail: { topic: topic.id, code, start, end, message, hint },
  });
}

/** Whether finding any one phrase of the program decides it: no scope, no condition. */
function isAny(program: readonly number[]): boolean {
  if (program[0] === LEAF) return program[3] === 0;
  return program[0] === OR && childPlaces(program, 0).every((at) => program[at] === LEAF && program[at + 3] === 0);
}

function metasOf(code: Int32Array, at: number): number[] {
  if (code[at] === META) return [code[at + 2] as number];
  return childPlaces(code, at).flatMap((child) => metasOf(code, child));
}

function copied<A extends Int32Array | Uint8Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
