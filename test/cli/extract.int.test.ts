import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/processes.ts';

const PAGE = `<!doctype html><html lang="en"><head><title>Wind farm approved</title></head><body>
  <nav><a href="/oil">Oil prices</a></nav>
  <article><h1>Wind farm approved</h1>${'<p>The wind farm off the coast will be built by three companies over four years, the ministry said.</p>'.repeat(4)}</article>
</body></html>`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-extract-'));
  await writeFile(join(folder, 'page.html'), PAGE);
});
afterAll(() => rm(folder, { recursive: true }));

describe('extract', () => {
  it('prints one object for one file and a list for several, with the milliseconds of each', async () => {
    const file = join(folder, 'page.html');
    const one = await runCommand(['extract', file, '--json']);
    expect(JSON.parse(one.stdout)).toMatchObject({
      title: 'Wind farm approved',
      author: [],
      published: null,
      lang: 'en',
      ms: expect.any(Number),
    });
    const two = await runCommand(['extract', file, '-', '--json'], { input: PAGE });
    expect(JSON.parse(two.stdout)).toHaveLength(2);
  });

  it('answers line by line, in order, errors included', async () => {
    const lines = [{ id: 1, html: PAGE }, { id: 2, path: join(folder, 'none.html') }, { id: 3 }];
    const input = `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot JSON\n`;
    const { code, stdout } = await runCommand(['extract', '--ndjson'], { input });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number | null; title?: string; ms?: number; error?: string });
    expect(code).toBe(0);
    expect(answers.map(({ id, error }) => [id, error === undefined])).toEqual([
      [1, true],
      [2, false],
      [3, false],
      [null, false],
    ]);
    expect(answers[0]).toMatchObject({ title: 'Wind farm approved', ms: expect.any(Number) });
  });

  it('keeps the place of an input that cannot be read, and goes on', async () => {
    const [page, none] = [join(folder, 'page.html'), join(folder, 'none.html')];
    const said = `wirewatch: cannot read ${none}: ENOENT: no such file or directory, open '${none}' [INPUT_UNREADABLE]\n`;
    const json = await runCommand(['extract', page, none, page, '--json']);
    expect([json.code, json.stderr]).toEqual([1, said]);
    const title = 'Wind farm approved';
    const error = expect.stringMatching(/^INPUT_UNREADABLE: cannot read .*none\.html: ENOENT/);
    expect(JSON.parse(json.stdout)).toMatchObject([{ title }, { input: none, error }, { title }]);

    const text = await runCommand(['extract', none, page]);
    expect([text.code, text.stderr]).toEqual([1, said]);
    expect(text.stdout).toMatch(/^== .*page\.html\nWind farm approved\n/);
    expect(JSON.parse((await runCommand(['extract', none, '--json'])).stdout)).toEqual({ input: none, error });
  });

  it('takes no PDF, no archive and no noise for a page, but text in UTF-16', async () => {
    const files: Record<string, Buffer> = {
      'x.pdf': Buffer.from('%PDF-1.4\n1 0 obj << /Title (Wind farm approved) >> endobj\n'),
      'x.html.gz': gzipSync(PAGE),
      noise: Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * at * 31 + at * 7) % 251)),
      'wide.html': Buffer.from(`\ufeff${PAGE}`, 'utf16le'),
    };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    const names = Object.keys(files).map((name) => join(folder, name));
    const expected = [
      { error: `INPUT_UNREADABLE: ${names[0]} is a PDF, not HTML or text` },
      { error: `INPUT_UNREADABLE: ${names[1]} is a gzip archive, not HTML or text` },
      { error: `INPUT_UNREADABLE: ${names[2]} is no text` },
      { title: 'Wind farm approved' },
    ];
    const { code, stdout } = await runCommand(['extract', ...names, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject(expected);
    const input = names.map((path) => `${JSON.stringify({ path })}\n`).join('');
    const lines = (await runCommand(['extract', '--ndjson'], { input })).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject(expected);
    const piped = await runCommand(['extract'], { input: '%PDF-1.7' });
    expect(piped).toMatchObject({ code: 1, stdout: '' });
    expect(piped.stderr).toBe('wirewatch: standard input is a PDF, not HTML or text [INPUT_UNREADABLE]\n');
  });

  it('--ndjson takes no file', async () => {
    for (const command of ['extract', 'feed', 'match']) {
      const topic = command === 'match' ? ['--topic', 'oil'] : [];
      const { code, stdout, stderr } = await runCommand([command, '--ndjson', ...topic, join(folder, 'page.html')]);
      expect({ code, stdout }, command).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('USAGE');
    }
  });
});
