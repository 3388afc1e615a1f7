import { describe, expect, it } from 'vitest';
import type { MatchDocument, Span } from '../../src/topic/document.ts';
import { explain, explanationLines } from '../../src/topic/explain.ts';
import { bestSnippet, PLAIN_STYLE, snippetsOf, textOf } from '../../src/topic/snippet.ts';

const filler = 'Nothing of note was said here. '.repeat(20).trim();
const ARTICLE: MatchDocument = {
  title: 'Oil & <gas>',
  body: `The price of oil rose.\n\n${filler} Then oil & "gas" fell <b>together</b>. ${filler}`,
};

function spans(word: string, field: Span['field'] = 'body'): Span[] {
  const text = textOf(ARTICLE, field);
  return [...text.matchAll(new RegExp(word, 'gi'))].map(({ index }) => ({
    field,
    start: index,
    end: index + word.length,
  }));
}

describe('snippetsOf', () => {
  it('marks what matched, escapes the rest, one passage for near spans', () => {
    const found = snippetsOf(ARTICLE, [...spans('oil'), ...spans('gas'), ...spans('oil', 'title')], { around: 30 });
    expect(found.map((snippet) => snippet.snippet)).toEqual([
      '<mark>Oil</mark> &amp; &lt;gas&gt;',
      'The price of <mark>oil</mark> rose. …',
      '… of note was said here. Then <mark>oil</mark> &amp; &quot;<mark>gas</mark>&quot; fell &lt;b&gt;together&lt;/b&gt;. …',
    ]);
    expect(found[2]).toMatchObject({ field: 'body', text: 'oil', spans: [{}, {}] });
  });

  it('picks the passage that tells most', () => {
    const best = bestSnippet(ARTICLE, [...spans('oil'), ...spans('gas'), ...spans('oil', 'title')], {
      style: PLAIN_STYLE,
    });
    expect(best).toContain('⟦oil⟧ & "⟦gas⟧" fell');
    expect(bestSnippet(ARTICLE, [])).toBeNull();
  });

  it('joins overlapping spans and keeps terminal signs out', () => {
    const article = { title: '', body: 'a \u001b[31mred\u0007 line' };
    const [snippet] = snippetsOf(
      article,
      [
        { field: 'body', start: 0, end: 10 },
        { field: 'body', start: 7, end: 16 },
      ],
      { style: PLAIN_STYLE },
    );
    expect(snippet?.snippet).toBe('⟦a [31mred line⟧');
  });

  it('does not cut a surrogate pair', () => {
    const body = `${'𝐀'.repeat(200)} oil ${'𝐁'.repeat(200)}`;
    const start = body.indexOf('oil');
    const found = bestSnippet({ title: '', body }, [{ field: 'body', start, end: start + 3 }]);
    expect(() => encodeURIComponent(found ?? '')).not.toThrow();
  });
});

describe('explain', () => {
  it('shows which parts held and what they found', () => {
    const article = { title: 'Oil prices', body: 'Gas is up.', lang: 'en' };
    const topic = { id: 'it', query: '(oil OR coal) AND ATLEAST/2 gas AND NOT @wind', lang: ['en'] };
    const tree = explain(topic, article, () => 'wind OR sun');
    const lines = explanationLines(tree, (span) => textOf(article, span.field).slice(span.start, span.end));
    expect(lines).toEqual([
      '✗ AND',
      '  ✗ AND',
      '    ✓ OR',
      '      ✓ oil ← Oil',
      '      ✗ coal',
      '    ✗ ATLEAST/2 (1)',
      '      ✓ gas ← Gas',
      '    ✓ NOT',
      '      ✗ @wind',
      '        ✗ OR',
      '          ✗ wind',
      '          ✗ sun',
      '  ✓ en',
    ]);
  });

  it('shows a topic’s threshold as a condition of its own', () => {
    const article = { title: 'Weather', body: 'Oil and gas.', lang: 'en' };
    const of = (minScore: number): string[] =>
      explanationLines(explain({ id: 'x', query: 'oil', minScore }, article), () => 'Oil');
    expect(of(0.5)).toEqual(['✗ AND', '  ✓ oil ← Oil', '  ✗ score 0.33 of at least 0.5']);
    expect(of(0.3)).toEqual(['✓ AND', '  ✓ oil ← Oil', '  ✓ score 0.33 of at least 0.3']);
  });
});
