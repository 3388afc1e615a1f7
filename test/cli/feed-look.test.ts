import { describe, expect, it } from 'vitest';
import { lookAt, withCure, type Look } from '../../src/cli/feed-look.ts';
import { WireError } from '../../src/core/errors.ts';
import type { FollowedAnswer, FollowOptions, Http } from '../../src/net/http.ts';

const FEED =
  '<rss version="2.0"><channel><title>News</title><item><title>One</title><link>https://a.example/1</link></item></channel></rss>';
const PAGE =
  '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" title="All" href="/rss.xml"></head><body>Hello</body></html>';
const URL = 'https://a.example/';

type Given = { status?: number; body?: string } | WireError | 'silence';

function web(given: Readonly<Record<string, Given>>): Pick<Http, 'follow'> {
  return { follow: async (url, options) => answerOf(url, given[url] ?? { status: 404 }, options) };
}

async function answerOf(url: string, given: Given, options?: FollowOptions): Promise<FollowedAnswer> {
  if (given instanceof WireError) throw given;
  if (given === 'silence') {
    await new Promise<void>((done) => options?.signal?.addEventListener('abort', () => done()));
    throw new WireError('CANCELLED', 'stopped');
  }
  const { status = 200, body = '' } = given;
  const type = { headers: {}, contentType: null, truncated: false, ms: 1, hops: [] };
  return { ...type, status, url, bytes: Buffer.from(body) };
}

async function look(given: Given, page = false): Promise<Look> {
  const [one] = await lookAt([URL], { http: web({ [URL]: given }), page, timeoutMs: 20 });
  return one as Look;
}

const refusal = (code: string, said: string) => ({
  outcome: 'refused',
  error: expect.objectContaining({ code, message: expect.stringContaining(said) }),
});

describe('a look at an address that is to be watched', () => {
  it('takes a feed', async () => {
    expect(await look({ body: FEED })).toEqual({ url: URL, outcome: 'fit' });
  });

  it('refuses a page, and names its feeds', async () => {
    const found = await look({ body: PAGE });
    expect(found).toMatchObject(
      refusal('FEED_SYNTAX', 'this is a page; its feeds are\n  https://a.example/rss.xml  All'),
    );
    expect(found).toMatchObject(refusal('FEED_SYNTAX', '--page'));
    expect(await look({ body: '<!doctype html><html><body>Hello</body></html>' })).toMatchObject(
      refusal('FEED_SYNTAX', 'names no feed'),
    );
  });

  it.each<[Given, string, string]>([
    [{ body: '' }, 'FEED_SYNTAX', 'no feed'],
    [{ status: 404 }, 'HTTP_GONE', '404'],
    [{ status: 410 }, 'HTTP_GONE', '410'],
    [{ status: 403 }, 'HTTP_REFUSED', '403'],
    [
      new WireError('ADDRESS_REFUSED', 'a.example has no public address'),
      'ADDRESS_REFUSED',
      'WIREWATCH_ALLOW_PRIVATE=',
    ],
    [new WireError('BODY_BOMB', 'a bomb'), 'BODY_BOMB', 'a bomb'],
  ])('refuses %j by its code, %s', async (given, code, said) => {
    expect(await look(given)).toMatchObject(refusal(code, said));
  });

  it.each<[Given, string]>([
    [{ status: 500 }, '500'],
    [{ status: 503 }, '503'],
    [{ status: 429 }, '429'],
    [new WireError('DNS_NOT_FOUND', 'no such name'), 'no such name'],
    [new WireError('REQUEST_TIMEOUT', 'too late'), 'too late'],
    ['silence', 'no answer within 0.02 s'],
  ])('leaves open what %j is: it may be well tomorrow', async (given, why) => {
    expect(await look(given)).toEqual({ url: URL, outcome: 'unknown', why: expect.stringContaining(why) });
  });

  it('asks of a page to be watched only that it is there', async () => {
    expect(await look({ body: PAGE }, true)).toMatchObject({ outcome: 'fit' });
    expect(await look({ status: 404 }, true)).toMatchObject(refusal('HTTP_GONE', '404'));
  });

  it('looks at each once, a few at a time, and answers in order', async () => {
    const urls = Array.from({ length: 10 }, (_, n) => `https://a.example/${n}`);
    let [now, most] = [0, 0];
    const asked: string[] = [];
    const follow: Http['follow'] = async (url) => {
      asked.push(url);
      now += 1;
      most = Math.max(most, now);
      await new Promise((done) => setTimeout(done, Number(url.at(-1)) % 3));
      now -= 1;
      return answerOf(url, { body: FEED });
    };
    expect((await lookAt(urls, { http: { follow }, page: false })).map(({ url }) => url)).toEqual(urls);
    expect(asked.toSorted()).toEqual(urls);
    expect(most).toBe(4);
  });
});

it('a refused port or scheme has no cure', () => {
  const error = new WireError('ADDRESS_REFUSED', 'port 25', { detail: { port: '25' } });
  expect(withCure(error)).toBe(error);
});
