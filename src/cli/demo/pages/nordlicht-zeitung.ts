import { isoAt, writtenAt } from '../dates.ts';
import { each, escapeMarkup as esc, renderBody, type BodyMarkup } from '../markup.ts';
import type { PageView } from '../outlet.ts';

const BODY: BodyMarkup = {
  paragraph: (html) => `<p class="text">${html}</p>`,
  subhead: (html) => `<h2 class="zwischentitel">${html}</h2>`,
  quote: (html) => `<p class="text zitat">${html}</p>`,
  list: (items) => `<ul class="liste">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`,
  related: (html) =>
    `<div class="lesetipp"><span class="lesetipp__icon">»</span> <a href="/politik/belarus-name">${html}</a></div>`,
  photo: (caption, credit) =>
    `<div class="bild"><img src="/bilder/radio.jpg" alt=""><p class="bildunterschrift">${caption} <span class="quelle">${credit}</span></p></div>`,
  box: () => `<div class="teaserbox"><p class="teaserbox__titel">Mehr zum Thema</p><ul>
<li><a href="/wirtschaft/frage">Strompreise im Winter: Ihre Fragen, unsere Antworten</a></li>
<li><a href="/politik/osten">Belarus und die Grenze: ein Ortstermin</a></li>
<li><a href="/politik/konferenz">“European Security Days” in Kiel: Programm und Anfahrt</a></li></ul></div>`,
};

const TEASERS = [
  'Gaspreise und Winter: Der große Vergleich',
  'Belarus: Zwei Übergänge geschlossen',
  'Holstein verliert, und alle reden vom Rasen',
  'Hafenstreik: Kräne stehen still',
];

const teasers = (title: string): string => `<div class="block"><div class="block__titel">${title}</div>
${each(TEASERS, (teaser) => `<div class="block__zeile"><a href="/t">${teaser}</a></div>`)}
</div>`;

const STYLE = `body { font: 16px/1.5 "Segoe UI", system-ui, sans-serif; max-width: 960px; margin: 0 auto; padding: 0 12px }
.navi, .sprachen { display: flex; gap: 12px; list-style: none; padding: 0; font-size: 14px }
.kopf > a { font: bold 32px serif; color: #003a5d; text-decoration: none }
.block, .teaserbox, .zustimmung { border: 1px solid #ccd; padding: 8px; margin: 8px 0; font-size: 14px }
.vorspann { font-weight: 600 } .zitat { font-style: italic } .lesetipp { background: #f2f6fa; padding: 6px }`;

/** A German regional paper: microdata in spans, a table of contents of teasers, legal lines everywhere. */
export function nordlichtZeitungPage(view: PageView): string {
  const { piece, published, modified, outlet, url } = view;
  const standfirst =
    piece.standfirst === undefined ? '' : `<p class="vorspann" itemprop="description">${esc(piece.standfirst)}</p>`;
  return `<!DOCTYPE html>
<html lang="de" class="no-js">
<head>
<meta charset="utf-8">
<title>${esc(piece.section)}: ${esc(piece.title)} | Nordlicht-Zeitung</title>
<link rel="canonical" href="${esc(url)}">
<meta name="keywords" content="${esc(piece.tags.join(', '))}, Belarus, Strompreise, Winter">
<meta name="date" content="${isoAt(published, outlet.zone)}">
<style>${STYLE}</style>
</head>
<body itemscope itemtype="https://schema.org/WebPage">
<div class="kopf"><a href="/">Nordlicht-Zeitung</a> <span class="datum">Ausgabe Nord</span>
<ul class="navi"><li><a href="/politik">Politik</a></li><li><a href="/wirtschaft">Wirtschaft</a></li><li><a href="/kultur">Kultur</a></li><li><a href="/sport">Sport</a></li><li><a href="/thema/belarus">Thema: Belarus</a></li><li><a href="/thema/strompreise">Thema: Strompreise im Winter</a></li><li><a href="/epaper">E-Paper</a></li></ul>
<ul class="sprachen"><li>Deutsch</li><li><a href="/da">Dansk</a></li><li><a href="/ru">Русский</a></li><li><a href="/be">Беларуская</a></li></ul></div>
${teasers('Top-Themen')}
<div class="inhalt" itemprop="mainEntity" itemscope itemtype="https://schema.org/NewsArticle">
<span class="dachzeile" itemprop="articleSection">${esc(piece.section)}</span>
<h1 itemprop="headline">${esc(piece.title)}</h1>
${standfirst}
<div class="autorzeile">Von <span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">${esc(piece.by.join(', '))}</span></span>
 · <time itemprop="datePublished" datetime="${isoAt(published, outlet.zone)}">${writtenAt(published, outlet.zone, 'de', 'minute')} Uhr</time>
<span class="stand">Stand: <time itemprop="dateModified" datetime="${isoAt(modified, outlet.zone)}">${writtenAt(modified, outlet.zone, 'de', 'day')}</time></span>
<span class="lesezeit">Lesezeit: 3 Min.</span></div>
<div class="werkzeuge"><a href="#">Teilen</a> <a href="#">Drucken</a> <a href="#">Merken</a> <a href="#">Vorlesen 4:12</a></div>
<div itemprop="articleBody" class="artikeltext">
${renderBody(piece.text, BODY)}
</div>
<div class="schlagworte">Schlagworte: ${piece.tags.map((tag) => `<a href="/s">${esc(tag)}</a>`).join(' ')} <a href="/s">Belarus</a></div>
<div class="kommentare"><div class="kommentare__titel">2 Kommentare</div>
<div class="kommentar"><b>Deichgraf</b><p>Und was ist mit den Strompreisen? Der Winter kommt doch jedes Jahr.</p></div>
<div class="kommentar"><b>Frau Holle</b><p>In Belarus wäre das nicht passiert, oder doch, ich weiß es nicht.</p></div></div>
</div>
<div class="rechts">${teasers('Meistgelesen')}${teasers('Top-Themen')}
<div class="block"><div class="block__titel">Podcast „Achterdeck“</div><div class="block__zeile">Folge 88: Belarus, Bernstein, Bier (52 Min.)</div><div class="block__zeile">Folge 87: Lieferketten auf Plattdeutsch (47 Min.)</div></div>
<div class="block"><div class="block__titel">Neueste Artikel</div>${each(view.others.slice(0, 6), (other) => `<div class="block__zeile"><a href="${esc(other.url)}">${esc(other.title)}</a></div>`)}</div></div>
<div class="fuss"><a href="/impressum">Impressum</a> <a href="/datenschutz">Datenschutz</a> <a href="/abo">Abo kündigen</a><p>Alle Rechte vorbehalten. Belarus-Berichterstattung mit Unterstützung des Pressefonds.</p></div>
<div class="zustimmung"><p>Wir verwenden Cookies, damit Sie Artikel über Strompreise, Winter und Wetter schneller finden.</p><button>Zustimmen</button><button>Ablehnen mit Pur-Abo</button></div>
</body>
</html>
`;
}
