import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { Desk, type Article, type ExpectedAlert } from './desk.ts';
import { renderFeed } from './feeds.ts';
import { frontPage, notFoundPage } from './front.ts';
import type { FeedSpec, Outlet, Published } from './outlet.ts';
import { OUTLETS } from './outlets/all.ts';

export interface NewsroomOptions {
  /** A loopback port; 0 (the default) takes any that is free. */
  readonly port?: number;
  /** The instant from which the back catalogue's dates count, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** `live` brings pieces out one by one; `instant` has all of them out at once. */
  readonly schedule: 'live' | 'instant';
  /** Pieces a minute while live; 30 by default. */
  readonly perMinute?: number;
  /** Goes on with freshly written pieces when the prepared ones are out; so by default while live. */
  readonly followUps?: boolean;
  readonly seed?: number;
}

export interface Newsroom {
  readonly port: number;
  readonly feeds: readonly { readonly url: string; readonly title: string }[];
  readonly hosts: readonly string[];
  /** How many of the prepared pieces have not appeared. */
  readonly pending: () => number;
  readonly publishNext: () => Article;
  readonly publishAll: () => void;
  readonly expected: () => ExpectedAlert[];
  readonly neverAlert: () => string[];
  readonly stop: () => Promise<void>;
}

/** Items that a feed lists at most. */
const FEED_WINDOW = 40;

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  /** When the content last changed, in milliseconds since the epoch. */
  readonly changed?: number;
}

/**
 * Opens the sample newsroom: a web server on loopback that answers for all its outlets by their Host header
 * (`NAME.localhost`, RFC 6761), with validators on its feeds, robots.txt, and gzip where it is asked for.
 */
export async function startNewsroom(options: NewsroomOptions): Promise<Newsroom> {
  let port = options.port ?? 0;
  const base = (outlet: Outlet): string => `http://${outlet.host}:${port}`;
  const opened = performance.now();
  const now = (): number => options.startedAt + (performance.now() - opened);

  const server = createServer((request, response) => {
    respond(request, response, answer(request, { desk, base, startedAt: options.startedAt }));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;

  const address = (outlet: Outlet, slug: string): string => `${base(outlet)}/${slug}`;
  const desk = new Desk({ outlets: OUTLETS, startedAt: options.startedAt, seed: options.seed ?? 1, address });
  if (options.schedule === 'instant') desk.publishAll(now());
  const timer = options.schedule === 'live' ? publishing(desk, now, options) : undefined;

  return {
    port,
    feeds: OUTLETS.flatMap((outlet) => outlet.feeds.map(({ path, title }) => ({ url: base(outlet) + path, title }))),
    hosts: OUTLETS.map((outlet) => outlet.host),
    pending: () => desk.pending,
    publishNext: () => desk.publishNext(now()),
    publishAll: () => desk.publishAll(now()),
    expected: () => desk.expected(),
    neverAlert: () => desk.neverAlert(),
    stop: async () => {
      clearInterval(timer);
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function publishing(desk: Desk, now: () => number, options: NewsroomOptions): NodeJS.Timeout {
  const timer = setInterval(
    () => {
      if (desk.pending > 0 || options.followUps !== false) desk.publishNext(now());
      else clearInterval(timer);
    },
    60_000 / (options.perMinute ?? 30),
  );
  return timer.unref();
}

interface Site {
  readonly desk: Desk;
  readonly base: (outlet: Outlet) => string;
  readonly startedAt: number;
}

function answer(request: IncomingMessage, site: Site): Answer {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const outlet = OUTLETS.find((candidate) => candidate.host === host);
  const path = decodePath(request.url ?? '/');
  if (outlet === undefined || path === undefined) return plain(404, 'There is no such site.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only reading.\n');
  if (path === '/robots.txt') return plain(200, outlet.robots);
  const feed = outlet.feeds.find((spec) => spec.path === path);
  if (feed !== undefined) return feedAnswer(outlet, feed, site);
  return pageAnswer(outlet, path, site);
}

function decodePath(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split(/[?#]/, 1)[0] as string);
  } catch {
    return undefined;
  }
}

function feedAnswer(outlet: Outlet, spec: FeedSpec, site: Site): Answer {
  const items = site.desk
    .articlesOf(outlet)
    .filter((item) => spec.sections === undefined || spec.sections.includes(item.piece.section))
    .slice(0, FEED_WINDOW);
  const updated = Math.max(site.startedAt - 86_400_000, ...items.map((item) => item.modified));
  const { contentType, text } = renderFeed({ outlet, spec, base: site.base(outlet), items, updated });
  return encoded(outlet, { status: 200, contentType, text, changed: updated });
}

function pageAnswer(outlet: Outlet, path: string, site: Site): Answer {
  const articles = site.desk.articlesOf(outlet);
  const html = (status: number, text: string): Answer => encoded(outlet, { status, contentType: 'text/html', text });
  if (path === '/') return html(200, frontPage(outlet, site.base(outlet), articles));
  const found = articles.find((item) => path === `/${item.piece.slug}`);
  if (found === undefined) return html(404, notFoundPage(outlet, 404));
  if (found.piece.page !== undefined) return html(found.piece.page, notFoundPage(outlet, found.piece.page));
  return html(200, articlePage(found, articles, site));
}

function articlePage(found: Published, articles: readonly Published[], site: Site): string {
  const others = articles.filter((item) => item !== found).map((item) => ({ title: item.piece.title, url: item.url }));
  return found.outlet.page({ ...found, base: site.base(found.outlet), others: others.slice(0, 12) });
}

function plain(status: number, text: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body: Buffer.from(text) };
}

function encoded(
  outlet: Outlet,
  { text, contentType, ...rest }: { status: number; contentType: string; text: string; changed?: number },
): Answer {
  if (outlet.charset === undefined) {
    return { ...rest, contentType: `${contentType}; charset=utf-8`, body: Buffer.from(text) };
  }
  // Such outlets declare their charset inside the document only.
  return { ...rest, contentType, body: iconv.encode(text, outlet.charset) };
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { status, contentType, body, changed }: Answer,
): void {
  const validators: Record<string, string> =
    changed === undefined
      ? {}
      : {
          ETag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
          'Last-Modified': new Date(changed).toUTCString(),
        };
  if (changed !== undefined && isUnchanged(request, validators['ETag'] as string, changed)) {
    response.writeHead(304, validators).end();
    return;
  }
  const gzip = body.length > 500 && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const sent = gzip ? gzipSync(body) : body;
  response.writeHead(status, {
    ...validators,
    'Content-Type': contentType,
    'Content-Length': sent.length,
    Vary: 'Accept-Encoding',
    ...(gzip ? { 'Content-Encoding': 'gzip' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : sent);
}

/** RFC 9110, 13.2.2: `If-None-Match` decides alone where it is given. */
function isUnchanged(request: IncomingMessage, etag: string, changed: number): boolean {
  const given = request.headers['if-none-match'];
  if (given !== undefined) return given.split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, '') === etag);
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return Number.isFinite(since) && Math.floor(changed / 1000) * 1000 <= since;
}
