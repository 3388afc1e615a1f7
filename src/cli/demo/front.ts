import { each, escapeMarkup as esc } from './markup.ts';
import type { FeedFormat, Outlet, Published } from './outlet.ts';

const MEDIA_TYPES: Record<FeedFormat, string | undefined> = {
  rss2: 'application/rss+xml',
  rss1: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
  sitemap: undefined,
};

function shell(outlet: Outlet, title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="${outlet.lang}">
<head><meta charset="${outlet.charset ?? 'utf-8'}"><title>${esc(title)}</title>
${head}
</head>
<body>
<h1>${esc(title)}</h1>
${body}
</body>
</html>
`;
}

/** An outlet's front page: its articles, and where its feeds are. */
export function frontPage(outlet: Outlet, base: string, articles: readonly Published[]): string {
  const feeds = outlet.feeds.filter((spec) => MEDIA_TYPES[spec.format] !== undefined);
  const head = each(
    feeds,
    (spec) =>
      `<link rel="alternate" type="${MEDIA_TYPES[spec.format] ?? ''}" title="${esc(spec.title)}" href="${base}${spec.path}">`,
  );
  const list = each(articles, (item) => `<li><a href="${esc(item.url)}">${esc(item.piece.title)}</a></li>`);
  return shell(outlet, outlet.name, head, `<p>${esc(outlet.about)}</p>\n<ul>\n${list}\n</ul>`);
}

/** What an outlet shows where there is no article (404), or not for everybody (403). */
export function notFoundPage(outlet: Outlet, status: 403 | 404): string {
  const text = status === 403 ? 'Subscribers only.' : 'This page is not here any more.';
  return shell(outlet, `${status}`, '', `<p>${text}</p>\n<p><a href="/">${esc(outlet.name)}</a></p>`);
}
