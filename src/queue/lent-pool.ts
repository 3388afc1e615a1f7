import type { PgPool } from 'bullmq';
import type pg from 'pg';

/**
 * The process's pool as BullMQ may have it: what it has borrowed and not given back is taken back by `recall`.
 * A worker that is closed while it still starts borrows its connection for LISTEN after it was closed, and never gives
 * it back; the end of the pool would wait for that one for ever.
 */
export class LentPool {
  /** BullMQ looks here whether a silent loss of a connection would be noticed. */
  readonly options: pg.PoolOptions;
  readonly #pool: pg.Pool;
  readonly #lent = new Set<pg.PoolClient>();
  #isOver = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.options = pool.options;
  }

  /** As BullMQ's types have it. */
  get forBull(): PgPool {
    return this as unknown as PgPool;
  }

  async connect(): Promise<pg.PoolClient> {
    this.#refuse();
    const client = await this.#pool.connect();
    // Each time it is borrowed a client has a `release` of its own.
    const release = client.release.bind(client);
    client.release = (error) => {
      this.#lent.delete(client);
      release(error);
    };
    this.#lent.add(client);
    if (this.#isOver) client.release();
    this.#refuse();
    return client;
  }

  query(text: string, values?: unknown[]): Promise<pg.QueryResult> {
    this.#refuse();
    return this.#pool.query(text, values);
  }

  /** The loss of an idle connection is told once, by whoever owns the pool. */
  on(): this {
    return this;
  }

  /** The pool is not BullMQ's to end. */
  end(): Promise<void> {
    return Promise.resolve();
  }

  /** Ends the connections that are still borrowed, and lends no more. */
  recall(): void {
    this.#isOver = true;
    for (const client of this.#lent) client.release(true);
  }

  #refuse(): void {
    // The words by which BullMQ knows that it came too late, and is silent.
    if (this.#isOver) throw new Error('Cannot use a pool after calling end on the pool');
  }
}
