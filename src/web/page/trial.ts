import { passagesOf } from '../../digest/passages.ts';
import type { TrialView } from '../views.ts';
import { html, snippet, type Html } from './html.ts';
import { topicPath } from './parts.ts';
import { count, counted } from '../../core/count.ts';
import { ago } from './words.ts';

type Sample = TrialView['samples'][number];

const SAMPLES = 50;
const CHANGES = 5;
const OUTLETS = 10;

/** What a query would have found. `again` gives the address that tries another query instead. */
export function trial(found: TrialView, again: (query: string) => string, now: number): Html {
  return html`<section aria-labelledby="trial">
    <h2 id="trial">It would have found</h2>
    ${found.warnings.map((warning) => html`<p class="fault">${warning.message} ${warning.hint}</p>`)}
    <div class="figures">${figures(found)}</div>
    ${bars(found)} ${found.comparedWith !== null && change(found, found.comparedWith, now)}
    <div class="columns">
      <section aria-labelledby="samples">
        <h3 id="samples">The newest matches</h3>
        ${found.samples.length === 0 ? html`<p class="faint">None.</p>` : samples(found.samples.slice(0, SAMPLES), now)}
      </section>
      <div>${noise(found, again)} ${outlets(found)} ${furniture(found)}</div>
    </div>
  </section>`;
}

function figures({ stories, matched, scanned, read, complete, suppressed, alertsPerWeek }: TrialView): Html {
  return html`<div class="figure">
      <h3>Stories</h3>
      <p class="number"><b>${count(stories)}</b> ${stories === 1 ? 'alert' : 'alerts'}</p>
      <p class="faint">${counted(suppressed, 'more match', 'more matches')} would have joined one of them.</p>
    </div>
    <div class="figure">
      <h3>A week</h3>
      <p class="number"><b>${alertsPerWeek}</b> alerts</p>
      <p class="faint">if it goes on like this.</p>
    </div>
    <div class="figure">
      <h3>Articles</h3>
      <p class="number"><b>${count(matched)}</b> of ${count(scanned)}</p>
      <p class="faint">
        ${complete ? html`${count(read)} were read, the index ruled the others out.` : html`The newest ones: the time ran out before the archive did.`}
      </p>
    </div>`;
}

const DAY_MS = 86_400_000;
/** More days than these are shown as weeks. */
const MAX_BARS = 62;

/** Matches by day, or by week, with the days that had none. */
function bars({ byDay, from, to }: TrialView): Html | null {
  const days = Object.keys(byDay).filter((day) => day >= from.slice(0, 10));
  if (days.length < 2) return null;
  const first = Date.parse(days.reduce((a, b) => (a < b ? a : b)));
  const last = Math.max(Date.parse(to.slice(0, 10)), first);
  const step = (last - first) / DAY_MS < MAX_BARS ? 1 : Math.max(7, Math.ceil((last - first) / DAY_MS / MAX_BARS));
  const sums = new Map<number, number>();
  for (let at = first; at <= last; at += step * DAY_MS) sums.set(at, 0);
  for (const day of days) {
    const at = first + Math.floor((Date.parse(day) - first) / DAY_MS / step) * step * DAY_MS;
    if (sums.has(at)) sums.set(at, (sums.get(at) ?? 0) + (byDay[day] ?? 0));
  }
  const most = Math.max(1, ...sums.values());
  const label = step === 1 ? 'Matches a day' : `Matches every ${step} days`;
  return html`<figure class="chart">
    <figcaption>${label}, ${count(most)} at most</figcaption>
    <ol class="bars" aria-label="${label}">
      ${[...sums].map(([at, articles]) => {
        const day = new Date(at).toISOString().slice(0, 10);
        const height = Math.round((articles / most) * 100);
        return html`<li title="${day}: ${articles}">
          <svg viewBox="0 0 10 100" preserveAspectRatio="none" role="img" aria-label="${day}: ${articles}">
            <rect x="0" y="${100 - height}" width="10" height="${height}" />
          </svg>
        </li>`;
      })}
    </ol>
    <p class="meta"><span>${new Date(first).toISOString().slice(0, 10)}</span><span>${to.slice(0, 10)}</span></p>
  </figure>`;
}

function change({ gained, lost, gainedCount, lostCount }: TrialView, topic: string, now: number): Html {
  return html`<section class="card change" aria-labelledby="change">
    <h3 id="change">Against <a href="${topicPath(topic)}">${topic}</a> as it is</h3>
    <div class="halves">
      <div>
        <p class="number gained"><b>+${count(gainedCount)}</b> gained</p>
        ${briefly(gained, gainedCount, now)}
      </div>
      <div>
        <p class="number lost"><b>−${count(lostCount)}</b> lost</p>
        ${briefly(lost, lostCount, now)}
      </div>
    </div>
  </section>`;
}

function briefly(samples: readonly Sample[], all: number, now: number): Html {
  const shown = samples.slice(0, CHANGES);
  return html`${shown.length > 0 && html`<div class="brief">${list(shown, 1, now)}</div>`}
  ${all > shown.length && html`<p class="faint">and ${count(all - shown.length)} more</p>`}`;
}

function samples(found: readonly Sample[], now: number): Html {
  return list(found, 2, now);
}

function list(found: readonly Sample[], snippets: number, now: number): Html {
  return html`<ul class="plain evidence">
    ${found.map(
      ({ article, matches }) =>
        html`<li>
          <p class="meta"><span>${article.source}</span>${ago(article.published ?? article.discoveredAt, now)}</p>
          <p dir="auto"><a href="/articles/${article.id}">${article.title ?? article.url}</a></p>
          ${beyondTitle(passagesOf(matches))
            .slice(0, snippets)
            .map((match) => html`<p class="snippet" dir="auto">${snippet(match.snippet)}</p>`)}
        </li>`,
    )}
  </ul>`;
}

/** The headline stands there already: its passage is shown only where there is no other. */
function beyondTitle(matches: Sample['matches']): Sample['matches'] {
  const others = matches.filter(({ field }) => field !== 'title');
  return others.length === 0 ? matches : others;
}

function noise({ query, noiseWords }: TrialView, again: (query: string) => string): Html | null {
  if (noiseWords.length === 0) return null;
  return html`<section class="card" aria-labelledby="noise">
    <h3 id="noise">Likely noise</h3>
    <p class="faint">Words of weak matches that hardly stand in the others. Follow one to try it with NOT.</p>
    <ul class="chips">
      ${noiseWords.map(
        ({ word, noise: weak, rest }) =>
          html`<li>
            <a href="${again(`(${query}) NOT ${word}`)}" title="in ${weak} weak matches, in ${rest} others">${word}</a>
            <span class="faint">${weak}/${rest}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function outlets({ bySource }: TrialView): Html | null {
  const all = Object.entries(bySource);
  if (all.length === 0) return null;
  return html`<section class="card" aria-labelledby="outlets">
    <h3 id="outlets">Outlets</h3>
    <dl class="facts">
      ${all.slice(0, OUTLETS).map(
        ([source, matches]) =>
          html`<dt>${source}</dt>
            <dd>${count(matches)}</dd>`,
      )}
    </dl>
    ${all.length > OUTLETS && html`<p class="faint">and ${count(all.length - OUTLETS)} more</p>`}
  </section>`;
}

function furniture({ furniture: { scanned, ignored, samples } }: TrialView): Html | null {
  if (scanned === 0) return null;
  return html`<section class="card" aria-labelledby="furniture">
    <h3 id="furniture">Furniture ignored</h3>
    <p>
      ${counted(ignored, 'page')} of ${count(scanned)} that are still kept ${ignored === 1 ? 'holds' : 'hold'} it
      outside the article only: in menus, teasers, comments.
    </p>
    ${
      samples.length > 0 &&
      html`<ul class="plain evidence brief">
        ${samples.map(
          ({ id, title, url, snippet: text }) =>
            html`<li>
              <p dir="auto"><a href="/articles/${id}">${title ?? url}</a></p>
              <p class="snippet" dir="auto">${snippet(text)}</p>
            </li>`,
        )}
      </ul>`
    }
  </section>`;
}
