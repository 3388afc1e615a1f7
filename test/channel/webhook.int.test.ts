import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelMessage } from '../../src/channel/channel.ts';
import { newSecret, verify } from '../../src/channel/signature.ts';
import { createWebhook } from '../../src/channel/webhook.ts';
import { DEFAULT_LIMITS } from '../../src/net/defaults.ts';
import { createGuard } from '../../src/net/guard.ts';
import { createHttp, type Http } from '../../src/net/http.ts';
import { type BadServer, startBadServer } from '../support/bad-server.ts';

let server: BadServer;
let http: Http;
const secret = newSecret();

beforeAll(async () => {
  server = await startBadServer();
  http = createHttp({
    userAgent: 'wirewatch/test (+https://example.org/bot)',
    guard: createGuard({ allow: ['127.0.0.1'] }),
    timeouts: { connectMs: 500, headersMs: 500, totalMs: 1000 },
    limits: DEFAULT_LIMITS,
  });
});
afterAll(async () => {
  await http.close();
  await server.close();
});

const message = (address: string): ChannelMessage => ({
  address,
  id: 'dlv_1',
  body: Buffer.from('{"type":"test","title":"Ü"}'),
  contentType: 'application/json',
  secrets: [secret],
});

describe('a webhook over the wire', () => {
  const send = async (address: string): Promise<unknown> =>
    createWebhook({ http, clock: { now: () => Date.now() } }).send(message(address), new AbortController().signal);

  it('arrives with a signature that its receiver can verify', async () => {
    server.log.length = 0;
    expect(await send(server.url('/echo'))).toEqual({ status: 'sent' });
    const headers = server.log[0]?.headers ?? {};
    const given = {
      id: String(headers['webhook-id']),
      timestampS: Number(headers['webhook-timestamp']),
      signature: String(headers['webhook-signature']),
    };
    expect(verify([secret], given, message('').body)).toBe(true);
    expect(Math.abs(Date.now() / 1000 - given.timestampS)).toBeLessThan(5);
    expect(server.log[0]?.method).toBe('POST');
  });

  it('does not follow a redirect', async () => {
    server.log.length = 0;
    expect(await send(server.url('/to/307?url=/echo'))).toMatchObject({ status: 'failed', code: 'WEBHOOK_REFUSED' });
    expect(server.log).toHaveLength(1);
  });

  it('outlives whatever the receiver does', async () => {
    for (const [path, code] of [
      ['/silent', 'REQUEST_TIMEOUT'],
      ['/reset', 'CONNECTION_LOST'],
      ['/status/503', 'WEBHOOK_REFUSED'],
    ] as const) {
      expect(await send(server.url(path))).toMatchObject({ status: 'failed', code });
    }
    expect(await send(server.url('/endless'))).toEqual({ status: 'sent' });
    expect(await send(server.url('/status/410'))).toEqual({ status: 'gone' });
    expect(await send('http://169.254.169.254/')).toMatchObject({ code: 'ADDRESS_REFUSED', final: true });
  });
});
