import { isoAt, writtenAt } from '../dates.ts';
import { each, escapeMarkup as esc, renderBody, type BodyMarkup } from '../markup.ts';
import type { PageView } from '../outlet.ts';

/** Paragraphs that are divs, class names that say nothing: what a component framework leaves behind. */
const BODY: BodyMarkup = {
  paragraph: (html) => `<div class="css-1x9qk3 e7p0">${html}</div>`,
  subhead: (html) => `<div class="css-44hd0z e7p1">${html}</div>`,
  quote: (html) => `<div class="css-1x9qk3 e7p0">${html}</div>`,
  list: (items) => items.map((item) => `<div class="css-0li e7p0">• ${item}</div>`).join(''),
  related: (html) =>
    `<div class="css-p02mn1 e9r4"><a href="/a/european-security-cellar" class="css-aa1">${html}</a></div>`,
  photo: (caption, credit) =>
    `<div class="css-ph77 e2f"><img src="/i/cafe.webp" alt="" loading="lazy"><div class="css-cap1">${caption}</div><div class="css-crd9">${credit}</div></div>`,
  box: () =>
    `<div class="css-nl80 e5n"><div>Get the Meridian Briefing</div><div>Every morning: European security, markets and one good map.</div><div class="css-btn">Sign up for free</div></div>`,
};

const CARDS = [
  ['Analysis', 'European security after the summit: seven charts'],
  ['Live', 'Port strike spreads to the Black Sea: follow the latest'],
  ['Opinion', 'Stop treating Belarus as a weather report'],
  ['Podcast', 'Ministers without a portfolio (38 min)'],
  ['Video', 'How a silo burns'],
] as const;

const cards = (): string =>
  each(
    CARDS,
    ([kind, title]) =>
      `<div class="css-c4rd"><a href="/a/card"><div class="css-k1nd">${kind}</div><div class="css-t1tl">${title}</div></a></div>`,
  );

const MENU = ['International', 'Economy', 'Ideas', 'Culture', 'European security', 'Belarus', 'Sanctions', 'Podcasts'];

function head(view: PageView): string {
  const { piece, url, published, modified, outlet } = view;
  const meta = (property: string, content: string): string =>
    `<meta property="${property}" content="${esc(content)}"/>`;
  return `<meta charset="utf-8"/><title>${esc(piece.title)} – The Meridian Post</title>
<link rel="canonical" href="${esc(url)}"/>
${meta('og:site_name', 'The Meridian Post')}${meta('og:type', 'article')}${meta('og:title', piece.title)}${meta('og:url', url)}
${meta('article:published_time', isoAt(published, outlet.zone))}${meta('article:modified_time', isoAt(modified, outlet.zone))}
${meta('article:author', piece.by.join(', '))}${meta('article:section', piece.section)}`;
}

const STYLE = `.css-r00t{font:17px/1.5 Georgia,serif;color:#111}.css-bar7{display:flex;gap:24px;padding:12px 24px;border-bottom:1px solid #ddd;font:14px system-ui}
.css-mn9,.css-us3{display:flex;gap:12px}.css-grid{display:grid;grid-template-columns:minmax(0,640px) 260px;gap:56px;padding:0 24px}
.css-1x9qk3{margin:0 0 18px}.css-44hd0z{font-weight:700;margin:24px 0 8px}.css-h1x{font-size:34px;line-height:1.15}.css-st4nd{font-size:20px;color:#444}
.css-c4rd,.css-nl80,.css-ck,.css-p02mn1{font:14px system-ui;background:#f7f7f5;padding:8px;margin:8px 0}.css-tick{background:#111;color:#fff;padding:4px 24px;font:13px system-ui}`;

/** A page made by a component framework: divs only, hashed class names, state as JSON at the end. */
export function meridianPostPage(view: PageView): string {
  const { piece, published, outlet } = view;
  const standfirst = piece.standfirst === undefined ? '' : `<div class="css-st4nd">${esc(piece.standfirst)}</div>`;
  const state = { page: 'article', recommended: CARDS.map(([, title]) => title), menu: MENU };
  return `<!doctype html><html lang="en"><head>${head(view)}<style>${STYLE}</style>
</head><body><div id="__app"><div class="css-r00t">
<div class="css-bar7"><div class="css-lg0"><a href="/">The Meridian Post</a></div>
<div class="css-mn9">${each(MENU, (item) => `<a class="css-mi2" href="/s">${item}</a>`)}</div>
<div class="css-us3"><div>Sign in</div><div>Subscribe</div><div>English</div><div>Français</div><div>Беларуская</div></div></div>
<div class="css-tick">Breaking: Belarus closes two crossings for the night</div>
<div class="css-grid"><div class="css-col8">
<div class="css-sec5">${esc(piece.section)}</div>
<h1 class="css-h1x">${esc(piece.title)}</h1>
${standfirst}
<div class="css-by6"><div>${esc(piece.by.join(', '))}</div><div><time datetime="${isoAt(published, outlet.zone)}">${writtenAt(published, outlet.zone, 'en-GB', 'minute')}</time></div></div>
<div class="css-shr"><div>Share</div><div>Save</div><div>Gift this article</div><div>12 comments</div></div>
<div class="css-b0dy">
${renderBody(piece.text, BODY)}
</div>
<div class="css-bio3"><div>${esc(piece.by.join(', '))}</div><div>Writes for the Post on ports, prices, Belarus and European security.</div></div>
<div class="css-tg">${piece.tags.map((tag) => `<a class="css-tg1" href="/t">${esc(tag)}</a>`).join('')}<a class="css-tg1" href="/t">European security</a></div>
<div class="css-rec"><div class="css-h3y">Recommended for you</div>${cards()}</div>
</div><div class="css-col4"><div class="css-h3y">Top stories</div>${cards()}
<div class="css-h3y">Most popular</div>${each(view.others.slice(0, 5), (other, index) => `<div class="css-mp"><div>${index + 1}</div><a href="${esc(other.url)}">${esc(other.title)}</a></div>`)}
</div></div>
<div class="css-ck"><div>We value your privacy</div><div>We use cookies to understand which stories about Belarus, ports and European security you finish.</div><div class="css-btn">Accept</div><div class="css-btn">Reject</div></div>
<div class="css-ft0"><div>© The Meridian Post</div><div><a href="/about">About</a><a href="/contact">Contact</a><a href="/corrections">Corrections</a></div></div>
</div></div><script id="__STATE__" type="application/json">${JSON.stringify(state).replace(/</g, '\\u003c')}</script></body></html>
`;
}
