import type { Visitor } from '../access.ts';
import { ASSETS_TAG } from '../assets.ts';
import { html, type Html, type HtmlValue } from './html.ts';

export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const NAVIGATION = [
  ['/', 'Status'],
  ['/alerts', 'Alerts'],
  ['/topics', 'Topics'],
  ['/articles', 'Articles'],
  ['/feeds', 'Feeds'],
  ['/queues', 'Queues'],
] as const;

export interface PageParts {
  readonly title: string;
  /** The path of the navigation's entry. */
  readonly at: string;
  readonly body: HtmlValue;
  /** Whether it is brought up to date by itself. */
  readonly isLive?: boolean;
  /** Who looks at it; null and nothing where that is not known or needs no name. */
  readonly visitor?: Visitor | null;
}

/** A whole document. */
export function layout({ title, at, body, isLive = false, visitor = null }: PageParts): string {
  const entries = NAVIGATION.map(
    ([path, name]) => html`<li><a href="${path}" ${path === at && html` aria-current="page"`}>${name}</a></li>`,
  );
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title === 'wirewatch' ? title : `${title} · wirewatch`}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/app.css?v=${ASSETS_TAG}" />
        <script src="/assets/app.js?v=${ASSETS_TAG}" defer></script>
      </head>
      <body ${visitor?.role === 'reader' && html` data-role="reader"`}>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <div class="bar">
            <a class="brand" href="/"
              ><svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
                <path
                  d="M3 17h6l3-9 6 18 4-12 2 3h5"
                  fill="none"
                  stroke="currentColor"
                  stroke-width="2.6"
                  stroke-linecap="round"
                  stroke-linejoin="round"
                /></svg
              >wirewatch</a
            >
            <nav aria-label="Main">
              <ul>
                ${entries}
              </ul>
            </nav>
          </div>
        </header>
        <main id="main" tabindex="-1" ${isLive && html` data-live`}>${body}</main>
        <footer class="foot">
          ${isLive && html`<span class="beat" id="beat" role="status">Live</span>`}<span>wirewatch</span
          ><a href="/api/openapi.json">API</a>${
            visitor?.by === 'session' && html`<span>${visitor.name}</span><a href="/logout">Log out</a>`
          }
        </footer>
      </body>
    </html>`;
  return page.text;
}

/** The way to the next page of a list; the filters stay. */
export function pager(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  next: string | null,
): Html | null {
  const isFirst = query['cursor'] === undefined;
  if (next === null && isFirst) return null;
  return html`<nav class="pager" aria-label="Pages">
    ${!isFirst && html`<a href="${address(path, { ...query, cursor: undefined })}">← Newest</a>`}${
      next !== null && html`<a rel="next" href="${address(path, { ...query, cursor: next })}">Older →</a>`
    }
  </nav>`;
}

/** A path with those parameters that have a value. */
export function address(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') parameters.set(name, value);
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** What stands in the place of a list without entries. */
export function empty(text: HtmlValue): Html {
  return html`<p class="empty">${text}</p>`;
}
