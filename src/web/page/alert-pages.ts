import { passagesOf } from '../../digest/passages.ts';
import type { AlertView, MatchView, SourceView } from '../views.ts';
import { html, outLink, snippet, type Html } from './html.ts';
import { pager } from './layout.ts';
import { alertList, topicPath } from './parts.ts';
import { counted } from '../../core/count.ts';
import { ago, clock } from './words.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** `/alerts`: all of them, or those that pass a filter. */
export function alertsPage(alerts: readonly AlertView[], next: string | null, query: Query, now: number): Html {
  return html`<h1>Alerts</h1>
    <form class="filter" method="get" action="/alerts" role="search">
      <label>Topic <input name="topic" value="${query['topic']}" placeholder="any" /></label>
      <label>Outlet <input name="source" value="${query['source']}" placeholder="any, such as example.org" /></label>
      <label>Since <input name="from" value="${query['from']}" placeholder="7d or 2026-01-31" /></label>
      <button class="main">Filter</button>
    </form>
    ${alertList(alerts, now, 'No alert passes this filter.')} ${pager('/alerts', query, next)}`;
}

const FIELD: Readonly<Record<string, string>> = { title: 'In the headline', lead: 'In the lead', body: 'In the text' };

/** The passages that matched, each with the places of what matched in it. */
function evidence(matches: readonly MatchView[]): Html {
  const placesOf = (text: string): string =>
    matches
      .filter((match) => match.snippet === text)
      .map(({ start, end }) => `${start}–${end}`)
      .join(', ');
  return html`<ul class="plain evidence">
    ${passagesOf(matches).map(
      (match) =>
        html`<li>
          <span class="field"
            >${FIELD[match.field] ?? match.field} <span class="faint">${placesOf(match.snippet)}</span></span
          >
          <p dir="auto">${snippet(match.snippet)}</p>
        </li>`,
    )}
  </ul>`;
}

/** `/alerts/{id}`: why it fired, and who tells the story. */
export function alertPage(alert: AlertView, sources: readonly SourceView[], now: number): Html {
  const { article, topic } = alert;
  return html`<p class="meta">
      <a class="topic" href="${topicPath(topic.id)}">${topic.name}</a>${ago(alert.createdAt, now)}<span
        >score ${alert.score.toFixed(2)}</span
      >
    </p>
    <h1 dir="auto" ${article.lang !== null && html` lang="${article.lang}"`}>${article.title ?? article.url}</h1>
    ${article.lead !== null && html`<p class="lede" dir="auto">${article.lead}</p>`}
    <div class="columns">
      <section aria-labelledby="why">
        <h2 id="why">Why it fired</h2>
        <p>The topic asks for <code>${topic.query}</code></p>
        ${evidence(alert.matches)}
      </section>
      <div>
        <section class="card" aria-labelledby="article">
          <h2 id="article">The article</h2>
          <dl class="facts">
            <dt>Outlet</dt>
            <dd><a href="/articles?source=${encodeURIComponent(article.source)}">${article.source}</a></dd>
            ${
              article.author.length > 0 &&
              html`<dt>By</dt>
                <dd>${article.author.join(', ')}</dd>`
            }
            <dt>Published</dt>
            <dd>${ago(article.published, now)}</dd>
            <dt>Language</dt>
            <dd>${article.lang ?? '–'}</dd>
            <dt>Alerted</dt>
            <dd>${clock(alert.createdAt)}</dd>
          </dl>
          <p>
            ${outLink(article.url, 'Read it at the outlet')}<br /><a href="/articles/${article.id}"
              >Its text and life line</a
            ><br /><a href="/deliveries?alert=${alert.id}">Its deliveries</a>
          </p>
        </section>
        <section aria-labelledby="sources">
          <h2 id="sources">Told by ${counted(sources.length, 'article')}</h2>
          <ul class="plain">
            ${sources.map(
              (source) =>
                html`<li>
                  <p class="meta"><span>${source.source}</span>${ago(source.at, now)}</p>
                  <p dir="auto"><a href="/articles/${source.articleId}">${source.title ?? source.url}</a></p>
                </li>`,
            )}
          </ul>
        </section>
      </div>
    </div>`;
}
