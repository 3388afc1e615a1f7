import { isWireError } from '../../core/errors.ts';
import type { Answer, RobotsRules } from './deps.ts';
import type { Visit } from './visit.ts';

/** RFC 9309 §2.4: at most a day. */
const KEEP_MS = 24 * 3_600_000;
/** Tried again hourly while it can't be read (R12). */
const AWAY_MS = 3_600_000;
/** How long a host is left alone that is too busy for its robots.txt and does not say for how long. */
const BUSY_MS = 10 * 60_000;
/** RFC 9309 §2.3.1.2: at least five. */
const MAX_REDIRECTS = 5;
/** RFC 9309 §2.5: at least 500 KiB are read, the rest is ignored. */
const MAX_BYTES = 512 * 1024;
const ACCEPT = { accept: 'text/plain,*/*;q=0.5' };

/**
 * Whether robots.txt allows a page (RFC 9309; R12): fetched first, under the host's lease and pace, kept a day.
 * `wait` while it can't be read; `no-turn` when the host has no time for its request within this batch, or has just said
 * that it is busy.
 */
export async function robotsFor(visit: Visit, url: string): Promise<'allowed' | 'refused' | 'wait' | 'no-turn'> {
  const origin = new URL(url).origin;
  const rules = visit.robots.get(origin) ?? (await rulesOf(visit, origin));
  if (rules === 'no-turn') return rules;
  visit.robots.set(origin, rules);
  if (rules === 'wait') return rules;
  return rules.allows(url) ? 'allowed' : 'refused';
}

async function rulesOf(visit: Visit, origin: string): Promise<RobotsRules | 'wait' | 'no-turn'> {
  let known = await visit.deps.store.robots(origin);
  if (known === null || !known.fresh) {
    const fetched = await fetchRobots(visit, origin);
    if (fetched === 'no-turn') return 'no-turn';
    known = { ...fetched, fresh: true };
  }
  if (known.status === null || known.status >= 500) return 'wait';
  const rules = visit.deps.parseRobots(known.body ?? '');
  if (rules.crawlDelayMs !== visit.crawlDelayMs) {
    visit.crawlDelayMs = rules.crawlDelayMs;
    await visit.deps.store.setCrawlDelay(visit.slot.hostId, rules.crawlDelayMs);
  }
  return rules;
}

interface Fetched {
  readonly status: number | null;
  readonly body: string | null;
}

async function fetchRobots(visit: Visit, origin: string): Promise<Fetched | 'no-turn'> {
  let url = `${origin}/robots.txt`;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    if (!(await visit.turn())) return 'no-turn';
    const answer = await ask(visit, url, hop === 0);
    if (answer?.kind === 'busy' && new URL(url).origin === origin) return busy(visit, origin, answer);
    if (answer?.kind !== 'redirect') return keep(visit, origin, answer);
    if (answer.redirect === null) break;
    url = answer.redirect.url;
  }
  return keep(visit, origin, null, 404); // more redirects than anybody follows: as if there were none
}

/** 429 and 503 slow the whole host and end the batch (R10); robots.txt is asked for again when the host may be. */
async function busy(visit: Visit, origin: string, { retryAfterMs }: Answer): Promise<'no-turn'> {
  await visit.deps.store.restHost(visit.slot.hostId, retryAfterMs ?? BUSY_MS);
  await visit.deps.store.keepRobots(origin, { status: 503, body: null, keepMs: retryAfterMs ?? AWAY_MS });
  return 'no-turn';
}

async function ask(visit: Visit, url: string, isFirst: boolean): Promise<Answer | null> {
  try {
    return await visit.deps.request(url, {
      kind: 'robots',
      headers: ACCEPT,
      signal: visit.signal,
      maxBytes: MAX_BYTES,
    });
  } catch (error) {
    if (visit.signal.aborted || !isWireError(error)) throw error;
    // An address that is never connected to has no rules to wait for: its pages end with the same reason.
    if (error.fate === 'drop' && isFirst) throw error;
    return null;
  }
}

/** 2xx holds rules, 4xx allows all but 429, which like 5xx and no answer at all makes the pages wait. */
async function keep(visit: Visit, origin: string, answer: Answer | null, instead?: number): Promise<Fetched> {
  const said = instead ?? answer?.status ?? null;
  const status = said === 429 ? 503 : said;
  const body = answer?.kind === 'ok' ? new TextDecoder().decode(answer.bytes).replaceAll('\0', '') : null;
  const keepMs = status === null || status >= 500 ? AWAY_MS : KEEP_MS;
  await visit.deps.store.keepRobots(origin, { status, body, keepMs });
  return { status, body };
}
