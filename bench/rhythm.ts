/**
 * When to poll: wirewatch's rhythm against Miniflux's entry-frequency rule and Media Cloud's rss-fetcher on the same
 * seeded traces of news feeds. What counts: the delay from publication to seen, requests for each new article, and
 * articles that scrolled out of their document unseen. The two rules spend budgets that are 14 times apart, so no one
 * pace compares with both: wirewatch is set against each at its own number of requests, and at its own delay.
 *
 *   node --import tsx bench/rhythm.ts [--feeds 300] [--days 28] [--seed 1] [--json]
 */
import { parseArgs } from 'node:util';
import { newRhythm, nextPoll, type PollBounds } from '../src/feed/rhythm.ts';
import { newsTraces, type Trace } from './rhythm-traces.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** What every rule is given: the default bounds of the configuration. */
const BOUNDS = { minMs: 5 * 60_000, maxMs: DAY };
/** The first days are for learning and do not count. */
const WARM_UP = 7 * DAY;

interface Poll {
  readonly now: number;
  readonly fresh: readonly number[];
  readonly known: number;
  /** Publication times of everything stored so far. */
  readonly stored: readonly number[];
}

type Rule = () => (poll: Poll) => number;

const clamp = (ms: number): number => Math.min(BOUNDS.maxMs, Math.max(BOUNDS.minMs, ms));

/** `internal/model/feed.go`, `internal/storage/feed.go`: entries of the last week over the span that they take. */
const miniflux: Rule = () => {
  return ({ now, stored }) => {
    const week = stored.filter((at) => at > now - WEEK);
    if (week.length < 2) return BOUNDS.maxMs;
    const span = Math.max(...week) - Math.min(...week);
    const weekly = span === 0 ? week.length : Math.ceil(WEEK / (span / (week.length - 1)));
    return clamp(WEEK / weekly);
  };
};

/** `fetcher/tasks.py`: from six hours by steps, after two polls, by the share of stories that were known. */
const rssFetcher: Rule = () => {
  const minute = 60_000;
  let interval = 360;
  let successes = 0;
  let lastNew = -Infinity;
  return ({ now, fresh, known }) => {
    successes += 1;
    if (fresh.length > 0) lastNew = now;
    const share = fresh.length === 0 ? 101 : (100 * known) / (known + fresh.length);
    if (successes > 2 && share >= 67) interval += now - lastNew < 31 * DAY ? 10 : 60;
    else if (successes > 2 && share < 33) interval = interval > 360 ? 360 : interval - 60;
    interval = Math.min(24 * 60, Math.max(10, interval));
    return interval * minute;
  };
};

const wirewatch =
  (pace: number): Rule =>
  () => {
    const bounds: PollBounds = { ...BOUNDS, pace };
    let rhythm = newRhythm();
    return ({ now, fresh, known }) => {
      const next = nextPoll(
        rhythm,
        { newEntries: fresh.length, knownEntries: known, published: fresh },
        bounds,
        now,
        0.5,
      );
      rhythm = next.rhythm;
      return next.intervalMs;
    };
  };

interface Figures {
  readonly requests: number;
  readonly requestsPerArticle: number;
  readonly medianMinutes: number;
  readonly meanMinutes: number;
  readonly p90Minutes: number;
  readonly missed: number;
}

function replay(traces: readonly Trace[], days: number, rule: Rule): Figures {
  const delays: number[] = [];
  let requests = 0;
  let missed = 0;
  for (const [index, trace] of traces.entries()) {
    const next = rule();
    let seen = 0;
    const stored: number[] = [];
    for (let now = ((index * 7919) % 3600) * 1000; now < days * DAY;) {
      const counts = now >= WARM_UP;
      let listed = seen;
      while (listed < trace.times.length && (trace.times[listed] as number) <= now) listed += 1;
      const from = Math.max(seen, listed - trace.window);
      const fresh = trace.times.slice(from, listed);
      if (counts) {
        requests += 1;
        if (stored.length > 0) missed += from - seen;
        delays.push(...fresh.map((at) => now - at));
      }
      const known = Math.min(trace.window, listed) - fresh.length;
      stored.push(...fresh);
      seen = listed;
      now += next({ now, fresh, known, stored });
    }
  }
  delays.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(((delays[Math.floor(delays.length * share)] ?? 0) / 60_000) * 10) / 10;
  return {
    requests,
    requestsPerArticle: Math.round((requests / delays.length) * 1000) / 1000,
    medianMinutes: at(0.5),
    meanMinutes: Math.round(delays.reduce((a, b) => a + b, 0) / delays.length / 6_000) / 10,
    p90Minutes: at(0.9),
    missed,
  };
}

/** The smallest pace (or the greatest) at which something holds that slower (or faster) polling brings about. */
function paceWhere(holds: (figures: Figures) => boolean, want: 'least' | 'most'): { pace: number; figures: Figures } {
  let low = 0.1;
  let high = 100;
  let best: { pace: number; figures: Figures } | undefined;
  for (let step = 0; step < 11; step += 1) {
    const pace = Math.sqrt(low * high);
    const figures = replay(traces, days, wirewatch(pace));
    const fits = holds(figures);
    if (fits) best = { pace, figures };
    if (fits === (want === 'least')) high = pace;
    else low = pace;
  }
  if (best === undefined) throw new Error('no pace does');
  return best;
}

const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '300' },
    days: { type: 'string', default: '28' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const days = Number(values.days);
const traces = newsTraces(Number(values.feeds), days, Number(values.seed));
const rivals = { Miniflux: replay(traces, days, miniflux), 'rss-fetcher': replay(traces, days, rssFetcher) };
const results: Record<string, Figures> = {
  ...rivals,
  'wirewatch (default, pace 1)': replay(traces, days, wirewatch(1)),
};
const verdicts: string[] = [];
const times = (a: number, b: number): string => `${(a / b).toFixed(2)} times`;
for (const [name, rival] of Object.entries(rivals)) {
  const budget = paceWhere(({ requestsPerArticle }) => requestsPerArticle <= rival.requestsPerArticle, 'least');
  results[`wirewatch, no more requests than ${name} (pace ${budget.pace.toFixed(2)})`] = budget.figures;
  const delay = paceWhere(({ medianMinutes }) => medianMinutes <= rival.medianMinutes, 'most');
  results[`wirewatch, no later than ${name} (pace ${delay.pace.toFixed(2)})`] = delay.figures;
  verdicts.push(
    `${name}: with no more requests for an article its median delay is ${times(rival.medianMinutes, budget.figures.medianMinutes)} wirewatch's,`,
    `  and no later in the median it makes ${times(rival.requestsPerArticle, delay.figures.requestsPerArticle)} the requests`,
  );
}
if (values.json) console.log(JSON.stringify(results));
else {
  console.table(results);
  console.log(verdicts.join('\n'));
}
