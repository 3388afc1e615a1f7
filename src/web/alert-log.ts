/** Ids kept; a stream that fell behind further reads the store. */
const KEPT = 2_000;
/** Looked back so far when notices may have got lost. Transactions commit in another order than their ids. */
const LOOK_BACK = 500;
const BATCH = 100;

/** Where alerts are looked for. */
export interface AlertIds {
  readonly latestId: () => Promise<number>;
  readonly find: (id: number) => Promise<{ readonly revision: number } | null>;
  /** Those with a greater id, the oldest first. */
  readonly since: (id: number, topic: string | undefined, limit: number) => Promise<readonly { readonly id: string }[]>;
}

/**
 * The ids of new alerts in the order in which they were committed, as far as this process heard of them. Ids alone would
 * not do to go on from: of two transactions at once the one with the smaller id may commit last.
 */
export class AlertLog {
  readonly #alerts: AlertIds;
  #ids: number[] = [];
  readonly #known = new Set<number>();
  /** How many ids were dropped from the front. */
  #dropped = 0;
  #floor = 0;

  constructor(alerts: AlertIds) {
    this.#alerts = alerts;
  }

  /** Begins after what is there now. */
  async begin(): Promise<void> {
    this.#floor = await this.#alerts.latestId();
  }

  /** The position after everything. */
  get end(): number {
    return this.#dropped + this.#ids.length;
  }

  /** The position after an alert; null where it is not remembered. */
  positionAfter(id: number): number | null {
    if (!this.#known.has(id)) return id === this.#floor ? this.#dropped : null;
    return this.#dropped + this.#ids.lastIndexOf(id) + 1;
  }

  /** Ids from a position on, at most a batch; what was dropped since is left out. */
  from(position: number): { ids: readonly number[]; next: number } {
    const start = Math.max(0, position - this.#dropped);
    const ids = this.#ids.slice(start, start + BATCH);
    return { ids, next: this.#dropped + start + ids.length };
  }

  /** A notice came: whether it is of an alert not known yet. One that joined an old alert is none. */
  async heard(id: number | null): Promise<boolean> {
    if (id === null) return this.catchUp();
    if (this.#known.has(id)) return false;
    if (id <= this.#floor) {
      const alert = await this.#alerts.find(id);
      if (alert === null || alert.revision > 1 || this.#known.has(id)) return false;
    }
    this.#add(id);
    return true;
  }

  /** Takes in what nobody told of. */
  async catchUp(): Promise<boolean> {
    const newest = Math.max(this.#floor, ...this.#ids.slice(-LOOK_BACK));
    let added = false;
    for (let after = Math.max(this.#floor, newest - LOOK_BACK); ;) {
      const found = await this.#alerts.since(after, undefined, BATCH);
      for (const { id } of found) {
        after = Number(id);
        if (this.#known.has(after)) continue;
        this.#add(after);
        added = true;
      }
      if (found.length < BATCH) return added;
    }
  }

  #add(id: number): void {
    this.#ids.push(id);
    this.#known.add(id);
    if (this.#ids.length <= KEPT * 2) return;
    for (const old of this.#ids.slice(0, KEPT)) this.#known.delete(old);
    this.#floor = Math.max(this.#floor, ...this.#ids.slice(0, KEPT));
    this.#ids = this.#ids.slice(KEPT);
    this.#dropped += KEPT;
  }
}
