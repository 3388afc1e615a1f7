import { isoAt, writtenAt } from '../dates.ts';
import { each, escapeMarkup as esc, renderBody, type BodyMarkup } from '../markup.ts';
import type { PageView } from '../outlet.ts';

const icon = (name: string): string => `<span class="material-icons">${name}</span>`;

const BODY: BodyMarkup = {
  paragraph: (html) => `<p>${html}</p>`,
  subhead: (html) => `<h2>${html}</h2>`,
  quote: (html) => `<p>${html}</p>`,
  list: (items) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`,
  related: (html) => `<p><a class="inline-link" href="/2-world/riga-talks-end-without-a-text"><b>${html}</b></a></p>`,
  photo: (caption, credit) => `<figure class="image"><img src="/media/hall.jpg" alt="${caption}" width="780">
<figcaption>${caption}. <small>${credit}</small></figcaption></figure>`,
  box: () => `<div class="promo promo--newsletter">${icon('mail_outline')}<strong>Harbour Lights, our weekly letter</strong>
<p>Belarus, the Baltic and the big questions of European security, in your inbox every Friday. ${icon('arrow_forward')} <a href="/account/letters">Subscribe</a></p></div>`,
};

const TOP = [
  ['Five questions about European security after the Riga meeting', 'World'],
  ['Energy crisis: why the lamps on the pier stay dark', 'City'],
  ['“We are not a corridor”: a mayor on the Belarus border', 'World'],
  ['The last postcard shop on the Cote d’Azur', 'Travel'],
] as const;

const topStories = (where: string): string => `<section class="top-stories top-stories--${where}"><h3>Top stories</h3>
${each(TOP, ([title, section], index) => `<div class="teaser"><span class="teaser__no">${index + 1}</span><a href="/top/${index}">${title}</a><span class="teaser__section">${section}</span></div>`)}
</section>`;

const PODCASTS = [
  ['Supply chain: the box that went round the world', '41:07'],
  ['Border hours: a night shift between Poland and Belarus', '33:52'],
  ['What is European security, anyway?', '27:15'],
] as const;

const COMMENTS = [
  ['tidewatcher', 'Nice. Now do a piece on European security without ministers in it.'],
  ['M. Okafor', 'My brother was in that port strike in 1989, they had soup as well.'],
  ['anonymous gull', 'First!'],
] as const;

function head(view: PageView): string {
  const { piece, url, published, modified, outlet } = view;
  return `<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(piece.title)} - Harbor Courier</title>
<meta name="description" content="${esc(piece.standfirst ?? piece.title)}">
<link rel="canonical" href="${esc(url)}">
<meta property="og:title" content="${esc(piece.title)}">
<meta property="og:type" content="article">
<meta property="article:published_time" content="${isoAt(published, outlet.zone)}">
<meta property="article:modified_time" content="${isoAt(modified, outlet.zone)}">
<meta property="article:section" content="${esc(piece.section)}">
<meta name="author" content="${esc(piece.by.join(', '))}">`;
}

function mainColumn(view: PageView): string {
  const { piece, published, outlet } = view;
  const standfirst =
    piece.standfirst === undefined ? '' : `<p class="article__standfirst">${esc(piece.standfirst)}</p>`;
  return `<article class="article">
<header class="article__header">
<a class="article__section" href="/section">${esc(piece.section)}</a>
<h1 class="article__headline">${esc(piece.title)}</h1>
${standfirst}
<div class="article__meta"><span class="byline">By <a rel="author" href="/staff">${esc(piece.by.join(' and '))}</a></span>
<time datetime="${isoAt(published, outlet.zone)}">${writtenAt(published, outlet.zone, 'en-GB', 'minute')}</time> ${icon('schedule')} 3 min read</div>
<div class="share">${icon('share')} <a href="#f">Facebook</a> <a href="#x">X</a> <a href="#w">WhatsApp</a> ${icon('content_copy')} <a href="#c">Copy link</a></div>
</header>
<div class="article__body">
${renderBody(piece.text, BODY)}
</div>
<ul class="article__tags">${piece.tags.map((tag) => `<li><a rel="tag" href="/tag/${esc(tag)}">${esc(tag)}</a></li>`).join('')}<li><a rel="tag" href="/tag/belarus">Belarus</a></li></ul>
</article>
<section id="comments" class="comments"><h3>Comments (${COMMENTS.length})</h3>
${each(COMMENTS, ([who, what]) => `<div class="comment"><span class="comment__name">${who}</span><p>${what}</p><button>${icon('reply')} Reply</button></div>`)}
</section>`;
}

const STYLE = `body { font: 17px/1.55 Charter, Georgia, serif; margin: 0; color: #222 }
.site-header, .site-footer { background: #12344d; color: #fff; padding: 8px 24px } .site-header a, .site-footer a { color: #fff }
.menu, .lang, .article__tags { display: flex; gap: 14px; list-style: none; padding: 0; font: 14px system-ui }
.layout { display: grid; grid-template-columns: minmax(0, 680px) 280px; gap: 48px; padding: 0 24px }
.material-icons { font: 10px monospace; opacity: 0.4 }
.promo, .consent, .top-stories { background: #eef3f6; padding: 12px 24px; font: 14px system-ui }`;

/** A town paper on a common content system: icon-font names as text, comments, boxes between paragraphs. */
export function harborCourierPage(view: PageView): string {
  return `<!DOCTYPE html>
<html lang="en-GB">
<head>
${head(view)}
<style>${STYLE}</style>
</head>
<body>
<div class="consent" id="consent"><h2>Your choices</h2><p>The Courier and 87 partners store cookies to show you more on Belarus and less on boats.</p><button>Agree</button><button>Manage</button></div>
<header class="site-header">${icon('menu')} ${icon('search')} ${icon('close')} <a class="logo" href="/">Harbor Courier</a> ${icon('arrow_forward')}
<nav><ul class="menu"><li><a href="/world">World</a></li><li><a href="/city">City</a></li><li><a href="/business">Business</a></li><li><a href="/sport">Sport</a></li><li><a href="/dossier/european-security">Dossier: European security</a></li><li><a href="/dossier/belarus">Dossier: Belarus</a></li><li><a href="/dossier/port-strike">Port strike</a></li></ul></nav>
<ul class="lang"><li>English</li><li><a href="/pl">Polski</a></li><li><a href="/lt">Lietuvių</a></li><li><a href="/be">Беларуская</a></li></ul>
</header>
${topStories('strip')}
<div class="layout">
<main>
${mainColumn(view)}
</main>
<aside class="sidebar">
${topStories('sidebar')}
<section class="podcasts"><h3>${icon('headphones')} Podcasts</h3>
${each(PODCASTS, ([title, length]) => `<div class="podcast">${icon('play_arrow')} <a href="/audio">${title}</a> <span>${length}</span></div>`)}
</section>
<section class="most-read"><h3>Most read</h3><ol>
${each(view.others.slice(0, 6), (other) => `<li><a href="${esc(other.url)}">${esc(other.title)}</a></li>`)}
</ol></section>
</aside>
</div>
<footer class="site-footer"><p>© Harbor Courier. Printed on the quay since 1884.</p><ul><li><a href="/imprint">Imprint</a></li><li><a href="/privacy">Privacy</a></li><li><a href="/jobs">Jobs</a></li></ul></footer>
</body>
</html>
`;
}
