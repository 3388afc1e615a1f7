import type { DeliveryView, FailureView, FeedView } from '../views.ts';
import { html, outLink, type Html } from './html.ts';
import { address, empty, pager } from './layout.ts';
import { failureList, state, why } from './parts.ts';
import { ago, span } from './words.ts';

type Query = Readonly<Record<string, string | undefined>>;

function tabs(path: string, name: string, values: readonly string[], chosen: string | undefined): Html {
  return html`<ul class="tabs">
    ${[undefined, ...values].map(
      (value) =>
        html`<li>
          <a href="${address(path, { [name]: value })}" ${value === chosen && html` aria-current="true"`}
            >${value ?? 'all'}</a
          >
        </li>`,
    )}
  </ul>`;
}

/** `/feeds`: what is watched, and how each is doing. */
export function feedsPage(feeds: readonly FeedView[], next: string | null, query: Query, now: number): Html {
  return html`<h1>Feeds</h1>
    ${tabs('/feeds', 'state', ['active', 'failing', 'paused', 'gone', 'dead'], query['state'])}
    ${
      feeds.length === 0
        ? empty(
            query['state'] === undefined
              ? html`No feed is watched yet: <code>wirewatch feeds add URL</code>.`
              : `No feed is ${query['state']}.`,
          )
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Feed</th>
                  <th scope="col">State</th>
                  <th scope="col">Polled</th>
                  <th scope="col">Next</th>
                  <th scope="col">Last news</th>
                  <th scope="col"><span class="hidden">Actions</span></th>
                </tr>
              </thead>
              <tbody>
                ${feeds.map((feed) => feedRow(feed, now))}
              </tbody>
            </table>
          </div>`
    }
    ${pager('/feeds', query, next)}`;
}

function feedRow(feed: FeedView, now: number): Html {
  const paused = feed.state === 'paused';
  return html`<tr>
    <td>
      <a href="/articles?feed=${feed.id}">${feed.title ?? feed.source}</a
      ><span class="sub">${outLink(feed.url, feed.url)}</span
      >${feed.problem !== null && html`<span class="sub bad">${feed.problem}</span>`}
    </td>
    <td>${state(feed.failing ? 'failing' : feed.state)}<span class="sub">${why(feed.code, feed.reason)}</span></td>
    <td class="tight">
      ${ago(feed.polledAt, now)}${feed.intervalMs !== null && html`<span class="sub">every ${span(feed.intervalMs / 1000)}</span>`}
    </td>
    <td class="tight">${ago(feed.nextAt, now)}</td>
    <td class="tight">${ago(feed.entryAt, now)}</td>
    <td class="tight actions">
      <button type="button" data-post="/api/v1/feeds/${feed.id}/${paused ? 'resume' : 'pause'}" data-reload>
        ${paused ? 'Resume' : 'Pause'}<span class="hidden"> ${feed.title ?? feed.url}</span></button
      >${
        feed.state === 'active' &&
        html` <button type="button" data-post="/api/v1/feeds/${feed.id}/poll" data-done="Asked">
          Poll<span class="hidden"> ${feed.title ?? feed.url} now</span>
        </button>`
      }
    </td>
  </tr>`;
}

/** `/deliveries`: what was sent, and what was not. */
export function deliveriesPage(
  deliveries: readonly DeliveryView[],
  next: string | null,
  query: Query,
  now: number,
): Html {
  return html`<h1>Deliveries</h1>
    ${tabs('/deliveries', 'state', ['pending', 'sending', 'sent', 'failed', 'cancelled'], query['state'])}
    ${
      deliveries.length === 0
        ? empty('No delivery passes this filter.')
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Delivery</th>
                  <th scope="col">State</th>
                  <th scope="col">To</th>
                  <th scope="col" class="n">Tries</th>
                  <th scope="col">When</th>
                </tr>
              </thead>
              <tbody>
                ${deliveries.map(
                  (delivery) =>
                    html`<tr>
                      <td>
                        ${delivery.alertId === null ? delivery.type : html`<a href="/alerts/${delivery.alertId}">${delivery.topic ?? delivery.type}</a>`}<span
                          class="sub"
                          ><code>${delivery.messageId}</code> ${delivery.type}</span
                        >
                      </td>
                      <td>${state(delivery.state)}<span class="sub">${why(delivery.code, delivery.reason)}</span></td>
                      <td>${delivery.channel.type}<span class="sub">${delivery.channel.address}</span></td>
                      <td class="n">${delivery.attempts}</td>
                      <td class="tight">
                        ${ago(delivery.sentAt ?? delivery.triedAt ?? delivery.createdAt, now)}${delivery.nextAt !== null && html`<span class="sub">again ${ago(delivery.nextAt, now)}</span>`}
                      </td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    ${pager('/deliveries', query, next)}`;
}

/** `/failures`: what is kept for a person. */
export function failuresPage(failures: readonly FailureView[], now: number): Html {
  return html`<h1>Failures</h1>
    <p class="faint">
      What could not be worked off and is kept, with its reason, until somebody tries it again. Nothing is alerted twice
      by that.
    </p>
    ${
      failures.length === 0
        ? empty('Nothing waits for a person.')
        : html`<p class="actions">
              <button type="button" data-post="/api/v1/failures/all/retry" data-reload>Try all again</button>
            </p>
            ${failureList(failures, now)}`
    }`;
}

/** An address at which there is nothing, or a request that was refused. */
export function problemPage(status: number, title: string, detail: string): Html {
  return html`<h1>${title}</h1>
    <p>${detail}</p>
    <p class="faint">${status}</p>
    <p><a href="/">To the status page</a></p>`;
}
