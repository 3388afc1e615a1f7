import { sql } from 'kysely';
import type { DueUrl, HeldSlot, PollOutcome } from '../stages/fetch/deps.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';
import { prepared } from './sql.ts';

/** A poll that brought no new body: unchanged (304 or the same bytes), failed, or gone. */
export interface PollToCommit {
  readonly slot: HeldSlot;
  readonly due: DueUrl;
  readonly outcome: PollOutcome;
}

/** What is null or false is left out: it comes out as NULL. */
function rowOf({ slot, due, outcome }: PollToCommit): Record<string, unknown> {
  const { delayMs, rhythm, failures, pace, code, reason, state, proved, validators, moved } = outcome;
  return {
    slot: slot.slotId,
    token: slot.token,
    work: due.work,
    delay: delayMs,
    ms: Math.round(delayMs),
    rhythm: rhythm ?? undefined,
    failures,
    pace: pace ?? undefined,
    code: code ?? undefined,
    reason: reason ?? undefined,
    gone: state === 'gone' || undefined,
    proved: proved || undefined,
    validated: validators !== undefined || undefined,
    etag: validators?.etag ?? undefined,
    modified: validators?.lastModified ?? undefined,
    url: validators?.url,
    placed: moved !== undefined || undefined,
    moved: moved ?? undefined,
  };
}

/** A feed that only failed for so long is shown as dead; it is still polled, at the longest interval of its back-off. */
const DEAD_AFTER = sql.raw(`interval '30 days'`);

/**
 * Commits polls of any hosts in one statement, each behind its own slot's lease: where that is lost, nothing changes (R9).
 * The slot is looked at and not locked: a lease that is lost at the same instant was lost after this commit, and whoever
 * claims the row next waits for it.
 * A paused feed stays so; a success brings back what was gone or dead; a failure changes nothing for long.
 */
export async function commitPolls(db: Database, polls: readonly PollToCommit[]): Promise<void> {
  await prepared`
    WITH poll AS (
      SELECT * FROM json_to_recordset(${json(polls.map(rowOf))}::json) AS p(
        slot bigint, token uuid, work bigint, delay float8, ms bigint, rhythm json, failures real, pace float8, code text, reason text,
        gone boolean, proved boolean, validated boolean, etag text, modified text, url text, placed boolean, moved jsonb)),
    put AS (
      UPDATE work SET token = NULL, interrupted = false, attempts = 0, code = poll.code, reason = poll.reason,
        url = coalesce(hops -> 0 ->> 'url', work.url), hops = '[]', next_at = clock_timestamp() + poll.delay * interval '1 millisecond'
      FROM poll JOIN slot ON slot.id = poll.slot AND slot.token = poll.token
      WHERE work.id = poll.work AND work.token = poll.token
      RETURNING work.feed_id, poll.*)
    UPDATE feed SET polled_at = clock_timestamp(), ok_at = CASE WHEN put.code IS NULL THEN clock_timestamp() ELSE ok_at END,
      rhythm = coalesce(put.rhythm, feed.rhythm), failures = put.failures, code = put.code, reason = put.reason, interval_ms = put.ms, pace = put.pace,
      state = CASE
        WHEN state = 'paused' THEN state
        WHEN put.gone THEN 'gone'
        WHEN put.code IS NULL THEN 'active'
        WHEN state = 'active' AND coalesce(ok_at, added_at) < clock_timestamp() - ${DEAD_AFTER} THEN 'dead'
        ELSE state END,
      proved_at = CASE WHEN put.proved THEN clock_timestamp() ELSE proved_at END,
      validators_url = CASE WHEN put.validated THEN put.url ELSE validators_url END,
      etag = CASE WHEN put.validated THEN put.etag ELSE feed.etag END,
      last_modified = CASE WHEN put.validated THEN put.modified ELSE last_modified END,
      moved = CASE WHEN put.placed THEN put.moved ELSE feed.moved END
    FROM put WHERE feed.id = put.feed_id`.execute(db);
}
