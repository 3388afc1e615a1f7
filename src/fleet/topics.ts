import type { Log } from '../observe/log.ts';
import type { ArticleToMatch, FoundMatch, TopicFacts, TopicMatcher } from '../stages/alert/deps.ts';
import type { Database } from '../store/open.ts';
import { topicsSince } from '../store/topic.ts';
import type { MatchDocument } from '../topic/document.ts';
import { TopicIndex } from '../topic/matcher.ts';
import { matchesOf } from '../topic/matches.ts';

/** The topics of the store, indexed in this process and kept up with their version (R18). */
export class LiveTopics implements TopicMatcher {
  readonly #db: Database;
  readonly #log: Log;
  readonly #index = new TopicIndex();
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

  refresh(): Promise<void> {
    this.#refreshing ??= this.#load().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #load(): Promise<void> {
    const { version, changes } = await topicsSince(this.#db, this.#version);
    for (const topic of changes) {
      if (topic.removed) {
        this.#index.remove(topic.id);
        this.#facts.delete(topic.id);
        continue;
      }
      try {
        this.#index.set({
          id: topic.id,
          query: topic.query,
          lang: topic.lang,
          sources: topic.sources,
          tags: topic.tags,
        });
        this.#facts.set(topic.id, { id: topic.id, name: topic.name, query: topic.query });
      } catch (err) {
        // Checked when it was stored; an older version of the language may still have let it in. The others go on.
        this.#index.remove(topic.id);
        this.#log.error({ err, topic: topic.id }, 'a stored topic can not be read and matches nothing');
      }
    }
    this.#version = version;
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
