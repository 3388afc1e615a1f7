/**
 * What furniture says, in the languages of the news. Sentences of articles begin with some of these words too, so the
 * patterns are used with what a line looks like: its length, its links, its place.
 */
import { isInterruption } from './interruptions.ts';

const alternatives = (...groups: readonly string[]): string =>
  groups.map((group) => group.trim().replace(/\s*\n\s*/g, '|')).join('|');

/** A line that points to another article. */
const POINTERS = alternatives(
  `read (?:more|also|next|now|on|the full|our|here|it here|this)
  also read
  (?:see|watch|listen|more) (?:also|more|now|next|here)
  more (?:on|from|about|in|stories|news|coverage)
  related(?: (?:articles?|stor(?:y|ies)|news|content|posts?|topics?|links?|coverage|reading|video))?
  recommended(?: (?:for you|reading|stories|articles))?
  (?:you )?(?:may|might) (?:also|like|be interested)
  don['’]t miss
  top stories
  most (?:read|popular|viewed|shared)
  trending(?: now)?
  what to read next
  up next
  continue reading
  keep reading
  click here
  in (?:other news|pictures)
  editor['’]?s['’]? (?:picks?|choice)
  latest (?:news|stories|updates)
  further reading
  explainer
  full coverage
  previously
  next article
  previous article
  for more
  to read more
  the stories you need`,
  `lesen sie (?:auch|hier|mehr|dazu|jetzt|weiter)
  lest auch
  mehr (?:zum thema|dazu|lesen|von|aus|über|infos?|nachrichten|artikel)
  auch interessant
  das könnte (?:sie|dich|euch)
  weiterlesen
  zum thema
  passend zum thema
  (?:siehe|sehen sie) auch
  hier (?:geht es|geht['’]s|lesen|klicken)
  weitere (?:artikel|nachrichten|themen|infos|informationen|meldungen)
  ähnliche (?:artikel|themen|beiträge)
  meistgelesen
  aus dem archiv
  empfehlungen der redaktion
  unsere empfehlungen
  im video
  jetzt (?:lesen|ansehen|anmelden)`,
  `(?:à )?lire (?:aussi|également|la suite|plus)
  à (?:lire|voir|écouter)
  voir (?:aussi|également)
  sur le même (?:sujet|thème)
  articles? (?:liés?|similaires?|recommandés?)
  pour aller plus loin
  retrouvez
  notre dossier
  les plus lus`,
  `(?:leer|lea|lee|ver|vea|mira|mire) (?:también|además|más)
  te puede interesar
  (?:más|mas) (?:información|noticias|sobre)
  noticias? relacionadas?
  art[ií]culos? relacionados?
  también te puede
  relacionad[oa]s?
  lo más (?:leído|visto)
  sigue leyendo`,
  `(?:leia|veja|ouça|assista|confira) (?:também|mais|ainda)
  saiba mais
  (?:mais|últimas) (?:notícias|lidas|sobre)
  notícias relacionadas
  relacionados
  continua (?:após|depois) (?:a|da) publicidade`,
  `(?:leggi|guarda|vedi|ascolta) (?:anche|tutto|qui)
  (?:potrebbe|potrebbero) interessarti
  articoli correlati
  ti potrebbe interessare
  approfondiment[io]
  per approfondire
  i più letti`,
  `lees (?:ook|meer|verder|hier)
  bekijk (?:ook|hier)
  meer (?:over|nieuws|lezen)
  ook interessant
  gerelateerd`,
  `läs (?:också|mer|även|vidare)
  les (?:også|mer|saken)
  læs (?:også|mere|videre)
  se (?:også|også:|mer|även)
  mer (?:om|fra|från)
  mere om
  lue (?:myös|lisää)
  katso myös
  lesa meira
  sjá (?:einnig|meira)`,
  `(?:czytaj|zobacz|przeczytaj|sprawdź|obejrzyj)(?: też| także| również| więcej| dalej)?:?
  (?:polecane|powiązane|najnowsze|więcej (?:na|o|informacji))
  čtěte (?:také|více|dále)
  přečtěte si
  mohlo by vás zajímat
  čítajte (?:aj|tiež|viac)
  prečítajte si
  (?:pročitajte|čitajte|pogledajte) (?:i|još|također|takođe)
  povezane (?:vijesti|vesti)
  preberite (?:tudi|še)
  olvas(?:sa|ta|d)(?: el)?(?: még| is)
  kapcsolódó
  cite(?:ș|s|ş)te (?:și|si|şi|mai)
  vezi (?:și|si|şi)
  lexo (?:edhe|gjithashtu)
  skaitykite (?:taip pat|daugiau)
  taip pat skaitykite
  susiję straipsniai
  lasi (?:arī|vēl)
  loe (?:ka|lisaks|veel)`,
  `чита(?:йте|ть|й) (?:также|далее|ещё|еще|подробнее|по теме|больше)
  (?:смотри(?:те)?|см\\.) (?:также|ещё|еще)
  (?:подробнее|материалы по теме|по теме|ещё по теме|другие новости|похожие|самое (?:важное|читаемое))
  читайте (?:також|ще|більше)
  (?:дивіться|дивись) також
  (?:більше|детальніше) (?:про|новин|за посиланням)
  читайце (?:таксама|яшчэ)
  чытайце (?:таксама|яшчэ|больш)
  (?:виж|вижте|прочети|прочетете) (?:още|също)
  (?:прочитајте|читајте) (?:и|још)`,
  `(?:ayrıca|bunu da) oku(?:yun)?
  ilgili haberler
  devamını oku
  oxumağa davam
  baca (?:juga|selengkapnya)
  lihat juga
  xem (?:thêm|tiếp)
  đọc (?:thêm|tiếp)
  tin liên quan
  soma (?:pia|zaidi)
  διαβάστε (?:επίσης|ακόμα|περισσότερα)
  δείτε (?:επίσης|ακόμα)
  (?:اقرأ|إقرأ|شاهد|تابع) (?:أيضا|أيضًا|أيضاً|المزيد)
  مواضيع ذات صلة
  (?:بیشتر|همچنین) بخوانید
  (?:קראו|צפו|עוד) (?:גם|עוד|בנושא)
  यह भी पढ़ें
  और पढ़ें
  आगे पढ़ें
  আরও পড়ুন`,
);

/** Advertising, subscriptions, sharing, apps, technical remarks. */
const NOTICES = alternatives(
  `advertisement
  (?:scroll|story|article) (?:down )?continues? (?:below|after)
  (?:this )?(?:story|article) continues
  scroll to continue
  sponsored(?: content)?
  paid (?:content|post|partnership)
  sign up
  signup
  subscribe
  register (?:to|for|now|free)
  log ?in
  create (?:an|a free|your) account
  (?:join|follow) (?:us|our|the conversation)
  share (?:this|on|via|the|article)
  (?:download|get) (?:our|the) (?:app|newsletter|free)
  get (?:the|our) (?:latest|best|top|daily|morning|news)
  enter your e-?mail
  newsletter
  support (?:our|us|independent|quality)
  (?:donate|contribute) (?:now|today|to)
  (?:view|show|hide|post|add|leave|read) (?:all )?(?:\\d+ )?(?:a )?comments?
  comments?(?: \\(?\\d+\\)?)?$
  (?:please )?(?:enable|turn on) javascript
  (?:your|this) browser
  the content you requested (?:does|is|could)
  we use cookies
  this (?:content|video|site|website) (?:is|uses|could|cannot|can't|is not available)
  loading(?:\\.\\.\\.|…)?$
  listen to (?:this |the )?(?:article|story)
  this audio (?:is|was)
  add (?:us )?as (?:a |your )?preferred
  our standards?:
  play(?: video| audio)?$
  (?:copyright|©|\\(c\\)) 
  all rights reserved
  (?:terms of|privacy|cookie) (?:use|service|policy|settings)
  (?:contact|email|tweet|write to) (?:the author|us|me) (?:at|on)
  (?:got|have) (?:a|any) (?:news )?(?:tip|story|question)
  (?:send|submit) (?:your|us|a) (?:news|stories|letter|tip|question)
  follow (?:@|her|him|them|\\p{Lu}\\p{L}+)(?: \\p{L}+){0,3} on (?:twitter|x|facebook|instagram|threads|bluesky)
  like us on facebook
  copy link
  back to top
  skip (?:to|ad|advertisement)
  image (?:source|caption|credit)
  (?:additional )?reporting (?:by|from)
  for more (?:stories|news|articles) like this
  (?:like|liked|enjoy|enjoyed|love) (?:this|our) (?:story|article|post)\\?
  tell us what you think
  (?:this|our) (?:article|story|content) is (?:exclusive to|only for|for) (?:our )?(?:paid |paying )?(?:subscribers|members)
  (?:edited|compiled|produced) by
  editing by
  (?:photo|image|picture|video|credit|source|graphic)s?(?: by| credit| courtesy)?:`,
  `anzeige$
  werbung$
  anzeige\\b.{0,12}$
  (?:foto|bild|quelle|grafik|video|fotos|bildrechte|bildquelle)s?\\s*:
  empfohlener (?:externer|redaktioneller) inhalt
  an dieser stelle (?:finden|befindet|findest)
  (?:externer|externe) inhalte?
  (?:zum|den|unser|unseren|jetzt|hier).{0,40}newsletter
  (?:artikel|beitrag|seite) (?:teilen|drucken|kommentieren|versenden|merken)
  (?:jetzt )?(?:teilen|kommentieren|abonnieren|anmelden|registrieren)$
  ©\\s*dpa
  mit dem laden
  ich bin damit einverstanden
  (?:wir|diese (?:web)?seite) (?:verwenden?|nutz(?:en|t)) cookies
  (?:\\d+ )?kommentare?$
  dieser (?:artikel|text|beitrag) (?:erschien|ist zuerst|wurde|stammt)
  noch mehr
  ihr (?:feedback|kommentar)
  ihre meinung ist (?:uns )?(?:wichtig|gefragt)
  noch \\d{1,2} ?% des (?:artikels|textes)
  schicken sie uns
  die besten (?:artikel|geschichten)`,
  `publicité$
  (?:la suite (?:de|après)) 
  abonnez-vous
  (?:s['’]abonner|se connecter|s['’]inscrire|partager|réagir|commenter|écouter|imprimer)(?: .{0,30})?$
  (?:recevez|inscrivez-vous)
  (?:crédits?|photo|illustration|image)(?: photo)?\\s*:
  cet article (?:est réservé|vous est offert)
  il vous reste \\d
  la suite est réservée
  (?:te|le) queda(?:n)? (?:el |un )?\\d{1,2} ?%
  (?:ce|cette) (?:contenu|article|vidéo) (?:est|n['’]est|peut)
  publicidad$
  (?:suscríbete|suscribirse|síguenos|sigue (?:todas|toda)|compartir|comentar|regístrate|únete)
  (?:infórmate|apúntate)
  publicidade$
  (?:assine|siga|compartilhe|inscreva-se|cadastre-se|receba|participe do canal|clique)
  pubblicità$
  (?:iscriviti|seguici|condividi|abbonati|registrati|accedi)
  riproduzione riservata
  advertentie$
  (?:deel|abonneer|volg ons|schrijf je in)
  annons[e]?$
  annonce$
  (?:dela|prenumerera|följ|del artikkel|tips oss|abonner|følg|tilmeld|del artiklen)
  mainos(?: alkaa| päättyy)?$
  reklam[ay]?(?:\\b.{0,12})?$
  hirdetés$
  publicitate$
  διαφήμιση$
  реклама\\b.{0,12}$
  (?:подпи(?:сывайтесь|шитесь)|подпишись|поделиться|следите за|присоединяйтесь)
  (?:підпис(?:уйтесь|атися)|поділитися|стежте за|долучайтесь)
  (?:падпіс(?:вайцеся|ацца)|падзяліцца)
  (?:фото|видео|источник|відео|джерело|крыніца)\\s*:
  (?:абониру|сподели)
  udostępnij
  (?:subskrybuj|dołącz do|obserwuj)
  (?:fot|foto|źródło|autor|zdroj|zdroj foto)\\.?\\s*[:.]
  (?:paylaş|abone ol|takip et)
  (?:bagikan|ikuti)
  (?:chia sẻ|theo dõi)
  広告$
  （?(?:责任编辑|責任編輯|责编|编辑|校对|编审|原标题)[:：]
  the (?:views|opinions) expressed (?:in|by|here)|die (?:hier )?geäußerten (?:meinungen|ansichten)|les opinions exprimées|las opiniones (?:expresadas|vertidas)
  (?:ошибка в тексте|нашли (?:ошибку|опечатку)|заметили (?:ошибку|опечатку)|знайшли помилку|помітили помилку|знайшлі памылку|если вы (?:нашли|обнаружили) ошибку|якщо ви (?:знайшли|помітили))
  (?:続きを読む|【(?:関連|あわせて|合わせて|写真|動画|画像|PR|参考)[^】]{0,12}】|関連記事|関連リンク|あわせて読みたい|おすすめ|この記事|残り[:：]? ?[\\d,]+文字|会員限定|有料会員|無料会員|ログイン|写真・?図版|【写真】|写真[:：])
  (?:관련 ?기사|광고$|무단 ?전재|저작권자|ⓒ|사진[=:]|구독|댓글|공유)
  (?:相关(?:阅读|新闻|报道|文章)|相關(?:閱讀|新聞|報導)|延伸(?:阅读|閱讀)|责任编辑|責任編輯|来源[:：]|編輯[:：]|编辑[:：]|广告$|分享|扫描|更多)
  (?:إعلان$|شارك|تابعونا|اشترك)
  (?:תגובות|פרסומת)`,
);

const POINTER = new RegExp(`^[\\s>»›→▶►•*\\-–—|+:]*(?:${POINTERS})(?![\\p{L}])`, 'iu');
const NOTICE = new RegExp(`^[\\s>»›→▶►•*\\-–—|+:([]*(?:${NOTICES})`, 'iu');

const CALL = new RegExp(
  alternatives(
    `\\bsign(?:ing)? up\\b
    \\bclick here\\b
    \\b(?:download|get) (?:the|our) .{0,20}\\bapp\\b
    \\b(?:in|on|with|try|use|open) our (?:\\p{L}+ )?app\\b
    ^(?:read|open|watch|listen|view|see|continue)\\b[^.!?]{0,40}\\b(?:in|on|with) the app\\b
    ^open (?:(?:in|the|our) )*app\\b
    ^(?:in (?:der )?app (?:öffnen|lesen)|app öffnen|(?:ouvrir|lire) dans l['’]appli|abrir (?:en la |no |na )?app|apri (?:nell['’])?app|открыть в приложении)
    follow (?:us|our)\\b
    (?:our|the) (?:whatsapp|telegram|youtube|facebook) (?:channel|page|group)
    (?:whatsapp|telegram)[- ](?:kanal|channel|канал)
    delivered (?:straight |right |directly )?(?:to|in) your
    send (?:us )?your
    get in touch
    \\babonnieren\\b
    unterstützen sie (?:uns|unsere)
    werden sie .{0,20}mitglied
    \\bdonate\\b
    support (?:our|independent|quality) \\p{L}+
    become a (?:member|supporter)
    faites un don
    \\babonn(?:ez|ieren|eer)
    kostenlos(?:en)? (?:testen|anmelden)
    s['’]abonner
    suscr[ií]b
    \\binscreva-se\\b
    \\biscriviti\\b
    prenumerer
    подпи(?:саться|шитесь|сывайтесь)
    підпи(?:сатися|шіться|суйтесь)
    subskryb`,
  ),
  'iu',
);

/** What is offered, in words that reports use too. */
const OFFER = /newsletter|\bsubscri(?:be|ption)|\babo(?:nnement)?\b/iu;
/** The reader is spoken to. */
const ADDRESS =
  /(?<!\p{L})(?:you|your|us|our|here|now|today|below|free|sie|ihre?[mnrs]?|uns(?:er\p{L}{0,2})?|hier|jetzt|dein\p{L}{0,2}|vous|votre|vos|notre|nos|ici|gratis|aqu[ií]|nosotros|tu|sua?|qui|hier|je|kostenlos\p{L}{0,2}|gratuit\p{L}{0,3})(?!\p{L})|[!→»>:]/iu;

/** True for a line that calls the reader to subscribe, register, follow or write: believed only where the line has a link or is short. */
export function isCall(text: string): boolean {
  return CALL.test(text) || (OFFER.test(text) && (text.length < 60 || ADDRESS.test(text)));
}

/** True for a line that asks the reader to write to an address that it names, and quotes nobody. */
export function asksToWrite(text: string): boolean {
  return MAILBOX.test(text) && ADDRESS.test(text) && !/["“”„«»]/.test(text);
}

const MAILBOX = /[\w.+-]+@[\w-]+\.[a-z]/i;

/** True for a line that speaks to the reader, or might in one of the languages of the news. */
export function speaksToReader(text: string): boolean {
  return ADDRESS.test(text);
}

const AGENCY = '(?:getty(?: images)?|afp|ap|epa|reuters|dpa|istock|shutterstock|imago|picture alliance|ap photo)';

/**
 * A credit behind a caption: `(Image: …)`, `(AP Photo/…)`, `© dpa`, `/ Getty Images`, `Photo by Jane Doe`. A sentence may name an
 * agency or a photo too (`…, said a report by Reuters.`), so a mark has to stand before it, or the sentence's end.
 */
const CREDIT = new RegExp(
  [
    /[([]\s*(?:image|photo|pic|picture|foto|fotos|bild|credit|source|file|video|fot|фото|crédit|archiv)\b[^()]{0,90}[)\]]\.?/u,
    /\((?:AP|AFP|EPA|Reuters|Getty|dpa|PA|LaPresse|EFE|TASS|ТАСС)[^()]{0,60}\)\.?/u,
  ]
    .map(({ source }) => source)
    .concat(
      `(?:[/|©]|\\s[–—-]|(?<![\\p{L}])(?:via|credit:?|photo:?|foto:?|bild:?))\\s*${AGENCY}(?![\\p{L}])[^.]{0,40}`,
      '(?:^|[.!?)|/\\n–—-]\\s*)(?:photo|photograph|photos|foto|fotos|bild|picture|illustration|graphic)s?\\s*(?:by|von|:|de|par|courtesy of)[^.]{2,60}\\.?',
      '(?<=[.!?\\p{Ll}])\\.?(?:Reuters|AFP|Getty(?: Images)?|AP(?: Photo)?|dpa|EPA|Shutterstock)\\.?',
    )
    .map((credit) => `(?:${credit})\\s*$`)
    .join('|'),
  'iu',
);

/** What a credit has in it, to ask before the costly question. */
const CREDITED =
  /phot|fot|фото|bild|pic|image|cr[eé]dit|source|file|video|archiv|illustration|graphic|getty|afp|\bap\b|epa|reuters|dpa|istock|shutterstock|imago|\(pa|lapresse|efe|tass|тасс/i;

/** True for a line that ends with the credit of a picture. */
export function endsWithCredit(text: string): boolean {
  const end = text.slice(-140);
  return CREDITED.test(end) && CREDIT.test(end);
}

/** True for a line that begins like a pointer to another article. */
export function isPointer(text: string): boolean {
  if (/^\s*(?:>>|[»›→▶►➤👉➡])/u.test(text)) return true;
  return POINTER.test(text.slice(0, 120));
}

/** True for a line that begins like an advertisement, a call to subscribe or share, a credit, a technical remark. */
export function isNotice(text: string): boolean {
  return NOTICE.test(text.slice(0, 120)) || isInterruption(text);
}
