import { describe, expect, it } from 'vitest';
import { extractPage } from '../../src/article/extract.ts';
import { relativeDate, yearlessDate } from '../../src/article/relative-date.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const PARAGRAPHS = [
  'The river authority opened the first of nine gates on Monday, and within an hour the water in the lower town had fallen by a hand.',
  'Officials had feared a repeat of the flood of 2011, when the market hall stood under two metres of mud for most of a week.',
  '“We were lucky with the wind,” said Hanne Cole, who runs the pumping station and had not slept for thirty hours.',
  'Schools are to open again on Wednesday, though the bridge at Mill Lane stays shut while divers look at its piers.',
  'Insurers put the damage at about forty million, a quarter of it on farms south of the city, where many had not been insured at all.',
];
const WHOLE = PARAGRAPHS.join('\n\n');
/** A page without a telling name; `inset` stands behind the second paragraph, `above` over the first. */
const read = (inset: string, above = '') =>
  extractPage(
    `<html lang="en"><title>Gates open as river falls</title><div><h1>Gates open as river falls</h1>${above}<div>${PARAGRAPHS.map((p, at) => `<p>${p}</p>${at === 1 ? inset : ''}`).join('')}</div></div></html>`,
    { now },
  );

describe('what is set into a text without telling names', () => {
  it.each([
    ['a card of one link twice, on its picture and on its words', '<div><a href="/1"><img src="1"></a><div><a href="/1">How gates work and why they fail</a><p>An engineer explains what happens when nine tonnes of steel meet ice, and what may be done.</p></div></div>'],
    ['a poll', '<div><h4>Should the gates open earlier?</h4><form><input type="radio" name="a"><label>Yes</label><button>Vote</button></form><p>61% yes, 39% no, 1,204 votes</p></div>'],
    ['what it is filed under', '<p>Tags: floods, rivers, Lowford</p><p>Ключевые слова: река, мост</p>'],
    ['where it stood before', '<p>This article was originally published on The Conversation. Read the original article.</p>'],
    ['a box whose title stands bare before its offer', '<div><strong>Lowford Lines, our letter</strong><p>The river, the market and all that is afloat, every Friday in your inbox. <a href="/account">Subscribe</a></p></div>'],
    ['a picture with a paragraph of a few words under it', '<div><img src="gate.jpg" alt=""><p>The ninth gate on Monday <span>Foto: Oldach</span></p></div>'],
    ['a call to write, with an address', '<p>Were you there when the gates opened? Get in touch with what you saw at newsroom@post.example</p><p>Ihre Meinung ist uns wichtig. Senden Sie uns Ihr Feedback an briefe@post.example</p>'],
    ['what is left for those who pay', '<p>Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.</p>'],
    ['thanks and pointers at the end of a line of their own', '<p>For more stories like this, check our news page.</p><p>Like this story? Share it with a friend!</p><p>Additional reporting from PA</p>'],
    ['two instants of the page', '<p>Uppdaterad 15.59 | Publicerad 14.14</p>'],
    ['a question to the reader', '<p>Do you have an opinion on this article? Email us at letters@post.example to be considered for our page.</p>'],
  ])('is left out: %s', (_, inset) => {
    expect(read(inset).text).toBe(WHOLE);
  }); // prettier-ignore

  it('is not an address that a person names', () => {
    for (const line of ['“They wrote to harbour@lowford.example for a year,” she said, “and nobody ever answered.”'])
      expect(read(`<p>${line}</p>`).text).toContain(line);
  });

  it('is not an item of the text whose first sentence is a link', () => {
    const list = '<ol><li><a href="/1">The ninth gate opens on Monday, and the water falls by a hand within the hour.</a> It had risen for nine days and nights.</li><li><a href="/2">Divers find the piers of the bridge to be sound, for the most part at least.</a> The bridge at Mill Lane stays shut.</li></ol>'; // prettier-ignore
    expect(read(list).text).toContain('within the hour. It had risen for nine days and nights.');
    expect(read(list).text).toContain('The bridge at Mill Lane stays shut.');
  });

  it('is what follows on the author, at the end', () => {
    const about = '<h3>Sobre la firma</h3><div><p>Hanne Cole has written about rivers, ports and those who live by them since 1999. Before that she was a diver, and she teaches at the school of the harbour, where her first book is set; her second one, on dredgers, was given the prize of the city in 2021.</p><p>She lives on a barge below the ninth gate with a dog that can’t swim, and writes a letter on Fridays.</p></div>'; // prettier-ignore
    const html = `<title>Gates open as river falls</title><div><h1>Gates open as river falls</h1><div>${PARAGRAPHS.map((p) => `<p>${p}</p>`).join('')}${about}</div></div>`; // prettier-ignore
    expect(extractPage(html, { now }).text).toBe(WHOLE);
  });

  it('is one line to another article, near the end: the paragraph behind it is the text', () => {
    const column = PARAGRAPHS.map((p) => `<div class="t1">${p}</div>`);
    column.splice(4, 0, '<div class="k9"><a href="/2">More on this: the flood of 2011, part three</a></div>');
    const html = (column: readonly string[]): string => `<title>Gates open as river falls</title><div><h1>Gates open as river falls</h1>${column.join('')}</div>`; // prettier-ignore
    expect(extractPage(html(column), { now }).text).toBe(WHOLE);
    // Where what is behind it are teasers, the text is over.
    const cards = '<div class="c2"><a href="/3">A bridge too many</a> What the divers found at its piers in the dark, told by one of them.</div>'; // prettier-ignore
    const ended = [...column.slice(0, 4), '<div class="k9"><a href="/2">More on floods</a></div>', cards, cards];
    expect(extractPage(html(ended), { now }).text).toBe(PARAGRAPHS.slice(0, 4).join('\n\n'));
  });

  it('is a box of facts, however long, where the text has its paragraphs elsewhere', () => {
    const speech = Array.from({ length: 8 }, (_, at) => `<p>“Number ${at} of my points, ladies and gentlemen, is about water, of which this town has seen a great deal more than it asked for.”</p>`).join(''); // prettier-ignore
    expect(read(`<div class="paper-factbox"><h3>The speech</h3>${speech}</div>`).text).toBe(WHOLE);
    expect(extractPage(`<h1>The speech</h1><div class="factbox">${speech}</div>`, { now }).text).toContain('Number 7');
  });

  it('is not a subheading with an anchor, whatever that spells', () => {
    for (const id of ['share', '7f-ad-31', 'related-trouble'])
      expect(read(`<h2 id="${id}">She lost some friends</h2>`).text).toContain('She lost some friends');
  });

  it('is not the head of the article with the picture of its author', () => {
    const { text, lead } = extractPage(
      `<title>Gates open as river falls</title><article><div><h1>Gates open as river falls</h1><p>${PARAGRAPHS[0]}</p><a href="/ann"><img src="a"></a><a href="/ann">Ann Carter</a></div>${PARAGRAPHS.slice(1).map((p) => `<p>${p}</p>`).join('')}</article>`,
      { now },
    ); // prettier-ignore
    expect(text).toBe(WHOLE);
    expect(lead).toBe(PARAGRAPHS[0]);
  });
});

describe('a first letter set large', () => {
  const first = (html: string): string => read('', `<p class="first">${html}</p>`).text.split('\n')[0] ?? '';

  it('is of the word behind it, whatever stands between', () => {
    expect(first('<span class="drop-cap-outer"><span class="drop-cap">N</span></span> <span>ine gates in all were to be opened by the river authority, one a day, until the river has fallen by a yard.</span>')).toMatch(/^Nine gates in all/); // prettier-ignore
  });

  it('that is a word by itself stays one', () => {
    expect(first('<span class="dropcap">A</span> gate was opened on Monday by the river authority, and within an hour the water in the town fell.')).toMatch(/^A gate was/); // prettier-ignore
  });
});

it('a day that runs on into the minutes it takes to read is no text', () => {
  const html = `<title>Gates open as river falls</title><div><h1>Gates open as river falls</h1><div>15.04.2026 - 15:48 <span>Uhr</span><span>Lesedauer: 2 Min.</span></div>${PARAGRAPHS.map((p) => `<p>${p}</p>`).join('')}</div>`; // prettier-ignore
  expect(extractPage(html, { now }).text).toBe(WHOLE);
});

it('the two halves of a headline, each on a line of its own, are no text', () => {
  const { text } = extractPage(
    `<title>After nine days of flood: gates open as river falls</title><meta property="og:title" content="After nine days of flood: gates open as river falls"><div><div class="k1"><span>After nine days of flood</span></div><div class="k2"><span>Gates open as river falls</span></div>${PARAGRAPHS.map((p) => `<p>${p}</p>`).join('')}</div>`,
    { now },
  );
  expect(text).toBe(WHOLE);
});

describe('a day without its year', () => {
  it.each([
    ['12 November, 18:40', '2026-11-12T18:40:00.000Z'], ['24 Dec', '2025-12-24T00:00:00.000Z'], ['Thursday, November 12', '2026-11-12T00:00:00.000Z'],
    ['12 ноября, 18:40', '2026-11-12T18:40:00.000Z'], ['12. November | 18:40 Uhr', '2026-11-12T18:40:00.000Z'],
  ])('is the last such day: %s', (line, instant) => {
    expect(new Date(yearlessDate(line, now)?.ms ?? 0).toISOString()).toBe(instant);
    expect(read('', `<div>${line}</div>`).published).toBe(instant);
  }); // prettier-ignore

  it('is nothing else, and gives way to anything else', () => {
    for (const line of [
      '12 people were hurt',
      'On 12 November the gates open',
      '31 February',
      'May 5 be with you',
      '12 November 2026',
    ])
      expect(yearlessDate(line, now)).toBeNull();
    expect(read('', '<div>24 Dec</div><div>12 November 2026</div>').published).toBe('2026-11-12T00:00:00.000Z');
    expect(relativeDate('12 November', now)).toBeNull();
  });

  it('has Moscow’s time where the line says so', () => {
    expect(read('', '<div>12 января 2026, 18:40 МСК</div>').published).toBe('2026-01-12T15:40:00.000Z');
  });
});
