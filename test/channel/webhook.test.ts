import { describe, expect, it } from 'vitest';
import type { ChannelMessage, ChannelResult } from '../../src/channel/channel.ts';
import { createWebhook } from '../../src/channel/webhook.ts';
import { fixedClock } from '../../src/core/clock.ts';
import { WireError } from '../../src/core/errors.ts';
import type { HttpAnswer } from '../../src/net/answer.ts';
import type { RequestOptions } from '../../src/net/http.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MESSAGE: ChannelMessage = {
  address: 'https://hook.example/in',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  body: '{"test": 2432232314}',
  contentType: 'application/json',
  secrets: [SECRET],
};

async function send(
  answer: Partial<HttpAnswer> | Error,
  message: Partial<ChannelMessage> = {},
): Promise<{ result: ChannelResult; asked: (RequestOptions & { url: string })[] }> {
  const asked: (RequestOptions & { url: string })[] = [];
  const request = (url: string, options: RequestOptions = {}): Promise<HttpAnswer> => {
    asked.push({ url, ...options });
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve({
      status: 200,
      headers: {},
      bytes: new Uint8Array(),
      contentType: null,
      url,
      truncated: false,
      ms: 1,
      ...answer,
    });
  };
  const channel = createWebhook({ http: { request }, clock: fixedClock(1614265330_900) });
  const result = await channel.send({ ...MESSAGE, ...message }, new AbortController().signal);
  return { result, asked };
}

describe('send', () => {
  it('posts the frozen bytes once, named, timed and signed', async () => {
    const { result, asked } = await send({ status: 204 });
    expect(result).toEqual({ status: 'sent' });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      url: MESSAGE.address,
      method: 'POST',
      body: MESSAGE.body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': MESSAGE.id,
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
    });
  });

  it('leaves the signature out where there is no secret', async () => {
    const { asked } = await send({}, { secrets: [] });
    expect(Object.keys(asked[0]?.headers ?? {})).not.toContain('webhook-signature');
  });

  it('is gone at 410', async () => {
    expect((await send({ status: 410 })).result).toEqual({ status: 'gone' });
  });

  it.each([301, 302, 307, 308, 304, 400, 401, 404, 429, 500, 503])('fails at %i', async (status) => {
    const { result, asked } = await send({ status, headers: { location: 'https://other.example/' } });
    expect(result).toMatchObject({ status: 'failed', code: 'WEBHOOK_REFUSED' });
    expect(result).not.toHaveProperty('final');
    expect(asked).toHaveLength(1);
  });

  it('hands on how long the receiver wants to be left alone', async () => {
    const { result } = await send({ status: 429, headers: { 'retry-after': '90' } });
    expect(result).toMatchObject({ status: 'failed', retryAfterMs: 90_000 });
    expect((await send({ status: 500 })).result).not.toHaveProperty('retryAfterMs');
  });

  it('fails with the code of what broke, finally where trying again cannot help', async () => {
    const lost = await send(new WireError('CONNECTION_LOST', 'the connection was lost by hook.example'));
    expect(lost.result).toMatchObject({ status: 'failed', code: 'CONNECTION_LOST' });
    expect(lost.result).not.toHaveProperty('final');
    const refused = await send(new WireError('ADDRESS_REFUSED', '10.0.0.1 is not a public address'));
    expect(refused.result).toMatchObject({ status: 'failed', code: 'ADDRESS_REFUSED', final: true });
    const unsigned = await send({}, { secrets: ['not a secret'] });
    expect(unsigned.result).toMatchObject({ status: 'failed', code: 'CHANNEL_INVALID', final: true });
    expect(unsigned.asked).toHaveLength(0);
  });

  it('does not swallow a bug', async () => {
    await expect(send(new TypeError('bug'))).rejects.toThrow('bug');
  });
});

describe('normaliseAddress (R22)', () => {
  const channel = createWebhook({
    http: { request: () => Promise.reject(new Error()) },
    clock: fixedClock(0),
  });

  it('gives one spelling', () => {
    expect(channel.normaliseAddress(' HTTPS://Hook.Example:443/In?k=V#part ')).toBe('https://hook.example/In?k=V');
    expect(channel.normaliseAddress('http://hook.example')).toBe('http://hook.example/');
  });

  it.each([
    '',
    'hook.example',
    'ftp://hook.example/',
    'https://user:pw@hook.example/',
    `https://hook.example/${'a'.repeat(3000)}`,
  ])('refuses %j', (address) => {
    expect(() => channel.normaliseAddress(address)).toThrow(expect.objectContaining({ code: 'CHANNEL_INVALID' }));
  });
});
