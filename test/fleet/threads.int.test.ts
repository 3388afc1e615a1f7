import { afterAll, describe, expect, it } from 'vitest';
import { createThreads } from '../../src/fleet/threads.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const page = (text: string): string =>
  `<html><body><article><h1>A plan of the council</h1><p>${`${text} and all of its points were passed after a long debate. `.repeat(5)}</p></article></body></html>`;

describe('threads (R3)', () => {
  const threads = createThreads({ size: 2, timeoutMs: 60_000, memoryMb: 256 });
  afterAll(() => threads.close());

  it('clean pages side by side', async () => {
    const articles = await Promise.all(
      ['One', 'Two', 'Three', 'Four'].map((word) => threads.extract({ text: page(word), now })),
    );
    expect(articles.map((article) => article.text.split(' ')[0])).toEqual(['One', 'Two', 'Three', 'Four']);
  });

  it('read bytes in their charset and tell plain text from markup', async () => {
    const bytes = Buffer.from(page('Caf\u00e9'), 'latin1');
    const article = await threads.extract({ bytes, contentType: 'text/html; charset=iso-8859-1', now });
    expect(article.text).toMatch(/^Café/);
    const plain = await threads.extract({
      text: `A plan of the council is passed\n\n${'The council met again on Monday to weigh the plan. '.repeat(6)}`,
      contentType: 'text/plain',
      now,
    });
    expect(plain.title).toBe('A plan of the council is passed');
  });

  it('give the keys of a page’s lines only where asked', async () => {
    expect((await threads.extract({ text: page('One'), now })).lines).toBeUndefined();
    expect((await threads.extract({ text: page('One'), now, learn: true })).lines?.length).toBeGreaterThan(0);
  });
});

describe('a task over its budget', () => {
  it('is cut with PARSE_TIMEOUT, and the next one runs', async () => {
    const threads = createThreads({ size: 1, timeoutMs: 2_000, memoryMb: 1_024 });
    const long = `<p>${'word, '.repeat(20)}</p>`.repeat(120_000);
    await expect(threads.extract({ text: long, now })).rejects.toMatchObject({ code: 'PARSE_TIMEOUT' });
    expect((await threads.extract({ text: page('One'), now })).text).toMatch(/^One/);
    await threads.close();
  });
});

describe('a task that eats its thread’s memory', () => {
  it('is told with PARSE_CRASHED, and others go on', async () => {
    const threads = createThreads({ size: 1, timeoutMs: 60_000, memoryMb: 24 });
    const greedy = '<p>word '.repeat(1_500_000);
    await expect(threads.extract({ text: greedy, now })).rejects.toMatchObject({ code: 'PARSE_CRASHED' });
    await threads.close();
  });
});
