import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ErrorCode } from '../../src/core/codes.ts';
import { isWireError, type WireError } from '../../src/core/errors.ts';
import type { Limits, Timeouts } from '../../src/net/exchange.ts';
import { createGuard } from '../../src/net/guard.ts';
import { createHttp, type Http } from '../../src/net/http.ts';
import type { Resolve } from '../../src/net/resolve.ts';
import { type BadServer, startBadServer } from './bad-server.ts';

export interface ClientOptions {
  readonly allow?: readonly string[];
  readonly resolve?: Resolve;
  readonly timeouts?: Partial<Timeouts>;
  readonly limits?: Partial<Limits>;
  readonly proxy?: string;
}

/** The server that misbehaves and clients that ask it, for the tests of a file. */
export interface BadWeb {
  readonly server: BadServer;
  /** A client of its own, closed after the test. */
  readonly client: (options?: ClientOptions) => Http;
}

export function useBadWeb(): BadWeb {
  let server: BadServer | undefined;
  const open: Http[] = [];
  beforeAll(async () => {
    server = await startBadServer();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((http) => http.close()));
    if (server !== undefined) server.log.length = 0;
  });
  afterAll(() => server?.close());
  return {
    get server() {
      if (server === undefined) throw new Error('the server is not there yet');
      return server;
    },
    client({ allow = ['127.0.0.1/32'], resolve, timeouts, limits, proxy } = {}) {
      const http = createHttp({
        userAgent: 'wirewatch/test (+https://example.org/bot)',
        guard: createGuard({ allow, ...(resolve && { resolve }) }),
        timeouts: { connectMs: 2000, headersMs: 2000, totalMs: 10_000, ...timeouts },
        limits: { maxBytes: 2 << 20, maxRatio: 200, minBytesPerSecond: 64, ...limits },
        ...(proxy !== undefined && { proxy }),
      });
      open.push(http);
      return http;
    },
  };
}

/** What a promise was rejected with. */
export async function failure(promise: Promise<unknown>): Promise<WireError> {
  const error: unknown = await promise.then(
    (value) => new Error(`resolved: ${JSON.stringify(value).slice(0, 300)}`),
    (reason: unknown) => reason,
  );
  if (isWireError(error)) return error;
  throw error as Error;
}

export async function codeOf(promise: Promise<unknown>): Promise<ErrorCode> {
  return (await failure(promise)).code;
}

export const textOf = (answer: { bytes: Uint8Array }): string => Buffer.from(answer.bytes).toString();
