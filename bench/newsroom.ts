/**
 * A local web of light news pages for benches: N pages of about 7 KB, each with words of its own, over H hosts
 * (`h0.localhost` …), with feeds that list them. As a program it runs until its standard input ends or it is stopped:
 * `node --import tsx bench/newsroom.ts [--pages 2000] [--hosts 40] [--port 0] [--seed 1] [--share 0.05]`
 * prints `{ port, feeds, pages, matching, bytes }` as one JSON line once it listens.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { rfc822At } from '../src/cli/demo/dates.ts';
import { seededRandom } from '../src/cli/demo/follow-up.ts';

export interface BenchNewsroomOptions {
  readonly pages: number;
  readonly hosts: number;
  readonly seed?: number;
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  /** The share of the pages whose text holds the watched phrase; 0.05 by default. All hold it in their furniture. */
  readonly share?: number;
  /** When all of it was published, in milliseconds since the epoch. */
  readonly publishedAt: number;
}

export interface BenchNewsroom {
  readonly port: number;
  readonly feeds: readonly string[];
  readonly pages: number;
  /** The addresses of the pages whose text holds the watched phrase. */
  readonly matching: readonly string[];
  /** Of all pages together. */
  readonly bytes: number;
  /** Requests answered so far, by what was asked for. */
  readonly served: () => { readonly pages: number; readonly feeds: number; readonly other: number };
  readonly stop: () => Promise<void>;
}

/** The phrase that the matching pages hold, as a topic's query. */
export const WATCHED = '"European security"';

const PAGE_BYTES = 7_000;
const ITEMS_A_FEED = 100;
const SYLLABLES = 'ba be do fa gi ho ka le mi no pa qui ra so ta tu va wi xe yo za bran clor dren flam grov stal'.split(
  ' ',
);
const LITTLE = 'the of and a in that for with on by from as at to its into over after under between'.split(' ');
const VERBS = 'said told showed found left kept made took brought held opened closed moved asked called'.split(' ');

interface Words {
  readonly word: () => string;
  readonly sentence: () => string;
}

function wordsFrom(random: () => number): Words {
  const pick = (items: readonly string[]): string => items[Math.floor(random() * items.length)] as string;
  const word = (): string => Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(SYLLABLES)).join('');
  const sentence = (): string => {
    const parts = [pick(LITTLE), word(), pick(VERBS)];
    const length = 8 + Math.floor(random() * 14);
    while (parts.length < length) parts.push(random() < 0.45 ? pick(LITTLE) : word());
    const text = parts.join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  return { word, sentence };
}

function paragraphs({ sentence }: Words, matches: boolean): string[] {
  const out = Array.from({ length: 9 }, () => `${sentence()} ${sentence()} ${sentence()}`);
  if (matches) out[4] = `${out[4] ?? ''} Ministers spoke of European security until late.`;
  return out;
}

interface PageSpec {
  readonly url: string;
  readonly matches: boolean;
  readonly random: () => number;
  readonly publishedAt: number;
}

function headline(words: Words): string {
  const text = `${words.word()} ${words.word()} brings ${words.word()} to ${words.word()}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A page of about 7 KB: a menu, a headline, nine paragraphs, a sidebar and a footer. */
function lightPage({ url, matches, random, publishedAt }: PageSpec): { title: string; html: Buffer } {
  const words = wordsFrom(random);
  const title = headline(words);
  const menu = ['World', 'Economy', 'European security', 'Culture', 'Sport', 'Podcasts'];
  const body = paragraphs(words, matches)
    .map((text) => `<p>${text}</p>`)
    .join('\n');
  const before = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title} | Local</title>
<link rel="canonical" href="${url}"><meta property="og:title" content="${title}">
<meta property="article:published_time" content="${new Date(publishedAt).toISOString()}"></head><body>
<header><nav><ul>${menu.map((item) => `<li><a href="/s">${item}</a></li>`).join('')}</ul></nav></header>
<main><article><h1>${title}</h1><p class="byline">By <span class="author">${words.word()} ${words.word()}</span></p>
<div class="body">
${body}
</div></article></main><aside><h2>Top stories</h2><ul>
`;
  const after = '</ul></aside><footer><p>All rights reserved. Terms, privacy, contact.</p></footer></body></html>\n';
  let teasers = '';
  while (before.length + teasers.length + after.length < PAGE_BYTES) {
    teasers += `<li><a href="/s">European security, ${headline(words)}</a></li>\n`;
  }
  return { title, html: Buffer.from(before + teasers + after) };
}

interface Item {
  readonly url: string;
  readonly title: string;
}

function rss(base: string, items: readonly Item[], publishedAt: number): Buffer {
  const date = rfc822At(publishedAt, 0);
  const list = items.map(
    ({ url, title }) =>
      `<item><title>${title}</title><link>${url}</link><guid>${url}</guid><pubDate>${date}</pubDate></item>`,
  );
  return Buffer.from(`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>${base}</title><link>${base}/</link><description>Bench</description>
${list.join('\n')}
</channel></rss>
`);
}

interface LocalWeb {
  readonly documents: ReadonlyMap<string, { readonly type: 'page' | 'feed'; readonly body: Buffer }>;
  readonly feeds: readonly string[];
  readonly matching: readonly string[];
  readonly bytes: number;
}

function localWeb(options: BenchNewsroomOptions, port: number): LocalWeb {
  const { pages, hosts, seed = 1, share = 0.05, publishedAt } = options;
  const documents = new Map<string, { type: 'page' | 'feed'; body: Buffer }>();
  const itemsOf = new Map<string, Item[]>();
  const matching: string[] = [];
  const chance = seededRandom(seed);
  let bytes = 0;
  for (let n = 0; n < pages; n += 1) {
    const base = `http://h${n % hosts}.localhost:${port}`;
    const url = `${base}/news/${n}`;
    const matches = chance() < share;
    const { title, html } = lightPage({ url, matches, random: seededRandom(seed * 1_000_003 + n + 1), publishedAt });
    documents.set(url, { type: 'page', body: html });
    bytes += html.length;
    if (matches) matching.push(url);
    const feed = `${base}/feed-${Math.floor(n / hosts / ITEMS_A_FEED)}.xml`;
    const items = itemsOf.get(feed) ?? [];
    items.push({ url, title });
    itemsOf.set(feed, items);
  }
  for (const [url, items] of itemsOf) {
    documents.set(url, { type: 'feed', body: rss(new URL(url).origin, items, publishedAt) });
  }
  return { documents, feeds: [...itemsOf.keys()], matching, bytes };
}

/** Starts the local web; every page is made before it returns, so that serving one costs next to nothing. */
export async function startBenchNewsroom(options: BenchNewsroomOptions): Promise<BenchNewsroom> {
  const served = { pages: 0, feeds: 0, other: 0 };
  let web: LocalWeb | undefined;
  const server = createServer((request, response) => {
    const found = web?.documents.get(`http://${request.headers.host ?? ''}${request.url ?? ''}`);
    if (found === undefined) {
      served.other += 1;
      response.writeHead(404).end();
      return;
    }
    served[found.type === 'page' ? 'pages' : 'feeds'] += 1;
    const type = found.type === 'page' ? 'text/html; charset=utf-8' : 'application/rss+xml';
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': found.body.length }).end(found.body);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  web = localWeb(options, port);
  return {
    port,
    feeds: web.feeds,
    pages: options.pages,
    matching: web.matching,
    bytes: web.bytes,
    served: () => ({ ...served }),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pages: { type: 'string', default: '2000' },
      hosts: { type: 'string', default: '40' },
      port: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      share: { type: 'string', default: '0.05' },
    },
  });
  const newsroom = await startBenchNewsroom({
    pages: Number(values.pages),
    hosts: Number(values.hosts),
    port: Number(values.port),
    seed: Number(values.seed),
    share: Number(values.share),
    publishedAt: Date.now(),
  });
  const { port, feeds, pages, matching, bytes } = newsroom;
  console.log(JSON.stringify({ port, feeds, pages, matching, bytes }));
  const stop = (): void => void newsroom.stop();
  process.once('SIGTERM', stop).once('SIGINT', stop);
  process.stdin.on('end', stop).resume();
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) await run();
