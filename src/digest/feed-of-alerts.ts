import type { AlertedTopic, AlertView } from './alert-view.ts';
import { passagesOf } from './passages.ts';
import { escapeXml, plainText, snippetHtml } from './markup.ts';
import { byText } from './order.ts';

export type AlertFeedFormat = 'rss' | 'atom' | 'json';

/** The media type of each format, for `Content-Type`. */
export const ALERT_FEED_TYPES: Readonly<Record<AlertFeedFormat, string>> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

/** What all three formats say of one alert. */
interface Item {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  readonly html: string;
  readonly authors: readonly string[];
  readonly created: string;
  readonly source: string;
  readonly lang: string | null;
}

const MAX_ITEMS = 200;
const MAX_SNIPPETS = 10;
const EPOCH = '1970-01-01T00:00:00.000Z';

function itemOf({ alert, article, story, matches }: AlertView): Item {
  const snippets = passagesOf(matches)
    .slice(0, MAX_SNIPPETS)
    .map(({ snippet }) => `<li>${snippetHtml(snippet)}</li>`);
  const more = story.articles > 1 ? `, ${story.articles} articles tell it` : '';
  return {
    id: alert.id,
    title: plainText(article.title ?? article.url),
    url: /^https?:\/\//i.test(article.url) ? article.url : null,
    html:
      `<p>${escapeXml(article.source)}${more}</p>` +
      (article.lead === null ? '' : `<p>${escapeXml(article.lead)}</p>`) +
      (snippets.length === 0 ? '' : `<ul>${snippets.join('')}</ul>`),
    authors: article.author,
    created: instant(alert.createdAt),
    source: article.source,
    lang: article.lang,
  };
}

/** ISO 8601 in UTC; the epoch for what is no instant. */
function instant(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? EPOCH : new Date(ms).toISOString();
}

/**
 * A topic's alerts as RSS 2.0, Atom 1.0 (RFC 4287) or JSON Feed 1.1, the newest 200 first. An item's identity is its
 * alert's id, so a reader shows an alert once, however often the feed changes; its link is the article.
 * `self` is the feed's own address, which may hold its key; `home` is the topic's page.
 */
export function alertFeed(
  format: AlertFeedFormat,
  topic: Pick<AlertedTopic, 'id' | 'name' | 'query'>,
  alerts: readonly AlertView[],
  { self, home }: { readonly self: string; readonly home: string },
): string {
  const items = alerts
    .map(itemOf)
    .toSorted((a, b) => byText(b.created, a.created) || byText(a.id, b.id))
    .slice(0, MAX_ITEMS);
  const feed = {
    title: plainText(topic.name),
    about: `Alerts on: ${plainText(topic.query)}`,
    selfUrl: self,
    homeUrl: home,
    items,
  };
  if (format === 'json') return jsonFeed(feed);
  return format === 'rss' ? rssFeed(feed) : atomFeed(feed, topic.id);
}

interface Feed {
  readonly title: string;
  readonly about: string;
  readonly selfUrl: string;
  /** The topic's page. */
  readonly homeUrl: string;
  readonly items: readonly Item[];
}

function rssFeed({ title, about, selfUrl, homeUrl, items }: Feed): string {
  const self = escapeXml(selfUrl);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>' +
    `<title>${escapeXml(title)}</title><link>${escapeXml(homeUrl)}</link><description>${escapeXml(about)}</description>` +
    `<atom:link rel="self" type="application/rss+xml" href="${self}"/><generator>wirewatch</generator>` +
    items.map(rssItem).join('') +
    '</channel></rss>\n'
  );
}

function rssItem({ id, title, url, html, authors, created }: Item): string {
  return (
    `\n<item><title>${escapeXml(title)}</title>${url === null ? '' : `<link>${escapeXml(url)}</link>`}` +
    `<guid isPermaLink="false">${escapeXml(id)}</guid><pubDate>${new Date(created).toUTCString()}</pubDate>` +
    authors.map((name) => `<dc:creator>${escapeXml(name)}</dc:creator>`).join('') +
    `<description>${escapeXml(html)}</description></item>`
  );
}

function atomFeed({ title, about, selfUrl, homeUrl, items }: Feed, topicId: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">' +
    `<id>${urn('topic', topicId)}</id><title>${escapeXml(title)}</title><subtitle>${escapeXml(about)}</subtitle>` +
    `<updated>${items[0]?.created ?? EPOCH}</updated><author><name>wirewatch</name></author>` +
    `<link rel="self" type="application/atom+xml" href="${escapeXml(selfUrl)}"/>` +
    `<link rel="alternate" type="text/html" href="${escapeXml(homeUrl)}"/><generator>wirewatch</generator>` +
    items.map(atomEntry).join('') +
    '</feed>\n'
  );
}

function atomEntry({ id, title, url, html, authors, created, lang }: Item): string {
  const link = url === null ? '' : `<link rel="alternate" href="${escapeXml(url)}"/>`;
  const language = lang !== null && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(lang) ? ` xml:lang="${lang}"` : '';
  return (
    `\n<entry${language}><id>${urn('alert', id)}</id><title>${escapeXml(title)}</title>${link}` +
    `<published>${created}</published><updated>${created}</updated>` +
    authors.map((name) => `<author><name>${escapeXml(name)}</name></author>`).join('') +
    `<content type="html">${escapeXml(html)}</content></entry>`
  );
}

/** Atom wants an IRI where an id is a word (RFC 4287 §4.2.6). */
function urn(kind: 'alert' | 'topic', id: string): string {
  return escapeXml(`urn:wirewatch:${kind}:${encodeURIComponent(plainText(id))}`);
}

function jsonFeed({ title, about, selfUrl, homeUrl, items }: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description: about,
    home_page_url: homeUrl,
    feed_url: selfUrl,
    items: items.map(({ id, title, url, html, authors, created, lang }) => ({
      id,
      ...(url !== null && { url }),
      title,
      content_html: html,
      date_published: created,
      ...(authors.length > 0 && { authors: authors.map((name) => ({ name: plainText(name) })) }),
      ...(lang !== null && { language: lang }),
    })),
  });
}
