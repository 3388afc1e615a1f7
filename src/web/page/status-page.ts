import type { AlertView, StatusView } from '../views.ts';
import { html, type Html } from './html.ts';
import { alertList, failureList } from './parts.ts';
import { count, counted } from '../../core/count.ts';
import { span } from './words.ts';

/** `/`: how it is all going, and what was found last. */
export function statusPage(status: StatusView, alerts: readonly AlertView[], now: number): Html {
  return html`<h1 class="hidden">Status</h1>
    ${health(status)}
    <section class="figures" aria-label="Figures">
      ${figure('Alerts', '/alerts?from=1d', status.alerts.day, 'today', html`<a href="/alerts?from=1h">${count(status.alerts.hour)} in the last hour</a>`)}
      ${figure('Articles', '/articles?from=1d', status.articles.day, 'today', html`<a href="/articles?from=1h">${count(status.articles.hour)} in the last hour</a> · <a href="/articles?status=waiting">${count(status.articles.waiting)} under way</a>`)}
      ${feedFigure(status)}
      ${figure('Deliveries', '/deliveries?state=sent', status.deliveries.sentDay, 'sent today', html`<a href="/deliveries?state=pending">${count(status.deliveries.pending)} pending</a> · <a class="${status.deliveries.failedDay > 0 && 'bad'}" href="/deliveries?state=failed">${count(status.deliveries.failedDay)} failed</a>`)}
    </section>
    ${flow(status)}
    <div class="columns">
      <section aria-labelledby="latest">
        <h2 id="latest">Latest alerts <a class="more" href="/alerts">All</a></h2>
        ${alertList(alerts, now, emptyAlerts(status))}
      </section>
      ${failures(status, now)}
    </div>`;
}

function health({ ready, checks, engine, feeds }: StatusView): Html {
  const faults = Object.entries(checks).filter(([, result]) => result !== 'ok');
  if (ready)
    return html`<p class="health good">
      <span class="dot" aria-hidden="true"></span
      >${feeds.failing === 0 ? 'All is well' : html`Running; <a href="/feeds?state=failing">${count(feeds.failing)} of ${counted(feeds.active, 'feed')} failing</a>`}
      <span class="faint"
        >· ${engine.store === 'embedded' ? 'own PostgreSQL' : 'PostgreSQL'}, queues on
        ${engine.queue === 'redis' ? 'Redis' : 'PostgreSQL'}</span
      >
    </p>`;
  return html`<div class="health bad" role="alert">
    <p><span class="dot" aria-hidden="true"></span>Not all is well</p>
    <ul>
      ${faults.map(([name, result]) => html`<li><strong>${name}</strong>: ${result}</li>`)}
    </ul>
  </div>`;
}

function figure(name: string, href: string, n: number, what: string, more: Html): Html {
  return html`<div class="figure">
    <h2>${name}</h2>
    <p class="number">
      <a href="${href}"><b>${count(n)}</b> ${what}</a>
    </p>
    <p class="more">${more}</p>
  </div>`;
}

function feedFigure({ feeds, topics }: StatusView): Html {
  const states = (['failing', 'paused', 'gone', 'dead'] as const).filter((state) => feeds[state] > 0);
  const more = states.map(
    (state, i) =>
      html`${i > 0 && ' · '}<a class="${state !== 'paused' && 'bad'}" href="/feeds?state=${state}"
          >${count(feeds[state])} ${state}</a
        >`,
  );
  return figure(
    'Feeds',
    '/feeds',
    feeds.active,
    'watched',
    html`${states.length > 0 ? more : feeds.total > 0 ? 'every one answers' : html`add one: <code>wirewatch feeds add URL</code>`}
      · <a href="/topics">${counted(topics, 'topic')}</a>`,
  );
}

/** The four stages as a flow, from left to right. */
function flow({ queues }: StatusView): Html {
  if (queues === null)
    return html`<p class="health bad" role="alert">
      <span class="dot" aria-hidden="true"></span>The queue server does not answer. Nothing is lost: work goes on when
      it is back.
    </p>`;
  return html`<section aria-labelledby="flow">
    <h2 id="flow">Queues <a class="more" href="/queues">Bull Board</a></h2>
    <ol class="flow">
      ${queues.map(
        (
          queue,
        ) => html`<li${queue.paused && html` class="paused"`}><a href="/queues/queue/${queue.stage}"><span class="stage">${queue.stage}${queue.paused && ' (paused)'}</span>
<span class="number"><b>${count(queue.due)}</b> due</span>
<span class="more">${count(queue.waiting)} waiting · ${count(queue.active)} active${queue.oldestDueS !== null && queue.oldestDueS >= 1 && html`<br />oldest ${span(queue.oldestDueS)}`}</span></a>${
          queue.quarantined > 0 && html`<a class="bad" href="/failures">${count(queue.quarantined)} kept for you</a>`
        }</li>`,
      )}
    </ol>
  </section>`;
}

function failures({ failures }: StatusView, now: number): Html {
  if (failures.latest.length === 0) {
    return html`<section aria-labelledby="failures">
      <h2 id="failures">Failures</h2>
      <p class="empty">Nothing waits for a person.</p>
    </section>`;
  }
  return html`<section aria-labelledby="failures">
    <h2 id="failures">Failures <a class="more" href="/failures">All</a></h2>
    ${failureList(failures.latest.slice(0, 5), now)}
  </section>`;
}

function emptyAlerts({ topics, feeds, articles }: StatusView): Html {
  if (topics === 0)
    return html`No topic is watched for yet. <a href="/topics">Try a query</a>, then
      <code>wirewatch topics add</code>.`;
  if (feeds.total === 0) return html`No feed is watched yet: <code>wirewatch feeds add URL</code>.`;
  return articles.day === 0
    ? html`Nothing has come in yet; the first articles are on their way.`
    : html`Nothing of what came in matched a topic.`;
}
