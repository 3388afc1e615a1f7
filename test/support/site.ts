import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Monotonic milliseconds of the request's arrival. */
  readonly at: number;
}

export type Answer = (request: Asked, response: ServerResponse) => void;

export interface Site {
  readonly port: number;
  /** `http://NAME.localhost:PORT/path`: each name is a host of its own for politeness. */
  url(name: string, path: string): string;
  /** Sets what a path of a host answers: a function, or a body of HTML, or with a status. */
  set(
    name: string,
    path: string,
    answer: Answer | string | { status: number; body?: string; headers?: Record<string, string> },
  ): void;
  /** A feed at a path, with validators; items may be changed and set again. */
  feed(name: string, path: string, items: readonly FeedItem[]): void;
  readonly asked: Asked[];
  /** Requests for a path of a host. */
  count(name: string, path: string): number;
  stop(): Promise<void>;
}

export interface FeedItem {
  readonly title: string;
  readonly link?: string;
  readonly guid?: string;
  readonly published?: Date | null;
  readonly description?: string;
  readonly content?: string;
}

/** A real web server on loopback whose answers a test scripts. Unknown paths are 404, `/robots.txt` too. */
export async function startSite(): Promise<Site> {
  const answers = new Map<string, Answer>();
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/\.localhost(:\d+)?$/, '');
    const path = request.url ?? '/';
    const one = { host, path, headers: request.headers, at: performance.now() };
    asked.push(one);
    const answer = answers.get(`${host} ${path}`);
    if (answer === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
    else answer(one, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const site: Site = {
    port,
    asked,
    url: (name, path) => `http://${name}.localhost:${port}${path}`,
    set(name, path, answer) {
      answers.set(`${name} ${path}`, typeof answer === 'function' ? answer : fixed(answer));
    },
    feed(name, path, items) {
      const xml = rss(site.url(name, '/'), items);
      const etag = `"${Buffer.from(xml).length}-${items.length}-${items[0]?.title ?? ''}"`.replace(
        /[^\x21-\x7e]/g,
        '_',
      );
      site.set(name, path, (request, response) => {
        if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
        else response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(xml);
      });
    },
    count: (name, path) => asked.filter((one) => one.host === name && one.path === path).length,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return site;
}

function fixed(answer: string | { status: number; body?: string; headers?: Record<string, string> }): Answer {
  const { status, body = '', headers = {} } = typeof answer === 'string' ? { status: 200, body: answer } : answer;
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  };
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

export function rss(link: string, items: readonly FeedItem[]): string {
  const item = ({
    title,
    link: url,
    guid,
    published,
    description,
    content,
  }: FeedItem): string => `<item><title>${escape(title)}</title>
    ${url === undefined ? '' : `<link>${escape(url)}</link>`}
    ${guid === undefined ? '' : `<guid isPermaLink="false">${escape(guid)}</guid>`}
    ${published === null || published === undefined ? '' : `<pubDate>${published.toUTCString()}</pubDate>`}
    ${description === undefined ? '' : `<description>${escape(description)}</description>`}
    ${content === undefined ? '' : `<content:encoded>${escape(content)}</content:encoded>`}</item>`;
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
    <title>Test feed</title><link>${escape(link)}</link>${items.map(item).join('\n')}</channel></rss>`;
}

/** An article's page with a little furniture around it. */
export function page(
  title: string,
  paragraphs: readonly string[],
  options: { published?: Date; canonical?: string } = {},
): string {
  return `<!doctype html><html lang="en"><head><title>${escape(title)} | The Test Post</title>
    ${options.published === undefined ? '' : `<meta property="article:published_time" content="${options.published.toISOString()}">`}
    ${options.canonical === undefined ? '' : `<link rel="canonical" href="${options.canonical}">`}</head>
    <body><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>
    <article><h1>${escape(title)}</h1>${paragraphs.map((text) => `<p>${escape(text)}</p>`).join('\n')}</article>
    <footer><a href="/about">About us</a> <a href="/privacy">Privacy</a></footer></body></html>`;
}

const OPENINGS = [
  'The committee met in the morning',
  'Nobody had expected the vote',
  'Before the session began',
  'Late in the evening',
  'On the second day',
];

/** Paragraphs of unlike sentences, each text its own by its seed; `words` stand in the second one. */
export function prose(seed: string, words = '', paragraphs = 6): string[] {
  return Array.from({ length: paragraphs }, (_, n) => {
    const opening = OPENINGS[(seed.length * 7 + n * 3 + (seed.codePointAt(0) ?? 0)) % OPENINGS.length] as string;
    const own = `${seed} ${n}`;
    return `${opening}, and the delegates of ${own} heard how the harbour of ${own} had been built, why the bridge near ${seed} stayed closed, and what ${n + 2} engineers from the ${seed} works thought of paragraph ${n} in their report.${n === 1 && words !== '' ? ` It was said that ${words} would be on the table again before the year was out.` : ''}`;
  });
}

/** Milliseconds from each request that a host got to the next. */
export function gapsOf(site: Site, name: string): number[] {
  const times = site.asked.filter((one) => one.host === name).map((one) => one.at);
  return times.slice(1).map((at, n) => at - (times[n] as number));
}
