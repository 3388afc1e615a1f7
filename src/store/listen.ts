import type pg from 'pg';

export interface Listener {
  close(): Promise<void>;
}

/** Wait before a lost LISTEN connection is made anew; what was missed meanwhile the polls catch (R4). */
const AGAIN_MS = 1_000;

interface Subscriber {
  readonly channels: readonly string[];
  readonly onNotice: (channel: string, payload: string) => void;
  readonly onError: (error: Error) => void;
}

/** One connection a pool, however many listen: R32 leaves few. */
const shared = new WeakMap<pg.Pool, Notices>();

/**
 * Calls `onNotice` for each NOTIFY on the channels, over one connection of the pool that all listeners of it share, and
 * makes it anew when it is lost. `onNotice` with an empty channel means: something may have been missed.
 */
export function listen(
  pool: pg.Pool,
  channels: readonly string[],
  onNotice: (channel: string, payload: string) => void,
  onError: (error: Error) => void,
): Listener {
  const notices = shared.get(pool) ?? new Notices(pool);
  shared.set(pool, notices);
  const subscriber = { channels, onNotice, onError };
  notices.add(subscriber);
  return { close: () => notices.remove(subscriber) };
}

/** Calls with the id of each alert that is made or joined; with null when some may have been missed. */
export function listenForAlerts(
  pool: pg.Pool,
  onAlert: (id: number | null) => void,
  onError: (error: Error) => void,
): Listener {
  return listen(
    pool,
    ['wirewatch_alert'],
    (_, payload) => onAlert(/^\d{1,15}$/.test(payload) ? Number(payload) : null),
    onError,
  );
}

class Notices {
  readonly #pool: pg.Pool;
  readonly #subscribers = new Set<Subscriber>();
  readonly #channels = new Set<string>();
  #client: pg.PoolClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Connecting and LISTENs, one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    this.#then(async () => {
      if (!this.#subscribers.has(subscriber)) return;
      for (const channel of subscriber.channels) await this.#listenTo(channel);
      if (this.#client === undefined) await this.#connect();
      else subscriber.onNotice('', '');
    });
  }

  /** The last to leave gives the connection back. */
  async remove(subscriber: Subscriber): Promise<void> {
    this.#subscribers.delete(subscriber);
    this.#then(async () => {
      if (this.#subscribers.size === 0) this.#letGo();
    });
    await this.#work;
  }

  #then(run: () => Promise<void>): void {
    this.#work = this.#work.then(run).catch((error: unknown) => this.#lost(error));
  }

  async #listenTo(channel: string): Promise<void> {
    if (this.#channels.has(channel)) return;
    this.#channels.add(channel);
    await this.#client?.query(`LISTEN ${channel}`);
  }

  async #connect(): Promise<void> {
    if (this.#subscribers.size === 0) return;
    const client = await this.#pool.connect();
    this.#client = client;
    const lost = (error?: unknown): void => {
      if (this.#client === client) this.#lost(error);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ channel, payload = '' }) => {
      for (const { channels, onNotice } of this.#subscribers)
        if (channels.includes(channel)) onNotice(channel, payload);
    });
    for (const channel of this.#channels) await client.query(`LISTEN ${channel}`);
    for (const { onNotice } of this.#subscribers) onNotice('', '');
  }

  #lost(error: unknown): void {
    this.#letGo();
    if (this.#subscribers.size === 0) return;
    if (error !== undefined) {
      const cause = error instanceof Error ? error : new Error('the connection ended', { cause: error });
      for (const { onError } of this.#subscribers) onError(cause);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(), AGAIN_MS);
  }

  #again(): void {
    this.#then(async () => {
      if (this.#client === undefined) await this.#connect();
    });
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    client.removeAllListeners('notification');
    client.release(true);
  }
}
