import { describe, expect, it } from 'vitest';
import { extractPage } from '../../src/article/extract.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const read = (html: string) => extractPage(html, { now, url: 'https://www.paper.example/news/1.html' });

const PARAGRAPHS = [
  'The river authority opened the first of nine gates on Monday, and within an hour the water in the lower town had fallen by a hand.',
  'Officials had feared a repeat of the flood of 2011, when the market hall stood under two metres of mud for most of a week.',
  '“We were lucky with the wind,” said Hanne Cole, who runs the pumping station and had not slept for thirty hours.',
  'Schools are to open again on Wednesday, though the bridge at Mill Lane stays shut while divers look at its piers.',
  'Insurers put the damage at about forty million, a quarter of it on farms south of the city.',
];

describe('layouts whose names tell nothing', () => {
  it('keeps what stands behind a box with other articles that is set into the text', () => {
    const { text } =
      read(`<title>Dam repairs to take two more years</title><div><h1>Dam repairs to take two more years</h1><div class="t">
      <div>The wall of the dam above Sorel needs far more work than engineers had thought, the operator said on Thursday.</div>
      <div>Divers found cracks at eleven places, most of them below the level of the old river bed.</div>
      <div class="u"><div>More from the valley</div><a href="/a"><div>Wine harvest is the smallest in a decade</div></a><a href="/b"><div>Valley roads closed after rock falls near the pass</div></a></div>
      <div>Farmers in the valley fear for their water, because the lake has to be held low while the work goes on.</div>
      <div class="v"><div>Get the valley in your inbox</div><div>Enter your address and we will send you the stories of the week.</div><input type="email"><button>Go</button></div>
      <div>The ministry said that it would pay for tankers in dry months.</div></div></div>`);
    expect(text).toContain('Farmers in the valley');
    expect(text).toContain('The ministry said');
    for (const other of ['Wine harvest', 'Valley roads', 'More from', 'inbox', 'Enter your'])
      expect(text).not.toContain(other);
  });

  it('takes the line as headline, not all that its cell holds', () => {
    const { title, text, published } =
      read(`<title>Град спира тока в Долно село - Вестник Струма</title><table><tr><td><a href="/">Начало</a><br><a href="/w">Времето</a></td>
      <td><font size=5><b>Град спира тока в Долно село</b></font><br><br><font size=1>14 януари 2026, 10:20</font><br><br>
      Жителите на Долно село останаха без ток за втори път тази седмица, след като силна градушка повреди далекопровода край реката.<br><br>
      От дружеството обясниха, че ремонтът ще продължи поне до петък, защото част от резервните материали още не са пристигнали.</td></tr></table>`);
    expect(title).toBe('Град спира тока в Долно село');
    expect(published).toBe('2026-01-14T10:20:00.000Z');
    expect(text.startsWith('Жителите на Долно село')).toBe(true);
  });

  it('reads the facts of a page out of a list under its headline', () => {
    const { author, published, modified, text } =
      read(`<html lang="ko"><title>새 다리 개통으로 출근길 빨라진다 - 강변일보</title><div><h1>새 다리 개통으로 출근길 빨라진다</h1>
      <ul><li>기자명 김하늘 기자</li><li>입력 2026.03.02 18:15</li><li>수정 2026.03.02 19:00</li></ul>
      <div><p>시는 2일 강을 가로지르는 새 다리를 개통했다고 밝혔다. 공사에는 3년이 걸렸고 사업비 900억원이 들었다.</p>
      <p>주민들은 출근 시간이 30분 넘게 줄 것으로 기대하고 있다. 버스 노선도 다음 주부터 바뀐다.</p></div>
      <ul><li><a href="/1">옛 다리는 공원으로</a> 2026.02.01</li></ul></div></html>`);
    expect(author).toEqual(['김하늘']);
    expect(published).toBe('2026-03-02T18:15:00.000Z');
    expect(modified).toBe('2026-03-02T19:00:00.000Z');
    expect(text).not.toContain('기자');
  });

  it('goes on behind a box between paragraphs that have a wrapper each', () => {
    const wrapped = (box: string): string =>
      `<title>Gates open</title><main><h1>Gates open as river falls</h1>${PARAGRAPHS.map((p, at) => `<section class="s${at}00"><p>${p}</p></section>${at === 2 ? box : ''}`).join('')}</main>`;
    const { text } = read(
      wrapped('<section class="s900"><h3>Related</h3><ul><li><a href="/x">How gates work</a></li></ul></section>'),
    );
    expect(text).toBe(PARAGRAPHS.join('\n\n'));
  });

  it('ends at a thread of comments, however long', () => {
    const thread = (heading: string): string =>
      `<title>Gates open</title><main><div><h1>Gates open as river falls</h1><p>${PARAGRAPHS[0]}</p><p>${PARAGRAPHS[1]}</p></div><div class="talk"><h3>${heading}</h3>${`<div><b>anna</b><p>I remember the flood of 2011, when my cousins lost a van, so the gates should have been opened on Sunday.</p></div>`.repeat(12)}</div></main>`;
    for (const heading of ['14 comments', 'Kommentare (14)', '14 комментариев', '댓글 14'])
      expect(read(thread(heading)).text).toBe(PARAGRAPHS.slice(0, 2).join('\n\n'));
  });

  it('leaves out what players, agencies and search engines add', () => {
    const { text } = read(
      `<title>Gates open</title><article><h1>Gates open as river falls</h1><div><span>Listen to article</span><span>(5 min)</span><span>1x</span></div><p>This audio is auto-generated. Please let us know if you have feedback.</p><div>Add as preferred source on Google</div>${PARAGRAPHS.map((p) => `<p>${p}</p>`).join('')}<p>Our Standards: The Newswire Trust Principles.</p><p>Suggested Topics:</p><div><a href="/t">Floods</a></div></article>`,
    );
    expect(text).toBe(PARAGRAPHS.join('\n\n'));
  });

  it('reads a page in a script without full stops', () => {
    const paragraphs = ['สะพานเก่าข้ามแม่น้ำจะเปิดให้รถยนต์ใช้อีกครั้งในวันจันทร์หลังซ่อมแซมนานแปดเดือน เทศบาลแจ้ง', 'วิศวกรเปลี่ยนคานหนึ่งร้อยสี่สิบท่อนและทาสีราวสะพานเป็นสีเขียวเหมือนวันที่สร้าง']; // prettier-ignore
    const { text, published } = read(
      `<html lang="th"><title>สะพานเก่าเปิดอีกครั้ง | ข่าวเมือง</title><div><h1>สะพานเก่าเปิดอีกครั้ง</h1><div>14 มกราคม 2569 10:30 น.</div><div><p>${paragraphs[0]}</p><p>อ่านเพิ่มเติม: <a href="/1">โรงเรียนปิดเพราะหิมะ</a></p><p>${paragraphs[1]}</p></div><div><h3>ข่าวที่เกี่ยวข้อง</h3><ul><li><a href="/2">หิมะบนภูเขาหนาขึ้น</a></li></ul></div></div></html>`,
    );
    expect(text).toBe(paragraphs.join('\n\n'));
    expect(published).toBe('2026-01-14T10:30:00.000Z');
  });

  it.each([
    'Ακολουθήστε μας στο <a href="/g">Google News</a>',
    'Haberi paylaş',
    'Dalsza część tekstu pod materiałem wideo',
    'Пратите нас на <a href="/f">Фејсбуку</a>',
    'Vijesti možete pratiti i na <a href="/a">našoj aplikaciji</a>',
    'Kövessen minket a <a href="/f">Facebookon</a>',
    'Juttu jatkuu mainoksen jälkeen',
    'Článek pokračuje pod reklamou',
    'Urmărește-ne pe <a href="/g">Google News</a>',
    'Последвайте ни във <a href="/f">Фейсбук</a>',
    'Tekst loopt door onder de foto',
    'Artikeln fortsätter under annonsen',
    'Puedes seguirnos en <a href="/g">Google News</a>',
    'Continua a leggere dopo la pubblicità',
    'Продолжение после рекламы',
    'Працяг пасля рэкламы',
  ])('leaves out what interrupts it: %s', (line) => {
    const [first, second, ...others] = PARAGRAPHS;
    const { text } = read(`<title>Gates</title><div><h1>Gates open as river falls</h1><p>${first}</p><p>${line}</p><p>${second}</p>${others.map((p) => `<p>${p}</p>`).join('')}</div>`); // prettier-ignore
    expect(text).toBe(PARAGRAPHS.join('\n\n'));
  });

  it('keeps sentences that begin like an interruption', () => {
    const line =
      'The story continues in the courts, where the owner of the mill has asked for a second hearing before a new judge in May.';
    const { text } = read(`<title>Gates</title><div><h1>Gates open as river falls</h1><p>${PARAGRAPHS[0]}</p><p>${line}</p><p>${PARAGRAPHS[1]}</p></div>`); // prettier-ignore
    expect(text).toContain(line);
  });
});
