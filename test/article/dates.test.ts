import { describe, expect, it } from 'vitest';
import { dateIn, dateInUrl, westernDigits } from '../../src/article/dateline.ts';
import { machineDate } from '../../src/article/dates.ts';
import { extractPage } from '../../src/article/extract.ts';
import { extractText } from '../../src/article/plain.ts';
import { relativeDate } from '../../src/article/relative-date.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
const text =
  'The council met again on Monday to weigh the plan, and all of its points were passed after a long debate. ';
const dated = (head: string, body = ''): ReturnType<typeof extractPage> =>
  extractPage(
    `<html><head>${head}</head><body><article><h1>A headline of the day</h1>${body}<p>${text.repeat(4)}</p></article></body></html>`,
    { now },
  );

describe('dateIn', () => {
  it.each([
    ['Thursday, 1 December 2022', '2022-12-01'], ['December 1, 2022', '2022-12-01'], ['1. Dezember 2022', '2022-12-01'],
    ['1er décembre 2022', '2022-12-01'], ['1 de diciembre de 2022', '2022-12-01'], ['1 de dezembro de 2022', '2022-12-01'],
    ['1 dicembre 2022', '2022-12-01'], ['1 december 2022', '2022-12-01'], ['1. desember 2022', '2022-12-01'],
    ['1. joulukuuta 2022', '2022-12-01'], ['1 grudnia 2022', '2022-12-01'], ['1. prosince 2022', '2022-12-01'],
    ['1. decembra 2022', '2022-12-01'], ['2022. december 1.', '2022-12-01'], ['1 decembrie 2022', '2022-12-01'],
    ['1 Aralık 2022', '2022-12-01'], ['1 декабря 2022', '2022-12-01'], ['1 грудня 2022', '2022-12-01'],
    ['1 снежня 2022', '2022-12-01'], ['1 декември 2022', '2022-12-01'], ['1 Δεκεμβρίου 2022', '2022-12-01'],
    ['١ ديسمبر ٢٠٢٢', '2022-12-01'], ['1 בדצמבר 2022', '2022-12-01'], ['1 दिसंबर 2022', '2022-12-01'],
    ['2022年12月1日', '2022-12-01'], ['2022년 12월 1일', '2022-12-01'], ['1 ธันวาคม 2565', '2022-12-01'],
    ['1 Desember 2022', '2022-12-01'], ['2022-12-01', '2022-12-01'], ['01.12.2022', '2022-12-01'],
    ['پنجشنبه ۱۰ آذر ۱۴۰۱', '2022-12-01'], ['۱۴۰۱/۰۹/۱۰ - ۱۴:۰۵', '2022-12-01'], ['۱۰ قوس ۱۴۰۱', '2022-12-01'],
  ])('%s', (line, day) => {
    expect(iso(dateIn(line)?.ms)?.slice(0, 10)).toBe(day);
  }); // prettier-ignore

  it('reads the time behind a day', () => {
    expect(iso(dateIn('1 December 2022 14:05')?.ms)).toBe('2022-12-01T14:05:00.000Z');
    expect(iso(dateIn('December 1, 2022, 2:05 p.m.')?.ms)).toBe('2022-12-01T14:05:00.000Z');
    expect(iso(dateIn('01.12.2022, 14.05 Uhr')?.ms)).toBe('2022-12-01T14:05:00.000Z');
  });

  it.each([
    ['1 Dec 2022, 14:05 EST', '2022-12-01T19:05:00.000Z'],
    ['1 Dec 2022, 14:05 CET', '2022-12-01T13:05:00.000Z'],
    ['1. Dezember 2022, 14.05 Uhr MEZ', '2022-12-01T13:05:00.000Z'],
    ['December 1, 2022 2:05 p.m. ET | Politics', '2022-12-01T19:05:00.000Z'],
    ['December 1, 2022 2:05:30 PM EST', '2022-12-01T19:05:30.000Z'],
    ['1 December 2022 at 14:05 GMT+3', '2022-12-01T11:05:00.000Z'],
    ['1 December 2022 14:05 (UTC −05:30)', '2022-12-01T19:35:00.000Z'],
    ['Published 2022-12-01T14:05:00+03:00', '2022-12-01T11:05:00.000Z'],
    ['2022-12-01T14:05:00-03:30', '2022-12-01T17:35:00.000Z'],
    ['2022-12-01T14:05-03:30', '2022-12-01T17:35:00.000Z'],
    ['2022-12-01T14:05:00.000Z', '2022-12-01T14:05:00.000Z'],
    ['1 December 2022 14:05 -0500', '2022-12-01T19:05:00.000Z'],
    ['1 December 2022 14:05 Europe/Minsk', '2022-12-01T11:05:00.000Z'],
  ])('reads the zone behind a time: %s', (line, instant) => {
    expect(dateIn(line)).toEqual({ ms: Date.parse(instant), hasTime: true, hasZone: true });
  });

  it.each([
    '1 December 2022 14:05-15:30', '1 December 2022 14:05 - 12 min read', 'le 1 décembre 2022 à 14:05 est venu', '1 December 2022 14:05 at the hall',
    '1 DECEMBER 2022 14:05 ART FAIR', '1 December 2022 14:05 BERN', '1 December 2022 14:05 Zug', '1 December 2022, 14:05 Smith/Jones',
  ])('takes no other word for a zone: %s', (line) => {
    expect(dateIn(line)).toEqual({ ms: Date.parse('2022-12-01T14:05:00Z'), hasTime: true });
  }); // prettier-ignore

  it.each([
    ['2:05 PM EST, Thu December 1, 2022', '2022-12-01T19:05:00.000Z'], ['Updated 1405 GMT (2205 HKT) December 1, 2022', '2022-12-01T14:05:00.000Z'],
    ['14:05 Uhr, 1. Dezember 2022', '2022-12-01T14:05:00.000Z'], ['14.05 Uhr | 01.12.2022', '2022-12-01T14:05:00.000Z'], ['14:05, 1 декабря 2022', '2022-12-01T14:05:00.000Z'],
    ['à 14h05 le 1er décembre 2022', '2022-12-01T14:05:00.000Z'], ['14:05 CET 1/12/2022', '2022-12-01T13:05:00.000Z'], ['오후 2:05 2022년 12월 1일', '2022-12-01T14:05:00.000Z'],
  ])('reads the time before a day: %s', (line, instant) => {
    expect(iso(dateIn(line)?.ms)).toBe(instant);
  }); // prettier-ignore

  it.each([
    ['2022년 12월 1일 오후 2:05', '14:05'], ['2022年12月1日 午後2時5分', '14:05'], ['2022年12月1日 上午12:05', '00:05'], ['2022-12-01 下午 02:05', '14:05'],
    ['1 Δεκεμβρίου 2022, 2:05 μμ', '14:05'], ['1 ديسمبر 2022 02:05 م', '14:05'], ['1 de diciembre de 2022, 2:05 p. m.', '14:05'],
    ['1 December 2022 at 2pm', '14:00'], ['Dec. 1, 2022 12 a.m.', '00:00'], ['1. Dezember 2022, 14 Uhr', '14:00'], ['2022. 12. 01. 14:05', '14:05'],
    ['14:05 1 tháng 12, 2022', '14:05'],
  ])('reads halves of the day and hours alone: %s', (line, time) => {
    expect(iso(dateIn(line)?.ms)).toBe(`2022-12-01T${time}:00.000Z`);
  }); // prettier-ignore

  it.each(['Page 12 of 1 December 2022', 'It was 3. The 1 December 2022', 'from 2:05 to 3 on 1 December 2022'])(
    'takes no number before a day for a time: %s',
    (line) => {
      expect(dateIn(line)).toEqual({ ms: Date.parse('2022-12-01'), hasTime: false });
    },
  );

  it('takes numbers as day first unless told otherwise', () => {
    expect(iso(dateIn('03/04/2022')?.ms)).toBe('2022-04-03T00:00:00.000Z');
    expect(iso(dateIn('03/04/2022', { monthFirst: true })?.ms)).toBe('2022-03-04T00:00:00.000Z');
    expect(iso(dateIn('13/04/2022', { monthFirst: true })?.ms)).toBe('2022-04-13T00:00:00.000Z');
  });

  it.each(['', 'no date', '99 December 2022', '31.02.2022', 'in 2022', 'call 0800 12 34 56'])(
    'finds none in %j',
    (line) => {
      expect(dateIn(line)).toBeNull();
    },
  );
});

describe('relativeDate', () => {
  it.each([
    ['3 hours ago', 3], ['vor 3 Stunden', 3], ['il y a 3 heures', 3], ['hace 3 horas', 3], ['há 3 horas', 3], ['3 ore fa', 3],
    ['3 uur geleden', 3], ['för 3 timmar sedan', 3], ['3 часа назад', 3], ['3 години тому', 3], ['3 godziny temu', 3], ['3 saat önce', 3],
    ['3時間前', 3], ['3시간 전', 3], ['an hour ago', 1], ['2 days ago', 48], ['il y a une heure', 1], ['przed 3 godzinami', 3],
    ['acum 3 ore', 3], ['pred 3 urami', 3], ['prije 3 sata', 3], ['prieš 3 valandas', 3], ['преди 3 часа', 3], ['לפני 3 שעות', 3], ['3 घंटे पहले', 3],
    ['3 ชั่วโมงที่แล้ว', 3], ['3 ساعت پیش', 3], ['3 jam lalu', 3], ['πριν από 3 ώρες', 3], ['3 tundi tagasi', 3],
    ['Yesterday, 14:05', 21.9166667], ['heute, 9:00 Uhr', 3], ['hier à 12h00', 24], ['вчера, 12:00', 24], ['오늘 09:00', 3], ['昨天 12:00', 24], ['Today at 9:00 CET', 4],
  ])('%s', (line, hours) => {
    expect(relativeDate(line, now)?.ms).toBeCloseTo(now - hours * 3_600_000, -3);
  }); // prettier-ignore

  it('is not fooled by prose', () => {
    expect(
      relativeDate('Three years ago the town was flooded, and nothing has been repaired since then.', now),
    ).toBeNull();
    for (const line of [
      'Published on Monday',
      'Heute',
      'USA Today',
      'Yesterday, 14 people came',
      'Gestern 2:1 verloren',
    ])
      expect(relativeDate(line, now)).toBeNull();
  });
});

describe('dateInUrl', () => {
  it.each([
    ['https://a.example/2022/12/01/story', '2022-12-01'], ['https://a.example/world/2022-12-01-story', '2022-12-01'],
    ['https://a.example/20221201/x', '2022-12-01'], ['https://a.example/world/2022/dec/01/story', '2022-12-01'],
  ])('%s', (url, day) => {
    expect(iso(dateInUrl(url) ?? undefined)?.slice(0, 10)).toBe(day);
  }); // prettier-ignore

  it('finds none in ids', () => {
    expect(dateInUrl('https://a.example/story-12345678')).toBeNull();
    expect(dateInUrl('https://a.example/2022/13/45/x')).toBeNull();
  });
});

describe('machineDate', () => {
  it.each([
    ['2022-12-01T14:05:00+01:00', '2022-12-01T13:05:00.000Z'], ['2022-12-01T14:05:00+0100', '2022-12-01T13:05:00.000Z'],
    ['2022-12-01 14:05', '2022-12-01T14:05:00.000Z'], ['2022-12-01T14:05:00.123456Z', '2022-12-01T14:05:00.123Z'],
    ['1669903500', '2022-12-01T14:05:00.000Z'], ['1669903500000', '2022-12-01T14:05:00.000Z'], ['20221201', '2022-12-01T00:00:00.000Z'],
    ['Thu, 01 Dec 2022 14:05:00 GMT', '2022-12-01T14:05:00.000Z'],
  ])('%s', (value, instant) => {
    expect(iso(machineDate(value)?.ms)).toBe(instant);
  }); // prettier-ignore
});

describe('published and modified', () => {
  it('prefers the page’s own JSON-LD', () => {
    const ld =
      '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","datePublished":"2025-05-05T10:00:00Z","dateModified":"2025-05-06T10:00:00Z"}</script>';
    const article = dated(`${ld}<meta property="article:published_time" content="2025-05-04T10:00:00Z">`);
    expect(article).toMatchObject({ published: '2025-05-05T10:00:00.000Z', modified: '2025-05-06T10:00:00.000Z' });
  });

  it('reads a dateline near the headline, and tells an update from a publication', () => {
    const article = dated('', '<p>Published 3 May 2025, 10:00</p><p>Updated 4 May 2025, 11:00</p>');
    expect(article).toMatchObject({ published: '2025-05-03T10:00:00.000Z', modified: '2025-05-04T11:00:00.000Z' });
  });

  it.each([
    ['1 Dec 2022, 14:05 EST', '2022-12-01T19:05:00.000Z'],
    ['1 Dec 2022 14:05 EST', '2022-12-01T19:05:00.000Z'],
    ['1 Dec 2022, 14:05 GMT+3', '2022-12-01T11:05:00.000Z'],
    ['2022-12-01T14:05:00+03:00', '2022-12-01T11:05:00.000Z'],
  ])('is of the zone that a dateline names: %s', (line, instant) => {
    expect(dated('', `<div class="meta"><span>${line}</span></div>`).published).toBe(instant);
    expect(dated('', `<div class="meta"><time>${line}</time></div>`).published).toBe(instant);
    const paragraphs = `${text.repeat(4)}\n\n${text.repeat(3)}`;
    expect(extractText(`A headline of the day\n\n${line}\n\n${paragraphs}`, { now }).published).toBe(instant);
  });

  it('keeps the half of the day with its time', () => {
    expect(dated('', '<p>Published: 14 जनवरी 2026, 05:20 PM IST</p>').published).toBe('2026-01-14T11:50:00.000Z');
  });

  it('tells an update from a publication behind a zone', () => {
    const line = 'Published 1 Dec 2022 14:05 EST Updated 2 Dec 2022 9:00 EST';
    const { published, modified } = dated('', `<div>${line}</div>`);
    expect([published, modified]).toEqual(['2022-12-01T19:05:00.000Z', '2022-12-02T14:00:00.000Z']);
  });

  it('puts a time to the day that stands beside it behind a mark, and an update apart', () => {
    const { published, modified } = dated(
      '',
      '<div>14.05 Uhr | 01.12.2022</div><div>Updated 15:10, 2 December 2022</div>',
    );
    expect([published, modified]).toEqual(['2022-12-01T14:05:00.000Z', '2022-12-02T15:10:00.000Z']);
    const both = dated('', '<div>Published 1 Dec 2022 Updated 15:10, 2 Dec 2022</div>');
    expect([both.published, both.modified]).toEqual(['2022-12-01T00:00:00.000Z', '2022-12-02T15:10:00.000Z']);
  });

  it('takes the feed’s instant where the page names the same one without a zone', () => {
    const at = (published: string, line: string, head = ''): string | null =>
      extractPage(`<html><head>${head}</head><body><article><h1>A headline of the day</h1><p>${line}</p><p>${text.repeat(4)}</p></article></body></html>`, { now, hint: { published } }).published; // prettier-ignore
    expect(at('2026-01-14T20:30:00Z', '15 January 2026, 05:30')).toBe('2026-01-14T20:30:00.000Z');
    expect(at('2026-01-14T20:30:00Z', '14 January 2026')).toBe('2026-01-14T20:30:00.000Z');
    expect(at('2026-01-14T20:30:00Z', '12 January 2026, 05:30')).toBe('2026-01-12T05:30:00.000Z');
    const zoned = '<meta property="article:published_time" content="2026-01-14T21:00:00+01:00">';
    expect(at('2026-01-14T20:30:00Z', '', zoned)).toBe('2026-01-14T20:00:00.000Z');
  });

  it('gives no instant of the future for a time whose zone is not known', () => {
    expect(dated('', '<p>15 January 2026, 14:00</p>').published).toBe('2026-01-15T12:00:00.000Z');
    expect(dated('<meta property="article:published_time" content="2026-01-15T20:00:00Z">').published).toBeNull();
  });

  it('takes the beginning of a live blog, not its updates', () => {
    const ld = {
      '@type': 'LiveBlogPosting',
      headline: 'x',
      datePublished: '2025-05-05T10:00:00Z',
      liveBlogUpdate: [{ '@type': 'BlogPosting', headline: 'y', url: 'https://a.example/x#2', datePublished: '2025-05-06T10:00:00Z', articleBody: 'z' }],
    }; // prettier-ignore
    expect(dated(`<link rel="canonical" href="https://a.example/x"><script type="application/ld+json">${JSON.stringify(ld)}</script>`).published).toBe('2025-05-05T10:00:00.000Z'); // prettier-ignore
  });

  it('looks at the data of scripts and the end of the title where nothing else names a day', () => {
    expect(dated('<script>var a = {"deployDt":"2025.05.05 10:00","id":3}</script>').published).toBe('2025-05-05T10:00:00.000Z'); // prettier-ignore
    expect(dated('<title>A headline of the day | Paper | 05.05.2025</title>').published).toBe('2025-05-05T00:00:00.000Z'); // prettier-ignore
    const list = [1, 2, 3].map((n) => `{"publishedAt":"2025-05-0${n}T10:00:00Z"}`).join(',');
    expect(dated(`<script>var a = [${list}]</script>`).published).toBeNull();
  });

  it('never takes a date out of the future, nor one of a list of other articles', () => {
    expect(dated('<meta property="article:published_time" content="2031-01-01T00:00:00Z">').published).toBeNull();
    expect(
      dated('', '<aside><ul><li><time datetime="2024-02-02">2 Feb 2024</time> Other story</li></ul></aside>').published,
    ).toBeNull();
  });
});

it('westernDigits turns the digits of any script', () => {
  expect(westernDigits('٢٠٢٢ २०२२ ２０２２ ๒๐๒๒ 2022')).toBe('2022 2022 2022 2022 2022');
});
