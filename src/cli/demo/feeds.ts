import { dayAt, isoAt, rfc822At } from './dates.ts';
import { each, escapeMarkup as esc, feedBody, firstParagraph } from './markup.ts';
import type { FeedFormat, FeedSpec, Outlet, Published } from './outlet.ts';

interface FeedDocument {
  readonly contentType: string;
  readonly text: string;
}

interface FeedView {
  readonly outlet: Outlet;
  readonly spec: FeedSpec;
  readonly base: string;
  /** Newest first. */
  readonly items: readonly Published[];
  /** When the feed last changed. */
  readonly updated: number;
}

const link = (view: FeedView, item: Published): string => item.url + (view.spec.tracking ?? '');
const summary = (item: Published): string => item.piece.standfirst ?? firstParagraph(item.piece.text);
const isFull = (item: Published): boolean => item.piece.feedText === 'full' || item.piece.page !== undefined;
const encoding = (outlet: Outlet): string => outlet.charset ?? 'utf-8';

function rss2(view: FeedView): string {
  const { outlet, spec, base } = view;
  const item = (it: Published): string => `<item>
<title>${esc(it.piece.title)}</title>
<link>${esc(link(view, it))}</link>
<guid isPermaLink="false">${esc(`${outlet.host}:${it.piece.slug}`)}</guid>
<pubDate>${rfc822At(it.published, outlet.zone)}</pubDate>
${each(it.piece.by, (name) => `<dc:creator>${esc(name)}</dc:creator>`)}
${each(it.piece.tags, (tag) => `<category>${esc(tag)}</category>`)}
<description>${esc(summary(it))}</description>
${isFull(it) ? `<content:encoded><![CDATA[${feedBody(it.piece.text)}]]></content:encoded>` : ''}
</item>`;
  return `<?xml version="1.0" encoding="${encoding(outlet)}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${esc(spec.title)}</title>
<link>${base}/</link>
<atom:link rel="self" type="application/rss+xml" href="${base}${spec.path}"/>
<description>${esc(outlet.about)}</description>
<language>${outlet.lang}</language>
<lastBuildDate>${rfc822At(view.updated, outlet.zone)}</lastBuildDate>
${each(view.items, item)}
</channel>
</rss>
`;
}

function atom(view: FeedView): string {
  const { outlet, spec, base } = view;
  const entry = (it: Published): string => `<entry>
<id>tag:${outlet.host},2020:${esc(it.piece.slug)}</id>
<title type="text">${esc(it.piece.title)}</title>
<link rel="alternate" type="text/html" href="${esc(link(view, it))}"/>
<published>${isoAt(it.published, outlet.zone)}</published>
<updated>${isoAt(it.modified, outlet.zone)}</updated>
${each(it.piece.by, (name) => `<author><name>${esc(name)}</name></author>`)}
${each(it.piece.tags, (tag) => `<category term="${esc(tag)}"/>`)}
<summary type="text">${esc(summary(it))}</summary>
${isFull(it) ? `<content type="html">${esc(feedBody(it.piece.text))}</content>` : ''}
</entry>`;
  return `<?xml version="1.0" encoding="${encoding(outlet)}"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${outlet.lang}">
<id>tag:${outlet.host},2020:${esc(spec.path)}</id>
<title>${esc(spec.title)}</title>
<subtitle>${esc(outlet.about)}</subtitle>
<link rel="self" href="${base}${spec.path}"/>
<link rel="alternate" href="${base}/"/>
<updated>${isoAt(view.updated, outlet.zone)}</updated>
<author><name>${esc(outlet.name)}</name></author>
${each(view.items, entry)}
</feed>
`;
}

/** RSS 1.0 (RDF Site Summary) with the Dublin Core and content modules. */
function rss1(view: FeedView): string {
  const { outlet, spec, base } = view;
  const item = (it: Published): string => `<item rdf:about="${esc(it.url)}">
<title>${esc(it.piece.title)}</title>
<link>${esc(link(view, it))}</link>
<description>${esc(summary(it))}</description>
<dc:date>${isoAt(it.published, outlet.zone)}</dc:date>
${each(it.piece.by, (name) => `<dc:creator>${esc(name)}</dc:creator>`)}
${each(it.piece.tags, (tag) => `<dc:subject>${esc(tag)}</dc:subject>`)}
${isFull(it) ? `<content:encoded><![CDATA[${feedBody(it.piece.text)}]]></content:encoded>` : ''}
</item>`;
  return `<?xml version="1.0" encoding="${encoding(outlet)}"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="${base}${spec.path}">
<title>${esc(spec.title)}</title>
<link>${base}/</link>
<description>${esc(outlet.about)}</description>
<dc:language>${outlet.lang}</dc:language>
<dc:date>${isoAt(view.updated, outlet.zone)}</dc:date>
<items><rdf:Seq>
${each(view.items, (it) => `<rdf:li rdf:resource="${esc(it.url)}"/>`)}
</rdf:Seq></items>
</channel>
${each(view.items, item)}
</rdf:RDF>
`;
}

/** JSON Feed 1.1. */
function jsonFeed(view: FeedView): string {
  const { outlet, spec, base } = view;
  const items = view.items.map((it) => ({
    id: it.url,
    url: link(view, it),
    title: it.piece.title,
    summary: summary(it),
    ...(isFull(it) ? { content_html: feedBody(it.piece.text) } : { content_text: summary(it) }),
    date_published: isoAt(it.published, outlet.zone),
    date_modified: isoAt(it.modified, outlet.zone),
    authors: it.piece.by.map((name) => ({ name })),
    tags: it.piece.tags,
  }));
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: spec.title,
    description: outlet.about,
    home_page_url: `${base}/`,
    feed_url: `${base}${spec.path}`,
    language: outlet.lang,
    items,
  });
}

/** A news sitemap (Google's namespace over sitemaps.org 0.9); a date may be a day only. */
function sitemap(view: FeedView): string {
  const { outlet } = view;
  const date = (it: Published): string =>
    it.piece.day === true ? dayAt(it.published, outlet.zone) : isoAt(it.published, outlet.zone);
  const url = (it: Published): string => `<url>
<loc>${esc(link(view, it))}</loc>
<news:news>
<news:publication><news:name>${esc(outlet.name)}</news:name><news:language>${outlet.lang}</news:language></news:publication>
<news:publication_date>${date(it)}</news:publication_date>
<news:title>${esc(it.piece.title)}</news:title>
<news:keywords>${esc(it.piece.tags.join(', '))}</news:keywords>
</news:news>
</url>`;
  return `<?xml version="1.0" encoding="${encoding(outlet)}"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${each(view.items, url)}
</urlset>
`;
}

const WRITERS: Record<FeedFormat, { contentType: string; write: (view: FeedView) => string }> = {
  rss2: { contentType: 'application/rss+xml', write: rss2 },
  atom: { contentType: 'application/atom+xml', write: atom },
  rss1: { contentType: 'application/rdf+xml', write: rss1 },
  json: { contentType: 'application/feed+json', write: jsonFeed },
  sitemap: { contentType: 'application/xml', write: sitemap },
};

/** One of an outlet's feeds as a document, and its media type without a charset. */
export function renderFeed(view: FeedView): FeedDocument {
  const { contentType, write } = WRITERS[view.spec.format];
  return { contentType, text: write(view) };
}
