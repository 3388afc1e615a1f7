import type { Article, NotArticleReason } from '../../article/article.ts';
import { articleOfEntry, plainLength } from '../../article/feed-text.ts';
import type { HeldWork, ItemOutcome } from '../batch.ts';
import type { Handout } from '../handout.ts';
import { shownUrl } from '../jobs.ts';
import type { ArticleToParse, ParseDeps, ParsedPage } from './deps.ts';

/**
 * From an article's page to its text; where there is no page, or it holds no article, the feed's own title, summary and
 * content stand in (R16).
 */
export async function parseArticle(
  item: HeldWork,
  raw: ArticleToParse | null,
  deps: ParseDeps,
  handout: Handout,
): Promise<Omit<ItemOutcome, 'work'>> {
  if (raw === null) return { outcome: 'stale' };
  const shown = { url: shownUrl(raw.url) };
  const page = item.basis === 'feed' ? feedAlone(raw) : await fromPage(raw, deps);
  const parsed = page !== null && 'article' in page ? page : fromFeed(raw, deps.now(), page);
  if (parsed === null) {
    await deps.store.commitNothing(item, (page as Why | null) ?? NOTHING_SAID);
    return { ...shown, outcome: 'nothing' };
  }
  const committed = await deps.store.commitArticle(item, parsed, handout.job);
  if (committed === null) return { ...shown, outcome: 'stale' };
  if (typeof committed === 'string') return { ...shown, outcome: committed };
  await handout.push(committed, { url: raw.url, host: new URL(raw.url).host, trace: raw.traceId });
  return { ...shown, outcome: `parsed-${parsed.basis}` };
}

interface Why {
  readonly code: string;
  readonly reason: string;
}

/** What walls and wrong pages are called when a person asks why the feed's text was used. */
const NO_ARTICLE: Readonly<Record<NotArticleReason, string>> = {
  empty: 'the page holds no article',
  consent: 'the page shows a consent wall instead of the article',
  paywall: 'the page shows only the beginning and a paywall',
  'not-found': 'the page says that it is not there, although it answers 200',
  index: 'the page is a list of articles',
};

const NOTHING_SAID: Why = { code: 'ARTICLE_EMPTY', reason: 'its feed says nothing of it' };

/** Why the page could not be had; null where there is none, or it is still waited for. */
function feedAlone({ code, reason }: ArticleToParse): Why | null {
  return code === null ? null : { code, reason: reason ?? '' };
}

async function fromPage(raw: ArticleToParse, deps: ParseDeps): Promise<ParsedPage | Why> {
  if (raw.body === null)
    return { code: raw.code ?? 'BODY_GONE', reason: raw.reason ?? 'the page is not kept any more' };
  const { entry } = raw;
  const article = await deps.extract({
    sourceId: raw.sourceId,
    deflated: raw.body.deflated,
    size: raw.body.size,
    contentType: raw.body.contentType,
    url: raw.body.url,
    now: deps.now(),
    hint:
      entry === null
        ? {}
        : {
            title: entry.title,
            published: entry.published,
            summary: entry.summary,
            author: entry.authors,
            lang: entry.language,
          },
  });
  if (article.kind === 'not-article') {
    return { code: 'NOT_ARTICLE', reason: NO_ARTICLE[article.reason ?? 'empty'] };
  }
  if (entry !== null && isStub(article, entry.content ?? ''))
    return { code: 'FEED_FULLER', reason: 'the feed carries far more of the article than its page' };
  return { article, basis: 'page' };
}

/** A page that shows far less than the feed itself carries: a paywall's stub. The fuller text is the better article. */
function isStub(article: Article, content: string): boolean {
  return (
    article.text.length < 1_000 &&
    content.length > 3 * article.text.length &&
    plainLength(content) > 2 * article.text.length
  );
}

function fromFeed(raw: ArticleToParse, now: number, why: Why | null): ParsedPage | null {
  if (raw.entry === null) return null;
  const article = articleOfEntry(raw.entry, now);
  return article === null ? null : { article, basis: 'feed', ...(why !== null && { why }) };
}
