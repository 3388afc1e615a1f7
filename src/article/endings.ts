/** Headings behind which an article is over, in the languages of the news. */

const END = [
  `(?:more|other|latest|recent|related|recommended|popular|trending|similar) (?:stories|news|articles|posts|content|videos|topics|headlines|coverage|reading)`,
  `(?:related|recommended|comments|trending|top stories|most read|most popular|read next|up next|you may (?:also )?like|leave a (?:reply|comment)|join the (?:conversation|discussion)|about the authors?|editor['’]s picks?|more from .{2,40}|more on .{2,40}|share this.{0,20}|newsletter|latest|what to read next|sign up.{0,60}|in this (?:article|story)|see also|tags|topics|follow us|popular|recommended for you|suggested topics|around the web|from the web|promoted|sponsored)`,
  `(?:mehr zum thema|auch interessant|das könnte (?:sie|dich) auch interessieren|ähnliche (?:artikel|themen|beiträge)|weitere (?:artikel|themen|nachrichten|meldungen)|meistgelesen(?:e.*)?|kommentare|themen|schlagworte|über den autor|zur person|leserkommentare|empfehlungen|aus dem ressort|neueste (?:artikel|nachrichten)|top-themen|aktuelle (?:meldungen|nachrichten|themen)|newsletter|mehr aus.*|mehr von.*)`,
  `(?:sur le même (?:sujet|thème)|à lire (?:aussi|également|ensuite)|lire aussi|les plus lus|commentaires|articles? (?:liés|similaires)|nos newsletters|dans la même rubrique)`,
  `(?:noticias relacionadas|te puede interesar|más (?:noticias|leídas|información|en .*)|lo más (?:leído|visto)|comentarios|temas|etiquetas|relacionadas?|archivado en|sobre la firma)`,
  `(?:leia (?:também|mais)|veja (?:também|mais)|mais lidas|comentários|notícias relacionadas|relacionadas|últimas notícias|tópicos)`,
  `(?:leggi anche|articoli correlati|potrebbe interessarti|commenti|i più letti|argomenti)`,
  `(?:lees ook|meer over .*|gerelateerd.*|reacties|meest gelezen)`,
  `(?:läs (?:också|mer|även).*|les også.*|læs også.*|kommentarer|mest läst|mest lest|mest læste|flere saker|flere artikler)`,
  `(?:czytaj także|zobacz także|komentarze|polecane|najnowsze|najpopularniejsze|tagi|čtěte také|diskuze|související.*|kapcsolódó.*|ajánló)`,
  `(?:читайте (?:также|по теме)|по теме|материалы по теме|комментарии|новости (?:по теме|партн[её]ров)|другие новости|популярное|рекомендуем|теги|самое читаемое|читайте також|коментарі|схожі новини|популярні.*|чытайце таксама)`,
  `(?:ilgili haberler|yorumlar|etiketler|関連記事|関連ニュース|関連リンク|おすすめ.*|関連.{0,8}|あわせて読みたい|ランキング|관련 ?기사|추천 ?기사|많이 본.*|댓글.*|相关.{0,4}|相關.{0,4}|推荐.{0,4}|热门.{0,4}|tin liên quan|bình luận|ข่าวที่เกี่ยวข้อง|ข่าวล่าสุด|ข่าวยอดนิยม|บทความที่เกี่ยวข้อง|baca juga|berita terkait|اقرأ أيضا.*|مواضيع ذات صلة|الأكثر قراءة)`,
].join('|');
const ENDING = new RegExp(`^[\\s>»•]*(?:${END})\\s*[:.…]?\\s*(?:\\(?\\d+\\)?)?$`, 'iu');

const ABOUT_AUTHOR =
  /^(?:about the (?:author|writer)s?|sobre (?:la firma|el autor|la autora|o autor|a autora)|über (?:den autor|die autor(?:in|en))|zu[rm] (?:autor|autorin|person des autors)|à propos de l['’]auteure?s?|sull['’]autor[ei]|over de auteurs?|om (?:författaren|skribenten|forfatteren)|o autor(?:ze|ce|ovi)|об авторе|про автор(?:а|ку)|пра аўтара)$/iu;

/** True for a heading over what is said of the author. */
export function isAboutAuthor(text: string): boolean {
  return text.length < 40 && ABOUT_AUTHOR.test(text);
}

/** True for a heading behind which the article is over. */
export function isEnding(text: string): boolean {
  return text.length < 90 && ENDING.test(text);
}
