/** The domain's clock: for dates in content only; leases and due times are compared in SQL. */
export interface Clock {
  /** The instant now, in milliseconds since the epoch. */
  now(): number;
}

/** A clock that stands still, for tests and for commands that must answer the same twice. */
export function fixedClock(instant: string | number): Clock {
  const ms = typeof instant === 'number' ? instant : Date.parse(instant);
  return { now: () => ms };
}
