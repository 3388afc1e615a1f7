import type { ArticleRowView, ArticleView, LifeView } from '../views.ts';
import { STATUSES, type MatchView } from '../views.ts';
import { html, outLink, snippet, type Html } from './html.ts';
import { empty, pager } from './layout.ts';
import { state, topicPath, why } from './parts.ts';
import { count } from '../../core/count.ts';
import { ago, clock } from './words.ts';

type Query = Readonly<Record<string, string | undefined>>;

export interface ArticleListing {
  readonly items: readonly (ArticleRowView & { readonly matches?: readonly MatchView[] | undefined })[];
  readonly next: string | null;
  readonly scanned?: number | undefined;
}

/** `/articles`: filtered or searched. `fault` is what is wrong with the search. */
export function articlesPage(listing: ArticleListing, query: Query, fault: Html | null, now: number): Html {
  const { items, next, scanned } = listing;
  return html`<h1>Articles</h1>
    <form class="filter" method="get" action="/articles" role="search">
      <label class="wide"
        >Search
        <input
          name="q"
          type="search"
          value="${query['q']}"
          placeholder='Words, or a topic query such as "European security" AND NATO'
      /></label>
      <label>Outlet <input name="source" value="${query['source']}" placeholder="any" /></label>
      <label
        >Status
        <select name="status">
          <option value="">any</option>
          ${STATUSES.map((status) => html`<option${query['status'] === status && html` selected`}>${status}</option>`)}
        </select></label
      >
      <button class="main">Search</button>
    </form>
    ${fault}
    ${scanned !== undefined && html`<p class="faint">${count(scanned)} articles were looked at for this page.</p>`}
    ${
      items.length === 0
        ? empty(next === null ? 'Nothing passes this filter.' : 'Nothing so far; older ones are on the next page.')
        : html`<ol class="alerts">
            ${items.map((item) => articleCard(item, now))}
          </ol>`
    }
    ${pager('/articles', query, next)}`;
}

function articleCard(article: ArticleListing['items'][number], now: number): Html {
  const found = article.matches?.find(({ field }) => field !== 'title') ?? article.matches?.[0];
  return html`<li>
    <p class="meta">
      ${state(article.status)}<span>${article.source}</span>${ago(article.published ?? article.discoveredAt, now)}${article.topics.map(
        (topic) => html`<a class="topic" href="${topicPath(topic)}">${topic}</a>`,
      )}
    </p>
    <h3>
      <a href="/articles/${article.id}" dir="auto" ${article.lang !== null && html` lang="${article.lang}"`}
        >${article.title ?? article.url}</a
      >
    </h3>
    ${found !== undefined ? html`<p class="snippet" dir="auto">${snippet(found.snippet)}</p>` : article.reason !== null && html`<p class="snippet">${why(article.code, article.reason)}</p>`}
  </li>`;
}

const PARAGRAPHS = 400;

/** `/articles/{id}`: its text, and what became of it. */
export function articlePage(article: ArticleView, now: number): Html {
  const paragraphs = (article.text ?? '').split(/\n\s*\n/).filter((text) => text.trim() !== '');
  return html`<p class="meta">
      ${state(article.status)}<a href="/articles?source=${encodeURIComponent(article.source)}">${article.source}</a
      >${ago(article.published ?? article.discoveredAt, now)}${why(article.code, article.reason)}
    </p>
    <h1 dir="auto" ${article.lang !== null && html` lang="${article.lang}"`}>${article.title ?? article.url}</h1>
    <p>${outLink(article.url, article.url)}</p>
    <div class="columns">
      <section aria-labelledby="text">
        <h2 id="text">The text, as it was matched</h2>
        ${paragraphs.length === 0 ? empty('There is no text: nothing was had, or retention has taken it.') : html`<div class="text" dir="auto" ${article.lang !== null && html` lang="${article.lang}"`}>${paragraphs.slice(0, PARAGRAPHS).map((text) => html`<p>${text}</p>`)}</div>`}
      </section>
      <div>
        ${decisions(article.life, now)} ${lifeLine(article.life, now)}
        <section class="card" aria-labelledby="facts">
          <h2 id="facts">Facts</h2>
          <dl class="facts">
            ${
              article.author.length > 0 &&
              html`<dt>By</dt>
                <dd>${article.author.join(', ')}</dd>`
            }
            <dt>Section</dt>
            <dd>${article.section ?? '–'}</dd>
            <dt>Language</dt>
            <dd>${article.lang ?? '–'}</dd>
            <dt>Matched as</dt>
            <dd>
              ${article.life.basis === 'feed' ? 'the feed’s own words' : article.life.basis === 'page' ? 'its page' : '–'},
              revision ${article.life.revision}
            </dd>
            ${
              article.life.duplicateOf !== null &&
              html`<dt>Duplicate of</dt>
                <dd>${article.life.duplicateOf}</dd>`
            }
            ${
              article.storyId !== null &&
              html`<dt>Story</dt>
                <dd><a href="/articles?story=${article.storyId}">its articles</a></dd>`
            }
            <dt>Trace</dt>
            <dd><code>${article.life.trace}</code></dd>
          </dl>
        </section>
      </div>
    </div>`;
}

function decisions({ topics, deliveries }: LifeView, now: number): Html {
  return html`<section aria-labelledby="decisions">
    <h2 id="decisions">Decisions</h2>
    ${
      topics.length === 0
        ? empty('It matches no topic.')
        : html`<ul class="plain">
            ${topics.map(
              (topic) =>
                html`<li>
                  <p class="meta">
                    <a class="topic" href="${topicPath(topic.topic)}">${topic.name}</a
                    >${state(topic.decision)}${ago(topic.at, now)}
                  </p>
                  <p class="snippet" dir="auto">${snippet(topic.snippet)}</p>
                  ${topic.alert !== null && html`<p><a href="/alerts/${topic.alert}">The alert</a></p>`}
                </li>`,
            )}
          </ul>`
    }
    ${
      deliveries.length > 0 &&
      html`<ul class="plain">
        ${deliveries.map((delivery) => html`<li><p class="meta">${state(delivery.state)}<span>${delivery.channel}</span>${ago(delivery.at, now)}</p></li>`)}
      </ul>`
    }
  </section>`;
}

function lifeLine({ steps, waiting, feeds }: LifeView, now: number): Html {
  return html`<section aria-labelledby="line">
    <h2 id="line">Life line</h2>
    <ol class="line">
      ${steps.map(
        ({ at, last, stage, outcome, ...rest }) =>
          html`<li>
            <b>${outcome}</b> <span class="faint">${stage}</span><br /><span class="meta"
              >${clock(at)}${typeof last === 'string' && html`<span>last ${clock(last)}</span>`}${details(rest)}</span
            >
          </li>`,
      )}${waiting.map((next) => html`<li><b>${next.state === 'quarantined' ? 'kept for a person' : 'waits'}</b> <span class="faint">${next.stage}</span><br /><span class="meta">${ago(next.next, now)}${why(next.code, next.reason)}</span></li>`)}
    </ol>
    ${feeds.length > 0 && html`<p class="meta">Listed by ${feeds.map(({ url }) => html`<span>${url}</span> `)}</p>`}
  </section>`;
}

function details(rest: Readonly<Record<string, unknown>>): Html[] {
  return Object.entries(rest).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const text =
      typeof value === 'object'
        ? JSON.stringify(value)
        : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
          ? String(value)
          : '';
    return text.length > 300 || text === '' ? [] : [html`<span>${name} ${text}</span>`];
  });
}
