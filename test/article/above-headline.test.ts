import { describe, expect, it } from 'vitest';
import { extractPage } from '../../src/article/extract.ts';
import { extractText } from '../../src/article/plain.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const title = 'River floods the lower town after a night of rain';
const first = 'The river rose by two metres in the night, and the lower town was cleared by the fire brigade.';
const second = 'The mayor said on Friday that the bridge would stay closed until the engineers had looked at it.';
const article = (above: string, below = ''): ReturnType<typeof extractPage> =>
  extractPage(
    `<html lang="en"><body><div>${above}<article><h1>${title}</h1>${below}<p>${first}</p><p>${second}</p></article></div></body></html>`,
    { now },
  );

describe('the section is the last crumb of the trail above the headline', () => {
  it.each([
    ['an icon', '<div class="k"><a href="/e">Europe</a> <span class="material-icons">chevron_right</span> <a href="/e/r">Rivers</a></div>'],
    ['a slash between links', '<div class="k"><a href="/e">Europe</a> / <a href="/e/r">Rivers</a></div>'],
    ['a slash without links', '<div><span>Europe</span><span> / </span><span>Rivers</span></div>'],
    ['an angle in text', '<p>Home › Europe › Rivers</p>'],
    ['crumbs on lines of their own', '<ul><li><a href="/">Home</a></li><li>›</li><li><a href="/e">Europe</a></li><li>›</li><li><a href="/e/r">Rivers</a></li></ul>'],
    ['a box called breadcrumb', '<nav class="breadcrumb"><a href="/">Home</a><a href="/e">Europe</a><a href="/e/r">Rivers</a></nav>'],
    ['a box called breadcrumb without links', '<div class="breadcrumb"><span>Home</span> / <span>Europe</span> / <span>Rivers</span></div>'],
  ])('%s', (_, above) => {
    expect(article(above).section).toBe('Rivers');
  }); // prettier-ignore

  it.each([
    `Home\nEurope\nchevron_right\nRivers\n${title}\n1 Dec 2022\n${first}\n${second}`,
    `Europe › Rivers\n${title}\n1 Dec 2022\n${first}\n${second}`,
    `Europe / Rivers\n${title}\n1 Dec 2022\n${first}\n${second}`,
    `Europe chevron_right Rivers\n${title}\n1 Dec 2022\n${first}\n${second}`,
  ])('in plain text: %s', (text) => {
    expect(extractText(text, { now }).section).toBe('Rivers');
  });

  it('is not the headline at the end of the trail, nor what two tags say together', () => {
    expect(article(`<div>Europe / Rivers / ${title}</div>`).section).toBe('Rivers');
    expect(article('<div><a href="/e">Europe</a></div>').section).toBe('Europe');
  });
});

describe('the site’s menu above the headline is no trail', () => {
  it.each([
    ['a row of links', '<nav><a href="/">Home</a> <a href="/w">World</a> <a href="/p">Podcasts</a></nav>'],
    ['a list', '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li><li><a href="/p">Podcasts</a></li></ul></nav>'],
    ['a list that nothing calls a menu', '<ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li><li><a href="/p">Podcasts</a></li></ul>'],
    ['bars', '<nav><a href="/">Home</a> | <a href="/w">World</a> | <a href="/p">Podcasts</a></nav>'],
    ['one link', '<nav><a href="/l">Listen</a></nav>'],
    ['links without a space', '<nav><a href="/">Home</a><a href="/p">Podcasts</a></nav>'],
    ['links of a page’s header', '<header><a href="/">Home</a><a href="/w">World</a><a href="/p">Podcasts</a></header>'],
    ['links that run together', '<div><a href="/">Home</a><a href="/p">Podcasts</a></div>'],
    ['a role', '<div role="navigation"><a href="/w">World</a> <a href="/p">Podcasts</a></div>'],
    ['a class', '<div class="main-menu"><a href="/w">World</a> <a href="/p">Podcasts</a></div>'],
    ['a slash in a name', '<nav><a href="/w">World</a> <a href="/r">Radio/TV</a></nav>'],
  ])('%s', (_, above) => {
    expect(article(above).section).toBeNull();
  }); // prettier-ignore

  it.each([
    ['marks', '<nav><a href="/">Home</a> › <a href="/e">Europe</a> › <a href="/e/r">Rivers</a></nav>'],
    ['marks in a list', '<nav><ol><li><a href="/">Home</a></li><li>/</li><li><a href="/e">Europe</a></li><li>/</li><li><a href="/e/r">Rivers</a></li></ol></nav>'],
    ['marks inside of links', '<nav><a href="/e">Europe ›</a> <a href="/e/r">Rivers</a></nav>'],
    ['a last crumb that is no link', '<header><a href="/e">Europe</a> &gt; <span>Rivers</span></header>'],
    ['a label', '<nav aria-label="Breadcrumb"><a href="/e">Europe</a><a href="/e/r">Rivers</a></nav>'],
    ['a trail below the menu', '<nav><a href="/w">World</a> <a href="/p">Podcasts</a></nav><div>Europe › Rivers</div>'],
    ['a link below the menu', '<nav><a href="/w">World</a> <a href="/p">Podcasts</a></nav><div><a href="/r">Rivers</a></div>'],
    ['a header of the article', '<article><header><a href="/r">Rivers</a></header></article>'],
  ])('but what has %s is', (_, above) => {
    expect(article(above).section).toBe('Rivers');
  }); // prettier-ignore
});

describe('a name behind a date in one line', () => {
  it.each([
    '<div><span class="material-icons">schedule</span> <span>1 Dec 2022</span> By <a href="/authors/ann">Ann Petrova</a> <span class="material-icons">share</span></div>',
    '<div>Thursday, 1 December 2022, 14:05 by Ann Petrova</div>',
    '<p><time>1.12.2022</time> | Von Ann Petrova</p>',
    '<p>Published 1 Dec 2022 · By Ann Petrova</p>',
  ])('%s', (line) => {
    const found = article('', line);
    expect([found.author, found.published?.slice(0, 10)]).toEqual([['Ann Petrova'], '2022-12-01']);
  });

  it('in plain text', () => {
    const found = extractText(`${title}\n1 Dec 2022 By Ann Petrova\n${first}\n${second}`, { now });
    expect([found.author, found.lead]).toEqual([['Ann Petrova'], first]);
  });

  it('is no name in a sentence', () => {
    expect(article('', '<p>Built in 1 May 2020 by Peter Kolm and torn down again, the mill stood empty.</p>').author).toEqual([]);
  }); // prettier-ignore
});

describe('a box above the headline that offers the application', () => {
  it.each([
    '<div><p>Read it in our app: faster, without advertising, and with all the pictures of the day on your phone.</p><a href="/app">Open app</a></div>',
    '<div>Read this story in our app for the best experience, with alerts on what matters to you. <a href="/app">Open app</a></div>',
    '<div><span>This story is better in the app, with sound, pictures and without any advertising between the lines.</span><button>Open app</button></div>',
    '<div><div><p>The news of the day is faster on the phone, with alerts on the things that matter to you.</p></div><div><a href="/a">Open in app</a></div></div>',
  ])('%s', (box) => {
    const { lead, text, section } = article(box);
    expect({ lead, text, section }).toEqual({ lead: first, text: `${first}\n\n${second}`, section: null });
  });

  it('is not a standfirst', () => {
    const standfirst = 'An app that warned of floods was silent for a whole night, and the city wants to know why that was so.';
    expect(article(`<p class="standfirst">${standfirst}</p>`).lead).toBe(standfirst);
  }); // prettier-ignore
});
