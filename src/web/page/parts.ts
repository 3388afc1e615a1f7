import type { AlertView, FailureView } from '../views.ts';
import { html, snippet, type Html } from './html.ts';
import { address, empty } from './layout.ts';
import { counted } from '../../core/count.ts';
import { ago } from './words.ts';

/** One alert as lists show it: the headline, who tells it, and the words that made it fire. */
function alertCard(alert: AlertView, now: number): Html {
  const { article, topic, story } = alert;
  const title = article.title ?? article.url;
  return html`<li class="alert">
    <p class="meta">
      <a class="topic" href="${topicPath(topic.id)}">${topic.name}</a
      ><span>${article.source}</span>${ago(alert.createdAt, now)}${
        story.articles > 1 && html`<span>told by ${counted(story.articles, 'article')}</span>`
      }
    </p>
    <h3>
      <a href="/alerts/${alert.id}" ${article.lang !== null && html` lang="${article.lang}"`} dir="auto">${title}</a>
    </h3>
    ${alert.snippet !== '' && html`<p class="snippet" dir="auto">${snippet(alert.snippet)}</p>`}
  </li>`;
}

export function alertList(alerts: readonly AlertView[], now: number, none: string | Html): Html {
  return alerts.length === 0
    ? empty(none)
    : html`<ol class="alerts">
        ${alerts.map((alert) => alertCard(alert, now))}
      </ol>`;
}

export function topicPath(id: string): string {
  return `/topics/${encodeURIComponent(id)}`;
}

const GOOD = new Set(['matched', 'alerted', 'active', 'sent', 'ok']);
const BAD = new Set(['failed', 'failing', 'gone', 'dead', 'disabled', 'quarantined']);

/** A state as a small label; its word says it, the colour only helps. */
export function state(word: string): Html {
  return html`<span class="state ${GOOD.has(word) ? 'good' : BAD.has(word) ? 'bad' : 'plain'}">${word}</span>`;
}

/** A reason with its code. */
export function why(code: string | null, reason: string | null): Html | null {
  if (code === null && reason === null) return null;
  return html`<span class="why">${reason ?? ''}${code !== null && html` <code>${code}</code>`}</span>`;
}

/** Something that is kept for a person, with what can be done about it. */
export function failureList(failures: readonly FailureView[], now: number): Html {
  return html`<ul class="failures">
    ${failures.map(
      (failure) =>
        html`<li>
          <p class="meta">
            ${state('failed')}<span>${failure.stage}</span>${ago(failure.since, now)}<span
              >${counted(failure.attempts, 'try', 'tries')}</span
            >
          </p>
          <p class="what">
            ${/^https?:\/\//i.test(failure.what) ? html`<a href="${failure.feedId === null ? address('/articles', { url: failure.what }) : '/feeds?state=failing'}">${failure.what}</a>` : failure.what}
          </p>
          <p>
            ${why(failure.code, failure.reason)}
            <button type="button" data-post="/api/v1/failures/${failure.id}/retry" data-done="Tried again">
              Try again
            </button>
          </p>
        </li>`,
    )}
  </ul>`;
}
