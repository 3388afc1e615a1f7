import type pg from 'pg';

export interface Listener {
  close(): Promise<void>;
}

/** Wait before a lost LISTEN connection is made anew; what was missed meanwhile the polls catch (R4). */
const AGAIN_MS = 1_000;

/**
 * Calls `onNotice` for each NOTIFY on the channels, over one connection of the pool that it keeps, and makes anew when it
 * is lost. `onNotice` with an empty channel means: something may have been missed.
 */
export function listen(
  pool: pg.Pool,
  channels: readonly string[],
  onNotice: (channel: string, payload: string) => void,
  onError: (error: Error) => void,
): Listener {
  let client: pg.PoolClient | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const lost = (error?: Error): void => {
    const old = client;
    client = undefined;
    if (old !== undefined) {
      old.removeAllListeners('notification');
      old.release(true);
    }
    if (closed) return;
    if (error !== undefined) onError(error);
    timer = setTimeout(() => void connect(), AGAIN_MS);
  };

  const connect = async (): Promise<void> => {
    try {
      const fresh = await pool.connect();
      if (closed) return fresh.release();
      client = fresh;
      fresh.on('error', lost);
      fresh.on('end', () => {
        if (client === fresh) lost();
      });
      fresh.on('notification', (message) => onNotice(message.channel, message.payload ?? ''));
      for (const channel of channels) await fresh.query(`LISTEN ${channel}`);
      onNotice('', '');
    } catch (error) {
      lost(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const ready = connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await ready;
      lost();
    },
  };
}
