import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { charsetOf, decodeBytes } from '../../src/text/charset.ts';

const xml = (declared: string | null, text: string): string =>
  `<?xml version="1.0"${declared === null ? '' : ` encoding="${declared}"`}?><rss><title>${text}</title></rss>`;

describe('decodeBytes', () => {
  it.each([
    ['windows-1251', 'Новости дня — ёлка'],
    ['koi8-r', 'Новости дня'],
    ['windows-1252', '“Price” 5 € – café'],
    ['iso-8859-1', 'café garçon'],
    ['iso-8859-7', 'Ελληνικά νέα'],
    ['windows-1254', 'İstanbul ğüş'],
    ['shift_jis', '日本語のニュース'],
    ['euc-jp', '日本語のニュース'],
    ['big5', '繁體中文新聞'],
    ['gb2312', '简体中文新闻'],
    ['euc-kr', '한국어 뉴스'],
    ['windows-874', 'ข่าวไทย'],
  ])('reads %s as declared, and as the header says', (charset, text) => {
    expect(decodeBytes(iconv.encode(xml(charset, text), charset), { kind: 'xml' }).text).toContain(text);
    const byHeader = decodeBytes(iconv.encode(xml(null, text), charset), {
      kind: 'xml',
      contentType: `text/xml; charset="${charset}"`,
    });
    expect(byHeader.text).toContain(text);
  });

  it('reads ISO-2022-JP, which iconv-lite has not, declared or not', () => {
    const bytes = Buffer.concat([
      Buffer.from(xml('iso-2022-jp', '#')).subarray(0, 0),
      Buffer.from('<?xml version="1.0" encoding="iso-2022-jp"?><a>'),
      Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]),
      Buffer.from('</a>'),
    ]);
    expect(decodeBytes(bytes, { kind: 'xml' }).text).toContain('<a>日本</a>');
    expect(decodeBytes(bytes, { kind: 'text' })).toMatchObject({ charset: 'iso-2022-jp' });
  });

  it('believes a byte order mark before the header before the declaration', () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(xml('windows-1251', 'день'))]);
    expect(decodeBytes(marked, { kind: 'xml', contentType: 'text/xml; charset=koi8-r' })).toMatchObject({
      charset: 'utf-8',
    });
    const header = iconv.encode(xml('utf-8', 'день'), 'windows-1251');
    expect(decodeBytes(header, { kind: 'xml', contentType: 'text/xml; charset=windows-1251' }).text).toContain('день');
  });

  it.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('reads %s with and without its mark', (charset) => {
    const text = xml(charset.slice(0, 6), 'Zürich 日本');
    expect(decodeBytes(iconv.encode(text, charset, { addBOM: true }), { kind: 'xml' }).text).toBe(text);
    expect(decodeBytes(iconv.encode(text, charset, { addBOM: false }), { kind: 'xml' }).text).toBe(text);
  });

  it.each(['us-ascii', 'iso-8859-1', 'windows-1251', 'utf-16'])('is not taken in by a lying %s', (claim) => {
    const utf8 = Buffer.from(xml(claim === 'windows-1251' ? 'us-ascii' : claim, 'naïve 日本'));
    expect(decodeBytes(utf8, { kind: 'xml' })).toMatchObject({ charset: 'utf-8', text: utf8.toString() });
  });

  it('takes the declaration when the header is refuted by the bytes', () => {
    const bytes = iconv.encode(xml('windows-1251', 'Новости дня'), 'windows-1251');
    expect(decodeBytes(bytes, { kind: 'xml', contentType: 'text/xml; charset=utf-8' }).text).toContain('Новости дня');
  });

  it('keeps UTF-8 with a few broken bytes UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from(xml('utf-8', 'ёлка '.repeat(20))), Buffer.from([0xff])]);
    expect(decodeBytes(bytes, { kind: 'xml' })).toMatchObject({ charset: 'utf-8' });
  });

  it('reads stray windows-1252 bytes in UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from(xml('utf-8', 'ёлка '.repeat(20))),
      Buffer.from([0x45, 0xf1, 0x61, 0x92, 0x20]),
    ]);
    expect(decodeBytes(bytes, { kind: 'xml' }).text.slice(-5)).toBe('Eña’ ');
  });

  it('guesses undeclared bytes from the words', () => {
    const text = 'Сегодня в парламенте обсуждали новый закон о безопасности и торговле с соседними странами';
    expect(
      decodeBytes(iconv.encode(`<rss><title>${text}</title></rss>`, 'windows-1251'), { kind: 'xml' }).text,
    ).toContain(text);
  });

  it.each([
    ['iso-8859-7', 'Ελληνικά νέα'],
    ['iso-8859-7', 'Άλλη μία ημέρα με βροχή στην Αθήνα'],
    ['windows-1253', 'Άλλη μία ημέρα με βροχή στην Αθήνα'],
    ['windows-1253', 'Η ομιλία του πρωθυπουργού για την “ασφάλεια” των πολιτών'],
    ['iso-8859-15', 'Le prix du cœur: 5 € de plus, et la sœur de Noël est française'],
    ['windows-1252', 'Größere Häuser kosten „viel“ mehr – über 5 € für jeden'],
    ['windows-1250', 'Příliš žluťoučký kůň úpěl ďábelské ódy a vláda jednala o bezpečnosti'],
    ['koi8-r', 'Новости дня в стране'],
    ['windows-1251', 'Навіны Беларусі сёння'],
    ['windows-1255', 'חדשות היום בישראל ובעולם'],
    ['windows-1256', 'أخبار اليوم من العالم العربي'],
    ['windows-874', 'ข่าววันนี้ในประเทศไทย'],
    ['shift_jis', '今日のニュースは国会で議論された安全保障の話題です'],
    ['euc-kr', '오늘의 주요 뉴스는 국회에서 논의된 안보 법안입니다'],
    ['big5', '今天的主要新聞是國會討論的安全法案與貿易協定'],
    ['gb18030', '今天的主要新闻是国会讨论的安全法案与贸易协定'],
  ])('guesses undeclared %s: %s', (charset, text) => {
    const bytes = iconv.encode(`<rss version="2.0"><channel><title>${text}</title></channel></rss>`, charset);
    expect(decodeBytes(bytes, { kind: 'xml' }).text).toContain(text);
  });

  it('finds the meta of a page, in both forms', () => {
    const page = (meta: string): Buffer => iconv.encode(`<html><head>${meta}</head>день</html>`, 'windows-1251');
    for (const meta of [
      '<meta charset=windows-1251>',
      '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    ]) {
      expect(decodeBytes(page(meta), { kind: 'html' }).text).toContain('день');
    }
  });

  it('never throws, and gives text for any bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('xml', 'html', 'text'),
        fc.option(fc.string()),
        (bytes, kind, contentType) => {
          expect(typeof decodeBytes(bytes, { kind, contentType }).text).toBe('string');
        },
      ),
    );
  });

  it('gives back every UTF-8 text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 8 }), (text) => {
        fc.pre(!text.startsWith('\ufeff') && !/\0|\u001b/.test(text));
        expect(decodeBytes(Buffer.from(text), { kind: 'text' }).text).toBe(text);
      }),
    );
  });
});

describe('charsetOf', () => {
  it('knows labels by their canonical name and refuses what is no charset of a document', () => {
    expect(charsetOf(' Latin1 ')).toBe('windows-1252');
    expect(charsetOf('gb2312')).toBe('gbk');
    expect(charsetOf('x-sjis')).toBe('shift_jis');
    for (const label of ['', 'us-ascii', 'utf-7', 'base64', 'hex', 'nonsense']) expect(charsetOf(label)).toBeNull();
  });
});
