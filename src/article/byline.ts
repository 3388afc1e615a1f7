/** The words that say who wrote a text, in the languages of the news: with a mark behind, a label; without, a phrase. */

const alternatives = (words: string): string =>
  words
    .trim()
    .split(/\s*\n\s*|\|/)
    .join('|');

/** Before a mark: `Author: NAME`. Many of these words begin sentences too, so without a mark they say nothing. */
const LABELS = alternatives(`
  authors?|words|text|story|writer|reporter|report|by
  autor(?:in|innen|en)?(?:/(?:autor)?in)?|bericht|protokoll|interview|von
  auteur(?:e|s|es)?|autrice|texte|rédaction|propos recueillis par|par
  autor(?:a|es|as)?|texto|redacción|reportaje|por|reportagem|repórter
  autore|autori|testo|servizio|di|tekst|door
  skribent|journalist|forfatter|författare|av|af|höfundur|texti
  teksti|toimittaja|kirjoittaja
  autor(?:ka|zy|ki)|opracowanie|oprac\\.?|rozmawiał[a]?|opracował[a]?
  napsal[a]?(?:\\(a\\))?|připravil[a]?|autoři|napísal[a]?|pripravil[a]?
  szerző|írta|szöveg
  autoare|redactor|a scris
  piše|pišu|novinar(?:ka)?|pripremi(?:o|la)|razgovara(?:o|la)|avtor(?:ica|ji)?|besedilo
  аутор(?:ка)?|пише|автор(?:ы|ка|и)?|текст|журналист(?:ка)?|корреспондент|подготовил[аи]?|беседовал[аи]?|записал[аи]?
  підготу(?:вав|вала|вали)|написа(?:в|ла|ли)|записа(?:в|ла)|журналіст(?:ка)?|аўтар(?:ка|ы)?|тэкст|пишува
  συντάκτης|συντάκτρια|κείμενο|ρεπορτάζ|γράφει
  yazar|yazan|haber|muhabir|müəllif
  penulis|reporter|wartawan|tác giả|may-akda|mwandishi
  autori(?:us|ė|ai)|autor(?:s|e)|autori|autorja
  نویسنده|خبرنگار|كتب|كتبت|كتابة|بقلم|إعداد|תחקיר|מאת|כתב|כתבה|כתבת
  लेखक|रिपोर्टर|रिपोर्ट|लेखिका|লেখক|ผู้เขียน|โดย|เรื่อง
  文|取材・文|執筆|筆者|ライター|記者|作者|撰文|撰稿|记者|글|기자|기자명|글쓴이|작성자`);

/** Without a mark: `A report by NAME`. */
const PHRASES = alternatives(`
  autor(?:in)?/(?:autor(?:in)?|in)
  (?:(?:written|words|story|text|reported|posted|published)(?: and \\p{L}+)? by)
  (?:an? )?(?:report|analysis|review|interview|opinion|essay|commentary|column) by
  (?:eine? )?(?:bericht|analyse|kommentar|interview|reportage|gastbeitrag|essay|porträt|kolumne|glosse|beitrag|nachruf|rezension)\\s+von
  das (?:gespräch|interview) führten?
  (?:propos |entretien )?recueillis? par|(?:un )?(?:article|reportage|récit|texte) (?:de|par)|écrit par|rédigé par
  escrito por|un(?:a)? (?:reportaje|crónica|entrevista) de|uma? reportagem de|escrita? por
  a cura di|servizio di|scritto da|intervista di
  geschreven door|een (?:artikel|verslag) van
  skrevet a[vf]|skriven av
  opracowa[łl]a?|rozmawia[łl]a?|napisa[łl]a?|napsala?|připravila?|napísala?|pripravila?
  scris de|de către|shkruar nga|nga
  γράφ(?:ει|ουν) (?:ο|η|οι)|του|της
  כתב(?:ה|ת)?|מאת|بقلم|كتبت?|نویسنده|โดย|記者|记者|作者`);

const MARK = '\\s*[:：＝=](?!/)\\s*';
const LABELLED = new RegExp(
  `(?:^|[\\s|•·,;(])(?:(?:${LABELS})${MARK}|(?:文|記者|记者|撰文)\\s*[/／丨]\\s*)(?=[\\p{L}"“„«])`,
  'iu',
);
const PHRASED = new RegExp(`^(?:${PHRASES})\\s+(?=[\\p{Lu}\\p{Lo}])`, 'iu');
/** Who else had to do with it. */
const OTHER_TASK =
  /^(?:(?:medically )?review(?:ed)? by|edited by|fact[- ]checked by|photos?|photographs?|fotos?|bilder?|editor|video|redaktion|illustrations?|translated by|übersetzung|traduction|traducción|traduzione|editing|grafik)(?![\p{L}])/iu;
/** A label of another task behind the names: `Jane Doe. Photos: John Roe`. */
const NEXT_LABEL = /[\s.,·|•/]+[\p{L}\p{M}]+\s*[:：＝].*$/u;
const MAX_BYLINE = 160;

/**
 * The part of a line that names who wrote the text, behind a word that says so (`Text: NAME`, `An analysis by NAME`); other tasks and
 * what stands behind the names are cut off, as far as a label or a mark tells. Null for a line that says nothing of the kind.
 */
export function behindByWord(line: string): string | null {
  if (line.length > MAX_BYLINE) return null;
  for (const part of line.split(/\s*[|•·]\s*/)) {
    if (OTHER_TASK.test(part)) continue;
    const said = LABELLED.exec(part) ?? PHRASED.exec(part);
    if (said === null) continue;
    const names = part.slice(said.index + said[0].length).replace(NEXT_LABEL, '');
    if (names !== '') return names;
  }
  return null;
}

const ROLE =
  /^(?:(?:\p{L}[\p{L}-]+ ){0,3}(?:correspondent|reporter|editor|writer|columnist|journalist|redakteur(?:in)?|korrespondent(?:in)?|reporterin|journalistin|autorin|correspondante?|journaliste|envoyée? spéciale?|corresponsal|periodista|redactora?|jornalista|repórter|giornalista|inviat[oa]|redacteur|verslaggever|dziennikarz|dziennikarka|redaktor|novinář|novinar(?:ka)?|újságíró|muhabir[i]?|gazeteci|toimittaja|журналист(?:ка)?|корреспондент|обозреватель|журналіст(?:ка)?|кореспондент(?:ка)?|оглядач|карэспандэнт))(?: (?:in|at|for|bei|à|de|en|di|в|у) \p{L}[\p{L} -]{1,30})?$/iu;

/** True for a task of the press, with the field it is in: `Lifestyle Writer`. */
export function isRole(text: string): boolean {
  return ROLE.test(text);
}

/** The name in `NAME, political correspondent`: a line of a name and a task of the press, nothing else; null for anything else. */
export function beforeRole(line: string): string | null {
  const cut = /\s*(?:,|[|•·–—]|\s-)\s*/.exec(line);
  if (cut === null || line.length > 90 || cut.index === 0) return null;
  return ROLE.test(line.slice(cut.index + cut[0].length)) ? line.slice(0, cut.index) : null;
}

const REPORTER =
  /^(?:기자명\s*)?\p{Script=Hangul}{2,4}\s?(?:기자|특파원|논설위원)(?:\s*=?\s*\S+@\S+)?$|^(?:記者|记者)\s?[\p{Script=Han}/ ]{2,20}$/u;

/** True for `NAME 기자 address` and `記者 NAME`: a reporter's line in Korean or Chinese. */
export function isReporter(line: string): boolean {
  return line.length < 60 && REPORTER.test(line);
}
