import { isWireError, messageOf } from '../../core/errors.ts';
import { shownUrl } from '../jobs.ts';
import type { Answer, DueFeed, DueUrl, Moved, Poll, PollOutcome, PollSignals } from './deps.ts';
import type { Next, Visit } from './visit.ts';

const ACCEPT =
  'application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml,application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,text/html;q=0.6,*/*;q=0.5';
const MAX_HOPS = 5;
const BUSY_MS = 10 * 60_000;
/** A feed that answered 410 is looked at again this rarely, and shown as gone. */
export const GONE_MS = 30 * 86_400_000;

/** Polls one feed: conditional, and committed as unchanged, failed, gone, or as a body that waits to be parsed (R14). */
export async function fetchFeed(visit: Visit, due: DueUrl, feed: DueFeed): Promise<Next> {
  const turn = visit.turn();
  if (!(typeof turn === 'boolean' ? turn : await turn)) return 'stop';
  let answer: Answer;
  try {
    answer = await visit.deps.request(due.url, {
      kind: 'feed',
      headers: headersOf(visit, due, feed),
      signal: visit.signal,
    });
  } catch (error) {
    if (visit.signal.aborted) throw error;
    return feedFailed(visit, due, feed, error);
  }
  return settle(visit, due, feed, answer);
}

/** Settles what was thrown instead of an answer. */
export async function feedFailed(visit: Visit, due: DueUrl, feed: DueFeed, error: unknown): Promise<Next> {
  return failed(visit, due, feed, {
    code: isWireError(error) ? error.code : 'BUG',
    reason: messageOf(error),
    failure: isWireError(error) && error.code === 'DNS_TEMPORARY' ? 'temporary' : 'hard',
  });
}

/** Validators belong to the address that gave them (R14); an operator's headers are not sent to another origin. */
function headersOf(visit: Visit, due: DueUrl, feed: DueFeed): Record<string, string> {
  const first = due.hops[0];
  const own = first === undefined || new URL(first.url).origin === new URL(due.url).origin;
  const headers: Record<string, string> = { accept: ACCEPT };
  if (isConditional(visit, due, feed)) {
    if (feed.etag !== null) headers['if-none-match'] = feed.etag;
    if (feed.lastModified !== null) headers['if-modified-since'] = feed.lastModified;
  }
  if (own && feed.headersSealed !== null) Object.assign(headers, visit.deps.openHeaders(feed.headersSealed));
  return headers;
}

/** Not where validators lied, nor where they have kept the feed silent for longer than is likely. */
function isConditional(visit: Visit, due: DueUrl, feed: DueFeed): boolean {
  if (feed.etag === null && feed.lastModified === null) return false;
  if (feed.validatorsUrl !== null && feed.validatorsUrl !== due.url) return false;
  return !feed.distrusted && !visit.deps.doubtsUnchanged(feed);
}

function settle(visit: Visit, due: DueUrl, feed: DueFeed, answer: Answer): Next | Promise<Next> {
  switch (answer.kind) {
    case 'ok':
      return keep(visit, due, feed, answer);
    case 'unchanged':
      return unchanged(visit, due, feed, answer);
    case 'redirect':
      return hop(visit, due, feed, answer);
    case 'busy':
      return busy(visit, due, feed, answer);
    case 'gone':
      return gone(visit, due, feed);
    case 'missing':
      return failed(visit, due, feed, {
        code: 'HTTP_GONE',
        reason: `the feed answers ${answer.status}`,
        failure: 'soft',
      });
    case 'denied':
    case 'wrong':
      return failed(visit, due, feed, {
        code: 'HTTP_REFUSED',
        reason:
          answer.headers['cf-mitigated'] === 'challenge'
            ? `the feed answers ${answer.status}: visitors must prove that they are human`
            : `the feed answers ${answer.status}`,
        failure: 'hard',
      });
    case 'broken':
      return failed(visit, due, feed, {
        code: 'HTTP_SERVER',
        reason: `the feed answers ${answer.status}`,
        failure: 'soft',
      });
  }
}

/** 429 and 503 slow the whole host and end the batch at once (R10). */
async function busy(visit: Visit, due: DueUrl, feed: DueFeed, answer: Answer): Promise<Next> {
  const delayMs = answer.retryAfterMs ?? BUSY_MS;
  await visit.deps.store.restHost(visit.slot.hostId, delayMs);
  const why = { code: 'HTTP_BUSY', reason: `the host answers ${answer.status}`, failure: 'soft' } as const;
  await failed(visit, due, feed, why, delayMs);
  return 'stop';
}

async function keep(visit: Visit, due: DueUrl, feed: DueFeed, answer: Answer): Promise<Next> {
  const contentHash = visit.deps.hash(answer.bytes);
  if (contentHash === feed.contentHash && !answer.truncated) return unchanged(visit, due, feed, answer);
  const moved = movedBy(visit, due, feed);
  const body = {
    url: answer.url,
    contentType: answer.contentType,
    bytes: await visit.deps.compress(answer.bytes),
    size: answer.bytes.length,
    truncated: answer.truncated,
    headers: {
      contentHash,
      askedUrl: due.url,
      ...pick(answer.headers, ['etag', 'last-modified']),
      ...(answer.maxAgeMs !== null && { maxAgeMs: String(answer.maxAgeMs) }),
      ...(moved !== null && { moved: JSON.stringify(moved) }),
      ...(saysUnchanged(due, feed, answer) && { sameValidators: 'yes' }),
    },
  };
  const item = await visit.deps.store.commitBody(visit.slot, due, body, visit.handout.job);
  if (item === null) {
    visit.lose();
    return 'stop';
  }
  visit.note({ url: shownUrl(due.url), outcome: 'fetched' });
  await visit.handout.push(item, { host: visit.slot.key, url: due.url });
  return 'go-on';
}

/** The answer's validators are those of the body before, though this body is another. */
function saysUnchanged(due: DueUrl, feed: DueFeed, { headers }: Answer): boolean {
  if (feed.validatorsUrl !== null && feed.validatorsUrl !== due.url) return false;
  const etag = headers['etag'];
  if (etag !== undefined || feed.etag !== null) return etag === feed.etag;
  return feed.lastModified !== null && headers['last-modified'] === feed.lastModified;
}

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}

/** Most polls end so: nothing here waits, and objects are written out, as it takes many times as long to spread them. */
function unchanged(visit: Visit, due: DueUrl, feed: DueFeed, answer: Answer): Next {
  const { delayMs, rhythm, failures, pace } = poll(visit, due, feed, {
    newEntries: 0,
    knownEntries: 0,
    maxAgeMs: answer.maxAgeMs,
    retryAfterMs: null,
  });
  const etag = answer.headers['etag'] ?? (answer.kind === 'unchanged' ? feed.etag : null);
  const lastModified = answer.headers['last-modified'] ?? (answer.kind === 'unchanged' ? feed.lastModified : null);
  const isKnown = etag === feed.etag && lastModified === feed.lastModified && feed.validatorsUrl === due.url;
  const moved = movedBy(visit, due, feed);
  const outcome: PollOutcome = {
    delayMs,
    rhythm,
    failures,
    pace,
    code: null,
    reason: null,
    validators: isKnown ? undefined : { etag, lastModified, url: due.url },
    proved: answer.kind !== 'unchanged',
    moved: moved === null && feed.moved === null ? undefined : moved,
  };
  // A commit takes longer than the answer: the next address is not kept waiting for it.
  visit.commit(async () => {
    try {
      await visit.deps.store.commitPoll(visit.slot, due, outcome);
      visit.left.delete(due.work);
    } catch (error) {
      if (visit.deps.isAway(error)) throw error;
      await feedFailed(visit, due, feed, error);
    }
  });
  visit.note({ url: shownUrl(due.url), outcome: 'unchanged' });
  return 'go-on';
}

async function hop(visit: Visit, due: DueUrl, feed: DueFeed, answer: Answer): Promise<Next> {
  const next = answer.redirect?.url;
  if (
    next === undefined ||
    due.hops.length >= MAX_HOPS ||
    next === due.url ||
    due.hops.some((hop) => hop.url === next)
  ) {
    return failed(visit, due, feed, {
      code: 'REDIRECTS',
      reason: 'a loop, too many redirects, or one to no usable address',
      failure: 'hard',
    });
  }
  const { hostId } = await visit.deps.store.hostOf(next);
  await visit.deps.store.commitHop(visit.slot, due, {
    url: next,
    hostId,
    permanent: answer.redirect?.permanent === true,
  });
  visit.note({ url: shownUrl(due.url), outcome: 'redirected' });
  return 'go-on';
}

async function gone(visit: Visit, due: DueUrl, feed: DueFeed): Promise<Next> {
  const why = { code: 'HTTP_GONE', reason: 'the feed answers 410: it is gone for good' };
  const next = poll(visit, due, feed, {
    newEntries: 0,
    knownEntries: 0,
    maxAgeMs: null,
    retryAfterMs: null,
    failure: 'hard',
  });
  await visit.deps.store.commitPoll(visit.slot, due, { ...next, delayMs: GONE_MS, ...why, state: 'gone' });
  visit.note({ url: shownUrl(due.url), outcome: 'gone', code: why.code });
  return 'go-on';
}

interface Failure {
  readonly code: string;
  readonly reason: string;
  readonly failure: 'hard' | 'soft' | 'temporary';
}

async function failed(
  visit: Visit,
  due: DueUrl,
  feed: DueFeed,
  why: Failure,
  retryAfterMs: number | null = null,
): Promise<Next> {
  const next = poll(visit, due, feed, {
    newEntries: 0,
    knownEntries: 0,
    maxAgeMs: null,
    retryAfterMs,
    failure: why.failure,
  });
  await visit.deps.store.commitPoll(visit.slot, due, { ...next, code: why.code, reason: why.reason });
  visit.note({ url: shownUrl(due.url), outcome: 'failed', code: why.code });
  return 'go-on';
}

function poll(visit: Visit, due: DueUrl, feed: DueFeed, signals: PollSignals): Poll {
  return visit.deps.nextPoll(feed, due.feedId as number, signals);
}

/** The feed's new address and since when, where every redirect of this poll was permanent; else null. */
function movedBy(visit: Visit, due: DueUrl, feed: DueFeed): Moved | null {
  if (due.hops.length === 0 || due.hops.some((hop) => !hop.permanent)) return null;
  return feed.moved?.to === due.url ? feed.moved : { to: due.url, since: new Date(visit.deps.now()).toISOString() };
}
