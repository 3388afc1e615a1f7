/**
 * Which language a text is in, by its script, its letters and its function words. A detector of n-grams needs tens of
 * megabytes and half a second before its first answer in every thread; articles are long enough to do without.
 */

/** Function words: frequent, short, and hardly ever names. A word that several languages share counts less for each. */
const WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to in is that for it was on with as are be this have from at by not he they his but which you were has been had their its will would who more after about said what when can there we an or she her one all also than into up over out if',
  de: 'der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei wenn',
  fr: 'le la les des et en du une est que pour qui dans par sur pas plus au avec ce il sont cette ont mais comme on ou se été aux leur nous ces elle sa son était fait deux être entre après ses même aussi à vous où sans contre depuis selon',
  es: 'el la los las de del que y en un una por con para es se no su al lo como más pero sus le ha este sobre entre cuando muy sin ser también fue había está desde todo hasta hay donde han quien durante según años esta porque contra tras aún así tiene tienen ellos dijo después además ayer',
  pt: 'o a os as de do da dos das que e em um uma para com não no na por mais se como foi ao ele sua seu ou quando muito nos já também pelo pela até isso ela entre depois sem mesmo aos são está ter seus quem nas esse você à é pode após segundo anos ainda assim há tem têm onde eles sobre às disse num numa além pelos pelas',
  it: 'il lo la gli le di del della che e in un una per con non è sono da dei nel alla al come più ma si su anche ha delle dalla loro questo tra essere stato dopo nella sul ai degli cui hanno era anni sua suo perché dal ci quando alle',
  nl: 'de het een van en in is dat op te zijn met voor niet aan er die om ook als bij maar door naar nog uit ze over wordt werd heeft hij worden tot hebben dan wel kan zich deze meer je was volgens geen onder tegen jaar haar hun al',
  sv: 'och att det som en på är av för med den till inte har de om ett han men var jag från kan så när också vi nu efter skulle vid hon sig eller mot under där blir över ska år få andra alla mer hade sin säger utan dem detta deras några ville kunde mellan fått sade mig själv sedan igen därför någon mycket vara blev blivit',
  da: 'og at det er en til på den af for med de ikke der som et har han var om men fra kan vi så også jeg skal blev efter ved blive når over sig hun mod eller være hvor ud ind år mere siger havde dem hvad meget blevet været sin dette deres nogle ville kunne skulle mellem fået sagde mig uden bliver kommer selv siden igen derfor',
  no: 'og at det er en til på den av for med de ikke som et har han var om men fra kan vi så også jeg skal ble etter ved blir når over seg hun mot eller være hvor ut inn år mer sier hadde dem hva mye blitt vært sin opp nå noe dette deres noen ville kunne skulle mellom fått meg uten kommer selv siden igjen derfor ikkje eg dei ein eit frå vart kva nokon berre vere blei',
  is: 'og að í á er sem til við um ekki var það en með af fyrir hann þess því eru hefur frá þá verið þau þeir eða sé hún vera þar segir þessu upp úr eftir ekki nú',
  fi: 'ja on ei se että oli hän joka ovat myös mutta kun kuin niin tai hänen jo sen ole nyt sitä vain mukaan vuoden jos mitä siitä joka sekä ollut kanssa voi olla muun',
  et: 'ja on ei et see ka oma kui aga mis oli või kes ning tema nii seda selle mida veel siis pole sest välja kuid olid üle aasta ta juba',
  lv: 'un ir ka no uz ar par tas kas to bet arī lai vai nav kā pēc ja viņš bija gada jau tiek ko vēl pie gan līdz latvijas savu vairāk',
  lt: 'ir yra kad su tai į iš ne kaip bet buvo jis ar jau dėl už po tik dar nuo tačiau apie prie taip kas būti savo o metų per jo kurie gali labai',
  pl: 'i w na z że do się nie jest o to jak za po od ale przez przy tym może co tego dla oraz było był są już tylko jego która które który ich czy ma być także bardzo jednak roku ze by pod',
  cs: 'a v se na je že s z do o to i k za ve pro ale by od jako po jsou který podle která byl bylo při až jeho které také jen může být už nebo tak však ze roku před není jsem jsme bude když kteří aby co ani si dnes ještě více řekl uvedl kde tím má jak byla byli mezi během česka',
  sk: 'a v sa na je že s z do o to aj k za vo pre ale by od ako po sú ktorý podľa ktorá bol bolo pri až jeho ktoré tiež len môže byť už alebo tak však zo roku pred nie som sme bude keď ktorí aby čo ani si dnes ešte viac iba povedal uviedol kde tým má bola boli medzi počas slovenska',
  sl: 'in je v na da se za so ki z pa s tudi ne kot po pri bi od še lahko iz bo je do kako bil bilo ter ali že več le leta zaradi med',
  'sr-latn':
    'i je u na da se za su od s sa a kako koji će o što iz ne to do koja nije bi ali samo sve biti više kao po te ili zbog bio između takođe gde posle nakon vreme ko šta nedelja hiljada mesto uvek pre dve deo juče danas svet predsednik rekao izjavio bez bila bile dok ima kad kada može mogu nego još neće vlade reč kojima prema godine toga odnosno ovo ova ovde tokom',
  hr: 'i je u na da se za su od s a kako koji će o što iz ne to do koja nije bi ali samo sve biti više kao po te ili je li nakon zbog prije bio između godine tijekom također gdje poslije vrijeme tko tjedan tisuća mjesto uvijek dvije dio jučer svijet predsjednik rekao bez bila bile dok ima kad kada može mogu nego još neće vlade riječ kojima',
  sq: 'të e në dhe për me një që nga i është se do kjo më ka si u nuk por duke ky tij ai janë kanë edhe pas deri ishte kur apo tek',
  hu: 'a az és hogy nem is egy meg de csak mint már el van volt ez ha még ezt azt ki szerint be kell vagy lesz sem fel pedig után között majd azonban amely voltak lehet',
  ro: 'și în de la a cu care nu din pe pentru o un este ce să mai sunt fost au ca sau prin după fi ar dar acest această când cei iar până lui lor fiind despre între',
  tr: 've bir bu da de için ile olarak çok daha olan gibi sonra kadar ne ama en o var göre değil ya yıl olduğu oldu ise her şey iki dedi ki ancak mi tarafından',
  az: 'və bir bu da də üçün ilə olan kimi çox daha sonra bütün olub edib edilib isə ki o görə qədər deyib həmin onun hər idi azərbaycan',
  vi: 'và của là có trong cho được với không các một những người này đã khi từ đến cũng về như ra để tại vào hay làm năm phải sẽ nhiều theo nhưng còn nên bị sau',
  id: 'bahwa mengatakan warga tidak yang dan di dengan untuk pada dari ini itu tidak dalam ke akan oleh juga adalah karena saat telah sebagai ada tersebut bisa saya mereka kata atau dapat lebih para menjadi sudah tahun orang kami seperti',
  ms: 'bahawa memberitahu rakyat tidak yang dan di dengan untuk pada dari ini itu tidak dalam ke akan oleh juga adalah kerana telah sebagai ada tersebut boleh beliau mereka kata atau dapat lebih para menjadi sudah tahun orang kami seperti berkata iaitu ialah kepada',
  tl: 'ang ng sa na mga at ay ni si para may hindi ito niya nang kay pa rin siya kung mula ayon isang din lang namin kanilang noong',
  sw: 'ya na wa kwa katika ni la za hiyo kuwa huo pia alisema ambao hii cha hayo wake kama ili lakini yake zaidi wakati mwaka watu baada hao kutoka',
  zu: 'ukuthi futhi kodwa uma kanye ngoba khona nje kakhulu ukuze emva lokhu kuthi uthe ngo manje bese yakhe wakhe noma abantu yini phakathi okuthi',
  xh: 'ukuba kwaye ukuze kodwa okanye kwakhona njengoko xa ngenxa kakhulu oku ngoku uthe abantu phantsi kule yakhe kuba esithi apho kunye',
  af: 'die en van in is het dat nie te vir op met n sy om as hulle aan wat was by hy ook sal kan maar deur word ons na uit tot hierdie of meer toe',
  ca: 'el la els les de del que i en un una per amb és no al com més però ha aquest sobre entre quan sense ser també va hi els seus són dels anys segons perquè fins aquesta des',
  gl: 'o a os as de do da que e en un unha para con non no na por máis se como foi ao súa seu ou cando polo pola tamén xa dos das entre ata son está este esta desde xunta concello segundo aínda porén así hai ten teñen onde eles sobre ás ós unhas uns galicia moi despois ademais dixo polos polas',
  eu: 'eta da ez dute du izan dira baina bat ere dela egin hori zen beste bere gehiago den baino ditu urte behar arte duela zuten gabe',
  cy: 'y yn a i o ar yr mae ei am wedi bod gan fod oedd ond eu mewn gyda hyn un fel sydd dros cael nid ac hynny',
  ga: 'an na agus ar go i a is do le sa bhí ag tá atá níl mar seo leis gur ach faoi chun sé sin nach bhfuil',
  mt: 'li ta il u fil tal biex minn ma mill kien huwa dan għal fuq din jew kif wara meta kienet kollha qal kellu dwar lill',
  lb: 'de an d déi en ass vun dat ze fir op mat net sech och e war hunn huet gëtt dass iwwer bei awer wéi no si ginn nach duerch mam',
  so: 'iyo waxaa in ka ku ah oo uu ay la si ayaa waxa ee kale isaga soo laga dalka uga laakiin inuu wuxuu',
  ha: 'da na a ya cikin ta wannan don ba kuma an wanda sun amma domin yana suka su zuwa shi kan ne ce',
  ht: 'nan yo ki pou ak se pa ap te li sou gen nou yon sa men tout fè lan avèk',
  eo: 'la de kaj en estas por ke al kun ne li ĝi ili tiu sed pri el ankaŭ kiel post estis',
  ru: 'и в не на что с он по как это но от из за к у же был для так его его о при после до также все только если было их будет она мы или уже еще во со года может были',
  uk: 'і в не на що з він та у як це але від за до для про його її був після також якщо було які який або вже ще що й років буде вона під час може були через',
  be: 'і ў не на што з ён ды як гэта але ад за да для пра яго яе быў пасля таксама калі было якія які або ўжо яшчэ гадоў будзе яна пад час можа былі праз',
  bg: 'и в не на че с той по като това но от из за до е са се да ще към при след също само ако беше които който или вече още години може през има',
  sr: 'и у не на да с он по као то али од из за до је су се ће при након такође само ако био које који или већ још године може због има',
  mk: 'и во не на дека со тој по како тоа но од за до е се да ќе при по исто само ако беше кои кој или веќе уште години може има сè',
  kk: 'және мен бұл үшін да де бір деп болып керек ол бар жылы бойынша қазақстан туралы осы соң еді емес',
  ky: 'жана менен бул үчүн да бир деп болуп керек ал бар жылы боюнча кыргызстан тууралуу ушул эле эмес',
  mn: 'нь байна юм энэ гэж болон байгаа ба бол тухай хийх оны дээр монгол улсын байсан',
  tg: 'ва дар аз ба ки бо ин барои аст буд ҳам мекунад шуд тоҷикистон шудааст',
  hi: 'के में की है और से को का हैं पर कि यह ने भी एक इस लिए कर नहीं तो था गया हो किया',
  mr: 'आणि आहे या च्या ने हा तर की मध्ये करण्यात ते आहेत होते झाली यांनी',
  ne: 'छ र को मा ले पनि हो भने भएको गरेको छन् तथा लागि गर्न नेपाल थियो',
  ar: 'في من على أن إلى عن التي الذي هذا هذه مع كان ما لا قد بعد كما بين أو ذلك وقال كل قبل',
  fa: 'در و به از که این را با است برای آن شد می های خود تا بر شده یک هم نیز کرد',
  ur: 'کے میں کی ہے اور سے کو کا ہیں پر کہ یہ نے بھی ایک اس کر نہیں تو تھا گیا',
  ps: 'په او د چې ته کې له دی هم سره شوی یې پر کړي',
};

/** Letters that hardly any other language of the same script uses. */
const LETTERS: readonly (readonly [string, RegExp])[] = [
  ['de', /ß/g], ['es', /[ñ¿¡]/g], ['pt', /[ãõ]/g], ['sv', /[ä](?=.*å)/g], ['is', /[ðþ]/g], ['et', /õ/g],
  ['lv', /[āēģīķļņū]/g], ['lt', /[ėęįųū]/g], ['pl', /[łąęśźż]/g], ['cs', /[řěů]/g], ['sk', /[ľĺŕ]/g],
  ['hu', /[őű]/g], ['ro', /[șțşţă]/g], ['tr', /[ğı]/g], ['az', /ə/g], ['vi', /[ơưạảấầậếệ]/g], ['mt', /[ħġż]/g],
  ['sq', /ë/g], ['eo', /[ĉĝĥĵŝŭ]/g], ['hr', /[đ]/g], ['sr-latn', /[đ]/g], ['gl', /(?<!\p{L})x[aeiouáéíó]/gu], ['gl', /ñ/g],
  ['da', /æ|ø/g], ['no', /æ|ø/g],
  ['uk', /[їєґ]/g], ['be', /ў/g], ['ru', /[ыэё]/g], ['bg', /[ъ]/g], ['sr', /[ђћ]/g], ['mk', /[ѓќѕ]/g],
  ['kk', /[әқұһ]/g], ['ky', /[ңө]/g], ['mn', /[өү]/g], ['tg', /[ҳҷӯ]/g],
  ['fa', /[پچژگی]/g], ['ur', /[ٹڈڑےں]/g], ['ps', /[ټډړښځ]/g], ['ar', /[ةىأإ]/g], ['mr', /[ळ]/g],
]; // prettier-ignore

/** Scripts that one language of the news has to itself. Counted per letter. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ko', /\p{Script=Hangul}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hy', /\p{Script=Armenian}/gu],
  ['ka', /\p{Script=Georgian}/gu],
  ['ta', /\p{Script=Tamil}/gu],
  ['te', /\p{Script=Telugu}/gu],
  ['kn', /\p{Script=Kannada}/gu],
  ['ml', /\p{Script=Malayalam}/gu],
  ['gu', /\p{Script=Gujarati}/gu],
  ['pa', /\p{Script=Gurmukhi}/gu],
  ['bn', /\p{Script=Bengali}/gu],
  ['or', /\p{Script=Oriya}/gu],
  ['si', /\p{Script=Sinhala}/gu],
  ['km', /\p{Script=Khmer}/gu],
  ['lo', /\p{Script=Lao}/gu],
  ['my', /\p{Script=Myanmar}/gu],
  ['am', /\p{Script=Ethiopic}/gu],
];

const CYRILLIC = ['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk', 'ky', 'mn', 'tg'];
const ARABIC = ['ar', 'fa', 'ur', 'ps'];
const DEVANAGARI = ['hi', 'mr', 'ne'];
const LATIN = Object.keys(WORDS).filter((code) => ![...CYRILLIC, ...ARABIC, ...DEVANAGARI].includes(code));

/** Languages told apart by their words, by script. */
const FAMILIES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\p{Script=Latin}/gu, LATIN],
  [/\p{Script=Cyrillic}/gu, CYRILLIC],
  [/\p{Script=Arabic}/gu, ARABIC],
  [/\p{Script=Devanagari}/gu, DEVANAGARI],
];

/** Word → the languages that have it, and what it counts for each. */
const INDEX = buildIndex();

function buildIndex(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const [code, words] of Object.entries(WORDS)) {
    for (const word of new Set(words.split(' '))) {
      const codes = index.get(word);
      if (codes === undefined) index.set(word, [code]);
      else codes.push(code);
    }
  }
  return index;
}

const SAMPLE = 6000;
/** Below this many letters a hint is believed. */
const FEW_LETTERS = 20;
const ALIASES: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', iw: 'he', in: 'id', bs: 'hr', sh: 'sr', fil: 'tl', mo: 'ro' }; // prettier-ignore

/** The two-letter code (ISO 639-1) in a language tag (BCP 47): `pt-BR` gives `pt`, `nb_NO` gives `no`; null if none. */
export function languageCode(tag: string | null | undefined): string | null {
  const primary = /^\s*([a-z]{2,3})(?![a-z])/i.exec(tag ?? '')?.[1]?.toLowerCase();
  if (primary === undefined) return null;
  const code = ALIASES[primary] ?? primary;
  return code.length === 2 ? code : null;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

const SURROGATE = /[\ud800-\udfff]/;

/** Letters of a kind, counted by their runs: a text has a fifth as many words as letters. */
function countLetters(text: string, runs: RegExp): number {
  let letters = 0;
  for (const run of text.match(runs) ?? []) letters += SURROGATE.test(run) ? [...run].length : run.length;
  return letters;
}

/**
 * The language of a text (ISO 639-1), or null where nothing tells. A hint (`html lang`, a feed's language) is believed
 * where the text is shorter than 20 letters, where the words agree with it, or where they decide nothing.
 */
export function detectLanguage(text: string, hint?: string | null): string | null {
  const hinted = languageCode(hint);
  const sample = text.slice(0, SAMPLE).toLowerCase();
  const letters = countLetters(sample, /\p{L}+/gu);
  if (letters < FEW_LETTERS && hinted !== null) return hinted;
  if (letters === 0) return hinted;
  const script = scriptOf(sample, letters);
  if (typeof script === 'string') return hintWithin(script, hinted) ?? script;
  if (script === null) return hinted;
  const codes = script === CYRILLIC ? cyrillicOf(sample) : script;
  const [only] = codes;
  if (codes.length === 1 && only !== undefined) return only;
  const found = byWords(sample, codes, hinted === 'sr' && script === LATIN ? 'sr-latn' : hinted);
  return found === 'sr-latn' ? 'sr' : found;
}

/** Japanese in kanji alone, Yiddish, Assamese, Tigrinya: a hint of the same script is right. */
function hintWithin(code: string, hinted: string | null): string | null {
  const same: Readonly<Record<string, string>> = { zh: 'ja', he: 'yi', bn: 'as', am: 'ti' };
  return hinted !== null && same[code] === hinted ? hinted : null;
}

function scriptOf(sample: string, letters: number): string | readonly string[] | null {
  const latin = countLetters(sample, /\p{Script=Latin}+/gu);
  if (latin > letters * 0.6) return LATIN;
  if (latin < letters * 0.5) {
    // Kana decides before Han: Japanese has both.
    for (const [code, pattern] of SCRIPTS) {
      const share = count(sample, pattern) / letters;
      if (share > (code === 'ja' ? 0.08 : 0.3)) return code;
    }
  }
  let best: readonly string[] | null = null;
  let most = 0;
  for (const [pattern, codes] of FAMILIES) {
    const found = count(sample, pattern);
    if (found > most) [most, best] = [found, codes];
  }
  return best;
}

/**
 * The Cyrillic languages that a text's letters leave open. East Slavic: і and no и is Belarusian (with ў, ы, э), і and и
 * Ukrainian (with ї, є, ґ, щ), и and ы Russian. ј, љ, њ, џ are Serbian or Macedonian; ъ without ы and э is Bulgarian.
 */
function cyrillicOf(sample: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const letter of sample) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const sum = (letters: string): number => [...letters].reduce((all, letter) => all + (counts.get(letter) ?? 0), 0);
  const letters = sum('абвгдежзиклмнопрстуфхцчшіјы');
  if (sum('әқңөүұһҳҷӯӣғ') > letters * 0.005) {
    if (sum('ҳҷӯӣ') > 0) return ['tg'];
    return sum('әқғұі') > 0 ? ['kk'] : ['ky', 'mn'];
  }
  if (sum('ј') > letters * 0.005 && sum('јљњџ') > sum('ыэіщъ')) return leaning(sum('ђћ'), 'sr', sum('ѓќѕ'), 'mk');
  if (sum('і') > (sum('і') + sum('и')) * 0.15) return leaning(sum('ўыэ'), 'be', sum('иїєґщ'), 'uk');
  if (sum('ыэё') > 0) return sum('ъ') > sum('ыэё') * 2 ? ['bg', 'ru'] : ['ru'];
  return sum('ъ') > letters * 0.004 ? ['bg'] : CYRILLIC;
}

function leaning(a: number, first: string, b: number, second: string): readonly string[] {
  return a === b ? [first, second] : [a > b ? first : second];
}

function byWords(sample: string, codes: readonly string[], hinted: string | null): string | null {
  const scores = new Map<string, number>(codes.map((code) => [code, 0]));
  const tokens = sample.match(/[\p{L}\p{M}]+/gu) ?? [];
  for (const token of tokens) {
    const owners = INDEX.get(token);
    if (owners === undefined) continue;
    for (const code of owners) {
      const score = scores.get(code);
      if (score !== undefined) scores.set(code, score + 1 / Math.sqrt(owners.length));
    }
  }
  const special = (sample.match(/[^\p{ASCII}]+/gu) ?? []).join('');
  for (const [code, pattern] of LETTERS) {
    const score = scores.get(code);
    if (score === undefined) continue;
    // One that looks around it needs the whole text; the others are letters beyond ASCII, of which most texts have few.
    const found = count(pattern.source.includes('(?') ? sample : special, pattern);
    scores.set(code, score + Math.min(found, tokens.length * 0.3) * 0.7);
  }
  const ranked = [...scores].sort((a, b) => b[1] - a[1]);
  const [best, second] = [ranked[0], ranked[1]];
  if (best === undefined || best[1] === 0) return hinted;
  if (hinted !== null && hinted !== best[0]) {
    const own = scores.get(hinted);
    // Close relatives, or a language this table does not know: the hint decides unless the words speak clearly.
    if (own === undefined && codes.length > 0 && best[1] < tokens.length * 0.12) return hinted;
    if (own !== undefined && own >= best[1] * 0.85) return hinted;
  }
  const weak = best[1] < Math.max(1, tokens.length * 0.03) || best[1] - (second?.[1] ?? 0) < 0.3;
  return weak ? (hinted ?? (best[1] > (second?.[1] ?? 0) ? best[0] : null)) : best[0];
}
