import { startHook, type Hook } from './pipeline.ts';
import { startSite, type Site } from './site.ts';
import { useStand, type News, type NewsOptions, type Servers } from './stand.ts';
import { until } from './until.ts';

export const WORDS = 'European security';
const TOPIC = { id: 'eu', name: 'EU', query: `"${WORDS}"` };
export const HOUR_MS = 3_600_000;
export const ago = (hours: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * HOUR_MS);

const SYLLABLES = 'ka lo mi ter van sul bo ne dri pha gor tis wen ru cha zel'.split(' ');

/** Paragraphs of words that no other seed has: never a copy of one another. */
export function prose(seed: string, words = ''): string[] {
  let state = 7;
  for (const char of seed) state = (state * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  const next = (n: number): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % n;
  const word = (): string =>
    Array.from({ length: 2 + next(2) }, () => SYLLABLES[next(7919) % SYLLABLES.length]).join('');
  const paragraph = (): string => Array.from({ length: 40 }, () => (next(4) === 0 ? 'the' : word())).join(' ');
  return Array.from({ length: 5 }, (_, n) => `The ${seed} ${paragraph()}${n === 1 ? ` ${words} ${paragraph()}` : ''}.`);
}

/** A site, a fleet that watches it, and a subscriber: what the tests of feeds over time are made of. */
export interface FeedLife {
  /** Of the test at hand. */
  readonly site: Site;
  readonly hook: Hook;
  readonly fresh: () => Promise<Servers>;
  /** A fleet, on servers that may be given. */
  readonly news: (options: Partial<NewsOptions>) => Promise<News>;
  readonly openWeb: () => Promise<void>;
  /** Opens the web, and starts a fleet with these feeds, a topic of the words `WORDS` and a webhook. */
  readonly start: (
    feeds: (site: Site) => readonly (string | object)[],
    options?: Partial<NewsOptions>,
  ) => Promise<News>;
  /** Makes everything that waits due now. */
  readonly hurry: (news: News) => Promise<unknown>;
  readonly asked: (path: string) => Site['asked'];
  /** Lets a path be asked once more (or so many times), and what came of it be taken in. */
  readonly again: (news: News, path: string, times?: number) => Promise<void>;
  readonly until0: (news: News) => Promise<unknown>;
  readonly imported: (news: News, feeds?: number) => Promise<unknown>;
  /** Columns of the first feed. */
  readonly feedOf: <R>(news: News, columns: string) => Promise<R>;
  /** The usual feed of a site. */
  readonly feed: (site: Site) => string[];
}

/** The life of feeds for the tests of a file; all that a test opens is closed after it. */
export function useFeedLife(): FeedLife {
  const stand = useStand();
  let site: Site | undefined;
  let hook: Hook | undefined;
  const there = <T>(it: T | undefined): T => {
    if (it === undefined) throw new Error('the web is not open yet');
    return it;
  };

  const openWeb = async (): Promise<void> => {
    site = await stand.open(startSite());
    hook = await stand.open(startHook());
  };
  const hurry = (news: News): Promise<unknown> =>
    news.query(`UPDATE work SET next_at = clock_timestamp() WHERE handed_at IS NULL AND token IS NULL;
      UPDATE host SET next_at = '-infinity', due_at = clock_timestamp() WHERE id IN (SELECT host_id FROM work WHERE stage = 'fetch')`);
  const asked = (path: string): Site['asked'] => there(site).asked.filter((one) => one.path === path);

  return {
    get site() {
      return there(site);
    },
    get hook() {
      return there(hook);
    },
    fresh: () => stand.fresh(),
    news: (options) => stand.news(options),
    openWeb,
    async start(feeds, options = {}) {
      await openWeb();
      return stand.news({
        feeds: feeds(there(site)),
        topics: [TOPIC],
        subscriptions: [{ topic: 'eu', channel: { type: 'webhook', url: there(hook).url } }],
        ...options,
      });
    },
    hurry,
    asked,
    async again(news, path, times = 1) {
      const wanted = asked(path).length + times;
      await until(
        async () => {
          await hurry(news);
          return asked(path).length;
        },
        (n) => n >= wanted,
        { ms: 60_000, what: `${wanted} requests for ${path}` },
      );
      await news.wait<{ n: number }>(
        `SELECT count(*) AS n FROM work WHERE feed_id IS NOT NULL AND (stage <> 'fetch' OR token IS NOT NULL)`,
        ([row]) => row?.n === 0,
      );
    },
    until0: (news) =>
      news.wait<{ n: number }>(
        `SELECT count(*) AS n FROM work WHERE article_id IS NOT NULL OR delivery_id IS NOT NULL`,
        ([row]) => row?.n === 0,
        'everything settled',
      ),
    imported: (news, feeds = 1) =>
      news.wait<{ n: number }>(
        'SELECT count(*) AS n FROM feed WHERE first_import_at IS NOT NULL',
        ([row]) => (row?.n ?? 0) >= feeds,
      ),
    feedOf: async <R>(news: News, columns: string) =>
      (await news.query<R>(`SELECT ${columns} FROM feed ORDER BY id LIMIT 1`))[0] as R,
    feed: (of) => [of.url('paper', '/feed')],
  };
}
