import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/net/defaults.ts';
import { createGuard } from '../../src/net/guard.ts';
import { createHttp } from '../../src/net/http.ts';
import type { Resolve } from '../../src/net/resolve.ts';
import type { FetchDeps } from '../../src/stages/fetch/deps.ts';
import { startBadServer, type BadServer } from '../support/bad-server.ts';
import { depsOf, duePages, outcomes, runDue } from '../support/fetching.ts';
import { page, prose, startSite, type Site } from '../support/site.ts';
import { openParts, startStand, type Parts, type Stand } from '../support/stand.ts';

/** Waits of the real client, shortened: what a host may take is not what is tested here. */
const QUICK = { connectMs: 4_000, headersMs: 3_000, totalMs: 12_000 };
const MB = 1 << 20;

/** The whole fetch stage (a real store, its leases and claims) against servers that misbehave. */
describe('a host that misbehaves', () => {
  let stand: Stand;
  let server: BadServer;
  let site: Site;
  let parts: Parts;
  const open: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    [stand, server] = await Promise.all([startStand(), startBadServer()]);
  });
  afterAll(async () => {
    await Promise.all([stand.stop(), server.close()]);
  });
  beforeEach(async () => {
    site = await startSite();
    parts = await openParts(await stand.fresh());
    server.log.length = 0;
    open.push(
      () => site.stop(),
      () => parts.close(),
    );
  });
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  /** The stage's parts, with a client of other limits. */
  function depsWith(options: { allow?: readonly string[]; resolve?: Resolve; maxBytes?: number } = {}): FetchDeps {
    const { allow = ['127.0.0.0/8'], resolve, maxBytes = DEFAULT_LIMITS.maxBytes } = options;
    const guard = createGuard({ allow, ...(resolve && { resolve }) });
    const http = createHttp({
      userAgent: 'wirewatch/test (+https://example.org/bot)',
      guard,
      timeouts: QUICK,
      limits: { ...DEFAULT_LIMITS, maxBytes },
    });
    open.push(() => http.close());
    return depsOf({ container: { ...parts.container, http, guard } });
  }

  interface End {
    /** What stands of the page's last try: at the row that waits, or at the article that has no page. */
    readonly code: string | null;
    readonly stage: string;
    readonly basis: string;
    readonly attempts: number;
    readonly size: number | null;
    readonly truncated: boolean | null;
    readonly body_url: string | null;
    readonly hops: number;
  }

  async function endOf(url: string): Promise<End | undefined> {
    const [row] = await parts.query<End>(`
      SELECT coalesce(w.code, a.code) AS code, w.stage, w.basis, w.attempts, b.size, b.truncated, b.url AS body_url,
        jsonb_array_length(w.hops) AS hops
      FROM article a JOIN work w ON w.article_id = a.id LEFT JOIN body b ON b.article_id = a.id
      WHERE a.url = '${url}'`);
    return row;
  }

  /** Each behaviour at a host of its own, robots.txt of each a 404, all at once; and a host beside them that behaves. */
  async function fetchAll(
    paths: readonly string[],
    deps = depsWith(),
  ): Promise<(path: string) => Promise<End | undefined>> {
    const urlOf = (path: string): string =>
      server.url(path, `${path.replace(/[^a-z0-9]+/gi, '-')}-.localhost`.slice(1));
    await duePages(parts, [...paths.map(urlOf), urlOf('/page')]);
    await runDue(parts, deps);
    expect(await endOf(urlOf('/page'))).toMatchObject({ stage: 'parse', basis: 'page', code: null });
    // Nothing is lost: each article has its one row still.
    expect(
      await parts.query('SELECT 1 FROM article a WHERE (SELECT count(*) FROM work w WHERE w.article_id = a.id) <> 1'),
    ).toEqual([]);
    expect(await parts.query('SELECT count(*)::int AS n FROM slot WHERE handed_at IS NOT NULL')).toEqual([{ n: 0 }]);
    return (path) => endOf(urlOf(path));
  }

  const RETRIED = { stage: 'fetch', basis: 'page', attempts: 1 };
  const NO_PAGE = { stage: 'parse', basis: 'feed' };

  it('redirects with 301, 302, 303, 307 and 308, in chains, in circles, for ever and to nowhere', async () => {
    const statuses = [301, 302, 303, 307, 308].map((status) => `/to/${status}?url=/page`);
    const end = await fetchAll([...statuses, '/chain/5', '/chain/6', '/loop/a', '/nowhere']);
    for (const path of statuses) {
      const found = await end(path);
      expect(found).toMatchObject({ stage: 'parse', basis: 'page', code: null });
      expect(found?.body_url).toMatch(/\/page$/);
    }
    expect((await end('/chain/5'))?.body_url).toMatch(/\/chain\/0$/);
    for (const path of ['/chain/6', '/loop/a', '/nowhere'])
      expect(await end(path), path).toMatchObject({ ...NO_PAGE, code: 'REDIRECTS' });
    expect(server.log.filter((one) => one.path.startsWith('/loop/'))).toHaveLength(2);
    expect(server.log.filter((one) => one.host.startsWith('chain-6') && one.path !== '/robots.txt')).toHaveLength(6);
  });

  it('breaks off, resets, says nothing, drips, lies about its encoding or its protocol', async () => {
    const end = await fetchAll([
      '/status/410',
      '/status/404',
      '/status/401',
      '/status/500',
      '/reset',
      '/hangup',
      '/reset-mid',
      '/short',
      '/silent',
      '/slow-headers',
      '/silent-body',
      '/drip',
      '/malformed',
      '/big-headers',
      '/gzip-broken',
      '/lie-gzip',
      '/gzip-as-br',
      '/gzip-cut',
      '/close',
      '/hints',
    ]);
    const wanted: Readonly<Record<string, Partial<End>>> = {
      '/status/410': { ...NO_PAGE, code: 'HTTP_GONE' },
      '/status/404': { ...NO_PAGE, code: 'HTTP_GONE' },
      '/status/401': { ...NO_PAGE, code: 'HTTP_REFUSED' },
      '/status/500': { ...RETRIED, code: 'HTTP_SERVER' },
      '/reset': { ...RETRIED, code: 'CONNECTION_LOST' },
      '/hangup': { ...RETRIED, code: 'CONNECTION_LOST' },
      '/reset-mid': { ...RETRIED, code: 'CONNECTION_LOST' },
      '/short': { ...RETRIED, code: 'CONNECTION_LOST' },
      '/silent': { ...RETRIED, code: 'REQUEST_TIMEOUT' },
      '/slow-headers': { ...RETRIED, code: 'REQUEST_TIMEOUT' },
      '/silent-body': { ...RETRIED, code: 'BODY_TOO_SLOW' },
      '/drip': { ...RETRIED, code: 'BODY_TOO_SLOW' },
      '/malformed': { ...RETRIED, code: 'HTTP_MALFORMED' },
      '/big-headers': { ...RETRIED, code: 'HTTP_MALFORMED' },
      '/gzip-broken': { ...RETRIED, code: 'BODY_UNREADABLE' },
      '/lie-gzip': { stage: 'parse', basis: 'page', code: null },
      '/gzip-as-br': { stage: 'parse', basis: 'page', code: null },
      '/gzip-cut': { stage: 'parse', basis: 'page', truncated: true },
      '/close': { stage: 'parse', basis: 'page', code: null },
      '/hints': { stage: 'parse', basis: 'page', code: null },
    };
    for (const [path, is] of Object.entries(wanted)) expect(await end(path), path).toMatchObject(is);
  });

  it('gives up a page whose every try fails, and the feed’s words stand in', async () => {
    const deps = depsWith();
    const url = server.url('/reset', 'broken.localhost');
    await duePages(parts, [url]);
    for (let n = 1; n <= 4; n += 1) {
      expect(outcomes(await runDue(parts, deps))).toEqual(['CONNECTION_LOST']);
      expect(await endOf(url)).toMatchObject({ ...RETRIED, attempts: n });
      await parts.query('UPDATE work SET next_at = clock_timestamp(); UPDATE host SET due_at = clock_timestamp()');
    }
    await runDue(parts, deps);
    expect(await endOf(url)).toMatchObject({ ...NO_PAGE, code: 'CONNECTION_LOST' });
  });

  it('sends without end, or what is no text: cut, not downloaded, called by its name', async () => {
    const types: readonly (readonly [string, string, string, string | null])[] = [
      ['/pdf', 'application/pdf', '%PDF-1.7', 'NOT_HTML'],
      ['/pdf-as-html', 'text/html', '%PDF-1.7 and so on', 'NOT_HTML'],
      ['/zip', 'application/zip', 'PK\u0003\u0004', 'NOT_HTML'],
      ['/jpeg-as-html', 'text/html', '\u00ff\u00d8\u00ff\u00e0', 'NOT_HTML'],
      ['/png-as-html', 'text/html', '\u0089PNG\r\n\u001a\n and so on', 'NOT_HTML'],
      ['/film-as-html', 'text/html', '\0\0\0\u0020ftypisom and so on', 'NOT_HTML'],
      ['/image', 'image/png', 'PNG', 'NOT_HTML'],
      ['/octets', 'application/octet-stream', '<!doctype html><p>A page.</p>', null],
      ['/plain', 'text/plain', '<!doctype html><p>A page.</p>', null],
      ['/xhtml', 'application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"><p>A page.</p></html>', null],
      ['/nonsense', 'blah', '<!doctype html><p>A page.</p>', 'NOT_HTML'],
    ];
    for (const [path, type, body] of types) {
      site.set('types', path, (_, response) =>
        response.writeHead(200, { 'content-type': type }).end(Buffer.from(body, 'latin1')),
      );
    }
    await duePages(
      parts,
      types.map(([path]) => site.url('types', path)),
    );
    const end = await fetchAll(['/endless', '/endless-gzip', '/video'], depsWith({ maxBytes: MB }));
    for (const path of ['/endless', '/endless-gzip'])
      expect(await end(path), path).toMatchObject({ stage: 'parse', basis: 'page', truncated: true, size: MB });
    expect(await end('/video')).toMatchObject({ ...NO_PAGE, code: 'NOT_HTML' });
    for (const [path, , , code] of types) {
      const wanted = code === null ? { stage: 'parse', basis: 'page', code } : { ...NO_PAGE, code };
      expect(await endOf(site.url('types', path)), path).toMatchObject(wanted);
    }
  });

  it('sends a gzip bomb of 10 MB for 10 GB, as page, feed and robots.txt: memory stays flat', async () => {
    const deps = depsWith();
    await duePages(parts, [server.url('/gzip', 'warm.localhost')]);
    await runDue(parts, deps);
    const bombs = ['one', 'two', 'three'].map((name) => server.url('/bomb', `${name}.localhost`));
    await duePages(parts, bombs);
    site.set('robots', '/robots.txt', { status: 302, headers: { location: server.url('/bomb', 'robots.localhost') } });
    await duePages(parts, [site.url('robots', '/1')]);
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
    await runDue(parts, deps);
    clearInterval(timer);
    for (const url of bombs) expect(await endOf(url)).toMatchObject({ ...NO_PAGE, code: 'BODY_BOMB' });
    // Of robots.txt half a megabyte is read, which holds no rule; what lies behind is ignored.
    expect(await endOf(site.url('robots', '/1'))).toMatchObject({ ...NO_PAGE, code: 'HTTP_GONE' });
    expect(peak - before).toBeLessThan(64 * MB);
  });

  it('answers 503 in a burst: each page is asked again at its time, no try is counted, none is lost', async () => {
    let refusals = 3;
    const asked: number[] = [];
    for (const n of [1, 2, 3, 4, 5]) {
      site.set('burst', `/${n}`, (request, response) => {
        asked.push(request.at);
        if ((refusals -= 1) >= 0) response.writeHead(503, { 'retry-after': '1' }).end();
        else response.writeHead(200, { 'content-type': 'text/html' }).end(page(`Page ${n}`, prose(`page ${n}`)));
      });
    }
    await duePages(
      parts,
      [1, 2, 3, 4, 5].map((n) => site.url('burst', `/${n}`)),
    );
    const deps = depsWith();
    const end = performance.now() + 20_000;
    while (asked.length < 8 && performance.now() < end) {
      await runDue(parts, deps);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // After each refusal the whole host rests for the second that it asked for.
    for (const n of [1, 2, 3]) expect((asked[n] ?? 0) - (asked[n - 1] ?? 0)).toBeGreaterThan(950);
    expect(await parts.query(`SELECT stage, basis, count(*)::int AS n FROM work GROUP BY 1, 2`)).toEqual([
      { stage: 'parse', basis: 'page', n: 5 },
    ]);
  });

  describe('leads to addresses that are not public', () => {
    /** Only this one stands for the public net here; the server listens on all. */
    const PUBLIC = ['127.0.0.9/32'];
    const everywhere: Resolve = () => Promise.resolve(['127.0.0.9']);

    it.each([
      'http://127.0.0.1:PORT/page',
      'http://2130706433:PORT/page',
      'http://0x7f.1:PORT/page',
      'http://[::ffff:127.0.0.1]:PORT/page',
      'http://localhost:PORT/page',
      'http://0.0.0.0:PORT/page',
      'http://169.254.169.254/latest/meta-data/',
      'http://[fd00:ec2::254]/latest/meta-data/',
    ])('by a redirect to %s', async (target) => {
      const deps = depsWith({ allow: PUBLIC, resolve: everywhere });
      const to = target.replace('PORT', String(server.port));
      const first = server.url(`/to/302?url=${encodeURIComponent(to)}`, 'public.example');
      await duePages(parts, [first]);
      await runDue(parts, deps);
      expect(await endOf(first)).toMatchObject({ ...NO_PAGE, code: 'ADDRESS_REFUSED' });
      expect([...new Set(server.log.map((one) => one.host))]).toEqual([`public.example:${server.port}`]);
    });

    it('by a redirect of its robots.txt', async () => {
      site.set('x', '/robots.txt', '');
      const asked = site.asked.length;
      const deps = depsWith({ allow: PUBLIC, resolve: everywhere });
      const url = server.url('/page', 'public.example');
      await duePages(parts, [url]);
      await runDue(parts, {
        ...deps,
        // robots.txt of this server is a 404; here it redirects inwards.
        request: (address, options) =>
          deps.request(
            address === server.url('/robots.txt', 'public.example')
              ? server.url(
                  `/to/301?url=${encodeURIComponent(`http://127.0.0.1:${site.port}/robots.txt`)}`,
                  'public.example',
                )
              : address,
            options,
          ),
      });
      expect(await endOf(url)).toMatchObject({ stage: 'fetch', code: 'ROBOTS_AWAY', attempts: 0 });
      expect(site.asked.length).toBe(asked);
    });

    it('by a name that has another address at the second look-up', async () => {
      let looks = 0;
      const rebinding: Resolve = () => Promise.resolve([(looks += 1) === 1 ? '127.0.0.9' : '127.0.0.1']);
      const deps = depsWith({ allow: PUBLIC, resolve: rebinding });
      // The first connection is closed by the server: the next request looks the name up anew.
      const [first, second] = [server.url('/close', 'rebind.example'), server.url('/page', 'rebind.example')];
      await parts.query(`
        INSERT INTO robots (origin, fetched_at, expires_at, status)
        VALUES ('${new URL(first).origin}', clock_timestamp(), clock_timestamp() + interval '1 day', 404)`);
      await duePages(parts, [first, second]);
      await runDue(parts, deps);
      expect(await endOf(first)).toMatchObject({ stage: 'parse', basis: 'page', code: null });
      expect(await endOf(second)).toMatchObject({ ...NO_PAGE, code: 'ADDRESS_REFUSED' });
      expect(server.log.map((one) => one.path)).toEqual(['/close']);
      expect(looks).toBe(2);
    });
  });
});
