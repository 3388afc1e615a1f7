import { WireError } from '../core/errors.ts';
import { Anchors } from './anchors.ts';
import type { MetaField, Query } from './ast.ts';
import { formsLanguage, Layout, SCOPE_TEXT, type MatchDocument, type Span } from './document.ts';
import { checkPolarity } from './check.ts';
import { Evaluator } from './evaluate.ts';
import { scoreOf, spansOf } from './evidence.ts';
import { Extents } from './extents.ts';
import { QueryRefused, type QueryFault } from './faults.ts';
import { Hits } from './hits.ts';
import { MetaTable } from './meta.ts';
import { resolveNames, type NameLookup } from './names.ts';
import { childPlaces, compile, LEAF, OR, META, phrasesOf, type Places } from './program.ts';
import { parse } from './parser.ts';
import { Scanner } from './scan.ts';
import { ANY, CODE, FAILS, FIRST, FoundLists, KIND, LINK, PROGRAM, ROW, SEEN, TopicRows } from './slots.ts';
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
const PATIENCE = 16;
const REHUNG_PER_ARTICLE = 32;
/** Spans given out for one article; topics beyond it keep their first one. */
const MAX_SPANS_PER_ARTICLE = 100_000;

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
  readonly #extents = new Extents();
  readonly #programs = new CodeStore();
  readonly #names: NameLookup;
  #document: MatchDocument = { title: '', body: '' };

  readonly #topics = new TopicRows();
  readonly #found = new FoundLists();
  readonly #minScores = new Map<number, number>();
  /** Topics that can hold without any word: asked on every article. */
  readonly #unanchored = new Set<number>();

  constructor(options: TopicIndexOptions = {}) {
    this.#names = options.names ?? ((): undefined => undefined);
  }

  get size(): number {
    return this.#topics.size;
  }

  has(id: string): boolean {
    return this.#topics.slotOf(id) !== undefined;
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
    const program = this.#compiled(query, topic, places);
    const slot = this.#topics.add(topic.id);
    this.#topics.rows[slot * ROW + CODE] = this.#programs.add(program);
    this.#topics.rows[slot * ROW + KIND] = isAny(program) ? ANY : PROGRAM;
    if (topic.minScore !== undefined) this.#minScores.set(slot, topic.minScore);
    this.#hang(slot);
    return slot;
  }

  /** @returns whether there was such a topic */
  remove(id: string): boolean {
    const slot = this.#topics.slotOf(id);
    if (slot === undefined) return false;
    const at = this.#topics.rows[slot * ROW + CODE] as number;
    this.#anchors.unhang(this.#topics.rows[slot * ROW + LINK] as number);
    this.#unanchored.delete(slot);
    for (const node of phrasesOf(this.#programs.code, at)) this.#trie.release(node);
    for (const meta of metasOf(this.#programs.code, at)) this.#metas.release(meta);
    this.#programs.remove(at);
    this.#minScores.delete(slot);
    this.#topics.remove(slot);
    return true;
  }

  /** The topics that hold for an article, with their evidence, in no particular order. */
  match(document: MatchDocument): TopicMatch[] {
    this.#scan(document);
    const found = this.#candidates();
    const out: TopicMatch[] = [];
    let spans = 0;
    for (const slot of found) {
      this.#evidence(slot);
      if (spans >= MAX_SPANS_PER_ARTICLE) this.#extents.length = Math.min(this.#extents.length, 2);
      const own = spansOf(this.#extents, this.#layout);
      const score = scoreOf(this.#extents, this.#layout);
      if (this.#minScores.size > 0 && score < (this.#minScores.get(slot) ?? 0)) continue;
      spans += own.length;
      out.push({ topic: this.#topics.ids[slot] as string, score, spans: own });
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
    for (const [at, node] of places) verdicts.set(node, this.#verdict(this.#codeOf(slot) + at));
    return { query, verdicts };
  }

  #verdict(at: number): Verdict {
    const holds = this.#evaluator.holds(at);
    this.#extents.clear();
    if (holds) this.#evaluator.evidence(at, this.#extents);
    return { holds, spans: spansOf(this.#extents, this.#layout), count: this.#evaluator.countOf(at) };
  }

  #parsed(topic: TopicSpec): Query {
    try {
      const query = parse(topic.query, []);
      checkPolarity(query);
      return resolveNames(query, this.#names);
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
    const nodes = this.#anchors.choose(this.#programs.code, this.#codeOf(slot));
    if (nodes === null) this.#unanchored.add(slot);
    this.#topics.rows[slot * ROW + LINK] = nodes === null ? 0 : this.#anchors.hang(slot, nodes);
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

  #codeOf(slot: number): number {
    return this.#topics.rows[slot * ROW + CODE] as number;
  }

  /** The slots of the topics that hold. */
  #candidates(): number[] {
    const out: number[] = [];
    const rehang: number[] = [];
    const epoch = this.#hits.epoch;
    const { rows } = this.#topics;
    const { touched, touchedCount } = this.#hits;
    this.#found.clear();
    for (let k = 0; k < touchedCount; k++) {
      const node = touched[k] as number;
      for (let link = this.#anchors.first(node); link !== 0; link = this.#anchors.next(link)) {
        const slot = this.#anchors.topic(link);
        const row = slot * ROW;
        const any = rows[row + KIND] === ANY;
        if (rows[row + SEEN] !== epoch) {
          rows[row + SEEN] = epoch;
          rows[row + FIRST] = 0;
          if (any || this.#evaluator.holds(rows[row + CODE] as number)) out.push(slot);
          else if (++rows[row + FAILS]! >= PATIENCE) rehang.push(slot);
        }
        if (any) rows[row + FIRST] = this.#found.add(node, rows[row + FIRST] as number);
      }
    }
    for (const slot of this.#unanchored) if (this.#evaluator.holds(this.#codeOf(slot))) out.push(slot);
    this.#rehang(rehang);
    return out;
  }

  /** Fills the extents with what made a topic hold. */
  #evidence(slot: number): void {
    const row = slot * ROW;
    const { rows } = this.#topics;
    this.#extents.clear();
    if (rows[row + KIND] === PROGRAM) this.#evaluator.evidence(rows[row + CODE] as number, this.#extents);
    else
      for (let at = rows[row + FIRST] as number; at !== 0; at = this.#found.next(at))
        this.#evaluator.phraseEvidence(this.#found.node(at), SCOPE_TEXT, this.#extents);
  }

  /** Chooses anchors anew from what was seen, a few topics an article. */
  #rehang(slots: readonly number[]): void {
    for (const slot of slots.slice(0, REHUNG_PER_ARTICLE)) {
      this.#topics.rows[slot * ROW + FAILS] = 0;
      this.#anchors.unhang(this.#topics.rows[slot * ROW + LINK] as number);
      this.#hang(slot);
    }
    for (const slot of slots.slice(REHUNG_PER_ARTICLE)) this.#topics.rows[slot * ROW + FAILS] = PATIENCE - 1;
  }
}

/** The query with the filters of its topic as conditions. */
function filtered(query: Query, topic: Pick<TopicSpec, 'lang' | 'sources' | 'tags'>): Query {
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
