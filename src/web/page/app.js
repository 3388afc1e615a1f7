// Brings a live page up to date: at once when an alert is made, else every few seconds. The server renders; this swaps.
'use strict';

const REFRESH_MS = 5_000;
const main = document.getElementById('main');
const beat = document.getElementById('beat');

/** Relative times go stale on a page that stands open. */
function span(seconds) {
  for (const [size, unit] of [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
  ]) {
    if (seconds >= size) return `${Math.floor(seconds / size)} ${unit}`;
  }
  return `${Math.floor(seconds)} s`;
}
function retime() {
  for (const time of document.querySelectorAll('time[title]')) {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    time.textContent = Math.abs(seconds) < 5 ? 'now' : seconds > 0 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
  }
}
setInterval(retime, 10_000);

function say(text, isAway) {
  if (beat === null) return;
  if (beat.textContent !== text) beat.textContent = text;
  beat.classList.toggle('away', isAway);
}

let under = false;
async function refresh() {
  if (under || document.hidden || main === null) return;
  under = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('main');
    if (fresh !== null) swap(fresh);
    say('Live', false);
  } catch {
    say('Not reached; trying again', true);
  } finally {
    under = false;
  }
}

/** Replaces the parts that differ, but the one that holds the focus; new alerts are marked as fresh. */
function swap(fresh) {
  const known = new Set([...main.querySelectorAll('.alert h3 a')].map((link) => link.pathname));
  const marks = fresh.querySelectorAll('.alert');
  for (const alert of marks) {
    const link = alert.querySelector('h3 a');
    if (known.size > 0 && link !== null && !known.has(link.pathname)) alert.classList.add('fresh');
  }
  const old = [...main.children];
  const next = [...fresh.children];
  if (old.length !== next.length) return main.replaceChildren(...next);
  for (const [i, child] of old.entries()) {
    if (!child.isEqualNode(next[i]) && !child.contains(document.activeElement)) child.replaceWith(next[i]);
  }
}

if (main !== null && 'live' in main.dataset) {
  setInterval(() => void refresh(), REFRESH_MS);
  document.addEventListener('visibilitychange', () => void refresh());
  const events = new EventSource('/api/v1/events');
  events.addEventListener('alert', () => setTimeout(() => void refresh(), 150));
  addEventListener('pagehide', () => events.close());
}

/** Buttons that change something by the API, and say how it went. */
document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button[data-post]') : null;
  if (button !== null) void post(button);
});

async function post(button) {
  button.disabled = true;
  try {
    const answer = await fetch(button.dataset.post, { method: 'POST' });
    const body = await answer.json().catch(() => ({}));
    button.textContent = answer.ok ? button.dataset.done || 'Done' : body.detail || 'It did not work';
    if (answer.ok && 'reload' in button.dataset) location.reload();
  } catch {
    button.textContent = 'Not reached';
  }
}
