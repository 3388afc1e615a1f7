import { dayAt, isoAt, writtenAt } from '../dates.ts';
import { each, escapeMarkup as esc, renderBody, type BodyMarkup } from '../markup.ts';
import type { PageView } from '../outlet.ts';

const BODY: BodyMarkup = {
  paragraph: (html) => `<p class="bw-par">${html}</p>`,
  subhead: (html) => `<h3 class="bw-sub">${html}</h3>`,
  quote: (html) => `<blockquote class="bw-quote"><p>${html}</p></blockquote>`,
  list: (items) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`,
  related: (html) => `<p class="bw-par"><strong><a href="/world/european-security-explained">${html}</a></strong></p>`,
  photo: (caption, credit) =>
    `<figure><img src="/img/1.jpg" alt=""><figcaption>${caption} <span class="credit">${credit}</span></figcaption></figure>`,
  box: () => `<div class="bw-newsletter"><h4>The Wire at Seven</h4>
<p>Our morning e-mail on European security, energy and the sea. Free, five days a week.</p>
<form action="/newsletter"><label>E-mail <input name="email"></label><button>Sign up</button></form></div>`,
};

const TOP_STORIES = [
  'European security plan: what ministers turned down',
  'Belarus border queue at its longest since spring',
  'Port strike: which terminals close and when',
  'Ice road to Hailuoto may open early',
];

const topStories = (): string => `<section class="top-stories"><h2>Top stories</h2>
<ol>${each(TOP_STORIES, (title) => `<li><a href="/top">${title}</a></li>`)}</ol></section>`;

const STYLE = `body { font: 17px/1.5 Georgia, serif; max-width: 1000px; margin: 0 auto; padding: 0 16px; color: #1a1a1a }
.masthead ul, .bw-share { display: flex; gap: 16px; list-style: none; padding: 0; font: 14px system-ui }
.logo { font: bold 28px system-ui; color: #b3001b; text-decoration: none }
#cookie-banner { background: #eef; padding: 8px; font: 13px system-ui }
.top-stories, aside { font: 14px/1.4 system-ui; background: #f6f6f4; padding: 8px 16px }
.bw-quote { border-left: 3px solid #b3001b; margin-left: 0; padding-left: 16px }`;

/** A news agency's page: HTML5 landmarks, JSON-LD, “Top stories” before and after the text. */
export function balticWirePage(view: PageView): string {
  const { piece, outlet, url, published, modified } = view;
  const date = (ms: number): string => (piece.day === true ? dayAt : isoAt)(ms, outlet.zone);
  const ld = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: piece.title,
    datePublished: date(published),
    dateModified: date(modified),
    author: piece.by.map((name) => ({ '@type': 'Person', name })),
    publisher: { '@type': 'NewsMediaOrganization', name: outlet.name },
    articleSection: piece.section,
    mainEntityOfPage: url,
  };
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${esc(piece.title)} | Baltic Wire</title>
<link rel="canonical" href="${esc(url)}">
<meta property="og:type" content="article">
<meta property="og:title" content="${esc(piece.title)}">
<meta property="og:site_name" content="Baltic Wire">
<script type="application/ld+json">${JSON.stringify(ld).replace(/</g, '\\u003c')}</script>
<style>${STYLE}</style>
</head>
<body class="story">
<div id="cookie-banner" role="dialog"><p>We and our 214 partners use cookies to measure how our reports on Belarus, energy and European security are read.</p><button>Accept all</button> <button>Settings</button></div>
<header class="masthead"><a href="/" class="logo">Baltic Wire</a>
<nav aria-label="Main"><ul>
<li><a href="/world">World</a></li><li><a href="/economy">Economy</a></li><li><a href="/topics/european-security">European security</a></li>
<li><a href="/topics/belarus">Belarus</a></li><li><a href="/topics/strikes">Port strikes</a></li><li><a href="/weather">Weather</a></li>
</ul></nav>
<div class="languages"><a hreflang="lv" href="/lv">Latviešu</a> <a hreflang="de" href="/de">Deutsch</a> <a hreflang="ru" href="/ru">Русский</a> <a hreflang="be" href="/be">Беларуская</a></div>
</header>
${topStories()}
<main>
<article class="bw-article">
<p class="bw-kicker">${esc(piece.section)}</p>
<h1>${esc(piece.title)}</h1>
<p class="bw-meta">By <span class="author">${esc(piece.by.join(' and '))}</span> · <time datetime="${date(published)}">${writtenAt(published, outlet.zone, 'en', piece.day === true ? 'day' : 'minute')}</time></p>
<ul class="bw-share"><li><a href="#share">Share</a></li><li><a href="#mail">E-mail</a></li><li><a href="#print">Print</a></li></ul>
<div class="bw-body">
${renderBody(piece.text, BODY)}
</div>
<p class="bw-tags">Tags: ${piece.tags.map((tag) => `<a href="/tag/${esc(tag)}">${esc(tag)}</a>`).join(', ')}, <a href="/tag/belarus">Belarus</a></p>
</article>
</main>
<aside>
${topStories()}
<section class="podcasts"><h2>Podcasts</h2><ul>
<li><a href="/audio/41">The Long Fairway: who pays for European security?</a> <span>34 min</span></li>
<li><a href="/audio/40">The Long Fairway: inside the port walkout</a> <span>28 min</span></li>
</ul></section>
<section class="latest"><h2>Latest</h2><ul>
${each(view.others, (other) => `<li><a href="${esc(other.url)}">${esc(other.title)}</a></li>`)}
</ul></section>
</aside>
<footer><p>Baltic Wire, Quay Street 4. All rights reserved.</p><ul><li><a href="/imprint">Imprint</a></li><li><a href="/terms">Terms</a></li></ul></footer>
</body>
</html>
`;
}
