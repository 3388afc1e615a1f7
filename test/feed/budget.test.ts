import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPollDelay, paceWithin, pollsPerHour } from '../../src/feed/budget.ts';
import { newRhythm, nextPoll, type FeedRhythm } from '../../src/feed/rhythm.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BOUNDS = { minMs: 5 * MINUTE, maxMs: DAY };

describe('the pace within a budget', () => {
  const demand = {
    fixedPerHour: 10,
    adaptive: [
      { intervalMs: 10 * MINUTE, feeds: 100 },
      { intervalMs: 3 * HOUR, feeds: 300 },
    ],
  };

  it('is 1 where there is none, or room enough', () => {
    expect(paceWithin(demand, null, BOUNDS)).toBe(1);
    expect(paceWithin(demand, 710, BOUNDS)).toBe(1);
  });

  it('is as small as keeps the polls within it', () => {
    const pace = paceWithin(demand, 200, BOUNDS);
    expect(pollsPerHour(demand, pace, BOUNDS)).toBeLessThanOrEqual(200);
    expect(pollsPerHour(demand, pace * 0.99, BOUNDS)).toBeGreaterThan(200);
  });

  it('ends at the longest intervals, when no budget is small enough', () => {
    const pace = paceWithin(demand, 1, BOUNDS);
    expect(pace).toBeCloseTo(144);
    expect(pollsPerHour(demand, pace, BOUNDS)).toBeCloseTo(10 + 400 / 24);
  });

  it('is never less than 1, and never lets more through than it must', () => {
    const feeds = fc.array(
      fc.record({ intervalMs: fc.integer({ min: 1_000, max: 2 * DAY }), feeds: fc.integer({ min: 1, max: 1e5 }) }),
    );
    fc.assert(
      fc.property(feeds, fc.double({ min: 1, max: 1e6, noNaN: true }), (adaptive, budget) => {
        const asked = { fixedPerHour: 0, adaptive };
        const pace = paceWithin(asked, budget, BOUNDS);
        const least = pollsPerHour(asked, 1e9, BOUNDS);
        expect(pace).toBeGreaterThanOrEqual(1);
        expect(pollsPerHour(asked, pace, BOUNDS)).toBeLessThanOrEqual(Math.max(budget, least) * 1.0001);
      }),
    );
  });

  it('steers 600 feeds of all kinds to it within hours, and lets go of them when it is lifted', () => {
    const fleet = new Fleet(600);
    fleet.run(2 * DAY, null);
    const before = fleet.pollsPerHour(DAY);
    const budget = before / 3;
    fleet.run(6 * HOUR, budget);
    fleet.run(DAY, budget);
    expect(fleet.pollsPerHour(DAY)).toBeLessThan(budget * 1.05);
    expect(fleet.pollsPerHour(DAY)).toBeGreaterThan(budget * 0.8);
    fleet.run(DAY, null);
    expect(fleet.pollsPerHour(12 * HOUR)).toBeGreaterThan(budget * 2);
  }, 30_000);
});

it('feeds that are added together begin one after another, slower where the budget is small', () => {
  expect([0, 99, 100, 199].map((before) => firstPollDelay(before, null))).toEqual([0, 0, 50, 5_000]);
  expect(firstPollDelay(100, 3_600)).toBe(1_000);
});

/** Feeds that publish at even rates from one a quarter of an hour to one a fortnight, steered four times an hour. */
class Fleet {
  readonly #feeds: { rhythm: FeedRhythm; at: number; seen: number; intervalMs: number; pace: number }[];
  readonly #polls: number[] = [];
  #now = Date.UTC(2026, 0, 5);
  #pace = 1;

  constructor(feeds: number) {
    this.#feeds = Array.from({ length: feeds }, (_, n) => {
      const at = this.#now + (n / feeds) * HOUR;
      return { rhythm: newRhythm(), at, seen: at, intervalMs: HOUR, pace: 1 };
    });
  }

  run(ms: number, budget: number | null): void {
    for (const end = this.#now + ms; this.#now < end; this.#now += 15 * MINUTE) {
      const adaptive = this.#feeds.map(({ intervalMs, pace }) => ({ intervalMs: intervalMs / pace, feeds: 1 }));
      this.#pace = paceWithin({ fixedPerHour: 0, adaptive }, budget, BOUNDS);
      for (const [n, feed] of this.#feeds.entries()) {
        if (feed.at < this.#now + 15 * MINUTE) this.#poll(n, feed);
      }
    }
  }

  pollsPerHour(ms: number): number {
    return this.#polls.filter((at) => at >= this.#now - ms).length / (ms / HOUR);
  }

  #poll(n: number, feed: { rhythm: FeedRhythm; at: number; seen: number; intervalMs: number; pace: number }): void {
    const gap = 15 * MINUTE * 1_344 ** (n / this.#feeds.length);
    const published = Array.from(
      { length: Math.min(30, Math.floor(feed.at / gap) - Math.floor(feed.seen / gap)) },
      (_, k) => (Math.floor(feed.at / gap) - k) * gap,
    );
    const signals = { newEntries: published.length, knownEntries: 30 - published.length, published };
    const next = nextPoll(feed.rhythm, signals, { ...BOUNDS, pace: this.#pace }, feed.at, (n % 10) / 10);
    this.#polls.push(feed.at);
    Object.assign(feed, {
      rhythm: next.rhythm,
      seen: feed.at,
      at: feed.at + next.intervalMs,
      intervalMs: next.intervalMs,
      pace: this.#pace,
    });
  }
}
