import { isWireError, messageOf } from '../../core/errors.ts';
import { binaryKind } from '../../text/binary.ts';
import { shownUrl } from '../jobs.ts';
import type { Answer, DueUrl, Reason } from './deps.ts';
import { robotsFor } from './robots.ts';
import type { Next, Visit } from './visit.ts';

const MINUTE_MS = 60_000;
/** Waits between the tries of a page; when they are used up it is finally without a body. */
const RETRY_MS = [20_000, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS] as const;
/** How long a busy host is left alone that does not say for how long (RFC 9110 leaves it open). */
const BUSY_MS = 10 * MINUTE_MS;
const ROBOTS_WAIT_MS = 60 * MINUTE_MS;
const MAX_HOPS = 5;

const HEADERS = {
  accept: 'text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.5',
  'accept-language': '*',
} as const;

/** Fetches one article's page and commits what came of it. */
export async function fetchPage(visit: Visit, due: DueUrl): Promise<Next> {
  const permission = await robotsFor(visit, due.url);
  if (permission === 'no-turn') return 'stop';
  if (permission === 'wait') {
    const reason = 'robots.txt of the host could not be read';
    await wait(visit, due, ROBOTS_WAIT_MS, false, { code: 'ROBOTS_AWAY', reason });
    return 'go-on';
  }
  if (permission === 'refused') {
    await giveUpPage(visit, due, { code: 'ROBOTS_REFUSED', reason: 'robots.txt does not allow this page' });
    return 'go-on';
  }
  if (!(await visit.turn())) return 'stop';
  let answer: Answer;
  try {
    answer = await visit.deps.request(due.url, { kind: 'page', headers: HEADERS, signal: visit.signal });
  } catch (error) {
    if (visit.signal.aborted) throw error;
    return pageFailed(visit, due, error);
  }
  return settle(visit, due, answer);
}

async function settle(visit: Visit, due: DueUrl, answer: Answer): Promise<Next> {
  switch (answer.kind) {
    case 'ok':
      return keep(visit, due, answer);
    case 'redirect':
      return hop(visit, due, answer);
    case 'busy':
      return busy(visit, due, answer);
    case 'gone':
    case 'missing':
      return giveUpPage(visit, due, { code: 'HTTP_GONE', reason: `the address answers ${answer.status}` });
    case 'denied':
    case 'wrong':
    case 'unchanged':
      return giveUpPage(visit, due, { code: 'HTTP_REFUSED', reason: `the address answers ${answer.status}` });
    case 'broken':
      return again(visit, due, { code: 'HTTP_SERVER', reason: `the address answers ${answer.status}` });
  }
}

const TEXTUAL = /^\s*(?:text\/|application\/(?:xhtml|xml|rss|atom|json|ld\+json))|\+xml/i;

async function keep(visit: Visit, due: DueUrl, answer: Answer): Promise<Next> {
  const { bytes, contentType } = answer;
  if (
    binaryKind(bytes) !== null ||
    (contentType !== null && !TEXTUAL.test(contentType) && !/html|octet-stream/i.test(contentType))
  ) {
    return giveUpPage(visit, due, {
      code: 'NOT_HTML',
      reason: `the address gives ${contentType ?? 'something that is not text'}`,
    });
  }
  const body = {
    url: answer.url,
    contentType,
    bytes: await visit.deps.compress(bytes),
    size: bytes.length,
    truncated: answer.truncated,
    headers: {},
  };
  const item = await visit.deps.store.commitBody(visit.slot, due, body, visit.handout.job);
  if (item === null) return lost(visit);
  note(visit, due, { outcome: 'fetched' });
  await visit.handout.push(item, label(visit, due));
  return 'go-on';
}

async function hop(visit: Visit, due: DueUrl, answer: Answer): Promise<Next> {
  const next = answer.redirect?.url;
  if (
    next === undefined ||
    due.hops.length >= MAX_HOPS ||
    next === due.url ||
    due.hops.some((hop) => hop.url === next)
  ) {
    const reason = next === undefined ? 'a redirect to no usable address' : `a loop or more than ${MAX_HOPS} redirects`;
    return giveUpPage(visit, due, { code: 'REDIRECTS', reason });
  }
  const { hostId } = await visit.deps.store.hostOf(next);
  await visit.deps.store.commitHop(visit.slot, due, {
    url: next,
    hostId,
    permanent: answer.redirect?.permanent === true,
  });
  note(visit, due, { outcome: 'redirected' });
  return 'go-on';
}

/** 429 and 503 slow the whole host and end the batch at once (R10). */
async function busy(visit: Visit, due: DueUrl, answer: Answer): Promise<Next> {
  const delayMs = answer.retryAfterMs ?? BUSY_MS;
  await visit.deps.store.restHost(visit.slot.hostId, delayMs);
  await wait(visit, due, delayMs, false, { code: 'HTTP_BUSY', reason: `the host answers ${answer.status}` });
  return 'stop';
}

/** Settles what was thrown instead of an answer. */
export async function pageFailed(visit: Visit, due: DueUrl, error: unknown): Promise<Next> {
  const why = { code: isWireError(error) ? error.code : 'BUG', reason: messageOf(error) };
  const fate = isWireError(error) ? error.fate : 'retry';
  if (fate === 'defer') {
    await wait(visit, due, (isWireError(error) && error.retryAfterMs) || BUSY_MS, false, why);
    return 'go-on';
  }
  return fate === 'retry' ? again(visit, due, why) : giveUpPage(visit, due, why);
}

/** Tries again later, or gives the page up when the tries are used up. */
async function again(visit: Visit, due: DueUrl, why: Reason): Promise<Next> {
  const delayMs = RETRY_MS[due.attempts - 1];
  if (delayMs === undefined)
    return giveUpPage(visit, due, { code: why.code, reason: `${why.reason} (after ${due.attempts} tries)` });
  await wait(visit, due, delayMs * (0.75 + visit.deps.random() / 2), true, why);
  return 'go-on';
}

async function wait(visit: Visit, due: DueUrl, delayMs: number, counts: boolean, why: Reason): Promise<void> {
  await visit.deps.store.commitWait(visit.slot, due, { delayMs, counts, ...why });
  note(visit, due, { outcome: counts ? 'retry' : 'defer', code: why.code });
}

/** The page is finally without a body; the feed's words stand in for it (R16). */
export async function giveUpPage(visit: Visit, due: DueUrl, why: Reason): Promise<Next> {
  const item = await visit.deps.store.commitNoBody(visit.slot, due, why, visit.handout.job);
  note(visit, due, { outcome: 'no-page', code: why.code });
  if (item !== null) await visit.handout.push(item, label(visit, due));
  return 'go-on';
}

function note(visit: Visit, due: DueUrl, what: { readonly outcome: string; readonly code?: string }): void {
  visit.note({ url: shownUrl(due.url), ...what, ...(due.traceId !== null && { trace: due.traceId }) });
}

function label(visit: Visit, due: DueUrl): { host: string; url: string; trace?: string } {
  return { host: visit.slot.key, url: due.url, ...(due.traceId !== null && { trace: due.traceId }) };
}

function lost(visit: Visit): Next {
  visit.lose();
  return 'stop';
}
