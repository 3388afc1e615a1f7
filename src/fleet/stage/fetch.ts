import { createHash, randomUUID } from 'node:crypto';
import { isReadableType, kindOf, maxAgeMs, redirectTarget, retryAfterMs } from '../../net/answer.ts';
import { parseRobots } from '../../net/robots-rules.ts';
import { sharedAddress } from '../../net/shared-address.ts';
import { ROBOTS_NAME } from '../../net/user-agent.ts';
import type { Metrics } from '../../observe/metrics.ts';
import { isWireError } from '../../core/errors.ts';
import type { Answer, FetchDeps, FetchStore } from '../../stages/fetch/deps.ts';
import { MAX_PAUSE_MS, MAX_URLS } from '../../stages/fetch/visit.ts';
import type { Enqueue } from '../../stages/jobs.ts';
import { enterAddress } from '../../store/address.ts';
import { deflate } from '../../store/body.ts';
import { commitBody, commitHop, commitNoBody, commitWait, claimDue } from '../../store/fetching.ts';
import {
  bookRequest,
  ensureHosts,
  releaseSlots,
  renewSlot,
  restHost,
  setCrawlDelay,
  type SlotEnd,
} from '../../store/host.ts';
import { isAway } from '../../store/open.ts';
import { commitPolls, type PollToCommit } from '../../store/polls.ts';
import { keepRobots, readRobots } from '../../store/robots.ts';
import { together } from '../../store/together.ts';
import { beginVisits, type VisitAsk } from '../../store/visits.ts';
import type { Container } from '../container.ts';
import { doubtOf, nextPollOf } from '../rhythm.ts';
import { every, sleep } from '../timers.ts';

/** What the fetch stage needs, made of this process's parts. */
export function fetchDeps(container: Container, enqueue: Enqueue, metrics: Metrics): FetchDeps {
  const { seal, config } = container;
  return {
    store: fetchStore(container),
    enqueue,
    request: requester(container, metrics),
    // A proxy resolves the names itself, perhaps to other addresses.
    addressOf: async (url) =>
      config.hosts.perAddress === null || config.network.proxy !== undefined
        ? null
        : sharedAddress(container.guard, url),
    parseRobots: (body) => parseRobots(body, ROBOTS_NAME),
    compress: deflate,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    openHeaders: (sealed) => JSON.parse(seal.open(sealed)) as Record<string, string>,
    nextPoll: (feed, feedId, signals) => nextPollOf(config.polling, feed, feedId, signals, null, Date.now()),
    doubtsUnchanged: (feed) => doubtOf(feed, Date.now()),
    every: (ms, run) => every(ms, run, (err) => container.log.warn({ err }, 'a lease could not be renewed')),
    sleep,
    monotonic: () => performance.now(),
    now: () => Date.now(),
    random: Math.random,
    newToken: randomUUID,
    isAway,
  };
}

function requester({ http }: Container, metrics: Metrics): FetchDeps['request'] {
  // A film that is linked as an article is not downloaded to be thrown away.
  const skipBody = (head: { contentType: string | null }): boolean => !isReadableType(head.contentType);
  return async (url, { kind, headers, signal, maxBytes }) => {
    try {
      const answer = await http.request(url, { headers, signal, skipBody, maxBytes });
      const now = Date.now();
      metrics.fetch(kind, String(answer.status), answer.bytes.length);
      // Field by field, as for each poll: to spread the answer takes many times as long.
      const { status, headers: said, bytes, contentType, url: from, truncated } = answer;
      return {
        status,
        headers: said,
        bytes,
        contentType,
        url: from,
        truncated,
        kind: kindOf(status),
        redirect: redirectTarget(answer),
        retryAfterMs: retryAfterMs(said, now),
        maxAgeMs: maxAgeMs(said, now),
      } satisfies Answer;
    } catch (error) {
      metrics.fetch(kind, isWireError(error) ? error.code : 'BUG', 0);
      throw error;
    }
  };
}

function fetchStore({ store: { db }, politeness, config }: Container): FetchStore {
  // Most polls bring nothing: they are what the store hears most of.
  const poll = together(async (polls: readonly PollToCommit[]) => {
    await commitPolls(db, polls);
    return polls.map(() => undefined);
  });
  const release = together(async (ends: readonly SlotEnd[]) => {
    await releaseSlots(db, ends);
    return ends.map(() => undefined);
  });
  const begin = together((asks: readonly VisitAsk[]) =>
    beginVisits(db, asks, { urls: MAX_URLS, horizonMs: MAX_PAUSE_MS }),
  );
  return {
    begin: (slotId, dispatch, token) => begin({ slotId, dispatch, token }),
    renewSlot: (slot) => renewSlot(db, slot),
    enterAddress: (slot, address) => enterAddress(db, slot, address, config.hosts.perAddress ?? Infinity),
    releaseSlot: (slot, restMs, left) => release({ slot, restMs, left }),
    bookRequest: (slot, gapMs, horizonMs) => bookRequest(db, slot, gapMs, horizonMs),
    restHost: (hostId, ms) => restHost(db, hostId, ms),
    setCrawlDelay: (hostId, ms) => setCrawlDelay(db, hostId, ms),
    claimDue: (slot, limit) => claimDue(db, slot, limit),
    commitBody: (slot, due, body, job) => commitBody(db, slot, due, body, job),
    commitWait: (slot, due, wait) => commitWait(db, slot, due, wait),
    commitHop: (slot, due, next) => commitHop(db, slot, due, next),
    commitNoBody: (slot, due, why, job) => commitNoBody(db, slot, due, why, job),
    commitPoll: (slot, due, outcome) => poll({ slot, due, outcome }),
    robots: (origin) => readRobots(db, origin),
    keepRobots: (origin, answer) => keepRobots(db, origin, answer),
    async hostOf(url) {
      const { key, ...policy } = politeness.of(url);
      const hosts = await ensureHosts(db, new Map([[key, policy]]));
      return { hostId: hosts.get(key) as number, key };
    },
  };
}
