import { paragraphsOf } from '../article/feed-text.ts';
import { WireError } from '../core/errors.ts';
import { listArchive, type ArchivedArticleRow } from '../store/article.ts';
import { rawBodies } from '../store/body.ts';
import type { Database } from '../store/open.ts';
import { decodeBytes } from '../text/charset.ts';
import type { MatchDocument } from '../topic/document.ts';
import { TopicIndex, type TopicMatch, type TopicSpec } from '../topic/matcher.ts';
import { bestSnippet } from '../topic/snippet.ts';
import { Trial, type TrialResult } from '../topic/trial.ts';

/** An article that holds the query in its page's furniture only, so that it does not match. */
export interface IgnoredFurniture {
  readonly url: string;
  readonly snippet: string;
}

export interface TrialReport extends TrialResult {
  readonly furniture: {
    /** Pages that were looked at: those whose raw bodies are still kept. */
    readonly scanned: number;
    readonly ignored: number;
    readonly samples: readonly IgnoredFurniture[];
  };
  /** The articles of the samples, by id. */
  readonly urls: Readonly<Record<string, string>>;
}

export interface TrialOptions {
  readonly from: Date;
  readonly to: Date;
  /** The topic's present version: what is gained and lost against it. */
  readonly before?: TopicSpec;
  readonly samples?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (scanned: number) => void;
}

const PAGE = 200;
const MAX_RAW = 2_000;
const FURNITURE_SAMPLES = 5;

/** Holds a query against the archive with the matcher itself: what it answers is what an alert would have (one semantics). */
export async function tryTopic(db: Database, topic: TopicSpec, options: TrialOptions): Promise<TrialReport> {
  const matcher = single(topic);
  const before = options.before === undefined ? undefined : single(options.before);
  const trial = new Trial({
    from: options.from.toISOString(),
    to: options.to.toISOString(),
    samples: options.samples ?? 50,
  });
  const furniture = new Furniture(db, matcher);
  const urls = new Map<string, string>();
  let scanned = 0;
  for (let after: number | null = null; ;) {
    if (options.signal?.aborted === true) throw new WireError('CANCELLED', 'the trial was stopped');
    const articles: ArchivedArticleRow[] = await listArchive(
      db,
      { from: options.from, to: options.to },
      { after, limit: PAGE },
    );
    const unmatched: ArchivedArticleRow[] = [];
    for (const article of articles) {
      const document = documentOf(article);
      const match = matcher.match(document)[0] ?? null;
      if (match === null) unmatched.push(article);
      else urls.set(String(article.id), article.url);
      trial.add({
        id: String(article.id),
        document,
        at: (article.published ?? article.discoveredAt).toISOString(),
        source: article.source,
        story: article.storyId === null ? null : String(article.storyId),
        match,
        ...(before !== undefined && { before: before.match(document)[0] ?? null }),
      });
    }
    await furniture.look(unmatched);
    scanned += articles.length;
    options.onProgress?.(scanned);
    if (articles.length < PAGE) break;
    after = articles.at(-1)?.id ?? null;
  }
  return { ...trial.result(), furniture: furniture.report(), urls: Object.fromEntries(urls) };
}

function single(topic: TopicSpec): TopicIndex {
  const index = new TopicIndex();
  index.set(topic);
  return index;
}

function documentOf(article: ArchivedArticleRow): MatchDocument {
  const { title, text, lead, url, lang, author, source, country, section, tags } = article;
  return { title: title ?? '', body: text, lead, url, lang, author, source, country, section, tags };
}

/** Matches in what the cleaning left out, as far as the raw pages are kept. */
class Furniture {
  readonly #db: Database;
  readonly #matcher: TopicIndex;
  readonly #samples: IgnoredFurniture[] = [];
  #scanned = 0;
  #ignored = 0;

  constructor(db: Database, matcher: TopicIndex) {
    this.#db = db;
    this.#matcher = matcher;
  }

  async look(articles: readonly ArchivedArticleRow[]): Promise<void> {
    if (this.#scanned >= MAX_RAW || articles.length === 0) return;
    const byId = new Map(articles.map((article) => [article.id, article]));
    for (const body of await rawBodies(this.#db, [...byId.keys()])) {
      const article = byId.get(body.articleId);
      if (article === undefined || this.#scanned >= MAX_RAW) continue;
      this.#scanned += 1;
      const { text } = decodeBytes(body.bytes, { contentType: body.contentType, kind: 'html' });
      const document = { ...documentOf(article), lead: null, body: paragraphsOf(text).join('\n\n') };
      const match = this.#matcher.match(document)[0];
      if (match !== undefined) this.#note(article.url, document, match);
    }
  }

  #note(url: string, document: MatchDocument, match: TopicMatch): void {
    this.#ignored += 1;
    if (this.#samples.length >= FURNITURE_SAMPLES) return;
    this.#samples.push({ url, snippet: bestSnippet(document, match.spans) ?? '' });
  }

  report(): TrialReport['furniture'] {
    return { scanned: this.#scanned, ignored: this.#ignored, samples: this.#samples };
  }
}
