import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startSite, type Site } from '../support/site.ts';
import { runCommand, type Ran } from '../support/processes.ts';

const PAGE = 'https://paper.example/latest';

describe('feeds, by the command line', () => {
  let postgres: TestPostgres;
  let folder: string;
  let env: Record<string, string>;
  let site: Site;
  beforeAll(async () => {
    postgres = await startPostgres({ bin: 'packaged' });
    site = await startSite();
    folder = mkdtempSync(join(tmpdir(), 'wirewatch-feeds-'));
    env = {
      WIREWATCH_DATABASE_URL: await postgres.createDatabase('feeds'),
      WIREWATCH_DATA: folder,
      WIREWATCH_SECRET: 'a',
    };
  });
  afterAll(async () => {
    await Promise.all([postgres.stop(), site.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const ww = (args: readonly string[], input?: string, more?: Record<string, string>): Promise<Ran> =>
    runCommand(['feeds', ...args], { env: { ...env, ...more }, cwd: folder, ...(input !== undefined && { input }) });
  async function done(args: readonly string[], input?: string): Promise<string> {
    const ran = await ww(args, input);
    expect(ran.code, ran.stderr).toBe(0);
    return ran.stdout;
  }

  it('add --page --selector watches the links of a page that a selector names', async () => {
    const rules = ['--selector', 'main h2 > a', '--tag', 'press', 'local', '--every', '10m'];
    const add = ['add', PAGE, '--page', ...rules, '--no-check'];
    expect(await done(add)).toBe(`added: ${PAGE}\n`);
    expect(JSON.parse(await done(['show', PAGE, '--json']))).toMatchObject({
      url: PAGE,
      kind: 'page',
      selector: 'main h2 > a',
      tags: ['press', 'local'],
    });
    expect(await done(add)).toBe(`known: ${PAGE}\n`);
    expect(await done(['add', PAGE, '--page', '--selector', 'article a', '--no-check'])).toBe(`changed: ${PAGE}\n`);
    expect(JSON.parse(await done(['show', PAGE, '--json']))).toMatchObject({ selector: 'article a' });
  });

  it.each([
    [['add', PAGE, '--selector', 'a'], 'it needs --page'],
    [['add', PAGE, '--page', '--selector', 'a[['], 'not a CSS selector'],
    [['add', 'https://a.example/feed', 'paper'], 'paper is not a web address'],
    [['add', PAGE, '--every', 'often'], 'expected a duration'],
  ])('%j is a mistake of who typed it, and nothing is added', async (args, said) => {
    const ran = await ww(args);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(said);
    expect(await done(['list'])).not.toContain('https://a.example/feed');
  });

  it('import says what was added, what was known, and what was refused and why', async () => {
    const opml = `<?xml version="1.0"?><opml version="2.0"><body>
      <outline text="Press"><outline text="Near &amp; far">
        <outline text="One" type="rss" xmlUrl="https://one.example/feed" htmlUrl="https://one.example/">
        <outline text="Two" type="rss" xmlUrl="feed://two.example/rss"/>
        <outline text="One again" type="rss" xmlUrl="HTTPS://One.example:443/feed"/>
      </outline></outline>
      <outline text="Old" type="rss" xmlUrl="ftp://old.example/x"/>
      <outline text="Inside" type="rss" xmlUrl="http://127.0.0.1/feed"/>
      <outline text="Cloud" type="rss" xmlUrl="http://169.254.169.254/latest"/>
      <outline text="Known" type="rss" xmlUrl="${PAGE}"/>
      <outline text="cut off" type="rss" xmlUrl="https://three.exam`;
    writeFileSync(join(folder, 'broken.opml'), opml);
    const report = JSON.parse(await done(['import', 'broken.opml', '--json'])) as {
      added: string[];
      known: string[];
      refused: { url: string; reason: string }[];
    };
    expect(report.added).toEqual(['https://one.example/feed', 'http://two.example/rss']);
    expect(report.known).toContain(PAGE);
    expect(new Map(report.refused.map(({ url, reason }) => [url, reason]))).toEqual(
      new Map([
        ['https://three.exam', 'the file is cut off here'],
        ['ftp://old.example/x', expect.stringMatching(/http/)],
        ['http://127.0.0.1/feed', expect.stringMatching(/not a public address/)],
        ['http://169.254.169.254/latest', expect.stringMatching(/not a public address/)],
      ]),
    );
    const again = await ww(['import', '-'], opml);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^0 added, \d known, 4 refused\n$/);
    expect(again.stderr).toContain('refused: http://127.0.0.1/feed: ');
    expect(JSON.parse(await done(['show', 'http://two.example/rss', '--json']))).toMatchObject({
      tags: ['Press', 'Near & far'],
    });
  });

  it('add looks at each address first: what is no feed is refused with all that came with it, what is silent is added', async () => {
    const allow = { WIREWATCH_ALLOW_PRIVATE: '127.0.0.0/8' };
    const [feed, page, broken] = ['/rss', '/', '/broken'].map((path) => site.url('paper', path)) as [
      string,
      string,
      string,
    ];
    site.feed('paper', '/rss', [{ title: 'One', link: site.url('paper', '/1') }]);
    site.set('paper', '/', '<!doctype html><link rel="alternate" type="application/rss+xml" title="All" href="/rss">');
    site.set('paper', '/broken', { status: 500 });
    const add = (...args: string[]): Promise<Ran> => ww(['add', ...args], undefined, allow);

    const refused = await add(feed, page);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`${page}: this is a page; its feeds are\n  ${feed}  All\n`);
    expect(refused.stderr).toContain('[FEED_SYNTAX]');
    const missing = await add(site.url('paper', '/none'));
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringMatching(/404.*\[HTTP_GONE\]/s)]);
    expect(await done(['list'])).not.toContain('paper.localhost');

    expect(await add(feed)).toMatchObject({ code: 0, stdout: `added: ${feed}\n`, stderr: '' });
    const silent = await add(broken);
    expect(silent).toMatchObject({ code: 0, stdout: `added: ${broken}\n` });
    expect(silent.stderr).toContain(`${broken} could not be looked at: answered with status 500`);
    expect((await add(page, '--page')).stdout).toBe(`added: ${page}\n`);
    const unseen = site.url('paper', '/unseen');
    expect((await add(unseen, '--no-check')).stdout).toBe(`added: ${unseen}\n`);
    // What is watched already is not asked for again.
    const asked = site.count('paper', '/rss');
    expect((await add(feed, '--tag', 'press')).stdout).toBe(`changed: ${feed}\n`);
    expect(site.count('paper', '/rss')).toBe(asked);
    expect(site.count('paper', '/unseen')).toBe(0);
    for (const url of [feed, broken, page, unseen]) await done(['remove', url]);

    const inside = await ww(['add', 'http://127.0.0.1/feed']);
    expect([inside.code, inside.stderr]).toEqual([
      1,
      expect.stringMatching(/WIREWATCH_ALLOW_PRIVATE=.*ADDRESS_REFUSED/s),
    ]);
  });

  it('import of what is no OPML is a failure that says so', async () => {
    const ran = await ww(['import', '-'], '<!doctype html><html><body>Please log in</body></html>');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/OPML/);
  });

  it('export gives back what import took, folders as tags', async () => {
    const opml = await done(['export']);
    expect(opml).toContain('xmlUrl="https://one.example/feed"');
    writeFileSync(join(folder, 'out.opml'), opml);
    expect(await done(['import', 'out.opml'])).toMatch(/^0 added, 3 known, 0 refused\n$/);
  });
});
