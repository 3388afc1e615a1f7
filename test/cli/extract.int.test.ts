import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('--ndjson takes no file', async () => {
    for (const command of ['extract', 'feed', 'match']) {
      const topic = command === 'match' ? ['--topic', 'oil'] : [];
      const { code, stdout, stderr } = await runCommand([command, '--ndjson', ...topic, join(folder, 'page.html')]);
      expect({ code, stdout }, command).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('USAGE');
    }
  });
});
