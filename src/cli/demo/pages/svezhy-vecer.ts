import { dayAt, writtenAt } from '../dates.ts';
import { each, escapeMarkup as esc, renderBody, type BodyMarkup } from '../markup.ts';
import type { PageView } from '../outlet.ts';

/** Paragraphs that are only line breaks in one block. */
const BODY: BodyMarkup = {
  paragraph: (html) => `${html}<br><br>`,
  subhead: (html) => `<strong>${html}</strong><br><br>`,
  quote: (html) => `${html}<br><br>`,
  list: (items) => `${items.map((item) => `— ${item}`).join('<br>')}<br><br>`,
  related: (html) => `<span class="also"><a href="/3/miazha">${html}</a></span><br><br>`,
  photo: (caption, credit) => `<span class="pic"><img src="/p.jpg" alt=""><i>${caption} (${credit})</i></span><br>`,
  box: () => '',
};

const POPULAR = [
  'Беларусь і суседзі: што змянілася на мяжы',
  'Беларускі рубель: прагноз на тыдзень',
  'Калі Беларусь пабачыць сваю зборную ў фінале',
  'Рэцэпт: бабка, якая не падае',
];

const popular = (title: string): string =>
  `<div class="box"><div class="box-t">${title}</div>${each(POPULAR, (item) => `<div class="box-i"><a href="/p">${item}</a></div>`)}</div>`;

const STYLE = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 900px; margin: 0 auto; padding: 0 12px }
#top, #menu { padding: 6px 0; border-bottom: 1px solid #9c9 } #menu a, #top a { margin-right: 12px }
.box { background: #f1f7f1; padding: 8px; margin: 8px 0; font-size: 14px } .box-t { font-weight: bold }`;

/** A small magazine on a home-made system: the text as one block with line breaks, no metadata to speak of. */
export function svezhyVecerPage(view: PageView): string {
  const { piece, published, outlet } = view;
  const lead = piece.standfirst === undefined ? '' : `<b class="lead">${esc(piece.standfirst)}</b><br><br>`;
  return `<!DOCTYPE html>
<html lang="be">
<head><meta charset="utf-8"><title>${esc(piece.title)} :: Свежы вецер — навіны Беларусі</title>
<meta name="description" content="Навіны Беларусі, культура, прырода"><style>${STYLE}</style>
</head>
<body>
<div id="top"><a href="/">Свежы вецер</a> <a href="/be">Беларуская</a> <a href="/ru">Русский</a> <a href="/en">English: Belarus news</a></div>
<div id="menu"><a href="/1">Культура</a> <a href="/2">Прырода</a> <a href="/3">Беларусь</a> <a href="/4">Падкасты</a> <a href="/5">Пра нас</a></div>
${popular('Галоўнае')}
<div id="main">
<div class="path"><a href="/">Галоўная</a> / <a href="/1">${esc(piece.section)}</a></div>
<h1>${esc(piece.title)}</h1>
<div class="info"><span class="date" title="${dayAt(published, outlet.zone)}">${writtenAt(published, outlet.zone, 'be', 'minute')}</span> <span class="auth">${esc(piece.by.join(', '))}</span></div>
<div class="txt">
${lead}${renderBody(piece.text, BODY)}
</div>
<div class="soc"><a href="#">Telegram</a> <a href="#">Facebook</a> <a href="#">Скапіяваць спасылку</a></div>
<div class="tags">Тэгі: ${piece.tags.map((tag) => `<a href="/t">${esc(tag)}</a>`).join(' ')} <a href="/t">Беларусь</a></div>
<div class="cm"><div class="cm-t">Каментары</div><div class="cm-i"><b>Тутэйшы</b> А ў нас у Беларусі буслы яшчэ ў лютым.</div></div>
</div>
<div id="side">${popular('Самае чытанае')}
<div class="box"><div class="box-t">Падкаст</div><div class="box-i">Размовы пра Беларусь, выпуск 12 — 48:30</div></div>
<div class="box"><div class="box-t">Апошнія</div>${each(view.others.slice(0, 4), (other) => `<div class="box-i"><a href="${esc(other.url)}">${esc(other.title)}</a></div>`)}</div></div>
<div id="foot">© Свежы вецер. Незалежны часопіс пра Беларусь. Сайт выкарыстоўвае cookie.</div>
</body>
</html>
`;
}
