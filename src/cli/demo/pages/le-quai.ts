import { isoAt, writtenAt } from '../dates.ts';
import { each, escapeMarkup as esc, renderBody, type BodyMarkup } from '../markup.ts';
import type { PageView } from '../outlet.ts';

const BODY: BodyMarkup = {
  paragraph: (html) => `<p class="wp-block-paragraph">${html}</p>`,
  subhead: (html) => `<h2 class="wp-block-heading">${html}</h2>`,
  quote: (html) => `<blockquote class="wp-block-quote"><p>${html}</p></blockquote>`,
  list: (items) => `<ul class="wp-block-list">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`,
  related: (html) => `<p class="has-background"><em><a href="/dossiers/securite">${html}</a></em></p>`,
  photo: (caption, credit) =>
    `<figure class="wp-block-image"><img src="/wp-content/criee.jpg" alt="" /><figcaption class="wp-element-caption">${caption} – ${credit}</figcaption></figure>`,
  box: () =>
    `<div class="wp-block-group encart"><h3>La lettre du Quai</h3><p>Sanctions, Union européenne, Bélarus : chaque samedi, l’essentiel et un peu de sel.</p><p><a class="wp-block-button__link" href="/lettre">Je m’inscris</a></p></div>`,
};

const UNE = [
  'Sanctions : l’Union européenne cherche ses navires',
  'Bélarus, les éditeurs de l’ombre',
  'Grève au port : les grues à l’arrêt',
  'La dernière boutique de cartes postales de la Côte d’Azur',
];

const une = (heading: string): string => `<div class="widget"><h2 class="widget-title">${heading}</h2><ul>
${each(UNE, (title) => `<li><a href="/une">${title}</a></li>`)}
</ul></div>`;

const STYLE = `body { font: 18px/1.6 "Iowan Old Style", Georgia, serif; max-width: 760px; margin: 0 auto; padding: 0 16px }
#menu { display: flex; flex-wrap: wrap; gap: 14px; list-style: none; padding: 0; font: 14px system-ui }
.site-title a { font-size: 34px; color: #0a4b4b; text-decoration: none }
.widget, .encart, #cookie-notice { background: #f3f1ea; padding: 8px 16px; font: 14px system-ui; margin: 12px 0 }`;

/** A French paper on a well-known blog system: widgets, share buttons, related posts under the text. */
export function leQuaiPage(view: PageView): string {
  const { piece, published, modified, outlet, url } = view;
  const chapo = piece.standfirst === undefined ? '' : `<p class="chapo"><strong>${esc(piece.standfirst)}</strong></p>`;
  return `<!doctype html>
<html lang="fr-FR" prefix="og: https://ogp.me/ns#">
<head>
<meta charset="UTF-8" />
<title>${esc(piece.title)} • Le Quai</title>
<link rel="canonical" href="${esc(url)}" />
<meta property="og:locale" content="fr_FR" /><meta property="og:type" content="article" />
<meta property="og:title" content="${esc(piece.title)}" /><meta property="og:site_name" content="Le Quai" />
<meta property="article:published_time" content="${isoAt(published, outlet.zone)}" />
<meta property="article:modified_time" content="${isoAt(modified, outlet.zone)}" />
<meta name="author" content="${esc(piece.by.join(', '))}" />
<style>${STYLE}</style>
</head>
<body class="single single-post">
<a class="skip-link" href="#content">Aller au contenu</a>
<header id="masthead"><p class="site-title"><a href="/">Le Quai</a></p>
<nav id="site-navigation"><button aria-controls="menu">Menu</button><ul id="menu"><li><a href="/international">International</a></li><li><a href="/economie">Économie</a></li><li><a href="/culture">Culture</a></li><li><a href="/sport">Sport</a></li><li><a href="/dossiers/belarus">Bélarus</a></li><li><a href="/dossiers/sanctions">Sanctions de l’Union européenne</a></li></ul></nav>
<div class="langues">Français · <a href="/br">Brezhoneg</a> · <a href="/en">English</a> · <a href="/be">Беларуская</a></div></header>
<div id="content" class="site-content">
${une('À la une')}
<main id="main">
<article class="post type-post hentry">
<header class="entry-header"><span class="cat-links"><a rel="category tag" href="/cat">${esc(piece.section)}</a></span>
<h1 class="entry-title">${esc(piece.title)}</h1>
<div class="entry-meta">Publié le <time class="entry-date published" datetime="${isoAt(published, outlet.zone)}">${writtenAt(published, outlet.zone, 'fr', 'minute')}</time> par <span class="author vcard"><a class="url fn" href="/auteur">${esc(piece.by.join(', '))}</a></span> <span class="reading">Temps de lecture : 3 minutes</span></div></header>
<div class="entry-content">
${chapo}
${renderBody(piece.text, BODY)}
<div class="sharedaddy"><h3 class="sd-title">Partager :</h3><ul><li><a href="#">Facebook</a></li><li><a href="#">Mastodon</a></li><li><a href="#">Imprimer</a></li></ul></div>
<div class="jp-relatedposts"><h3>Articles similaires</h3>
<div class="jp-relatedposts-post"><a href="/r1">European security : le lexique</a><p>Dans « International »</p></div>
<div class="jp-relatedposts-post"><a href="/r2">Sanctions et Union européenne : dix dates</a><p>Dans « Économie »</p></div></div>
</div>
<footer class="entry-footer"><span class="tags-links">Étiquettes : ${piece.tags.map((tag) => `<a rel="tag" href="/tag">${esc(tag)}</a>`).join(', ')}, <a rel="tag" href="/tag">Bélarus</a></span></footer>
</article>
<div id="comments"><h2>Une réponse</h2><ol class="comment-list"><li class="comment"><cite class="fn">Paimpolaise</cite> <span class="says">dit :</span><p>Et les sanctions de l’Union européenne contre les goélands, c’est pour quand ?</p><a class="comment-reply-link" href="#">Répondre</a></li></ol></div>
</main>
<aside id="secondary">${une('Les plus lus')}${une('À la une')}
<div class="widget"><h2 class="widget-title">Balados</h2><ul><li>Contre-courant : une nuit au Bélarus <span>43 min</span></li><li>Contre-courant : la chaîne d’approvisionnement <span>36 min</span></li></ul></div>
<div class="widget"><h2 class="widget-title">Articles récents</h2><ul>${each(view.others.slice(0, 5), (other) => `<li><a href="${esc(other.url)}">${esc(other.title)}</a></li>`)}</ul></div></aside>
</div>
<footer id="colophon"><p>Fièrement imprimé à marée haute. <a href="/mentions">Mentions légales</a> · <a href="/cookies">Gestion des cookies</a></p></footer>
<div id="cookie-notice"><p>Le Quai dépose des cookies pour mesurer l’audience de ses dossiers (Bélarus, sanctions, Union européenne).</p><button>J’accepte</button><button>Je refuse</button></div>
</body>
</html>
`;
}
