import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  doubtsUnchanged,
  type FeedRhythm,
  newRhythm,
  nextPoll,
  rested,
  type PollSignals,
} from '../../src/feed/rhythm.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BOUNDS = { minMs: 5 * MINUTE, maxMs: DAY };
/** A Monday. */
const START = Date.UTC(2026, 0, 5);

/** Polls a feed whose entries appear at the given instants, for some days; gives the rhythm and the times of the polls. */
function follow(
  times: readonly number[],
  days: number,
  signals: Partial<PollSignals> = {},
): { rhythm: FeedRhythm; polls: number[] } {
  let rhythm = newRhythm();
  let seen = 0;
  const polls: number[] = [];
  for (let now = START; now < START + days * DAY;) {
    polls.push(now);
    const listed = times.filter((at) => at <= now);
    const fresh = listed.slice(Math.max(seen, listed.length - 20));
    const next = nextPoll(
      rhythm,
      {
        newEntries: fresh.length,
        knownEntries: Math.min(20, listed.length) - fresh.length,
        published: fresh,
        ...signals,
      },
      BOUNDS,
      now,
      0.5,
    );
    seen = listed.length;
    rhythm = next.rhythm;
    now += next.intervalMs;
  }
  return { rhythm, polls };
}

const every = (ms: number, days: number): number[] =>
  Array.from({ length: Math.floor((days * DAY) / ms) }, (_, at) => START + at * ms);
const after = (polls: readonly number[], day: number): number => polls.filter((at) => at >= START + day * DAY).length;

describe('the rhythm', () => {
  it('follows the feed: busy ones often, quiet ones rarely, dead ones at the longest interval', () => {
    const perDay = [every(10 * MINUTE, 14), every(3 * HOUR, 14), []].map(
      (times) => after(follow(times, 14).polls, 7) / 7,
    );
    expect(perDay[0]).toBeGreaterThan(60);
    expect(perDay[1]).toBeLessThan(24);
    expect(perDay[1]).toBeGreaterThan(4);
    expect(perDay[2]).toBeLessThan(2);
  });

  it('asks when the feed writes: by day, hardly at night', () => {
    const times = Array.from({ length: 21 }, (_, day) =>
      Array.from({ length: 20 }, (_, at) => START + day * DAY + 9 * HOUR + at * 24 * MINUTE),
    ).flat();
    const hours = follow(times, 21)
      .polls.filter((at) => at > START + 14 * DAY)
      .map((at) => new Date(at).getUTCHours());
    const byDay = hours.filter((hour) => hour >= 9 && hour < 17).length;
    expect(byDay / hours.length).toBeGreaterThan(0.6);
  });

  it('comes sooner when a document holds nothing that is known', () => {
    const { rhythm } = follow(every(3 * HOUR, 10), 10);
    const now = START + 10 * DAY;
    const usual = nextPoll(rhythm, { newEntries: 2, knownEntries: 18 }, BOUNDS, now, 0);
    const flooded = nextPoll(rhythm, { newEntries: 20, knownEntries: 0 }, BOUNDS, now, 0);
    expect(flooded.intervalMs).toBeLessThan(usual.intervalMs / 2);
    expect(
      nextPoll(flooded.rhythm, { newEntries: 1, knownEntries: 19 }, BOUNDS, now + HOUR, 0).rhythm.correction,
    ).toBeGreaterThan(flooded.rhythm.correction);
  });

  it('is slowed by a pace', () => {
    const { rhythm } = follow(every(HOUR, 10), 10);
    const at = (pace: number): number => nextPoll(rhythm, {}, { ...BOUNDS, pace }, START + 10 * DAY, 0).intervalMs;
    expect(at(2)).toBeGreaterThan(at(1) * 1.5);
  });

  it('is plain JSON that does not grow', () => {
    const { rhythm } = follow(every(10 * MINUTE, 10), 10);
    expect(JSON.parse(JSON.stringify(rhythm))).toEqual(rhythm);
    expect(JSON.stringify(rhythm).length).toBeLessThan(700);
  });
});

describe('what the publisher asks for', () => {
  const next = (signals: PollSignals, now = START, spread = 0): number =>
    nextPoll(follow(every(10 * MINUTE, 3), 3).rhythm, signals, BOUNDS, now, spread).intervalMs;

  it.each([
    ['ttl', { ttlMs: 2 * HOUR }],
    ['sy:update*', { updateMs: 2 * HOUR }],
    ['Cache-Control and Expires', { freshMs: 2 * HOUR }],
    ['Retry-After', { retryAfterMs: 2 * HOUR }],
  ])('%s is the least', (_what, signals) => expect(next(signals)).toBeGreaterThanOrEqual(2 * HOUR));

  it('counts up to the longest interval; Retry-After up to a day', () => {
    expect(next({ freshMs: 365 * DAY })).toBeLessThanOrEqual(DAY);
    expect(
      nextPoll(newRhythm(), { failure: 'soft', retryAfterMs: 30 * DAY }, { minMs: 1, maxMs: HOUR }, START, 0)
        .intervalMs,
    ).toBe(DAY);
  });

  it('moves out of skipped hours and days, and never for ever', () => {
    const at = (signals: PollSignals): Date => new Date(START + next(signals));
    expect(at({ skipHours: [0, 1, 2, 3, 4, 5] }).getUTCHours()).toBe(6);
    expect(at({ skipDays: [1, 2] }).getUTCDay()).toBe(3);
    expect(next({ skipHours: Array.from({ length: 24 }, (_, hour) => hour) })).toBeLessThan(HOUR);
  });
});

describe('failures', () => {
  const failing = (failure: 'hard' | 'soft' | 'temporary', times: number): number[] => {
    let { rhythm } = follow(every(HOUR, 5), 5);
    return Array.from({ length: times }, () => {
      const next = nextPoll(rhythm, { failure }, BOUNDS, START + 5 * DAY, 0);
      rhythm = next.rhythm;
      return next.intervalMs;
    });
  };

  it('back off in equal steps by their kind, up to the longest interval, and never stop', () => {
    const hard = failing('hard', 100);
    const steps = hard.slice(1, 4).map((ms, at) => ms - (hard[at] as number));
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(10);
    expect(hard.at(-1)).toBe(DAY);
    const [first] = hard as [number];
    const base = steps[0] as number;
    expect(first).toBeCloseTo(base * 2, -2);
    expect(failing('soft', 1)[0]).toBeCloseTo(base * 1.5, -2);
    expect(failing('temporary', 1)[0]).toBeCloseTo(base * 1.25, -2);
  });

  it('are forgotten by one success', () => {
    const failed = nextPoll(newRhythm(), { failure: 'hard' }, BOUNDS, START, 0).rhythm;
    expect(failed.failures).toBe(1);
    expect(nextPoll(failed, {}, BOUNDS, START + HOUR, 0).rhythm.failures).toBe(0);
  });
});

describe('bounds and spread', () => {
  it('hold for any history and any signals', () => {
    const ms = fc.option(fc.integer({ min: -1, max: 40 * DAY }), { nil: undefined });
    const signals = fc.record(
      {
        newEntries: fc.nat(50),
        knownEntries: fc.nat(50),
        ttlMs: ms,
        freshMs: ms,
        retryAfterMs: ms,
        published: fc.array(fc.integer({ min: -DAY, max: START + 400 * DAY }), { maxLength: 5 }),
        failure: fc.constantFrom('hard', 'soft', 'temporary', undefined),
        skipHours: fc.array(fc.nat(23), { maxLength: 24 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.array(signals, { minLength: 1, maxLength: 15 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (polls, spread) => {
          let rhythm = newRhythm();
          let now = START;
          for (const given of polls) {
            const next = nextPoll(rhythm, given as PollSignals, BOUNDS, now, spread);
            expect(next.intervalMs).toBeGreaterThanOrEqual(BOUNDS.minMs);
            expect(next.intervalMs).toBeLessThanOrEqual(BOUNDS.maxMs * 2 + HOUR);
            expect(
              Object.values(next.rhythm).every(
                (value) => value === null || Array.isArray(value) || Number.isFinite(value),
              ),
            ).toBe(true);
            rhythm = next.rhythm;
            now += next.intervalMs;
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('drift feeds apart by a tenth at most, always the same way', () => {
    const at = (spread: number): number => nextPoll(newRhythm(), {}, BOUNDS, START, spread).intervalMs;
    expect(at(1) / at(0)).toBeCloseTo(1.1, 2);
    expect(at(0.3)).toBe(at(0.3));
  });
});

describe('silence', () => {
  const learnt = (gapMs: number): { rhythm: FeedRhythm; now: number } => ({
    rhythm: follow(every(gapMs, 14), 14).rhythm,
    now: START + 14 * DAY,
  });
  /** Hours of nothing but "unchanged" until the first doubt, with a look every half hour. */
  const firstDoubt = ({ rhythm, now }: { rhythm: FeedRhythm; now: number }): number => {
    for (let ms = 0; ; ms += HOUR / 2) if (doubtsUnchanged(rhythm, ms, ms, now + ms)) return ms / HOUR;
  };

  it('is doubted after as long as the feed’s rhythm makes it unlikely, and after a week at the latest', () => {
    expect(firstDoubt(learnt(10 * MINUTE))).toBeLessThan(3);
    expect(firstDoubt(learnt(HOUR))).toBeGreaterThan(6);
    expect(firstDoubt(learnt(HOUR))).toBeLessThan(12);
    expect(firstDoubt({ rhythm: follow([], 14).rhythm, now: START + 14 * DAY })).toBe(7 * 24);
  });

  it('that was proved is doubted again after as much time once more', () => {
    const { rhythm, now } = learnt(HOUR);
    const doubt = (silent: number, proved: number): boolean =>
      doubtsUnchanged(rhythm, silent * HOUR, proved * HOUR, now + silent * HOUR);
    expect(doubt(20, 20)).toBe(true);
    expect(doubt(22, 2)).toBe(false);
    expect(doubt(40, 20)).toBe(true);
  });

  it('of a feed that was never read whole is no news', () => {
    expect(doubtsUnchanged(newRhythm(), 0, null, START)).toBe(true);
  });
});

describe('a rhythm that was left as it is by quiet polls', () => {
  const rhythm = follow(every(2 * HOUR, 10), 10).rhythm;
  const last = rhythm.seenUntil as number;

  it('is what they would have made of it, however many they were', () => {
    for (const days of [0.1, 1, 20]) {
      let kept = rhythm;
      for (let at = last; at < last + days * DAY; at += 10 * MINUTE)
        kept = nextPoll(kept, {}, BOUNDS, at + 10 * MINUTE, 0).rhythm;
      const made = rested(rhythm, kept.seenUntil as number, BOUNDS);
      expect(made.hours).toBeCloseTo(kept.hours, 6);
      expect(made.count).toBeCloseTo(kept.count, 6);
      expect(Math.abs(made.intervalMs / kept.intervalMs - 1)).toBeLessThan(0.1);
    }
  });

  it('counts what comes then from the last poll on, and fails with the interval of its silence', () => {
    const seen = last + 3 * DAY;
    const now = seen + HOUR;
    const entry = { newEntries: 1, knownEntries: 19 };
    const { rhythm: learnt } = nextPoll(rested(rhythm, seen, BOUNDS), entry, BOUNDS, now, 0);
    expect(learnt.recent).toBeGreaterThan(0.8);
    const failed = nextPoll(rested(rhythm, seen, BOUNDS), { failure: 'hard' }, BOUNDS, now, 0);
    expect(failed.intervalMs).toBeGreaterThan(2 * rhythm.intervalMs);
  });

  it('stays what it is after a failure, and where nothing was seen since', () => {
    const failed = nextPoll(rhythm, { failure: 'hard' }, BOUNDS, last + HOUR, 0).rhythm;
    expect(rested(failed, last + DAY, BOUNDS)).toBe(failed);
    expect(rested(rhythm, last, BOUNDS)).toBe(rhythm);
    expect(rested(newRhythm(), last, BOUNDS)).toEqual(newRhythm());
  });
});
