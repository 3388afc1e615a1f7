import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/processes.ts';

const RSS =
  '<rss version="2.0"><channel><title>News</title><link>https://example.org/</link><item><title>One</title><link>/1</link></item></channel></rss>';
const PAGE =
  '<html><head><link rel="alternate" type="application/rss+xml" title="All" href="https://example.org/rss"></head></html>';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-feed-'));
  await Promise.all([
    writeFile(join(folder, 'rss.xml'), RSS),
    writeFile(join(folder, 'page.html'), PAGE),
    writeFile(join(folder, 'bare.html'), '<html></html>'),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

async function feed(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  const { code, stdout, stderr } = await runCommand(['feed', ...args], { input });
  return { code, out: stdout, err: stderr };
}

describe('wirewatch feed', { timeout: 60_000 }, () => {
  it('prints a feed as JSON, from a file and from standard input', async () => {
    const fromFile = await feed([join(folder, 'rss.xml'), '--json']);
    expect(fromFile).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(fromFile.out)).toMatchObject({
      feed: { format: 'rss-2.0', title: 'News' },
      entries: [{ title: 'One', link: '/1' }],
    });
    expect((await feed(['-', '--json'], RSS)).out).toBe(fromFile.out);
    expect((await feed([join(folder, 'rss.xml')])).out).toContain('rss-2.0, 1 entries');
  });

  it('finds the feeds of a page, and says when it has none', async () => {
    expect(JSON.parse((await feed([join(folder, 'page.html'), '--json'])).out)).toEqual({
      feeds: [{ url: 'https://example.org/rss', title: 'All', from: 'head' }],
    });
    expect(await feed([join(folder, 'bare.html')])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('names no feed') as string,
    });
  });

  it('answers line by line, errors included', async () => {
    const lines = [
      { id: 1, xml: RSS, url: 'https://example.org/feed' },
      { id: 2, path: join(folder, 'rss.xml'), contentType: 'text/xml' },
      { id: 3, path: join(folder, 'none.xml') },
      { id: 4, xml: 'x' },
      { id: 5 },
    ];
    const { out, code } = await feed(
      ['--ndjson'],
      `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot JSON\n`,
    );
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number | null; error?: string; entries?: { link: string }[] });
    expect(code).toBe(0);
    expect(answers.map(({ id, error }) => [id, error === undefined])).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [4, false],
      [5, false],
      [null, false],
    ]);
    expect(answers[0]?.entries?.[0]?.link).toBe('https://example.org/1');
    expect(answers[3]?.error).toContain('FEED_SYNTAX');
  });
});
