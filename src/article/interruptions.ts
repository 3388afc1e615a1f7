/** Lines that interrupt a text to say that it goes on, or where else its paper can be followed, in the languages of the news. */

/** `The article continues below the advertisement`. Each begins its line. */
const GOES_ON = [
  'der (?:artikel|text|beitrag) (?:geht|wird)\\b.{0,40}(?:weiter|fortgesetzt)|(?:artikel|text) geht (?:nach|unter|weiter)|weiter geht(?:[’\']s| es) (?:nach|unter)',
  '(?:la suite (?:de l[’\']article )?(?:après|sous)|l[’\']article (?:continue|se poursuit) (?:après|sous|ci-dessous))',
  '(?:el artículo|la nota|la noticia|el texto) (?:continúa|sigue) (?:después|abajo|tras|debajo)|continúa (?:leyendo )?(?:después|abajo|debajo|tras)',
  'continua (?:depois|após|após) (?:d?[ao]|publicidade)|(?:o texto|a matéria) continua (?:após|depois)',
  '(?:l[’\']articolo (?:continua|prosegue)|continua (?:a leggere )?(?:dopo|sotto|qui sotto)|prosegue (?:dopo|sotto))',
  '(?:de )?tekst (?:loopt|gaat) (?:door|verder)|(?:het )?artikel (?:loopt|gaat) (?:door|verder)|lees verder (?:onder|na)',
  '(?:artikeln|texten) fortsätter|(?:artikkelen|saken|teksten) fortsetter|(?:artiklen|teksten) fortsætter|(?:juttu|teksti|artikkeli) jatkuu',
  'dalsza część (?:tekstu|artykułu)|ciąg dalszy (?:tekstu|artykułu)? ?(?:pod|poniżej)|(?:tekst|artykuł) (?:jest )?kontynuowan',
  '(?:článek|text|článok) pokračuje|pokračování (?:článku|textu)|pokračovanie (?:článku|textu)',
  'a cikk (?:a hirdetés után |lent )?folytatódik|cikkünk (?:a hirdetés után )?folytatódik|articolul continuă',
  '(?:tekst|članak|vest|vijest) se nastavlja|nastavak (?:teksta|članka|vesti|vijesti)|članek se nadaljuje',
  '(?:продолжение|статья продолжается|текст продолжается) (?:после|ниже|под)|продовження (?:після|нижче|під)|(?:статията|текстът) продължава|працяг (?:пасля|ніжэй)',
  'το (?:άρθρο|κείμενο) συνεχίζεται|haber(?:in)? devamı|yazının devamı|straipsnis tęsiamas|raksts turpinās|artikkel jätkub',
  '(?:artikel|berita) (?:lanjut|berlanjut)|lanjutkan membaca|scroll (?:untuk|ke bawah)|bài viết (?:tiếp tục|còn tiếp)',
  'อ่านต่อ|อ่านเพิ่มเติม|記事(?:は|が)続(?:く|きます)|記事の続き|기사가? 계속|文章继续|文章繼續|广告之后|يستمر المقال|المقال مستمر|ادامه (?:مطلب|خبر) (?:بعد|در)|הכתבה ממשיכה',
].join('|'); // prettier-ignore
const GOING_ON = new RegExp(`^[\\s>»›→▼↓*(\\[-]*(?:${GOES_ON})`, 'iu');

/** Where a paper can be followed. */
const PLATFORM =
  /google|facebook|фе[йј]сбу[кц]|twitter|instagram|инстаграм|telegram|телеграм|whatsapp|ватсап|viber|вайбер|youtube|tiktok|threads|bluesky|linkedin|вконтакте|дзен|\bx\b|\bapp\b|aplika[cč]|applikat|sovellu|uygulama|приложени|додат(?:ок|ку)|εφαρμογ|تلغرام|تلگرام|اینستاگرام|فيسبوك|تويتر|واتساب|תלגרם|פייסבוק|टेलीग्राम|व्हाट्सएप|फेसबुक|微信|微博|公众号|公眾號|line/iu;
const FOLLOW =
  /(?<![\p{L}])(?:follow us|folgen sie uns|folgt uns|suivez-nous|nous suivre|síguenos|seguirnos|síganos|siga-nos|seguir-nos|seguici|seguirci|segueix-nos|volg ons|följ oss|følg oss|følg os|seuraa meitä|obserwuj nas|śledź nas|sledujte nás|sledovat nás|kövess(?:en|etek|en ön)? (?:minket|bennünket)|urmăr(?:ește|iți|este|iti)-ne|prat(?:i|ite) nas|nas pratiti|možete pratiti|spremljajte nas|prati(?:te)? nas|пратите нас|следете нè|последвайте ни|следвайте ни|следите за нами|читайте нас|стежте за нами|читайте нас|сачыце за намі|чытайце нас|ακολουθήστε (?:μας|το)|βρείτε μας|bizi takip|takip edin|ikuti kami|theo dõi chúng tôi|ติดตามเรา|تابعونا|ما را (?:در|دنبال)|עקבו אחרינו|हमें फॉलो|हमसे जुड़|sekite mus|seko mums|jälgi meid|ndiqna)(?![\p{L}])/iu;
/** `Share the story`: the whole of a line. */
const SHARE =
  /^(?:haberi paylaş|bunu paylaş|jaa (?:juttu|artikkeli)|del (?:saken|artikkelen|artiklen)|dela (?:artikeln|med dig)|udostępnij(?: artykuł)?|sdílet(?: článek)?|zdieľať|megosztás|distribuie(?: articolul)?|podijeli|podeli(?: vest)?|подели(?:те)?|сподели(?: статията)?|поділитися|падзяліцца|μοιράσου(?: το)?|κοινοποίηση|bagikan|chia sẻ|แชร์|اشتراک گذاری|שתפו)[\s:!.]*$/iu;

/** What the text is filed under, behind it. */
const FILED =
  /^(?:tags?|keywords|filed under|schlag(?:worte|wörter)|stichworte|mots[- ]clés|étiquettes|etiquetas|palabras clave|palavras-chave|parole chiave|trefwoorden|nyckelord|stikkord|avainsanat|asiasanat|tagi|słowa kluczowe|štítky|klíčová slova|kľúčové slová|címkék|kulcsszavak|etichete|cuvinte cheie|oznake|ključne (?:reči|riječi|besede)|кључне речи|ознаке|теги|метки|ключевые слова|теґи|ключові слова|тэгі|ключавыя словы|етикети|ключови думи|ετικέτες|etiketler|anahtar kelimeler|raktažodžiai|märksõnad|タグ|キーワード|标签|關鍵字|关键词|태그|الوسوم|كلمات (?:دلالية|مفتاحية)|برچسب‌?ها|תגיות|टैग|từ khóa|แท็ก)\s*[:：]/iu;
/** `This article was originally published elsewhere`. */
const REPUBLISHED =
  /^\W*this (?:article|story|piece|post|essay|report) (?:was |is |has been |first |originally |also )*(?:re-?)?(?:published|appeared|posted|syndicated)(?![\p{L}])/iu;
const ASKED =
  /^\W*(?:do you have|have you got|have|got) (?:an?|any) (?:news |confidential )?(?:tip|story|question|opinion|view|comment)s?(?![\p{L}])[^.!?]{0,60}[?]/iu;

/** True for a short line that says that the text goes on behind an advertisement or a picture, where else to follow the paper,
 * to share it, what it is filed under, where it stood before. */
export function isInterruption(text: string): boolean {
  if (text.length > 180) return false;
  if (FILED.test(text) || REPUBLISHED.test(text) || ASKED.test(text)) return true;
  return GOING_ON.test(text) || SHARE.test(text) || (FOLLOW.test(text) && PLATFORM.test(text));
}
