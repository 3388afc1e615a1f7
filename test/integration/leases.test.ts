import { expect, it } from 'vitest';
import { startHook } from '../support/pipeline.ts';
import { page, prose, startSite, type Site } from '../support/site.ts';
import { INLINE_THREADS, useStand } from '../support/stand.ts';
import { until } from '../support/until.ts';

/** Longer than a lease, and than the sweeper's look behind it. */
const LONG_MS = 20_000;

const stand = useStand();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A page whose end comes only after a long time; what comes before is enough not to be cut as a drip. */
function slowPage(site: Site, path: string, html: string): void {
  site.set('paper', path, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).write(`<!-- ${'slow '.repeat(2_000)} -->`);
    setTimeout(() => response.end(html), LONG_MS);
  });
}

it('R5 R9 what takes longer than its lease keeps it by renewals: asked for once, parsed once, sent once', async () => {
  const [site, hook] = await Promise.all([stand.open(startSite()), stand.open(startHook())]);
  const published = new Date();
  const html = (title: string, seed: string): string => page(title, prose(seed), { published });
  slowPage(site, '/slow-host', html('A slow host', 'ferries'));
  site.set('other', '/slow-parse', html('A slow parse', 'the northern stadium'));
  site.feed('paper', '/rss', [{ title: 'A slow host', link: site.url('paper', '/slow-host') }]);
  site.feed('other', '/rss', [{ title: 'A slow parse', link: site.url('other', '/slow-parse') }]);
  let parses = 0;
  // Nobody else would look at rows whose lease runs out: a second fleet has workers and a sweeper of its own.
  const options = {
    ...(await stand.fresh()),
    feeds: [site.url('paper', '/rss'), site.url('other', '/rss')],
    topics: ['ferries', 'stadium'].map((id) => ({ id, name: id, query: `"${id} works"` })),
    subscriptions: ['ferries', 'stadium'].map((topic) => ({ topic, channel: { type: 'webhook', url: hook.url } })),
    threads: {
      ...INLINE_THREADS,
      async extract(task: Parameters<typeof INLINE_THREADS.extract>[0]) {
        if (task.url?.endsWith('/slow-parse')) {
          parses += 1;
          await sleep(LONG_MS);
        }
        return INLINE_THREADS.extract(task);
      },
    },
  };
  const news = await stand.news(options);
  await stand.news(options);
  const ends = await Promise.all(
    ['paper/slow-host', 'other/slow-parse'].map(async (name) => {
      const [outlet = '', path = ''] = name.split('/');
      return news.settled(site.url(outlet, `/${path}`));
    }),
  );
  expect(ends.map(({ status }) => status)).toEqual(['matched', 'matched']);
  await until(
    () => hook.received.length,
    (n) => n === 2,
    { ms: 60_000, what: 'both alerts' },
  );
  expect(site.count('paper', '/slow-host')).toBe(1);
  expect(parses).toBe(1);
  expect(await news.query('SELECT attempts FROM delivery')).toEqual([{ attempts: 1 }, { attempts: 1 }]);
});
