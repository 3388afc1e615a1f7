import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, outLink, snippet } from '../../../src/web/page/html.ts';

describe('the template', () => {
  it('escapes every value, in elements and attributes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const out = html`<a title="${text}">${[text, null, false, undefined]}</a>`.text;
        expect(out.match(/</g)).toHaveLength(2);
        expect(out.match(/"/g)).toHaveLength(2);
      }),
    );
    expect(html`${'<script>alert(1)</script>'}`.text).toBe('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html`${0}${html`<b>${'&'}</b>`}`.text).toBe('0<b>&amp;</b>');
  });

  it('keeps nothing of a snippet but its marks', () => {
    expect(snippet('a <mark>b</mark> <img src=x onerror=alert(1)> &lt;i&gt;').text).toBe(
      'a <mark>b</mark> &lt;img src=x onerror=alert(1)&gt; &lt;i&gt;',
    );
  });

  it('makes no link of what is no web address', () => {
    expect(outLink('javascript:alert(1)', 'x').text).toBe('x');
    expect(outLink('data:text/html,x', 'x').text).toBe('x');
    expect(outLink('https://example.org/"><script>', 'x').text).not.toContain('<script>');
  });
});
