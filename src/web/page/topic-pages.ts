import type { AlertView, TopicView } from '../views.ts';
import { html, type Html } from './html.ts';
import { empty, pager } from './layout.ts';
import { alertList, topicPath } from './parts.ts';
import { count } from '../../core/count.ts';
import { ago } from './words.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** `/topics`: the topics, and a place to try a query. */
export function topicsPage(topics: readonly TopicView[], next: string | null, query: Query, tried: Html | null): Html {
  return html`<h1>Topics</h1>
    <form class="filter" method="get" action="/topics">
      <label class="wide"
        >Try a query on the archive
        <input name="q" value="${query['q']}" placeholder='"European security" OR (Belarus AND sanction*)'
      /></label>
      <label>Since <input name="since" value="${query['since'] ?? '30d'}" /></label>
      <label>Against the topic <input name="topic" value="${query['topic']}" placeholder="none" /></label>
      <button class="main">Try it</button>
    </form>
    ${tried}
    ${
      topics.length === 0
        ? empty(
            html`No topic yet: <code>wirewatch topics add belarus 'Belarus*'</code>, or
              <code>POST /api/v1/topics</code>.`,
          )
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Topic</th>
                  <th scope="col">Query</th>
                  <th scope="col" class="n">Today</th>
                  <th scope="col" class="n">In all</th>
                </tr>
              </thead>
              <tbody>
                ${topics.map(
                  (topic) =>
                    html`<tr>
                      <td>
                        <a href="${topicPath(topic.id)}">${topic.name}</a
                        ><span class="sub"
                          >${topic.id}${topic.declaredIn !== null && html` · ${topic.declaredIn}`}</span
                        >
                      </td>
                      <td>
                        <code>${topic.query}</code>${
                          topic.lang.length > 0 && html`<span class="sub">only ${topic.lang.join(', ')}</span>`
                        }
                      </td>
                      <td class="n">${count(topic.alerts.day)}</td>
                      <td class="n">
                        <a href="/alerts?topic=${encodeURIComponent(topic.id)}">${count(topic.alerts.total)}</a>
                      </td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    ${pager('/topics', { cursor: query['cursor'] }, next)}`;
}

/** `/topics/{id}`: what it asks for, what it found, where to read on. */
export function topicPage(
  topic: TopicView,
  alerts: readonly AlertView[],
  next: string | null,
  query: Query,
  now: number,
): Html {
  return html`<h1>${topic.name}</h1>
    <div class="columns">
      <section aria-labelledby="alerts">
        <h2 id="alerts">Alerts</h2>
        ${alertList(alerts, now, 'It has not fired yet.')} ${pager(topicPath(topic.id), query, next)}
      </section>
      <div>
        <section class="card" aria-labelledby="asks">
          <h2 id="asks">It asks for</h2>
          <p><code>${topic.query}</code></p>
          <dl class="facts">
            <dt>Id</dt>
            <dd>${topic.id}</dd>
            <dt>Since</dt>
            <dd>${ago(topic.createdAt, now)}</dd>
            ${
              topic.lang.length > 0 &&
              html`<dt>Languages</dt>
                <dd>${topic.lang.join(', ')}</dd>`
            }
            ${
              topic.sources.length > 0 &&
              html`<dt>Outlets</dt>
                <dd>${topic.sources.join(', ')}</dd>`
            }
            ${
              topic.tags.length > 0 &&
              html`<dt>Tags</dt>
                <dd>${topic.tags.join(', ')}</dd>`
            }
            ${
              topic.minScore !== null &&
              html`<dt>Score</dt>
                <dd>at least ${topic.minScore}</dd>`
            }
            ${
              topic.caseSensitive &&
              html`<dt>Words</dt>
                <dd>as written</dd>`
            }
            <dt>Alerts</dt>
            <dd>${count(topic.alerts.day)} today, ${count(topic.alerts.total)} in all</dd>
            ${
              topic.declaredIn !== null &&
              html`<dt>Declared in</dt>
                <dd>${topic.declaredIn}</dd>`
            }
          </dl>
          <form class="filter" method="get" action="/topics">
            <label class="wide"
              >Try it, or a change of it, on the archive <input name="q" value="${topic.query}"
            /></label>
            <input type="hidden" name="topic" value="${topic.id}" />
            <button>Try it</button>
          </form>
        </section>
        <section class="card" aria-labelledby="feeds">
          <h2 id="feeds">Read it elsewhere</h2>
          <p>
            Its alerts as <a href="${topic.feeds.rss}">RSS</a>, <a href="${topic.feeds.atom}">Atom</a> or
            <a href="${topic.feeds.json}">JSON Feed</a>.
          </p>
          ${topic.feeds.rss.includes('?key=') && html`<p class="faint">These addresses hold a key that reads this one topic. Give them only to those who may.</p>`}
        </section>
      </div>
    </div>`;
}

export interface QueryFault {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}

/** A query that does not parse, with its place. */
export function queryFault(query: string, { start, end, message, hint }: QueryFault): Html {
  return html`<div class="card fault" role="alert">
    <p><strong>${message}</strong> ${hint}</p>
    <pre aria-hidden="true">${pointed(query, start, end)}</pre>
  </div>`;
}

function pointed(query: string, start: number, end: number): Html {
  return html`${query.slice(Math.max(0, start - 60), start)}<mark>${query.slice(start, Math.max(end, start + 1)) || ' '}</mark>${query.slice(Math.max(end, start + 1), end + 60)}`;
}
