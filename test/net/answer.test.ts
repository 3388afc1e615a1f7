import { describe, expect, it } from 'vitest';
import { httpDate, isReadableType, kindOf, maxAgeMs, redirectTarget, retryAfterMs } from '../../src/net/answer.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const S = 1000;

describe('kindOf', () => {
  it.each([
    [200, 'ok'],
    [226, 'ok'],
    [301, 'redirect'],
    [304, 'unchanged'],
    [308, 'redirect'],
    [300, 'wrong'],
    [400, 'wrong'],
    [403, 'denied'],
    [404, 'missing'],
    [410, 'gone'],
    [418, 'wrong'],
    [429, 'busy'],
    [451, 'denied'],
    [500, 'broken'],
    [503, 'busy'],
    [599, 'broken'],
  ] as const)('%i is %s', (status, kind) => {
    expect(kindOf(status)).toBe(kind);
  });
});

describe('httpDate', () => {
  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'reads %s',
    (text) => {
      expect(httpDate(text)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
    },
  );

  it.each(['', '0', '-1', 'soon', 'Sun, 99 Nov 1994 08:49:37 GMT', '1994', `Sun, 06 Nov ${'9'.repeat(100)}`])(
    'finds no date in %j',
    (text) => {
      expect(httpDate(text)).toBeNull();
    },
  );
});

describe('retryAfterMs (E1)', () => {
  const after = (value?: string, date?: string): number | null =>
    retryAfterMs({ ...(value !== undefined && { 'retry-after': value }), ...(date !== undefined && { date }) }, NOW);

  it('reads seconds and dates, and holds a day at most', () => {
    expect(after('120')).toBe(120 * S);
    expect(after(' 7 ')).toBe(7 * S);
    expect(after('0')).toBe(0);
    expect(after('Thu, 15 Jan 2026 12:01:00 GMT')).toBe(60 * S);
    expect(after('Thu, 15 Jan 2026 11:00:00 GMT')).toBe(0);
    expect(after('99999999')).toBe(86_400 * S);
    expect(after('Fri, 15 Jan 2027 12:00:00 GMT')).toBe(86_400 * S);
  });

  it('measures a date by the host’s own clock', () => {
    expect(after('Thu, 15 Jan 2026 15:01:00 GMT', 'Thu, 15 Jan 2026 15:00:00 GMT')).toBe(60 * S);
  });

  it('takes garbage for nothing', () => {
    for (const value of [undefined, '', '-5', 'later', '1e9', '12 minutes', '9'.repeat(30)])
      expect(after(value)).toBeNull();
  });
});

describe('maxAgeMs (S3)', () => {
  it.each([
    [{}, null],
    [{ 'cache-control': 'max-age=600' }, 600 * S],
    [{ 'cache-control': 'public, Max-Age = "600", s-maxage=9' }, 600 * S],
    [{ 'cache-control': 's-maxage=600' }, null],
    [{ 'cache-control': 'max-age=600', age: '100' }, 500 * S],
    [{ 'cache-control': 'max-age=60', age: '100' }, 0],
    [{ 'cache-control': 'no-cache, max-age=600' }, 0],
    [{ 'cache-control': 'no-store' }, 0],
    [{ 'cache-control': 'max-age=-1' }, null],
    [{ 'cache-control': 'max-age=600', expires: '0' }, 600 * S],
    [{ 'cache-control': 'max-age=60, stale-while-revalidate=86400, stale-if-error=86400' }, 60 * S],
    [{ 'cache-control': 'max-age=504576000' }, 365 * 86_400 * S],
    [{ expires: '0' }, 0],
    [{ expires: 'Thu, 15 Jan 2026 12:10:00 GMT' }, 600 * S],
    [{ expires: 'Thu, 15 Jan 2026 12:10:00 GMT', date: 'Thu, 15 Jan 2026 12:09:00 GMT' }, 60 * S],
    [{ expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  ])('of %j is %j', (headers, expected) => {
    expect(maxAgeMs(headers as Record<string, string>, NOW)).toBe(expected);
  });
});

describe('redirectTarget', () => {
  const target = (status: number, location?: string, url = 'https://a.example/x/y?q#f'): unknown =>
    redirectTarget({ status, url, headers: location === undefined ? {} : { location } });

  it('resolves against the address that was asked, and drops fragment and credentials', () => {
    expect(target(301, '/z')).toEqual({ url: 'https://a.example/z', permanent: true });
    expect(target(302, 'z#part')).toEqual({ url: 'https://a.example/x/z', permanent: false });
    expect(target(308, '//b.example')).toEqual({ url: 'https://b.example/', permanent: true });
    expect(target(307, 'http://u:p@b.example/')).toEqual({ url: 'http://b.example/', permanent: false });
    expect(target(303, '?p=2')).toEqual({ url: 'https://a.example/x/y?p=2', permanent: false });
  });

  it('is null for no redirect and for what leads nowhere', () => {
    expect(target(200, '/z')).toBeNull();
    expect(target(304, '/z')).toBeNull();
    for (const location of [
      undefined,
      '',
      '  ',
      'http://',
      'mailto:a@b.example',
      'javascript:alert(1)',
      'http://[::1',
    ]) {
      expect(target(301, location)).toBeNull();
    }
  });

  it('reads raw UTF-8 and leaves other bytes as they are', () => {
    expect(target(301, Buffer.from('/ü').toString('latin1'))).toEqual({
      url: 'https://a.example/%C3%BC',
      permanent: true,
    });
    expect(target(301, '/\u00fc')).toEqual({ url: 'https://a.example/%C3%BC', permanent: true });
  });
});

describe('isReadableType', () => {
  it.each([
    null,
    '',
    'text/html',
    'application/xml',
    'application/octet-stream',
    'image/svg+xml',
    'nonsense',
    'application/json',
  ])('%j may hold text', (type) => {
    expect(isReadableType(type)).toBe(true);
  });

  it.each([
    'video/mp4',
    'Audio/MPEG',
    'image/png',
    'application/pdf',
    'application/zip',
    'application/vnd.ms-excel',
    'font/woff2',
  ])('%s does not', (type) => {
    expect(isReadableType(type)).toBe(false);
  });
});
