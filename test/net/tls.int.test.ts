import { readFileSync } from 'node:fs';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard } from '../../src/net/guard.ts';
import { createHttp, type Http } from '../../src/net/http.ts';
import { PAGE } from '../support/bad-server.ts';

// A key for tests only, made for these names: localhost, paper.localhost, 127.0.0.1.
const fixture = (name: string): string => readFileSync(new URL(`../fixtures/net/${name}`, import.meta.url), 'utf8');
const [key, cert] = [fixture('key.pem'), fixture('cert.pem')];

function client(ca?: string, idleMs?: number): Http {
  return createHttp({
    userAgent: 'wirewatch/test (+https://example.org/bot)',
    guard: createGuard({ allow: ['127.0.0.1'], resolve: () => Promise.resolve(['127.0.0.1']) }),
    timeouts: { connectMs: 2000, headersMs: 1000, totalMs: 3000 },
    limits: { maxBytes: 1 << 20, maxRatio: 200, minBytesPerSecond: 64 },
    ...(ca !== undefined && { ca }),
    ...(idleMs !== undefined && { idleMs }),
  });
}

function respond(request: Http2ServerRequest, response: Http2ServerResponse): void {
  if (request.url === '/silent') return;
  if (request.url === '/reset') response.stream.close(2);
  else if (request.url === '/endless') {
    const write = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(16384, 'x')));
      response.once('drain', write);
    };
    write();
  } else if (request.url === '/echo') response.end(JSON.stringify(request.headers));
  else {
    response.setHeader('content-encoding', 'gzip');
    response.setHeader('etag', '"2"');
    response.end(gzipSync(PAGE));
  }
}

describe('HTTP/2 where it is offered', () => {
  let server: Http2SecureServer;
  let url: (path: string) => string;
  let http: Http;
  const versions: string[] = [];
  let sessions = 0;

  beforeAll(async () => {
    server = createSecureServer({ key, cert, allowHTTP1: true }, (request, response) => {
      versions.push(request.httpVersion);
      response.on('error', () => {});
      respond(request, response);
    });
    server.on('session', (session) => {
      sessions += 1;
      session.on('error', () => {});
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = (path) => `https://paper.localhost:${(server.address() as AddressInfo).port}${path}`;
    http = client(cert);
  });
  afterAll(async () => {
    await http.close();
    server.close();
  });

  it('speaks it, many requests over one connection', async () => {
    for (let n = 0; n < 10; n++) {
      const answer = await http.request(url('/page'));
      expect(answer).toMatchObject({ status: 200, truncated: false });
      expect(answer.headers['etag']).toBe('"2"');
      expect(Buffer.from(answer.bytes).toString()).toBe(PAGE);
    }
    expect(new Set(versions)).toEqual(new Set(['2.0']));
    expect(sessions).toBeLessThanOrEqual(2);
  });

  it('sends the same headers as over HTTP/1', async () => {
    const { bytes } = await http.request(url('/echo'), { headers: { 'if-none-match': 'W/"a"' } });
    const headers = JSON.parse(Buffer.from(bytes).toString()) as Record<string, string>;
    expect(headers).toMatchObject({
      'if-none-match': 'W/"a"',
      'user-agent': 'wirewatch/test (+https://example.org/bot)',
    });
  });

  it('cuts an endless body, and goes on with the connection', async () => {
    const before = sessions;
    const answer = await http.request(url('/endless'));
    expect(answer).toMatchObject({ status: 200, truncated: true });
    expect(answer.bytes).toHaveLength(1 << 20);
    expect((await http.request(url('/page'))).status).toBe(200);
    expect(sessions - before).toBeLessThanOrEqual(1);
  });

  it('closes a connection that is not used, and opens another when it is', async () => {
    const brief = client(cert, 100);
    const closed = new Promise<void>((done) =>
      server.once('session', (session) => session.once('close', () => done())),
    );
    expect((await brief.request(url('/page'))).status).toBe(200);
    await closed;
    expect((await brief.request(url('/page'))).status).toBe(200);
    await brief.close();
  });

  it('times out and fails with the same codes', async () => {
    await expect(http.request(url('/silent'))).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    await expect(http.request(url('/reset'))).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect((await http.request(url('/page'))).status).toBe(200);
  });
});

describe('certificates', () => {
  it('must be valid, and for the host', async () => {
    const server = createHttpsServer({ key, cert }, (_, response) => response.end(PAGE));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const [trusting, strict] = [client(cert), client()];
    expect((await trusting.request(`https://localhost:${port}/`)).status).toBe(200);
    await expect(strict.request(`https://localhost:${port}/`)).rejects.toMatchObject({
      code: 'TLS_FAILED',
      fate: 'retry',
    });
    await expect(trusting.request(`https://other.example:${port}/`)).rejects.toMatchObject({ code: 'TLS_FAILED' });
    await Promise.all([trusting.close(), strict.close()]);
    server.closeAllConnections();
    server.close();
  });
});
