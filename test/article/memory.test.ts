import { describe, expect, it } from 'vitest';
import { extractAndObserve, extractPage } from '../../src/article/extract.ts';
import { emptyMemory, memoryOf, observe, readMemory } from '../../src/article/memory.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const appeal =
  'Our reporting is paid for by readers like you, and every small gift keeps the presses of this house running.';
const page = (topic: string): string =>
  `<html><body><article><h1>News about ${topic}</h1>${Array.from({ length: 5 }, (_, at) => `<p>Paragraph ${at} tells what is new about ${topic}, and what the people of the town think of it all.</p>`).join('')}<p>${appeal}</p></article></body></html>`;
const url = (topic: string): string => `https://news.paper.example/${topic}`;

function taught(...topics: string[]): ReturnType<typeof emptyMemory> {
  const memory = emptyMemory();
  for (const topic of topics)
    observe(memory, url(topic), extractAndObserve(page(topic), { now, url: url(topic) }).lines);
  return memory;
}

describe('the memory of a site', () => {
  it('takes out what other pages of the site say too, and nothing else', () => {
    const alone = extractPage(page('bridges'), { now, url: url('bridges') });
    const known = extractPage(page('bridges'), { now, url: url('bridges'), memory: taught('rivers', 'schools') });
    expect(alone.text).toContain(appeal);
    expect(known.text).not.toContain(appeal);
    expect(known.text).toContain('Paragraph 4 tells what is new about bridges');
    expect(known.evidence.leftOut.map((part) => part.reason)).toContain('seen on other pages');
  });

  it('does not take the page itself, seen before, for furniture', () => {
    const memory = taught('bridges', 'rivers');
    expect(extractPage(page('bridges'), { now, url: url('bridges'), memory }).text).toContain('Paragraph 3 tells');
  });

  it('is of one site only', () => {
    const memory = taught('rivers', 'schools');
    expect(extractPage(page('bridges'), { now, url: 'https://other.example/bridges', memory }).text).toContain(appeal);
    expect(memoryOf(memory, 'https://other.example/x')).toBeNull();
    expect(Object.keys(memoryOf(memory, url('x'))?.sites ?? {})).toEqual(['paper.example']);
  });

  it('is bounded, survives JSON, forgets', () => {
    const memory = emptyMemory();
    for (let at = 0; at < 300; at += 1)
      observe(
        memory,
        `https://paper.example/${at}`,
        Array.from({ length: 50 }, (_, line) => `k${at}-${line}`),
      );
    const record = memory.sites['paper.example'];
    expect(Object.keys(record?.lines ?? {}).length).toBeLessThanOrEqual(2600);
    expect(record?.recent.length).toBeLessThanOrEqual(40);
    expect(readMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
    expect(record?.lines['k0-0']).toBeUndefined();
  });

  it.each([null, 1, {}, { v: 2, sites: {} }, { v: 1, sites: { a: 1 } }, { v: 1, sites: { a: { pages: 'x' } } }])(
    'refuses what is no memory: %j',
    (value) => {
      expect(readMemory(value)).toBeNull();
    },
  );
});

describe('the places of a site', () => {
  const paragraphs = (topic: string): string =>
    Array.from(
      { length: 6 },
      (_, at) => `<p class="t">Paragraph ${at} tells what is new about ${topic}, and what the town thinks of it.</p>`,
    ).join('');
  const withBox = (topic: string, box: string): string =>
    `<html><body><article><h1>News about ${topic}</h1>${paragraphs(topic)}<div class="zq"><span class="zr">${box}</span></div>${paragraphs(`more ${topic}`)}</article></body></html>`;
  const learn = (...pages: readonly [string, string][]): ReturnType<typeof emptyMemory> => {
    const memory = emptyMemory();
    for (const [topic, html] of pages)
      observe(memory, url(topic), extractAndObserve(html, { now, url: url(topic) }).lines);
    return memory;
  };
  const judged = 'A bridge is painted green by twelve volunteers';

  it('that held furniture on other pages hold it here too', () => {
    const memory = learn(
      ['rivers', withBox('rivers', 'Read more: <a href="/a">What the ferries of the town cost</a>')],
      ['schools', withBox('schools', 'Read more: <a href="/b">Why the new gym leaks</a>')],
      ['parks', withBox('parks', 'Read more: <a href="/c">Where the old trees went</a>')],
    );
    const html = withBox('bridges', judged);
    expect(extractPage(html, { now, url: url('bridges') }).text).toContain(judged);
    expect(extractPage(html, { now, url: url('bridges'), memory }).text).not.toContain(judged);
  });

  it('that held what other pages say hold furniture, whatever it says here', () => {
    // Each page's box shows the headline of the page before, without a link.
    const topics = ['rivers', 'schools', 'parks', 'ferries', 'markets', 'trams', 'harbours', 'museums'];
    const memory = emptyMemory();
    let shown = 'The oldest baker of the town sells his oven';
    for (const topic of topics) {
      const html = withBox(topic, shown).replaceAll('News about', 'All that is known by this evening about');
      observe(memory, url(topic), extractAndObserve(html, { now, url: url(topic), memory }).lines);
      shown = `All that is known by this evening about ${topic}`;
    }
    const html = withBox('bridges', judged);
    expect(extractPage(html, { now, url: url('bridges') }).text).toContain(judged);
    const known = extractPage(html, { now, url: url('bridges'), memory });
    expect(known.text).not.toContain(judged);
    expect(known.evidence.leftOut.map((part) => part.reason)).toEqual(['place of furniture on other pages']);
    expect(known.text).toContain('Paragraph 5 tells what is new about more bridges');
  });

  it('that hold text on some pages are left alone', () => {
    const memory = learn(
      ['rivers', withBox('rivers', 'Read more: <a href="/a">What the ferries of the town cost</a>')],
      ['schools', withBox('schools', 'Read more: <a href="/b">Why the new gym leaks</a>')],
      ['parks', withBox('parks', 'The old trees were felled in a night')],
    );
    expect(extractPage(withBox('bridges', judged), { now, url: url('bridges'), memory }).text).toContain(judged);
  });

  it('a background sentence that one earlier report has is kept', () => {
    const background =
      'The quarrel began nine years ago, when the ferry company sold its two oldest ships to a yard abroad.';
    const page = (topic: string): string =>
      `<html><body><article><h1>News about ${topic}</h1>${paragraphs(topic)}<p class="t">${background}</p></article></body></html>`;
    const memory = learn(['rivers', page('rivers')]);
    expect(extractPage(page('bridges'), { now, url: url('bridges'), memory }).text).toContain(background);
  });

  it('short words that stand away from the text at the same place of one other page go, a heading over text stays', () => {
    const page = (topic: string): string =>
      `<html><body><article><h1>News about ${topic}</h1>${paragraphs(topic)}<h3>What comes next</h3>${paragraphs(`more ${topic}`)}<div class="zq"><b>Bikes for sale</b></div><div class="zz"><b>What ${topic} cost us</b></div></article></body></html>`;
    const { text } = extractPage(page('bridges'), {
      now,
      url: url('bridges'),
      memory: learn(['rivers', page('rivers')]),
    });
    expect(text).not.toContain('Bikes for sale');
    expect(text).toContain('What comes next');
    expect(text).toContain('What bridges cost us');
  });

  it('what is left of a box goes when most of it stands on other pages', () => {
    const page = (topic: string, last: string): string =>
      `<html><body><article><h1>News about ${topic}</h1>${paragraphs(topic)}<div class="qa"><div class="qb"><p>This house keeps what you read here for thirteen months.</p><p>These marks count how many people come to us by day.</p><p>${last}</p></div></div></article></body></html>`;
    const memory = learn(['rivers', page('rivers', 'A mark of the ferry office.')]);
    const { text } = extractPage(page('bridges', 'A mark of the bridge office.'), { now, url: url('bridges'), memory });
    expect(text).not.toContain('bridge office');
    expect(text).toContain('Paragraph 5 tells what is new about bridges');
  });
});
