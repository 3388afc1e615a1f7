import type { Element } from './element.ts';

/**
 * What content systems call things. Class names, ids and test ids are split into words (`articleShare-bar` gives
 * article, share, bar) and the words, and pairs of words that follow each other, are looked up here. The names are
 * conventions of many publishers' systems, never one site's.
 */
export type Role =
  | 'related'
  | 'share'
  | 'comments'
  | 'newsletter'
  | 'advert'
  | 'navigation'
  | 'caption'
  | 'byline'
  | 'dialog'
  | 'tags'
  | 'player'
  | 'paywall'
  | 'authorbox'
  | 'facts'
  | 'footer'
  | 'hidden'
  | 'standfirst'
  | 'inset'
  | 'body';

const VOCABULARY: Readonly<Record<Role, string>> = {
  related:
    'related relateds recommended recommendation recommendations recommend recirc recirculation outbrain taboola trending mostread ' +
    'mostpopular mostviewed mostrecent topstories readmore readalso alsoread alsolike seealso morefrom moreon morestories morenews ' +
    'morelike morearticles morereading furtherreading nextarticle nextstory nextpost prevpost previouspost upnext readnext ' +
    'whattoread editorspick editorspicks editorpicks youmaylike youmight mightlike mayalso suggested suggestions similar ' +
    'teaser teasers storylist articlelist newslist postlist latestnews latestposts lastnews popular popularposts relatedposts ' +
    'relatedarticles relatedlinks relatedcontent relatednews relatedstories relatedtopics linkbox linklist interlink crosslink inlinelink ' +
    'internallink internallinks storylink articlelinks widget widgets rail rightrail sidebar aside trc readalong carousel slider ' +
    'promo promos promobox aisummary aicontent aiarticle promotion promoted promoblock dossier collection ticker newsticker plista nativo zergnet revcontent mgid ' +
    'lireaussi leggianche vejatambem leiamais leiatambem saibamais vertambien lesenauch mehrzumthema zumthema readmorebox ' +
    'insidearticle hyperlinkembed inlinepromo inlinerelated pullrelated embedlink articleembed onwardjourney onward',
  facts: 'factbox factsbox faktaboks faktaruta infobox infokasten faktenbox factfile',
  share:
    'share shares sharing sharebar sharebox sharebutton sharebuttons sharetools sharethis addthis addtoany social socials ' +
    'socialmedia sociallinks socialbar socialshare socialicons socialfollow followus follow followbutton copylink copybutton ' +
    'clipboard whatsapp facebook twitter linkedin pinterest email mailto print printbutton bookmark savearticle actionbar ' +
    'articletools toolbar tools icons icon tooltip reactions likes likebutton rating ratings vote feedback',
  comments:
    'comment comments commentlist commentsection commentbox commentform discussion disqus disqusthread respond replies ' +
    'kommentare kommentar commentaires comentarios commenti conversation spotim viafoura coral forum userposts',
  newsletter:
    'newsletter newsletters newslettersignup signup signupbox subscribe subscribebox subscription subscriptions emailsignup ' +
    'optin optinform mailchimp leadmagnet registration registerbox cta calltoaction callout appbanner appdownload appstore ' +
    'downloadapp donate donation donationbox supportus membership appeal notification notifications pushnotification abo',
  advert:
    'ad ads adv advert adverts advertisement advertisements advertising adslot adunit adbox adcontainer adwrapper adplaceholder ' +
    'adlabel adsbygoogle dfp gpt googlead sponsor sponsored sponsors sponsorship sponsoredcontent partnercontent affiliate ' +
    'anzeige werbung publicite publicidad publicidade reklama reklame reklam annons banner banners billboard leaderboard mpu ' +
    'skyscraper admessage promotedcontent shopping productbox commerce coupon coupons deals',
  navigation:
    'nav navi navbar navigation menu menus submenu megamenu mainmenu topmenu breadcrumb breadcrumbs crumb crumbs pagination ' +
    'pager paging topbar masthead sitenav subnav skiplink skiplinks skip offcanvas drawer hamburger tableofcontents toc ' +
    'languageswitcher languages langswitch weather stockticker search searchbox searchform searchbar sitemap',
  caption:
    'caption captions figcaption imagecaption photocaption piccaption imgcaption captiontext wpcaptiontext legend imagecredit ' +
    'photocredit imgcredit credit credits photographer copyright imagecopyright bildunterschrift bildquelle legende fotocredit ' +
    'photoinfo imageinfo imagedescription gallery galleries galerie lightbox slideshow diaporama infogram imagesource mediacaption photo photos image images picture pictures pic bild bilder foto fotos imagem imagen img thumbnail thumb fotografia zdjecie contentimage articleimage leadimage mainimage heroimage featuredimage topimage imagewrapper imagebox imagecontainer',
  byline:
    'byline bylines author authors authorname authorinfo articleauthor dateline timestamp pubdate publishdate publisheddate ' +
    'postmeta entrymeta articlemeta metadata meta postdate articledate datepublished readtime readingtime lesezeit wordcount ' +
    'firma contributor contributors signature autor autores autori autoren writer articleinfo storyinfo updated lastupdated',
  dialog:
    'cookie cookies cookiebanner cookieconsent consent gdpr ccpa onetrust didomi cmp usercentrics privacy popup popups popover ' +
    'modal modals overlay lightboxed dialog interstitial adblock adblocker browserwarning noscript alertbar geolocation ' +
    'toast snackbar rollover hovercard tooltip tooltips login loginform signin userpanel usermenu account',
  tags: 'tag tags taglist tagcloud tagged keyword keywords topics topiclist topictags hashtags categories category categorylinks schlagworte themen etiquetas temas stichworte entrytags posttags entryfooter articletags articlefooter postfooter storyfooter',
  player:
    'player videoplayer audioplayer jwplayer audio podcast podcasts podcastlist playlist listen listenarticle readaloud ' +
    'texttospeech tts speech trinity beyondwords voiceover video videos videobox videolist embed embeds embedded oembed iframe ' +
    'instagram tiktok youtube vimeo quiz poll polls survey crossword game games widgetembed datawrapper',
  paywall:
    'paywall paywalled paywallbox paywallmessage piano tinypass meteredcontent regwall subscriberonly premiumbox',
  authorbox:
    'authorbio authorbox authorcard authorprofile aboutauthor abouttheauthor bio biography authordescription authorblock profilecard',
  footer:
    'footer foot rodape piepagina fusszeile stopka zapati paticka sidfot podval pagefooter sitefooter colophon imprint impressum legal disclaimer disclosure correctionpolicy contactus editorialstandards trustproject',
  hidden:
    'hidden hide visuallyhidden screenreadertext screenreader sronly srtext a11yhidden assistivetext offscreen printonly',
  // A box set into the text: what is in it decides.
  inset:
    'encart encarts encadre encadré inset insets kasten recuadro despiece riquadro box boxout sidebox ramka ramecek boks faktarute wstawka breakout tinted',
  standfirst:
    'standfirst lead lede leadtext leadin intro introduction excerpt subtitle subtitles subheadline subheading subhead dek deck ' +
    'abstract chapo chapeau sapo entradilla bajada copete ingress preamble vorspann anreisser sottotitolo catenaccio sommario ' +
    'summary articlesummary articlelead articleintro synopsis strapline tagline description teasertext manchet lid zajawka perex antetitulo linhafina subtitulo sumario',
  body:
    'articlebody storybody entrycontent postcontent articlecontent storycontent postbody articletext storytext bodytext ' +
    'contentbody bodycontent maincontent newsbody newstext newscontent fulltext richtext articlemain bodycopy textbody ' +
    'articlecopy contenttext pagecontent detailtext articlebodytext articledetail detailbody singlecontent blogcontent paragraphs',
};

const LOOKUP: ReadonlyMap<string, Role> = new Map(
  (Object.entries(VOCABULARY) as [Role, string][]).flatMap(([role, words]) =>
    words.split(' ').map((word) => [word, role] as const),
  ),
);

/** Beginnings of longer words that say the same. */
const PREFIXES: readonly (readonly [string, Role])[] = [
  ['cookie', 'dialog'], ['gdpr', 'dialog'], ['onetrust', 'dialog'], ['newsletter', 'newsletter'], ['subscri', 'newsletter'],
  ['advert', 'advert'], ['adsense', 'advert'], ['sponsor', 'advert'], ['recommend', 'related'], ['related', 'related'], ['sidebar', 'related'],
  ['outbrain', 'related'], ['taboola', 'related'], ['mostread', 'related'], ['comment', 'comments'], ['disqus', 'comments'], ['paywall', 'paywall'], ['breadcrumb', 'navigation'],
  ['addtoany', 'share'], ['sharing', 'share'], ['socialm', 'share'], ['sharedaddy', 'share'],
]; // prettier-ignore

/** Words of a name: at punctuation, digits and the humps of camel case; in lower case. */
export function wordsOfName(name: string): string[] {
  return name
    .slice(0, 400)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

/** The roles that an element's names speak of. Cached by the caller's map, since pages repeat their names. */
export function rolesOf(element: Element, cache: Map<string, ReadonlySet<Role>>): ReadonlySet<Role> {
  const { attrs } = element;
  const name = namesOf(attrs);
  if (name === '') return NONE;
  const known = cache.get(name);
  if (known !== undefined) return known;
  const roles = new Set<Role>();
  for (const part of name.split(' ')) addRoles(part, roles);
  cache.set(name, roles);
  return roles;
}

const NONE: ReadonlySet<Role> = new Set();

function namesOf(attrs: Readonly<Record<string, string>>): string {
  let name = attrs['class'] ?? '';
  for (const key of NAMING) {
    const value = attrs[key];
    if (value !== undefined) name = name === '' ? value : `${name} ${value}`;
  }
  return name;
}

const NAMING = [
  'id',
  'data-testid',
  'data-test-id',
  'data-test',
  'data-component',
  'data-module',
  'data-type',
  'data-qa',
  'data-block',
  'data-name',
];

/** Words after which a furniture word says what the element has, not what it is. */
const HAVING = new Set([
  'has',
  'with',
  'no',
  'without',
  'is',
  'not',
  'show',
  'hide',
  'js',
  'post',
  'type',
  'category',
  'tag',
]);

/** `tag-europe`, `category-news`: a content system's filing, not what the element is. */
const FILING =
  /^(?:tag|category|type|status|format|postid|post|author|section|topic|keyword|page|single|parent|template|wp-custom|term|has|with|no|is)-/i;

function addRoles(part: string, roles: Set<Role>): void {
  if (
    FILING.test(part) &&
    !/-(?:meta|tags|footer|author|comments|related|share|date|navigation|nav|header|body|content|text)s?$/i.test(part)
  )
    return;
  const words = wordsOfName(part);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    const next = words[at + 1];
    const pair = next === undefined ? undefined : LOOKUP.get(word + next);
    if (pair !== undefined) roles.add(pair);
    const before = words[at - 1];
    if (before !== undefined && HAVING.has(before)) continue;
    const role =
      LOOKUP.get(word) ?? (word.length > 8 ? PREFIXES.find(([prefix]) => word.startsWith(prefix))?.[1] : undefined);
    if (role !== undefined) roles.add(role);
  }
}
