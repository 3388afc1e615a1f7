import { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { parseDuration } from '../core/duration.ts';
import { isWireError, messageOf, WireError } from '../core/errors.ts';
import { firstPollDelay } from '../feed/budget.ts';
import { readOpml, writeOpml } from '../feed/opml.ts';
import { isSelector } from '../feed/watched-page.ts';
import type { Container } from '../fleet/container.ts';
import { findFeed, listFeeds, needFeed, pauseFeed, pollNow, putFeed, removeFeed, type FeedRow } from '../store/feed.ts';
import { decodeBytes } from '../text/charset.ts';
import { normaliseUrl } from '../text/url.ts';
import { withContainer, withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { lookAt, withCure } from './feed-look.ts';
import { readInput } from './input.ts';
import { readUrl } from './read-url.ts';
import { instant, table } from './table.ts';
import { print, printJson, say } from './terminal.ts';

/** `wirewatch feeds`: the watched feeds. */
export function feedsCommand(): Command {
  const feeds = new Command('feeds').description('the watched feeds; OPML in and out');
  feeds.addCommand(addCommand());
  feeds.addCommand(listCommand());
  feeds.addCommand(showCommand());
  feeds.addCommand(refCommand('remove', 'watch a feed no more; its articles and alerts stay', remove));
  feeds.addCommand(refCommand('pause', 'poll a feed no more until it is resumed', (c, f) => pause(c, f, true)));
  feeds.addCommand(refCommand('resume', 'poll a paused feed again', (c, f) => pause(c, f, false)));
  feeds.addCommand(refCommand('poll', 'poll a feed now', poll));
  feeds.addCommand(importCommand());
  feeds.addCommand(exportCommand());
  return feeds;
}

interface AddFlags extends StoreFlags {
  readonly tag?: string[];
  readonly every?: string;
  readonly page?: boolean;
  readonly selector?: string;
  readonly check: boolean;
}

function addCommand(): Command {
  return withStoreFlags(new Command('add'))
    .description('watch feeds, each looked at first: what is no feed is refused, and of a page its feeds are named')
    .argument('<url...>')
    .option('--tag <tag...>', 'tags for them')
    .option('--every <duration>', 'a fixed rhythm such as 10m instead of the learnt one')
    .option('--page', 'the address is a page without a feed: watch its article links')
    .option('--selector <css>', 'with --page: which links')
    .option('--no-check', 'add them unseen')
    .action((urls: string[], flags: AddFlags) =>
      withContainer(flags, async (container) => {
        checkSelector(flags);
        const everyMs = flags.every === undefined ? null : durationOf(flags.every);
        // All of them before any: a mistake in the last leaves nothing half done.
        const addresses = urls.map(addressOf);
        for (const url of addresses) checkAddress(container, url);
        if (flags.check) await check(container, addresses, flags.page === true);
        for (const url of addresses) await addOne(container, url, flags, everyMs);
      }),
    );
}

function checkAddress({ guard }: Container, url: string): void {
  try {
    guard.checkUrl(url);
  } catch (error) {
    throw isWireError(error) ? withCure(error) : error;
  }
}

/** Refuses what can't be watched; what does not answer is only said. What is watched already has been seen. */
async function check({ store, http }: Container, urls: readonly string[], page: boolean): Promise<void> {
  const kind = page ? 'page' : 'feed';
  const known = await Promise.all(urls.map(async (url) => (await findFeed(store.db, { url }))?.kind === kind));
  const looks = await lookAt(
    urls.filter((_, n) => known[n] !== true),
    { http, page },
  );
  const refused = looks.filter((look) => look.outcome === 'refused');
  const [first] = refused;
  if (first !== undefined) {
    const reasons = refused.map(({ url, error }) => `${url}: ${messageOf(error)}`);
    const rest = urls.length > 1 ? '\nnothing was added' : '';
    // No look away helps where the fleet may not go.
    const way = first.error.code === 'ADDRESS_REFUSED' ? '' : '; --no-check adds unseen';
    throw new WireError(first.error.code, `${reasons.join('\n')}${rest}${way}`);
  }
  for (const look of looks)
    if (look.outcome === 'unknown') say(`${look.url} could not be looked at: ${look.why}; it is added unseen\n`);
}

function checkSelector({ page, selector }: AddFlags): void {
  if (selector === undefined) return;
  if (page !== true) throw new WireError('USAGE', '--selector says which links of a page: it needs --page');
  if (!isSelector(selector)) throw new WireError('USAGE', `--selector ${selector}: not a CSS selector`);
}

function durationOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 1_000)
    throw new WireError('USAGE', `--every ${text}: expected a duration from 1s on, such as 10m`);
  return ms;
}

async function addOne(container: Container, url: string, flags: AddFlags, everyMs: number | null): Promise<void> {
  const outcome = await watch(container, {
    url,
    title: null,
    tags: flags.tag ?? [],
    everyMs,
    page: flags.page === true,
    selector: flags.selector ?? null,
  });
  print(`${outcome === 'unchanged' ? 'known' : outcome}: ${url}\n`);
}

function addressOf(given: string): string {
  const url = normaliseUrl(given);
  if (url === null || !/^https?:/.test(url)) throw new WireError('USAGE', `${given} is not a web address`);
  return url;
}

interface Watch {
  readonly url: string;
  readonly title: string | null;
  readonly tags: readonly string[];
  readonly everyMs: number | null;
  readonly page: boolean;
  readonly selector: string | null;
  readonly firstPollMs?: number;
}

function watch(
  { store, politeness, config, guard }: Container,
  feed: Watch,
): Promise<'added' | 'changed' | 'unchanged'> {
  guard.checkUrl(feed.url);
  return putFeed(
    store.db,
    {
      url: feed.url,
      kind: feed.page ? 'page' : 'feed',
      selector: feed.selector,
      title: feed.title,
      tags: feed.tags,
      everyMs: feed.everyMs,
      headersSealed: null,
      policy: politeness.of(feed.url),
      alertSinceMs: config.alertSinceMs,
      firstPollMs: feed.firstPollMs ?? 0,
    },
    'person',
  );
}

function listCommand(): Command {
  return withStoreFlags(new Command('list'))
    .description('all feeds')
    .option('--json', 'print one JSON value')
    .action((flags: StoreFlags & { json?: boolean }) =>
      withStore(flags, async ({ store }) => {
        const feeds = await listFeeds(store.db, { limit: 1_000_000 });
        if (flags.json === true) return printJson(feeds);
        const rows = feeds.map((feed) => [
          feed.id,
          stateOf(feed),
          instant(feed.okAt),
          instant(feed.nextAt),
          feed.title,
          feed.url,
        ]);
        print(
          table(
            ['id', 'state', 'last read', 'next poll', 'title', 'address'],
            rows,
            'No feeds yet: wirewatch feeds add URL',
          ),
        );
      }),
    );
}

function stateOf(feed: FeedRow): string {
  return feed.code === null ? feed.state : `${feed.state}, ${feed.code}`;
}

function showCommand(): Command {
  return withStoreFlags(new Command('show'))
    .description('one feed with all that is known of it')
    .argument('<feed>', 'its id or address')
    .option('--json', 'print one JSON value')
    .action((ref: string, flags: StoreFlags & { json?: boolean }) =>
      withStore(flags, async ({ store }) => {
        const feed = await needFeed(store.db, refOf(ref));
        if (flags.json === true) return printJson(feed);
        for (const [name, value] of Object.entries(feed)) {
          if (value !== null)
            print(`${name.padEnd(12)} ${value instanceof Date ? value.toISOString() : String(value)}\n`);
        }
      }),
    );
}

function refOf(ref: string): { id: number } | { url: string } {
  return /^\d+$/.test(ref) ? { id: Number(ref) } : { url: addressOf(ref) };
}

function refCommand(
  name: string,
  description: string,
  run: (container: Container, feed: FeedRow) => Promise<void>,
): Command {
  return withStoreFlags(new Command(name))
    .description(description)
    .argument('<feed...>', 'ids or addresses')
    .action((refs: string[], flags: StoreFlags) =>
      withContainer(flags, async (container) => {
        for (const ref of refs) await run(container, await needFeed(container.store.db, refOf(ref)));
      }),
    );
}

async function remove({ store }: Container, feed: FeedRow): Promise<void> {
  await removeFeed(store.db, feed, 'person');
  print(`removed: ${feed.url}\n`);
}

async function pause({ store }: Container, feed: FeedRow, paused: boolean): Promise<void> {
  await pauseFeed(store.db, feed.id, paused);
  print(`${paused ? 'paused' : 'resumed'}: ${feed.url}\n`);
}

async function poll({ store }: Container, feed: FeedRow): Promise<void> {
  const due = await pollNow(store.db, feed.id);
  print(due ? `due now: ${feed.url}\n` : `not now: ${feed.url} is paused, in hand, or was polled a moment ago\n`);
}

function importCommand(): Command {
  return withStoreFlags(new Command('import'))
    .description('watch the feeds of an OPML file; folders become tags')
    .argument('<opml>', 'a file, an address, or -')
    .option('--json', 'print what was added, known and refused as one JSON value')
    .action((name: string, flags: StoreFlags & { json?: boolean }) =>
      withContainer(flags, async (container) => {
        const { bytes, contentType } = await readInput(name, readUrl);
        const { text } = decodeBytes(bytes, { kind: 'xml', contentType: contentType ?? null });
        const report = await importAll(container, text);
        if (flags.json === true) return printJson(report);
        for (const { url, reason } of report.refused) say(`refused: ${url}: ${reason}\n`);
        print(`${report.added.length} added, ${report.known.length} known, ${report.refused.length} refused\n`);
      }),
    );
}

interface ImportReport {
  readonly added: string[];
  readonly known: string[];
  readonly refused: { url: string; reason: string }[];
}

async function importAll(container: Container, opml: string): Promise<ImportReport> {
  const report: ImportReport = { added: [], known: [], refused: [] };
  for (const feed of readOpml(opml)) {
    const url = normaliseUrl(feed.url);
    if (feed.refused !== undefined || url === null) {
      report.refused.push({ url: feed.url, reason: feed.refused ?? 'not a web address' });
    } else if ((await findFeed(container.store.db, { url })) !== null) {
      report.known.push(url);
    } else {
      try {
        const firstPollMs = firstPollDelay(report.added.length, container.config.polling.budget);
        const { title, tags } = feed;
        await watch(container, { url, title, tags, everyMs: null, page: false, selector: null, firstPollMs });
        report.added.push(url);
      } catch (error) {
        report.refused.push({ url, reason: error instanceof Error ? error.message : String(error) });
      }
    }
  }
  return report;
}

function exportCommand(): Command {
  return withStoreFlags(new Command('export'))
    .description('all feeds as OPML')
    .argument('[file]', 'where to; standard output by default')
    .action((file: string | undefined, flags: StoreFlags) =>
      withStore(flags, async ({ store }) => {
        const feeds = await listFeeds(store.db, { limit: 1_000_000 });
        const opml = writeOpml(
          feeds.map((feed) => ({
            title: feed.title ?? feed.url,
            url: feed.url,
            site: feed.link ?? feed.url,
            tags: feed.tags,
            extra: {},
          })),
        );
        if (file === undefined) print(opml);
        else await writeFile(file, opml);
      }),
    );
}
