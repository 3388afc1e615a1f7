import { setImmediate } from 'node:timers/promises';
import type { Log } from '../observe/log.ts';
import type { ArticleToMatch, FoundMatch, TopicFacts, TopicMatcher } from '../stages/alert/deps.ts';
import type { Database } from '../store/open.ts';
import { topicsSince, type TopicChange } from '../store/topic.ts';
import type { MatchDocument } from '../topic/document.ts';
import { TopicIndex } from '../topic/matcher.ts';
import { matchesOf } from '../topic/matches.ts';
import { SavedQueries } from '../topic/saved.ts';

/** So long other work of the process waits while many topics are brought into the index. */
const SLICE_MS = 5;

/** The topics of the store, indexed in this process and kept up with their version (R18). */
export class LiveTopics implements TopicMatcher {
  readonly #db: Database;
  readonly #log: Log;
  readonly #saved = new SavedQueries();
  readonly #index = new TopicIndex({ names: this.#saved.lookup });
  /** Topics that ask for others by name, to be read anew when one of those changes. */
  readonly #asking = new Map<string, TopicChange>();
  readonly #facts = new Map<string, TopicFacts>();
  #version = -1;
  #refreshing: Promise<void> | undefined;

  constructor(db: Database, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#index.size;
  }

  /** Ends when the index has all that was committed before it was asked for. */
  async refresh(): Promise<void> {
    // What is read already may be from before the change that this call is for.
    if (this.#refreshing !== undefined) await this.#refreshing.catch(() => {});
    this.#refreshing ??= this.#load().finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  /**
   * In slices: leases are kept alive meanwhile. A match made by a half of the changes is of a version that is no longer the
   * store's, and is not committed (R18).
   */
  async #load(): Promise<void> {
    const { version, changes } = await topicsSince(this.#db, this.#version);
    // First all queries, then who asks for them: a topic may name one that was changed after it.
    for (const topic of changes) this.#note(topic);
    const changed = new Set(changes.map((topic) => topic.id));
    const users = [...this.#saved.usersOf(changed)].filter((id) => !changed.has(id));
    let since = performance.now();
    for (const topic of [...changes, ...users.map((id) => this.#asking.get(id))]) {
      if (topic !== undefined) this.#set(topic);
      if (performance.now() - since < SLICE_MS) continue;
      await setImmediate();
      since = performance.now();
    }
    this.#version = version;
  }

  #note(topic: TopicChange): void {
    if (topic.removed) this.#saved.remove(topic.id);
    else this.#saved.set(topic.id, topic.query);
    if (!topic.removed && topic.query.includes('@')) this.#asking.set(topic.id, topic);
    else this.#asking.delete(topic.id);
  }

  #set({ removed, ...topic }: TopicChange): void {
    const { id, name, query } = topic;
    this.#facts.delete(id);
    if (removed) {
      this.#index.remove(id);
      return;
    }
    try {
      this.#index.set(topic);
      this.#facts.set(id, { id, name, query });
    } catch (err) {
      // Checked when it was stored; what it asks for by name may have gone since, or an older version of the language let
      // it in. The others go on.
      this.#index.remove(id);
      this.#log.error({ err, topic: id }, 'a stored topic can not be read and matches nothing');
    }
  }

  match(article: ArticleToMatch): readonly FoundMatch[] {
    const document = documentOf(article);
    return this.#index.match(document).map(({ topic, score, spans }) => ({
      topic: this.#facts.get(topic) as TopicFacts,
      score,
      matches: matchesOf(document, spans),
    }));
  }
}

/** An article as the matcher reads it. */
function documentOf(article: Omit<ArticleToMatch, 'articleId' | 'revision'>): MatchDocument {
  return {
    title: article.title ?? '',
    body: article.text,
    lead: article.lead,
    url: article.url,
    lang: article.lang,
    author: article.authors,
    source: article.source,
    country: article.country,
    section: article.section,
    tags: article.tags,
  };
}
