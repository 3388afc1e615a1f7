import { describe, expect, it } from 'vitest';
import { extractPage } from '../../src/article/extract.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const page = (body: string, head = ''): string => `<html lang="en"><head>${head}</head><body>${body}</body></html>`;
const paragraphs = (count: number): string =>
  Array.from(
    { length: count },
    (_, at) =>
      `<p>The council met again to weigh the plan, and point ${at + 1} of the agenda was passed after a long debate.</p>`,
  ).join('');
const textOf = (body: string): string =>
  extractPage(page(`<article><h1>Council weighs a plan</h1>${body}</article>`), { now }).text;

describe('the body of an article', () => {
  it('takes a copy of the whole text in one line for what it is', () => {
    const sentences = Array.from(
      { length: 20 },
      (_, at) => `Point ${at} of the agenda was passed by the council after a debate that took until the evening.`,
    );
    const text = textOf(`${sentences.map((line) => `<p>${line}</p>`).join('')}<div>${sentences.join(' ')}</div>`);
    expect(text.split('Point 7 of the agenda')).toHaveLength(2);
  });

  it('holds all the pieces that are called the body', () => {
    const piece = (count: number, sentence: string): string =>
      `<div class="article-body"><p>${sentence}</p>${paragraphs(count)}</div>`;
    const text = textOf(
      `${piece(6, 'The session began in the morning, with all of the members in the hall.')}<div class="ad-slot">Buy now</div>${piece(1, 'It closed in the evening, when the mayor thanked the clerks for their patience.')}`,
    );
    expect(text).toContain('The session began');
    expect(text).toContain('It closed in the evening');
  });

  it('keeps a quotation that stands in a figure', () => {
    const text = textOf(
      `${paragraphs(4)}<figure><blockquote><p>We never asked for the bridge, and we will not pay for it, not today and not next year.</p></blockquote><figcaption>Jane Doe, mayor</figcaption></figure>${paragraphs(2)}`,
    );
    expect(text).toContain('We never asked for the bridge');
  });

  it('leaves out what is called hidden, whatever else its name says', () => {
    const text = textOf(
      `${paragraphs(6)}<div class="article-content__gate hidden"><p>Access articles from across the country with one account, and share your thoughts.</p></div>`,
    );
    expect(text).not.toContain('Access articles');
  });

  it('keeps headings in h1 between the paragraphs', () => {
    expect(textOf(`${paragraphs(3)}<h1>Who pays for it</h1>${paragraphs(3)}`)).toContain('Who pays for it');
  });

  it('keeps a list of titles in quotation marks', () => {
    const songs = 'They will play “One,” “Two,” “Three,” “Four,” “Five,” “Six,” and “Seven,” the band said.';
    expect(textOf(`${paragraphs(3)}<p>${songs}</p>`)).toContain(songs);
  });

  it('does not read what pops up over a word as part of the sentence', () => {
    const text = textOf(
      `${paragraphs(3)}<p>Governor <span class="rollover-people"><a href="/p">Jane Doe</a><span class="rollover-people-block"><a href="/a">Other story</a></span></span> spoke on Monday<span class="sr-only"> (opens in a new window)</span>, and the hall was full to the last seat.</p>`,
    );
    expect(text).toContain('Governor Jane Doe spoke on Monday, and the hall');
  });

  it('leaves out two times that stand side by side', () => {
    const text = textOf(
      `<div><time>Published Tue, Nov 19 2019 7:05 AM EST</time><time>Updated Tue, Nov 19 2019 7:16 AM EST</time></div>${paragraphs(5)}`,
    );
    expect(text).not.toContain('Published');
  });

  it('does not begin with a caption above the headline', () => {
    const { text } = extractPage(
      page(
        `<div>The hall of the council as it was after the repairs, in early November of last year. (credit: NASA/Jude Guidry)</div><h1>Council weighs a plan</h1>${paragraphs(5)}`,
      ),
      { now },
    );
    expect(text).not.toContain('Guidry');
  });
});

describe('a line of the body', () => {
  const around = (line: string): string => textOf(`${paragraphs(4)}${line}${paragraphs(3)}`);

  it.each([
    '<p>The fire was put out by noon, said a report by Reuters.</p>',
    '<p>La ministra publicó una foto de su hija en el puerto de la ciudad.</p>',
    '<p>Revenue from its <a href="/n">newsletter</a> rose by a fifth, the publisher said on Monday.</p>',
    '<p>Australian-born Doe faces <a href="/c">a charge of conspiracy to commit computer intrusion</a>.</p>',
    '<h3><a href="/p">A charger for the road</a></h3>',
  ])('is kept: %s', (line) => {
    expect(around(line)).toContain(line.replace(/<[^>]+>/g, ''));
  });

  it.each([
    '<p>The hall after the repairs. Photo by Jane Doe</p>',
    '<p>The hall after the repairs – Reuters</p>',
    '<p>Our <a href="/n">newsletter</a> brings you the news of the day.</p>',
    '<ul><li><strong>Child care?</strong> <a href="/a">Why towns have none</a></li><li><strong>Roads:</strong> <a href="/b">Where the money goes</a></li></ul>',
    '<p>Did you like this article? Then support our <a href="/g">work</a>.</p>',
  ])('is left out: %s', (line) => {
    expect(around(line)).not.toMatch(/hall after|newsletter|Why towns|Did you like/);
  });

  it('is about the authors or the making of the text: cut off at the end', () => {
    const text = textOf(
      `${paragraphs(5)}<p><em>Translation: Jane Doe, Editors: John Roe, Sound: Ann Poe and Max Moe</em></p><p>With reports from <a href="/r">The Herald</a></p>`,
    );
    expect(text).not.toMatch(/Translation|With reports/);
  });
});

describe('a list of recordings inside the body', () => {
  const main = (list: string, behind = ''): string =>
    extractPage(page(`<h1>Council weighs a plan</h1>${paragraphs(5)}${list}${behind}`), { now }).text;
  const icon = '<i class="material-icons">play_arrow</i>';
  const entries = ['The supply chain, explained', 'An energy crisis at home'];

  it.each([
    ['lines', (name: string) => `<div>${icon}<span>${name}</span><span>24:10</span></div>`],
    ['paragraphs', (name: string) => `<p>play_arrow ${name} 31:55</p>`],
    ['bare spans', (name: string) => `<div><span>play_arrow</span><span>${name}</span><span>1:31:55</span></div>`],
    ['links', (name: string) => `<a href="/p"><span class="icon">play_arrow</span><span>${name}</span></a>`],
    ['lines of their own', (name: string) => `<div>play_arrow</div><p>${name}</p><div>24:10</div>`],
    ['items', (name: string) => `<ul><li>${icon}${name}</li></ul>`],
  ])('is left out, with its heading: %s', (_, entry) => {
    const list = `<section><h2>Podcasts</h2>${entries.map(entry).join('')}</section>`;
    for (const text of [main(list), main(`<div class="x1">${list}</div>`, paragraphs(3))])
      expect(text).not.toMatch(/podcast|supply|crisis|play|\d:\d\d/i);
  });

  it('is not a heading of the article’s own over paragraphs, items or results', () => {
    const own = '<h2>Features</h2><ul><li>A plan in three parts</li><li>A hall with two doors</li></ul>';
    expect(main(own, paragraphs(3))).toContain('Features\n\nA plan in three parts\n\nA hall with two doors');
    const results = '<h3>Men</h3><ol><li>Jane Doe 2:01:09</li><li>Ann Poe 2:02:11</li></ol>';
    expect(main(results, paragraphs(3))).toContain('Jane Doe 2:01:09');
  });

  it('names of icons do not run into words, and words with such a spelling stay', () => {
    const text = main(
      '',
      `<p>${icon}The hall was full<i class="material-icons">done</i>and the doors were shut by noon.</p>`,
    );
    expect(text).toContain('The hall was full and the doors were shut by noon.');
    expect(main('', '<p>The function is called play_arrow in the list, and user_name is a field of it.</p>')).toContain(
      'called play_arrow in the list, and user_name',
    );
    expect(
      main('', '<p>Water is H<span>2</span><span>O</span>, and the word <span>W</span><span>ater</span> too.</p>'),
    ).toContain('H2O, and the word Water');
  });

  it('ends a line at an empty span that is called a break', () => {
    const gap = '<span class="x br"></span>';
    const text = textOf(
      `<div>The council met on Monday.${gap}${gap}<span class="b">What the plan means for the town</span>${gap}${gap}The plan was passed after a long debate in the hall of the town, members said.</div>${paragraphs(3)}`,
    );
    expect(text.split('\n\n')).toContain('What the plan means for the town');
  });
});
