import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName, maskChannel, maskHook, maskUrl, maskSecrets, Secret } from '../../src/core/secret.ts';

describe('Secret', () => {
  it('is given away by reveal() alone', () => {
    const secret = new Secret('hunter2');
    expect(secret.reveal()).toBe('hunter2');
    const shown = [String(secret), String([secret]), JSON.stringify({ secret }), inspect({ secret }, { depth: 9 })];
    expect(shown.join()).not.toContain('hunter2');
    expect(Object.keys(secret)).toEqual([]);
  });
});

describe('maskUrl', () => {
  it.each([
    ['postgres://user:p%40ss@db.example/x', 'postgres://[redacted]@db.example/x'],
    ['redis://:secret@cache:6379/0', 'redis://[redacted]@cache:6379/0'],
    ['https://a@b@host/x', 'https://[redacted]@host/x'],
    ['https://host/feed?token=abc&page=2', 'https://host/feed?token=[redacted]&page=2'],
    ['https://host/feed?api_key=abc#access_token=q', 'https://host/feed?api_key=[redacted]#access_token=[redacted]'],
    ['https://host/feed?X-Amz-Signature=abc', 'https://host/feed?X-Amz-Signature=[redacted]'],
    ['https://host/feed?%74oken=abc', 'https://host/feed?%74oken=[redacted]'],
    ['https://host/feed?q=tokens&author=Ann&monkey=1', 'https://host/feed?q=tokens&author=Ann&monkey=1'],
    ['https://host/@name/path', 'https://host/@name/path'],
    ['postgres://user:pa/ss@db.example/x', 'postgres://[redacted]@db.example/x'],
    ['redis://:p?a#s@s@cache:6379/0', 'redis://[redacted]@cache:6379/0'],
    ['https://user:pa/ss@host/x', 'https://[redacted]@host/x'],
    ['https://user:p@ss@host/@x?to=a@b', 'https://[redacted]@host/@x?to=a@b'],
    ['https://host:8080/@name/path', 'https://host:8080/@name/path'],
    ['https://[2001:db8::1]/@name', 'https://[2001:db8::1]/@name'],
    ['https://host/path?to=a@b.example', 'https://host/path?to=a@b.example'],
    ['postgres://host/db?password=hunter2&sslmode=require', 'postgres://host/db?password=[redacted]&sslmode=require'],
    ['not an address', 'not an address'],
  ])('%s', (url, masked) => {
    expect(maskUrl(url)).toBe(masked);
  });

  it('never shows user info, and leaves nothing to mask', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
    fc.assert(
      fc.property(word, word, word, (user, password, host) => {
        const masked = maskUrl(`https://${user}:${password}@${host}.example/?password=${password}Q`);
        expect(masked).toBe(`https://[redacted]@${host}.example/?password=[redacted]`);
        expect(maskUrl(masked)).toBe(masked);
      }),
    );
  });

  it.each([
    ['Authorization: Bearer abcdefghijklmnop1234', 'Authorization: Bearer [redacted]'],
    ['with whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw now', 'with whsec_[redacted] now'],
    ['sent Basic dXNlcjpwYXNzd29yZA== to it', 'sent Basic [redacted] to it'],
    [`token ww_${'a-Z'.repeat(14)}x.`, 'token ww_[redacted]'],
    ['Basic information, bearer bonds', 'Basic information, bearer bonds'],
  ])('masks what is a secret by its own form: %s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it.each([
    [
      'https://hooks.example/services/T00000001/B00000002/aB3dE5gH7jK9mN1pQ3sT5vX7',
      'https://hooks.example/services/T00000001/B00000002/aB3d[redacted]',
    ],
    [
      'https://u:p@h.example/api/webhooks/112233445566778899/a-B_c.9d8e7f6a5b4c3d2e?wait=1',
      'https://[redacted]@h.example/api/webhooks/1122[redacted]/a-B_[redacted]?wait=1',
    ],
    ['https://h.example/wirewatch/alerts-of-the-newsroom', 'https://h.example/wirewatch/alerts-of-the-newsroom'],
    ['https://h.example/a?token=x', 'https://h.example/a?token=[redacted]'],
    ['tail', 'tail'],
  ])('masks what looks like a key in the path of a hook: %s', (address, masked) => {
    expect(maskHook(address)).toBe(masked);
    expect(maskChannel(`webhook ${address}`)).toBe(`webhook ${masked}`);
  });

  it('masks the addresses inside a text', () => {
    expect(maskSecrets('connect to redis://:pw@h:1/0 failed (see "https://x/?key=1")')).toBe(
      'connect to redis://[redacted]@h:1/0 failed (see "https://x/?key=[redacted]")',
    );
  });
});

describe('isSecretName', () => {
  it.each(['password', 'adminToken', 'X-Api-Key', 'set-cookie', 'webhook_secret', 'Authorization'])('%s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });
  it.each(['code', 'key', 'author', 'passages', 'tokens', 'secretary', 'monkey'])('not %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
