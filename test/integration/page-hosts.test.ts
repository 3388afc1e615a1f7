import { describe, expect, it } from 'vitest';
import { fetchBatch } from '../../src/stages/fetch/batch.ts';
import type { FetchJob } from '../../src/stages/jobs.ts';
import { depsOf, duePages, jobs, NEVER, outcomes, runDue } from '../support/fetching.ts';
import { gapsOf, page, prose, startSite, type Site } from '../support/site.ts';
import { useStand } from '../support/stand.ts';

/** A timer may come this much early or late against another clock. */
const SLACK_MS = 30;

describe('robots.txt and redirects of pages', () => {
  const stand = useStand();
  const begin = stand.parts;
  let site: Site;

  async function openWeb(): Promise<void> {
    site = await stand.open(startSite());
  }

  const gaps = (name: string): number[] => gapsOf(site, name);

  it('R11 a Crawl-delay holds from the request for robots.txt on', async () => {
    await openWeb();
    const parts = await begin();
    site.set('paper', '/robots.txt', {
      status: 200,
      body: 'User-agent: *\nCrawl-delay: 1\n',
      headers: { 'content-type': 'text/plain' },
    });
    await duePages(
      parts,
      ['/1', '/2'].map((path) => site.url('paper', path)),
    );
    await runDue(parts);
    expect(site.asked.map((one) => one.path)).toEqual(['/robots.txt', '/1', '/2']);
    for (const gap of gaps('paper')) expect(gap).toBeGreaterThan(1_000 - SLACK_MS);
  });

  it('R11 a Crawl-delay of more than five minutes is obeyed, and shown as a problem', async () => {
    await openWeb();
    const parts = await begin();
    site.set('paper', '/robots.txt', { status: 200, body: 'User-agent: *\nCrawl-delay: 600\n' });
    await duePages(
      parts,
      ['/1', '/2'].map((path) => site.url('paper', path)),
    );
    await runDue(parts);
    expect(site.asked.map((one) => one.path)).toEqual(['/robots.txt']);
    expect(
      await parts.query(
        "SELECT problem, crawl_delay_ms, next_at > clock_timestamp() + interval '500 seconds' AS rests FROM host",
      ),
    ).toEqual([{ problem: 'robots.txt asks for 600 s between requests', crawl_delay_ms: 600_000, rests: true }]);
  });

  it('R12 robots.txt that can not be had makes pages wait, not fail; feeds go on', async () => {
    await openWeb();
    const parts = await begin({ feeds: [site.url('paper', '/feed')] });
    site.set('paper', '/robots.txt', { status: 500 });
    site.feed('paper', '/feed', []);
    await duePages(
      parts,
      ['/1', '/2'].map((path) => site.url('paper', path)),
    );
    expect(outcomes(await runDue(parts))).toEqual(['fetched', 'ROBOTS_AWAY', 'ROBOTS_AWAY']);
    expect(site.asked.map((one) => one.path)).toEqual(['/feed', '/robots.txt']);
    const waiting = await parts.query<{ attempts: number; minutes: number }>(
      `SELECT attempts, extract(epoch FROM next_at - clock_timestamp())::float8 / 60 AS minutes FROM work WHERE article_id IS NOT NULL`,
    );
    for (const { attempts, minutes } of waiting) {
      expect(attempts).toBe(0);
      expect(minutes).toBeGreaterThan(55);
      expect(minutes).toBeLessThan(65);
    }
    // An hour later it answers, and the pages are fetched.
    site.set('paper', '/robots.txt', { status: 404 });
    await parts.query(`UPDATE robots SET expires_at = clock_timestamp(); UPDATE work SET next_at = clock_timestamp() WHERE article_id IS NOT NULL;
      UPDATE host SET due_at = clock_timestamp()`);
    expect(outcomes(await runDue(parts))).toEqual(['HTTP_GONE', 'HTTP_GONE']);
  });

  it('R12 a robots.txt that is not there allows all; one that is there is obeyed, and asked for once', async () => {
    await openWeb();
    const parts = await begin();
    site.set('strict', '/robots.txt', { status: 200, body: 'User-agent: *\nDisallow: /private\n' });
    await duePages(parts, [
      site.url('free', '/1'),
      site.url('strict', '/public'),
      site.url('strict', '/private/1'),
      site.url('strict', '/private/2'),
    ]);
    expect(outcomes(await runDue(parts)).sort()).toEqual([
      'HTTP_GONE',
      'HTTP_GONE',
      'ROBOTS_REFUSED',
      'ROBOTS_REFUSED',
    ]);
    expect(site.asked.filter((one) => one.host === 'strict').map((one) => one.path)).toEqual([
      '/robots.txt',
      '/public',
    ]);
  });

  it('R13 a redirect to another host is stored as a hop, and asked for under that host, with its robots.txt', async () => {
    await openWeb();
    const parts = await begin();
    site.set('old', '/story', { status: 301, headers: { location: site.url('new', '/story') } });
    site.set('new', '/robots.txt', { status: 200, body: 'User-agent: *\nDisallow: /private\n' });
    site.set('new', '/story', page('The story', prose('moved')));
    site.set('old', '/secret', { status: 302, headers: { location: site.url('new', '/private') } });
    await duePages(parts, [site.url('old', '/story')]);
    const [job] = await jobs(parts);
    expect(outcomes([await fetchBatch(job as FetchJob, depsOf(parts), NEVER)])).toEqual(['redirected']);
    expect(
      await parts.query(`SELECT w.url, w.hops, h.key, w.attempts FROM work w JOIN host h ON h.id = w.host_id`),
    ).toEqual([
      {
        url: site.url('new', '/story'),
        hops: [{ url: site.url('old', '/story'), permanent: true }],
        key: `new.localhost:${site.port}`,
        attempts: 0,
      },
    ]);
    await runDue(parts);
    await duePages(parts, [site.url('old', '/secret')]);
    expect(outcomes(await runDue(parts))).toEqual(['redirected', 'ROBOTS_REFUSED']);
    expect(site.asked.map((one) => `${one.host} ${one.path}`)).toEqual([
      'old /robots.txt',
      'old /story',
      'new /robots.txt',
      'new /story',
      'old /secret',
    ]);
    expect(await parts.query('SELECT url FROM body')).toEqual([{ url: site.url('new', '/story') }]);
  });

  it('R13 more than five redirects, or a loop, end the page as REDIRECTS', async () => {
    await openWeb();
    const parts = await begin();
    for (let n = 0; n < 8; n += 1)
      site.set('far', `/${n}`, { status: 302, headers: { location: site.url('far', `/${n + 1}`) } });
    site.set('loop', '/a', { status: 302, headers: { location: '/b' } });
    site.set('loop', '/b', { status: 302, headers: { location: '/a' } });
    await duePages(parts, [site.url('far', '/0'), site.url('loop', '/a')]);
    await runDue(parts);
    expect(await parts.query('SELECT code FROM article')).toEqual([{ code: 'REDIRECTS' }, { code: 'REDIRECTS' }]);
    expect(site.asked.filter((one) => one.host === 'far' && one.path !== '/robots.txt')).toHaveLength(6);
    expect(site.asked.filter((one) => one.host === 'loop' && one.path !== '/robots.txt')).toHaveLength(2);
  });
});
