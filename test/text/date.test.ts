import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/text/date.ts';

const iso = (text: string): string | null => {
  const ms = parseDate(text);
  return ms === null ? null : new Date(ms).toISOString().replace('.000Z', 'Z');
};

describe('parseDate', () => {
  it.each([
    // RFC 822 and 2822
    ['Tue, 02 Jan 2024 03:04:05 GMT', '2024-01-02T03:04:05Z'],
    ['2 Jan 24 03:04 EST', '2024-01-02T08:04:00Z'],
    ['Tue, 2 January 2024 03:04:05 +0130', '2024-01-02T01:34:05Z'],
    ['tue , 02 jan 1999 03:04:05 pdt', '1999-01-02T10:04:05Z'],
    ['Sat, 02 (a (nested) one) Jan 99 (\\)) 03:04:05 -0000', '1999-01-02T03:04:05Z'],
    ['Tue, 02 Jan 2024 03:04:05 Europe/Berlin', '2024-01-02T02:04:05Z'],
    ['Tue, 02 Jul 2024 03:04:05 Europe/Berlin', '2024-07-02T01:04:05Z'],
    ['Tue, 02 Jan 2024 03:04:05 GMT-07:00', '2024-01-02T10:04:05Z'],
    ['Tue, 2nd Jan 2024 03:04:05 A', '2024-01-02T03:04:05Z'],
    // ISO 8601 and its neighbours
    ['2024-01-02', '2024-01-02T00:00:00Z'],
    ['2024-01', '2024-01-01T00:00:00Z'],
    ['2024', '2024-01-01T00:00:00Z'],
    ['20240102T030405Z', '2024-01-02T03:04:05Z'],
    ['20240102030405', '2024-01-02T03:04:05Z'],
    ['2024-01-02 03:04', '2024-01-02T03:04:00Z'],
    ['2024-01-02T03:04:05.678+02', '2024-01-02T01:04:05Z'],
    ['2024-1-2 3:04:05 -00:20', '2024-01-02T03:24:05Z'],
    ['2024-032', '2024-02-01T00:00:00Z'],
    ['2024-W01-2', '2024-01-02T00:00:00Z'],
    ['2024-01-02T24:00:00Z', '2024-01-03T00:00:00Z'],
    ['2024-01-02T03:04:05-05:00Z', '2024-01-02T08:04:05Z'],
    ['2024-01-02 03:04:05 +0000 UTC', '2024-01-02T03:04:05Z'],
    ['2024/01/02 03:04:05 EDT', '2024-01-02T07:04:05Z'],
    // Others that feeds have
    ['Tue Jan  2 03:04:05 2024', '2024-01-02T03:04:05Z'],
    ['Tue Jan 02 2024 03:04:05 GMT+0100 (Central European Time)', '2024-01-02T02:04:05Z'],
    ['1704164645', '2024-01-02T03:04:05Z'],
    ['1704164645000', '2024-01-02T03:04:05Z'],
    ['January 2, 2024 at 3:04 p.m. EST', '2024-01-02T20:04:00Z'],
    ['Jan. 2, 2024 5pm', '2024-01-02T17:00:00Z'],
    ['12:00 AM, 2 Jan 2024', '2024-01-02T00:00:00Z'],
    ['02.01.2024 03:04', '2024-01-02T03:04:00Z'],
    ['2.1.24', '2024-01-02T00:00:00Z'],
    ['13/01/2024', '2024-01-13T00:00:00Z'],
    ['01/13/2024', '2024-01-13T00:00:00Z'],
    ['01/02/2024 4:20 pm PST', '2024-01-03T00:20:00Z'],
    ['Tue, 02/01/2024', '2024-01-02T00:00:00Z'],
    ['Tue, 01/02/2024 - 19:19', '2024-01-02T19:19:00Z'],
    // Languages
    ['2 janvier 2024 à 14h30', '2024-01-02T14:30:00Z'],
    ['mar. 2 janv. 2024 00:00:00 +0100', '2024-01-01T23:00:00Z'],
    ['Di, 2. Mär 2021, 14:03 Uhr', '2021-03-02T14:03:00Z'],
    ['2 de marzo de 2021', '2021-03-02T00:00:00Z'],
    ['5 мая 2022 г., 10:00', '2022-05-05T10:00:00Z'],
    ['1 студзеня 2024', '2024-01-01T00:00:00Z'],
    ['3 listopada 2023', '2023-11-03T00:00:00Z'],
    ['2004-július-13T9:15-05:00', '2004-07-13T14:15:00Z'],
    ['Τρι, 2 Ιαν 2024 03:04:05 EET', '2024-01-02T01:04:05Z'],
    ['2024-01-02 오후 3:04:05', '2024-01-02T06:04:05Z'],
    ['2024년 01월 02일 03:04:05', '2024-01-01T18:04:05Z'],
    ['2024年1月2日 03:04', '2024-01-02T03:04:00Z'],
  ])('%s is %s', (text, instant) => expect(iso(text)).toBe(instant));

  it.each([
    '',
    'x',
    'yesterday',
    '3 hours ago',
    '2 January',
    'Tue, 02 xyz 2024 03:04:05 GMT',
    'Tue, Jan x 2024 03:04:05 GMT',
    'Tue, 32 Jan 2024 03:04:05 GMT',
    '30 February 2024',
    '2024-13-01',
    '2024-01-02T25:04:05Z',
    '2024-01-02T03:61:05Z',
    '2024-01-02T03:04:61Z',
    '2024-01-02T03:04:05+99:99',
    '2024-01-02T03:04:05+00:xx',
    '2 Jan 2024 03:04:05 +00:zz',
    '2 Jan 2024 1:2:3:4 GMT',
    '0000-00-00 00:00:00',
    '0001-01-01T00:00:00Z',
  ])('%s is none', (text) => expect(parseDate(text)).toBeNull());

  it('reads back what JavaScript prints, in every form', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1971-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
        (date) => {
          const seconds = Math.floor(date.getTime() / 1000) * 1000;
          expect(parseDate(date.toISOString())).toBe(seconds);
          expect(parseDate(date.toUTCString())).toBe(seconds);
          expect(parseDate(new Date(seconds).toISOString().slice(0, 19).replace('T', ' '))).toBe(seconds);
        },
      ),
    );
  });

  it('never throws and takes no long over any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 160 }), (text) => {
        const ms = parseDate(text);
        expect(ms === null || Number.isFinite(ms)).toBe(true);
      }),
    );
    expect(parseDate('2024-01-02'.padEnd(500))).not.toBeNull();
    expect(parseDate('2 January 2024 '.repeat(50))).toBeNull();
    const began = performance.now();
    for (const unit of ['1 ', 'a.m. ', '(', '12:', '1/', '- ', 'jan ', '+1 '])
      parseDate(unit.repeat(160 / unit.length));
    expect(performance.now() - began).toBeLessThan(500);
  });
});
