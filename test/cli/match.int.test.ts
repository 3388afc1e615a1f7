import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/processes.ts';

const SENTENCE =
  'The wind farm off the coast will be built by three companies over the next four years, the ministry said. ';
const PAGE = `<!doctype html><html lang="en"><head><title>Wind farm approved</title></head><body>
  <nav><a href="/oil">Oil prices</a></nav>
  <article><h1>Wind farm approved</h1><p>${SENTENCE}</p><p>${SENTENCE.repeat(3)}</p><p>Critics spoke of a &lt;gift&gt; to builders.</p></article>
</body></html>`;
const TOPICS = `topics:
  - id: wind
    name: Wind
    query: '"wind farm" NOT solar'
  - id: oil
    query: oil
  - { id: both, query: '@wind AND ministry', lang: en }
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-match-'));
  await Promise.all([
    writeFile(join(folder, 'page.html'), PAGE),
    writeFile(join(folder, 'topics.yaml'), TOPICS),
    writeFile(join(folder, 'bad.ndjson'), '{"id":"a","query":"oil"}\n{"id":"b","query":"oil AND"}\n'),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

async function match(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  const { code, stdout, stderr } = await runCommand(['match', ...args], { input });
  return { code, out: stdout, err: stderr };
}

describe('match', () => {
  it('cleans a page and shows what matched, never its furniture', async () => {
    const { code, out } = await match([
      join(folder, 'page.html'),
      '--topic',
      '"wind farm"',
      '--topic',
      'oil',
      '--topic',
      'gift',
      '--json',
    ]);
    expect(code).toBe(0);
    const [result] = JSON.parse(out) as [
      { article: { title: string }; matches: { topic: string; spans: { text: string }[]; snippet: string }[] },
    ];
    expect(result.article.title).toBe('Wind farm approved');
    expect(result.matches.map((found) => found.topic)).toEqual(['"wind farm"', 'gift']);
    expect(result.matches[0]?.spans[0]).toEqual({ field: 'title', start: 0, end: 9, text: 'Wind farm' });
    expect(result.matches[1]?.snippet).toContain('&lt;<mark>gift</mark>&gt;');
  });

  it('keeps the place of an input that is no page, and goes on', async () => {
    const [page, none, pdf] = ['page.html', 'none.html', 'x.pdf'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(pdf, '%PDF-1.4\n(the wind farm)\n');
    const inputs = [pdf, page, none, '--topic', '"wind farm"'];
    const json = await match([...inputs, '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject([
      { input: pdf, error: `INPUT_UNREADABLE: ${pdf} is a PDF, not HTML or text` },
      { input: page, matches: [{ topic: '"wind farm"' }] },
      { input: none, error: expect.stringContaining('INPUT_UNREADABLE: cannot read') },
    ]);
    const text = await match(inputs);
    expect(text.code).toBe(1);
    expect(text.out).toMatch(/page\.html: Wind farm approved/);
    expect(text.err).toMatch(/x\.pdf is a PDF, not HTML or text \[INPUT_UNREADABLE\]\n.*cannot read .*none\.html.*\n$/);
  });

  it('prints for people, with the reasons on demand', async () => {
    const { code, out, err } = await match(['--topic', 'wind farm', '--topic', 'coal', '--explain'], PAGE);
    expect(code).toBe(0);
    expect(out).toContain('⟦wind⟧ ⟦farm⟧');
    expect(out).toContain('✗ coal');
    expect(err).toContain('Did you mean "wind farm"?');
  });

  it('streams articles against a topics file, in order, and tells their language', async () => {
    const lines = [
      {
        id: 'x',
        title: 'A wind farm',
        body: 'The ministry has approved the farm and the people of the coast are happy with it.',
      },
      { id: 'y', title: '', body: 'oil', lang: 'de' },
      { id: 'z', title: 5 },
    ].map((line) => JSON.stringify(line));
    const { code, out } = await match(
      ['--ndjson', '--topics', join(folder, 'topics.yaml')],
      `${lines.join('\n')}\nnot json\n`,
    );
    expect(code).toBe(0);
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; lang?: string; matches?: { topic: string }[]; error?: string });
    expect(answers.map(({ id, lang, matches }) => [id, lang, matches?.map((found) => found.topic).sort()])).toEqual([
      ['x', 'en', ['both', 'wind']],
      ['y', 'de', ['oil']],
      ['z', undefined, undefined],
      [null, undefined, undefined],
    ]);
    expect(answers[2]?.error).toContain('title');
  });

  it('honours what topics ask for beside their query: languages, outlets, tags, a threshold, the case', async () => {
    const topics = [
      { id: 'all', query: 'oil' },
      { id: 'lang', query: 'oil', lang: ['de'] },
      { id: 'outlet', query: 'oil', sources: ['other.example'] },
      { id: 'tag', query: 'oil', tags: ['energy'] },
      { id: 'score', query: 'oil', minScore: 0.5 },
      { id: 'case', query: 'oil', caseSensitive: true },
      { id: 'Case', query: 'Oil', caseSensitive: true },
    ];
    await writeFile(join(folder, 'rules.ndjson'), topics.map((topic) => JSON.stringify(topic)).join('\n'));
    const inputs = [
      {
        id: 1,
        title: 'A report',
        body: 'News.\n\nOil is cheap.',
        lang: 'en',
        source: 'paper.example',
        tags: ['energy'],
      },
      { id: 2, title: 'Cheap oil', body: 'It is.', lang: 'de', source: 'other.example' },
    ];
    const { out } = await match(
      ['--ndjson', '--topics', join(folder, 'rules.ndjson')],
      inputs.map((input) => `${JSON.stringify(input)}\n`).join(''),
    );
    const found = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { matches: { topic: string }[] }).matches.map(({ topic }) => topic).sort());
    expect(found).toEqual([
      ['Case', 'all', 'tag'],
      ['all', 'case', 'lang', 'outlet', 'score'],
    ]);
  });

  it('R17 a lead that is not in the body is in the scope too, and counts once where it is', async () => {
    await writeFile(
      join(folder, 'coast.ndjson'),
      '{"id":"coast","query":"ATLEAST/2(coast)"}\n{"id":"any","query":"coast"}\n',
    );
    const lead = 'A wind farm off the coast';
    const inputs = [
      { id: 'apart', title: 'A farm', lead, body: 'The ministry said so.' },
      { id: 'within', title: 'A farm', lead, body: `${lead}\nThe ministry said so.` },
    ];
    const { out } = await match(
      ['--ndjson', '--topics', join(folder, 'coast.ndjson')],
      inputs.map((input) => `${JSON.stringify(input)}\n`).join(''),
    );
    const spans = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { matches: { topic: string; spans: unknown[] }[] }).matches);
    expect(spans).toEqual([
      [expect.objectContaining({ topic: 'any', spans: [{ field: 'lead', start: 20, end: 25 }] })],
      [expect.objectContaining({ topic: 'any', spans: [{ field: 'body', start: 20, end: 25 }] })],
    ]);
  });

  it('stops at a query that does not parse, or leaves it out on request', async () => {
    const strict = await match(['--topic', 'oil and gas'], PAGE);
    expect([strict.code, strict.out]).toEqual([2, '']);
    expect(strict.err).toContain('^^^');
    const lenient = await match(
      ['--ndjson', '--lenient', '--topics', join(folder, 'bad.ndjson')],
      '{"id":1,"title":"oil","body":""}\n',
    );
    expect(lenient.code).toBe(0);
    expect(JSON.parse(lenient.err)).toMatchObject({ topic: 'b', code: 'missing-operand', start: 4, end: 7 });
    expect(JSON.parse(lenient.out)).toMatchObject({ id: 1, matches: [{ topic: 'a' }] });
  });

  it('says how it is called', async () => {
    expect((await match([])).code).toBe(2);
    expect((await match(['--topics', join(folder, 'none.yaml')])).code).toBe(1);
  });
});
