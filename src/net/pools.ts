import { type buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';

/** Where requests are handed in; connections are its own business. */
export interface Connections {
  dispatch(
    options: Dispatcher.DispatchOptions & { readonly origin: string },
    handler: Dispatcher.DispatchHandler,
  ): void;
  /** Lets what is in flight end, then closes every connection. */
  close(): Promise<void>;
}

export interface ConnectionOptions {
  /** Connections to one origin at once. */
  readonly connections: number;
  readonly connect: buildConnector.connector;
  /** Milliseconds after which what is not used is closed. */
  readonly idleMs: number;
}

const MAX_HEADER_BYTES = 64 * 1024;

/** What holds for every pool. Each exchange watches its own times, so undici need not. */
const COMMON = { pipelining: 1, maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: 0, bodyTimeout: 0 } as const;

interface Entry {
  readonly pool: Pool;
  usedMs: number;
}

/**
 * A pool of connections for each origin, closed when it was not used for a while. undici's own agent leaves that to
 * its HTTP/1 connections; HTTP/2 sessions it keeps for ever, which a client of 100,000 hosts cannot.
 */
export function createPools(options: ConnectionOptions): Connections {
  const { idleMs, connections, connect } = options;
  const pools = new Map<string, Entry>();
  let timer: NodeJS.Timeout | null = null;

  const sweep = (): void => {
    const before = performance.now() - idleMs;
    for (const [origin, { pool, usedMs }] of pools) {
      if (usedMs > before || pool.stats.size > 0) continue;
      pools.delete(origin);
      void pool.close();
    }
    if (pools.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };

  const poolOf = (origin: string): Pool => {
    const known = pools.get(origin);
    if (known !== undefined) {
      known.usedMs = performance.now();
      return known.pool;
    }
    const pool = new Pool(origin, { ...COMMON, connections, connect, keepAliveTimeout: idleMs, pingInterval: 0 });
    pools.set(origin, { pool, usedMs: performance.now() });
    timer ??= setInterval(sweep, Math.max(idleMs / 4, 10)).unref();
    return pool;
  };

  return {
    dispatch: (asked, handler) => void poolOf(asked.origin).dispatch(asked, handler),
    close: async () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
      const all = [...pools.values()];
      pools.clear();
      await Promise.all(all.map(({ pool }) => pool.close()));
    },
  };
}

export interface ProxyOptions {
  readonly uri: string;
  readonly connections: number;
  readonly idleMs: number;
  readonly connectMs: number;
  readonly ca: string | undefined;
}

/** Every request by one HTTP proxy: plain ones as they are, secure ones through a tunnel. */
export function createProxied({ uri, connections, idleMs, connectMs, ca }: ProxyOptions): Connections {
  const agent = new ProxyAgent({
    ...COMMON,
    uri,
    connections,
    keepAliveTimeout: idleMs,
    proxyTunnel: false,
    proxyTls: { timeout: connectMs },
    requestTls: { timeout: connectMs, ...(ca !== undefined && { ca }) },
  });
  return { dispatch: (asked, handler) => void agent.dispatch(asked, handler), close: () => agent.close() };
}
