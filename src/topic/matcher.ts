import { Anchors, kindOf } from './anchors.ts';
import type { MetaField, Query } from './ast.ts';
import { Candidates } from './candidates.ts';
import { formsLanguage, Layout, SCOPE_TEXT, type MatchDocument, type Span } from './document.ts';
import { checkPolarity } from './check.ts';
import { Evaluator } from './evaluate.ts';
import { Matches, scoreOf, spansOf, type Evidence } from './evidence.ts';
import { Extents } from './extents.ts';
import { QueryRefused, refusal } from './faults.ts';
import { Hits } from './hits.ts';
import { MetaTable } from './meta.ts';
import { resolveNames, type NameLookup } from './names.ts';
import { childPlaces, compile, META, phrasesOf, type Places, type Tables } from './program.ts';
import { parse } from './parser.ts';
import { Scanner } from './scan.ts';
import { CODE, FAILS, KIND, PROGRAM, ROW, TopicRows } from './slots.ts';
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
  readonly minScore?: number | null | undefined;
  /** Words are found as they are written only, as with `=`: case and accents count, and no other forms. */
  readonly caseSensitive?: boolean | undefined;
}

export interface TopicMatch extends Evidence {
  readonly topic: string;
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
  /** Of what holds, from 0 to 1; what `minScore` is held against. */
  readonly score: number;
}

export interface TopicIndexOptions {
  /** The saved queries that `@name` stands for. A topic keeps the text that held when it was set. */
  readonly names?: NameLookup;
}

/** Topics that failed so often on their anchors, or twice as often, and so on, hang themselves anew. */
const PATIENCE = 16;
const REHUNG_PER_ARTICLE = 32;

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
  readonly #metas = new MetaTable();
  readonly #tables: Tables = {
    terms: this.#terms,
    trie: this.#trie,
    metaId: (field, values) => this.#metas.acquire(field, values),
  };
  readonly #evaluator = new Evaluator(this.#hits, this.#layout, (id) => this.#metas.holds(id, this.#document));
  readonly #extents = new Extents();
  readonly #programs = new CodeStore();
  readonly #names: NameLookup;
  #document: MatchDocument = { title: '', body: '' };

  readonly #topics = new TopicRows();
  readonly #anchors = new Anchors(this.#trie, this.#terms, this.#topics.ids);
  readonly #candidates = new Candidates();
  readonly #phraseEvidence = (node: number): Evidence => {
    this.#extents.clear();
    this.#evaluator.phraseEvidence(node, SCOPE_TEXT, this.#extents);
    return this.#evidence();
  };
  /** Topics whose anchors are to be chosen anew. */
  #rehang: number[] = [];
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
    const program = compile(filtered(query, topic), this.#tables, places);
    const slot = this.#topics.add(topic.id);
    this.#topics.rows[slot * ROW + CODE] = this.#programs.add(program);
    this.#topics.rows[slot * ROW + KIND] = kindOf(program, topic.minScore != null);
    if (topic.minScore != null) this.#minScores.set(slot, topic.minScore);
    this.#hang(slot);
    return slot;
  }

  /** @returns whether there was such a topic */
  remove(id: string): boolean {
    const slot = this.#topics.slotOf(id);
    if (slot === undefined) return false;
    const at = this.#codeOf(slot);
    this.#unhang(slot);
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
    const most = this.#candidates.gather(this.#hits, this.#topics, this.#anchors);
    const out = new Matches(most + this.#unanchored.size);
    this.#candidates.decide(this.#hits, this.#anchors, this.#phraseEvidence, out);
    for (let k = 0; k < this.#candidates.several.length; k++)
      this.#prove(this.#candidates.several.data[k] as number, out);
    this.#matchPrograms(out);
    for (const slot of this.#unanchored) if (this.#evaluator.holds(this.#codeOf(slot))) this.#prove(slot, out);
    this.#rehangSome();
    this.#document = { title: '', body: '' };
    return out.list();
  }

  #matchPrograms(out: Matches): void {
    const { rows } = this.#topics;
    const { data, length } = this.#candidates.programs;
    for (let k = 0; k < length; k++) {
      const slot = data[k] as number;
      if (this.#evaluator.holds(rows[slot * ROW + CODE] as number)) this.#prove(slot, out);
      else {
        const fails = ++rows[slot * ROW + FAILS]!;
        if (fails >= PATIENCE && (fails & (fails - 1)) === 0) this.#rehang.push(slot);
      }
    }
  }

  #prove(slot: number, out: Matches): void {
    const proof = this.#proof(slot);
    if (this.#minScores.size > 0 && proof.score < (this.#minScores.get(slot) ?? 0)) return;
    out.add(this.#topics.ids.get(slot) as string, proof);
  }

  /** What makes a topic hold that its program decides. */
  #proof(slot: number): Evidence {
    this.#extents.clear();
    this.#evaluator.evidence(this.#codeOf(slot), this.#extents);
    return this.#evidence();
  }

  #evidence(): Evidence {
    const spans = spansOf(this.#extents, this.#layout);
    return { spans, score: scoreOf(this.#extents, this.#layout) };
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
    return { query, verdicts, score: this.#proof(slot).score };
  }

  #verdict(at: number): Verdict {
    const holds = this.#evaluator.holds(at);
    this.#extents.clear();
    if (holds) this.#evaluator.evidence(at, this.#extents);
    return { holds, spans: spansOf(this.#extents, this.#layout), count: this.#evaluator.countOf(at) };
  }

  #parsed(topic: TopicSpec): Query {
    try {
      const query = parse(topic.query, [], topic.caseSensitive === true ? 'surface' : 'forms');
      checkPolarity(query);
      return resolveNames(query, this.#names);
    } catch (error) {
      if (error instanceof QueryRefused) throw refusal(topic.id, error.fault);
      throw error;
    }
  }

  #hang(slot: number): void {
    const kind = this.#topics.rows[slot * ROW + KIND] as number;
    const needs = this.#anchors.hang(slot, kind, this.#programs.code, this.#codeOf(slot));
    this.#topics.needs[slot] = needs;
    if (needs === 0) this.#unanchored.add(slot);
  }

  #unhang(slot: number): void {
    const kind = this.#topics.rows[slot * ROW + KIND] as number;
    this.#anchors.unhang(slot, kind, this.#programs.code, this.#codeOf(slot));
    this.#unanchored.delete(slot);
  }

  #scan(document: MatchDocument): void {
    this.#document = document;
    this.#metas.next();
    this.#hits.clear();
    this.#layout.read(document);
    this.#evaluator.code = this.#programs.code;
    const texts = { title: document.title, lead: document.lead ?? '', body: document.body };
    this.#scanner.scan(this.#layout, formsLanguage(document), this.#hits, (p) => texts[this.#layout.fieldOf(p)]);
    this.#trie.articles += 1;
  }

  #codeOf(slot: number): number {
    return this.#topics.rows[slot * ROW + CODE] as number;
  }

  /** Chooses anchors anew from what was seen, for a few topics an article. */
  #rehangSome(): void {
    for (const slot of this.#rehang.splice(0, REHUNG_PER_ARTICLE)) {
      if (this.#topics.rows[slot * ROW + KIND] !== PROGRAM || this.#topics.ids.get(slot) === '') continue;
      this.#unhang(slot);
      this.#hang(slot);
    }
  }
}

/** The query with the filters of its topic as conditions. */
function filtered(query: Query, topic: Pick<TopicSpec, 'lang' | 'sources' | 'tags'>): Query {
  if (topic.lang === undefined && topic.sources === undefined && topic.tags === undefined) return query;
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

function metasOf(code: Int32Array, at: number): number[] {
  if (code[at] === META) return [code[at + 2] as number];
  return childPlaces(code, at).flatMap((child) => metasOf(code, child));
}
