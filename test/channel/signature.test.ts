import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, newSecret, sign, verify } from '../../src/channel/signature.ts';

const EXAMPLE = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampS: 1614265330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('sign', () => {
  it('gives the worked example of the Standard Webhooks specification', () => {
    const { secret, id, timestampS, body, signature } = EXAMPLE;
    expect(sign([secret], id, timestampS, body)).toBe(signature);
    expect(sign([secret], id, timestampS, Buffer.from(body))).toBe(signature);
  });

  it('signs with each secret while one is changed', () => {
    const { secret, id, timestampS, body, signature } = EXAMPLE;
    const fresh = newSecret();
    const both = sign([fresh, secret], id, timestampS, body);
    expect(both.split(' ')).toEqual([sign([fresh], id, timestampS, body), signature]);
    for (const one of [fresh, secret]) expect(verify([one], { id, timestampS, signature: both }, body)).toBe(true);
  });

  it('is verified, and by nothing but the same secret, id, time and bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.nat(), fc.uint8Array({ maxLength: 200 }), (id, timestampS, body) => {
        const secret = newSecret();
        const signature = sign([secret], id, timestampS, body);
        const given = { id, timestampS, signature };
        expect(verify([secret], given, body)).toBe(true);
        expect(verify([newSecret()], given, body)).toBe(false);
        expect(verify([secret], { ...given, id: `${id}x` }, body)).toBe(false);
        expect(verify([secret], { ...given, timestampS: timestampS + 1 }, body)).toBe(false);
        expect(verify([secret], given, Buffer.concat([body, Buffer.from(' ')]))).toBe(false);
        expect(verify([secret], { ...given, signature: signature.replace('v1,', 'v2,') }, body)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});

describe('keyOf', () => {
  it('takes what newSecret makes', () => {
    expect(keyOf(newSecret())).toHaveLength(32);
  });

  it.each([24, 64])('takes %i bytes, padded or not', (bytes) => {
    const text = `whsec_${Buffer.alloc(bytes, 1).toString('base64')}`;
    for (const secret of [text, text.replace(/=+$/, '')]) expect(keyOf(secret)).toHaveLength(bytes);
  });

  it.each([
    '',
    'whsec_',
    'secret',
    'whsec_!!!!',
    'whsec_c2hvcnQ=',
    `whsec_${Buffer.alloc(23, 1).toString('base64')}`,
    `whsec_${Buffer.alloc(65, 1).toString('base64')}`,
    'foo',
    `whsec_${'A'.repeat(200)}`,
    'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  ])('refuses %j without showing it', (secret) => {
    expect(() => keyOf(secret)).toThrow(expect.objectContaining({ code: 'CHANNEL_INVALID' }));
    if (secret.length > 7) expect(() => keyOf(secret)).not.toThrow(secret);
  });
});
