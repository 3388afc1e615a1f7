import { describe, expect, it } from 'vitest';
import { extractPage } from '../../src/article/extract.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const titled = (head: string, body = '', url = 'https://www.daily-planet.example/a/b'): string | null =>
  extractPage(`<html><head>${head}</head><body>${body}</body></html>`, { now, url }).title;

describe('the title', () => {
  it.each([
    ['Floods cut off three valleys | Daily Planet'], ['Floods cut off three valleys - The Daily Planet'],
    ['Floods cut off three valleys – Daily Planet'], ['Floods cut off three valleys | World | Daily Planet'],
    ['Daily Planet: Floods cut off three valleys'], ['Floods cut off three valleys'],
  ])('is freed of the site’s name: %s', (title) => {
    expect(titled(`<title>${title}</title><meta property="og:site_name" content="Daily Planet">`, '<h1>Floods cut off three valleys</h1>')).toBe('Floods cut off three valleys');
  }); // prettier-ignore

  it('keeps dashes and colons that belong to the headline', () => {
    const title = 'Budget 2025: what it means - and what not';
    expect(titled(`<title>${title} - Daily Planet</title><meta property="og:site_name" content="Daily Planet">`)).toBe(
      title,
    );
  });

  it.each([
    'Floods cut off three valleys - Local news - Daily Planet', 'Daily Planet: Floods cut off three valleys', 'Floods cut off three valleys / Daily Planet',
  ])('is freed of the site’s name where nothing else names it: %s', (title) => {
    expect(titled(`<title>${title}</title><meta property="og:site_name" content="Daily Planet">`)).toBe('Floods cut off three valleys');
  }); // prettier-ignore

  it('is freed of a name behind a mark that no headline has, where nothing else names it', () => {
    expect(titled('<title>Ponte velha fecha para obras » Jornal do Vale</title>')).toBe('Ponte velha fecha para obras');
    expect(titled('<title>Floods cut off three valleys - what we know</title>')).toBe('Floods cut off three valleys - what we know'); // prettier-ignore
  });

  it('is no heading with the name of the site alone', () => {
    expect(titled('<title>Floods cut off three valleys | Planet</title>', '<h1><a href="/">Planet</a></h1><h2>Floods cut off three valleys</h2>')).toBe('Floods cut off three valleys'); // prettier-ignore
  });

  it('parts a kicker that runs into it', () => {
    expect(titled('<title>Flood: Three valleys cut off | Planet</title>', '<h1><span>Flood</span>Three valleys cut off</h1>')).toBe('Flood: Three valleys cut off'); // prettier-ignore
  });

  it('takes what most sources agree on', () => {
    expect(
      titled(
        '<meta property="og:title" content="Floods cut off three valleys"><title>Live: floods</title>',
        '<h1>Floods cut off three valleys</h1>',
      ),
    ).toBe('Floods cut off three valleys');
  });

  it('decodes what a template encoded twice', () => {
    expect(titled('<meta property="og:title" content="Mayor&amp;#8217;s plan &amp;amp; its price">')).toBe(
      'Mayor’s plan & its price',
    );
  });

  it.each([
    '<h1><svg><title>Video</title></svg> HEAD</h1>', '<h1><img alt="Live" src="x"> HEAD</h1>', '<h1><i class="material-icons">play_arrow</i>HEAD</h1>',
    '<h1><span class="icon">lock</span> HEAD</h1>', '<h1>HEAD <span class="sr-only">(opens in a new tab)</span></h1>', '<h1>HEAD<button>Share</button></h1>',
    '<h1>HEAD <a href="#x">#</a></h1>', '<h1>HEAD <span aria-hidden="true">→</span></h1>',
  ])('has no icons and no helpers of the heading: %s', (heading) => {
    expect(titled('', heading.replace('HEAD', 'Floods cut off three valleys'))).toBe('Floods cut off three valleys');
  }); // prettier-ignore

  it('has no kicker where the page calls the headline without it, and stands apart from it where it does not', () => {
    const heading = '<h1><span class="kicker">Weather</span>Floods cut off three valleys</h1>';
    expect(titled('<title>Floods cut off three valleys - Daily Planet</title>', heading)).toBe('Floods cut off three valleys');
    expect(titled('', heading)).toBe('Weather Floods cut off three valleys');
  }); // prettier-ignore

  it('is not the site’s name in an h1', () => {
    expect(
      titled(
        '<meta property="og:site_name" content="Daily Planet"><title>Floods cut off three valleys</title>',
        '<h1>Daily Planet</h1><h1>Floods cut off three valleys</h1>',
      ),
    ).toBe('Floods cut off three valleys');
  });

  const linked = (headline: string): string =>
    `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline })}</script>`;
  const social = (title: string): string => `<meta property="og:title" content="${title}">`;

  it('is the headline that heading and data agree on where og:title is another text, written for networks', () => {
    const headline = 'Council votes to close two of the five swimming pools';
    expect(titled(social('You will not believe what this town does') + linked(headline), `<h1>${headline}</h1>`)).toBe(
      headline,
    );
  });

  it('is the shorter form that og:title gives of the same headline', () => {
    const headline = 'Hard cuts: Council votes to close two of the five swimming pools';
    const short = 'Council votes to close two of the five swimming pools';
    expect(titled(social(short) + linked(headline), `<h1>${headline}</h1>`)).toBe(short);
  });

  it('is null where nothing names one', () => {
    expect(titled('')).toBeNull();
  });
});
