import { describe, expect, it } from 'vitest';
import { splitNames, undated } from '../../src/article/names.ts';
import { extractPage } from '../../src/article/extract.ts';
import { extractText } from '../../src/article/plain.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const text = `<p>${'The council met again on Monday to weigh the plan, and all its points were passed. '.repeat(4)}</p>`;
const by = (head: string, body = ''): readonly string[] =>
  extractPage(
    `<html><head><title>A plan passed</title>${head}</head><body><article><h1>A plan passed</h1>${body}${text}</article></body></html>`,
    { now, url: 'https://dw.example/x' },
  ).author;

describe('splitNames', () => {
  it.each([
    ['By Jane Doe and John Roe', ['Jane Doe', 'John Roe']], ['Von Anna Müller, Jörg Groß', ['Anna Müller', 'Jörg Groß']],
    ['Par Jean Dupont et Marie Curie', ['Jean Dupont', 'Marie Curie']], ['Por Luis García y Ana Pérez', ['Luis García', 'Ana Pérez']],
    ['Автор: Анна Петрова', ['Анна Петрова']], ['Written by Jane Doe, Staff Writer', ['Jane Doe']], ['구현모 기자', ['구현모']],
    ['Per Haldorsen', ['Per Haldorsen']], ['Van Thi Nguyen', ['Van Thi Nguyen']], ['De Vries', ['De Vries']], ['per Marco Rossi', ['Marco Rossi']], ['Per: Marco Rossi', ['Marco Rossi']],
    ['Di Marco Rossi', ['Marco Rossi']], ['Di Stefano', ['Di Stefano']], ['di Marco Rossi e Ada Bianchi', ['Marco Rossi', 'Ada Bianchi']], ['Radio24 Redaktion', ['Radio24 Redaktion']],
    ['https://facebook.com/paper', []], ['paper@example.org', []], ['', []],
  ])('%s', (byline, names) => {
    expect(splitNames(byline)).toEqual(names);
  }); // prettier-ignore
});

describe('the authors', () => {
  it('come out of JSON-LD in any shape', () => {
    const ld = (author: unknown): string =>
      `<script type="application/ld+json">${JSON.stringify({
        '@graph': [
          { '@type': 'NewsArticle', headline: 'x', author },
          { '@type': 'Person', '@id': '#p', name: 'Jane Doe' },
        ],
      })}</script>`;
    expect(by(ld('Jane Doe'))).toEqual(['Jane Doe']);
    expect(by(ld([{ name: 'Jane Doe' }, [{ '@type': 'Person', name: 'John Roe' }]]))).toEqual(['Jane Doe', 'John Roe']);
    expect(by(ld({ '@id': '#p' }))).toEqual(['Jane Doe']);
    expect(by(ld({ name: 'Jane Doe, John Roe and Ann Poe' }))).toEqual(['Jane Doe', 'John Roe', 'Ann Poe']);
  });

  it('are those of the byline where the data have only the first', () => {
    const data = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"Jane Doe"}}</script>';
    const boxes = (...names: readonly string[]): string =>
      names.map((name) => `<div class="byline"><div>${name}</div></div>`).join('');
    expect(by(data, boxes('Jane Doe', 'John Roe', 'Mary Low'))).toEqual(['Jane Doe', 'John Roe', 'Mary Low']);
    expect(by('', boxes('Jane Doe', 'John Roe'))).toEqual(['Jane Doe', 'John Roe']);
    expect(by(data, boxes('Jane Doe', 'Lifestyle Writer'))).toEqual(['Jane Doe']);
    expect(by(data, boxes('New Delhi', 'Jane Doe'))).toEqual(['Jane Doe']);
    expect(by(data, boxes('John Roe', 'Mary Low'))).toEqual(['Jane Doe']);
  });

  it('keep the words in JSON-LD that a name may begin with', () => {
    for (const name of ['Per Haldorsen', 'Von Trapp Maria', 'Di Marco Rossi', 'de Vries'])
      expect(by(`<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"${name}"}}</script>`)).toEqual([name]); // prettier-ignore
  });

  it('come out of the labelled data of a card', () => {
    expect(by('<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Jane Doe">')).toEqual(['Jane Doe']); // prettier-ignore
    expect(by('<meta name="twitter:label1" content="Est. reading time"><meta name="twitter:data1" content="3 minutes">')).toEqual([]); // prettier-ignore
  });

  it('survive JSON-LD that is broken', () => {
    expect(
      by(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"a\nb","author":{"@type":"Person","name":"Jane Doe"},}</script>',
      ),
    ).toEqual(['Jane Doe']);
    expect(
      by(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"he said "no"","author":{"@type":"Person","name":"Jane Doe"}}</script>',
      ),
    ).toEqual(['Jane Doe']);
  });

  it('come out of meta, microdata and the visible byline', () => {
    expect(by('<meta name="author" content="Jane Doe">')).toEqual(['Jane Doe']);
    expect(by('', '<span itemprop="author"><span itemprop="name">Jane Doe</span></span>')).toEqual(['Jane Doe']);
    expect(by('', '<div class="byline">By Jane Doe</div>')).toEqual(['Jane Doe']);
    expect(by('', '<p>By Jane Doe</p>')).toEqual(['Jane Doe']);
    expect(by('', '<div class="byline"><span>Jane Doe</span> <span>John Roe</span></div>')).toEqual([
      'Jane Doe',
      'John Roe',
    ]);
    expect(by('', '<div>Jane Doe | 5.4.2025</div>')).toEqual(['Jane Doe']);
    expect(by('', '<p><strong>Jane Doe</strong></p>')).toEqual(['Jane Doe']);
  });

  it.each([
    'By Jane Doe 1 Dec 2022, 14:05 CET',
    'By Jane Doe, Thursday, 1 December 2022 14:05',
    'By Jane Doe December 1, 2022',
    'By Jane Doe - Published 1 Dec 2022',
    'By Jane Doe | 1 Dec 2022 | 3 min read',
    'Von Jane Doe am 1. Dezember 2022',
  ])('are read off a line with a date behind them: %s', (line) => {
    const words = line.split(/(?=\s1\b)/);
    expect(by('', `<div class="meta">${words.map((part) => `<span>${part}</span>`).join(' ')}</div>`)).toEqual([
      'Jane Doe',
    ]);
    expect(by('', `<div class="byline">${line}</div>`)).toEqual(['Jane Doe']);
    const paragraphs = text.replace(/<[^>]+>/g, '');
    expect(extractText(`A plan passed in the town\n\n${line}\n\n${paragraphs}`, { now }).author).toEqual(['Jane Doe']);
  });

  it('keep a name that is a month’s too', () => {
    expect(undated('By Theresa May 1 December 2022')).toBe('By Theresa May');
    expect(undated('By Theresa May')).toBe('By Theresa May');
  });

  it('are persons where a byline or data name the site too', () => {
    expect(by('', '<div class="byline">Jane Doe, DW THURINGIA</div>')).toEqual(['Jane Doe']);
    expect(
      by('<script type="application/ld+json">{"@type":"NewsArticle","author":["Jane Doe","Dw.example"]}</script>'),
    ).toEqual(['Jane Doe']);
    expect(by('<meta name="author" content="dw.example, Lyon, France">', '<p>By Jane Doe</p>')).toEqual(['Jane Doe']);
  });

  it('are persons where the page names the site and a person', () => {
    expect(by('<meta name="author" content="Deutsche Welle">', '<div class="author">Jane Doe</div>')).toEqual([
      'Jane Doe',
    ]);
  });

  it.each([
    ['<div class="entry-meta"><span>Publicado el <time datetime="2026-01-14">14 de enero de 2026</time></span> <span class="byline">por <span class="author vcard"><a href="/a">Lucía Ruiz</a></span></span></div>', 'Lucía Ruiz'],
    ['<footer class="node__meta"><div class="node__submitted">Ingediend door <span class="field--name-uid"><span class="username">Jan Bakker</span></span> op wo, 14/01/2026 - 16:20</div></footer>', 'Jan Bakker'],
    ['<p>김민수 기자 minsu@river.example</p>', '김민수'],
  ])('stand inside a line that says more: %s', (line, name) => {
    const prose = 'The committee heard from officials about the plan, and all was agreed after a debate of two hours. ';
    const html = `<html><body><article><h1>On the river</h1>${line}<p>${prose.repeat(4)}</p></article></body></html>`;
    expect(extractPage(html, { now: Date.parse('2026-01-15T12:00:00Z') }).author).toEqual([name]);
  }); // prettier-ignore
});
