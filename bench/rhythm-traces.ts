/** Synthetic news feeds, seeded: publication times as newsrooms, newsletters, blogs and agencies make them. */
export interface Trace {
  readonly kind: string;
  /** Instants of publication in milliseconds, ascending; the first day is a Monday, 00:00 UTC. */
  readonly times: readonly number[];
  /** How many entries the document lists. */
  readonly window: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A newsroom's day: little at night, most from morning to evening, less at the weekend. */
function newsroom(hour: number, weekend: boolean): number {
  const day = 0.15 + Math.max(0, Math.sin(((hour - 5) / 18) * Math.PI)) ** 1.5 * 1.6;
  return day * (weekend ? 0.5 : 1.2);
}

/** Poisson arrivals of a rate (an hour) that changes with the time, by thinning. */
function arrivals(next: () => number, days: number, peak: number, rateAt: (ms: number) => number): number[] {
  const times: number[] = [];
  for (let ms = 0; ;) {
    ms += (-Math.log(1 - next()) / peak) * HOUR;
    if (ms >= days * DAY) return times;
    if (next() * peak < rateAt(ms)) times.push(Math.round(ms));
  }
}

function diurnal(next: () => number, days: number, perDay: number): number[] {
  const shift = Math.floor(next() * 12) - 4; // the outlet's zone
  const rateAt = (ms: number): number => {
    const local = ms + shift * HOUR + 7 * DAY;
    return (perDay / 24) * newsroom((local / HOUR) % 24, Math.floor(local / DAY) % 7 >= 5);
  };
  return arrivals(next, days, (perDay / 24) * 2.2, rateAt);
}

/** Breaking news: every few days an hour or two in which ten times as much appears. */
function withBursts(next: () => number, days: number, times: number[], perDay: number): number[] {
  const all = [...times];
  for (let at = next() * 3 * DAY; at < days * DAY; at += (1 + next() * 4) * DAY) {
    const length = (1 + next() * 2) * HOUR;
    for (let ms = at; ms < at + length; ms += (-Math.log(1 - next()) * HOUR) / ((perDay / 24) * 10))
      all.push(Math.round(ms));
  }
  return all.filter((ms) => ms < days * DAY).sort((a, b) => a - b);
}

/** A newsletter: at its hour on its days, some minutes late, with a few entries at once. */
function regular(next: () => number, days: number, everyDays: number, entries: number): number[] {
  const hour = 4 + Math.floor(next() * 14);
  const times: number[] = [];
  for (let day = Math.floor(next() * everyDays); day < days; day += everyDays) {
    const at = day * DAY + hour * HOUR + next() * 20 * 60_000;
    for (let entry = 0; entry < entries; entry += 1) times.push(Math.round(at + entry * 30_000));
  }
  return times;
}

const KINDS: readonly {
  kind: string;
  share: number;
  make: (next: () => number, days: number) => number[];
  window: number;
}[] = [
  { kind: 'agency', share: 0.04, make: (next, days) => diurnal(next, days, 150 + next() * 250), window: 50 },
  { kind: 'daily paper', share: 0.18, make: (next, days) => diurnal(next, days, 25 + next() * 75), window: 40 },
  { kind: 'section', share: 0.2, make: (next, days) => diurnal(next, days, 4 + next() * 16), window: 25 },
  {
    kind: 'breaking',
    share: 0.08,
    make: (next, days) => withBursts(next, days, diurnal(next, days, 20), 20),
    window: 30,
  },
  { kind: 'magazine', share: 0.15, make: (next, days) => diurnal(next, days, 0.5 + next() * 2), window: 20 },
  {
    kind: 'newsletter',
    share: 0.1,
    make: (next, days) => regular(next, days, 1, 1 + Math.floor(next() * 4)),
    window: 20,
  },
  { kind: 'weekly', share: 0.1, make: (next, days) => regular(next, days, 7, 1 + Math.floor(next() * 6)), window: 20 },
  {
    kind: 'dead',
    share: 0.15,
    make: (next, days) => (next() < 0.5 ? [] : arrivals(next, days, 0.001, () => 0.001)),
    window: 10,
  },
];

export function newsTraces(feeds: number, days: number, seed: number): Trace[] {
  const next = random(seed);
  return KINDS.flatMap(({ kind, share, make, window }) =>
    Array.from({ length: Math.max(1, Math.round(feeds * share)) }, () => ({ kind, times: make(next, days), window })),
  );
}
