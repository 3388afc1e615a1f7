/** Names of languages in their own language, in lower case, as sites list their editions. */
const NAMES: ReadonlySet<string> = new Set([
  'english', 'deutsch', 'français', 'francais', 'español', 'castellano', 'italiano', 'português', 'portugues', 'brasil', 'català', 'valencià',
  'galego', 'euskara', 'corsu', 'brezhoneg', 'nederlands', 'vlaams', 'frysk', 'afrikaans', 'svenska', 'norsk', 'bokmål', 'nynorsk', 'dansk', 'suomi',
  'íslenska', 'føroyskt', 'gaeilge', 'gàidhlig', 'cymraeg', 'malti', 'polski', 'čeština', 'česky', 'slovenčina', 'slovensky', 'slovenščina',
  'hrvatski', 'bosanski', 'srpski', 'crnogorski', 'magyar', 'română', 'romana', 'shqip', 'eesti', 'latviešu', 'lietuvių', 'türkçe', 'turkce',
  'azərbaycanca', 'azərbaycan', 'oʻzbekcha', "o'zbekcha", 'oʻzbek', "o'zbek", 'kurdî', 'kurmancî', 'қазақша', 'кыргызча', 'тоҷикӣ', 'ўзбекча', 'татарча',
  'türkmençe', 'монгол', 'русский', 'по-русски', 'українська', 'беларуская', 'български', 'македонски', 'српски', 'црногорски',
  'ελληνικά', 'հայերեն', 'ქართული', 'עברית', 'العربية', 'عربي', 'فارسی', 'دری', 'پښتو', 'اردو', 'کوردی', 'سۆرانی', 'हिन्दी', 'हिंदी', 'বাংলা', 'मराठी',
  'नेपाली', 'ਪੰਜਾਬੀ', 'ગુજરાતી', 'தமிழ்', 'తెలుగు', 'ಕನ್ನಡ', 'മലയാളം', 'සිංහල', 'ไทย', 'ລາວ', 'ភាសាខ្មែរ', 'ខ្មែរ', 'မြန်မာ', 'မြန်မာဘာသာ', 'বাঙালি',
  'bahasa indonesia', 'indonesia', 'bahasa melayu', 'melayu', 'tiếng việt', 'việt', 'filipino', 'tagalog', 'basa jawa', '中文', '简体中文', '繁體中文', '繁体中文',
  '正體中文', '简体', '繁體', '日本語', '한국어', '한국말', 'kiswahili', 'swahili', 'hausa', 'yorùbá', 'igbo', 'soomaali', 'af-soomaali', 'afaan oromoo',
  'አማርኛ', 'ትግርኛ', 'kinyarwanda', 'kirundi', 'isizulu', 'isixhosa', 'chishona', 'mandinka', 'mandenkan', 'fulfulde', 'kreyòl', 'kreyòl ayisyen',
  'malagasy', 'esperanto', 'latina', 'lëtzebuergesch',
]); // prettier-ignore
/** Codes of ISO 639-1 that sites have editions in, and those of countries that some show for them. */
const CODES: ReadonlySet<string> = new Set(
  'en de fr es it pt nl sv no nb nn da fi is ga cy mt pl cs cz sk sl si hr bs sr me hu ro sq et lv lt tr az uz kk ky tg tk mn ru uk ua be by bg mk el gr hy ka he ar fa ps ur ku hi bn mr ne pa gu ta te kn ml th lo km my id ms vi tl zh cn tw ja jp ko kr sw ha am ti so ca eu gl br'.split(
    ' ',
  ),
);
/** Words that read like codes are taken for such only beside one of these. */
const COMMON_CODES: ReadonlySet<string> = new Set([
  'en',
  'de',
  'fr',
  'es',
  'ru',
  'zh',
  'ar',
  'pl',
  'uk',
  'ua',
  'tr',
  'ja',
]);
/** Fewer names than this may be a sentence's, or an answer. */
const LEAST = 3;
const MAX_LIST = 1200;
const MAX_WORDS_OF_NAME = 2;

/** True for the name of one language in that language. */
export function isLanguageName(text: string): boolean {
  return NAMES.has(
    text
      .toLowerCase()
      .normalize('NFC')
      .replace(/\s*\([^()]{1,30}\)$/u, ''),
  );
}

/** How many of the words from `at` on, one or two, name a language; 0 where they name none. */
function nameAt(words: readonly string[], at: number): number {
  for (let count = MAX_WORDS_OF_NAME; count > 0; count -= 1) {
    if (at + count <= words.length && isLanguageName(words.slice(at, at + count).join(' '))) return count;
  }
  return 0;
}

/** True for a line of three names of languages or more, or of their codes, and nothing else: the list of a site's editions. */
export function isLanguageList(text: string): boolean {
  if (text.length > MAX_LIST) return false;
  const words = text.split(/[\s|/·•,;]+/u).filter((word) => word !== '');
  if (words.length < LEAST) return false;
  if (areCodes(words)) return true;
  let names = 0;
  for (let at = 0; at < words.length; names += 1) {
    const count = nameAt(words, at);
    if (count === 0) return false;
    at += count;
  }
  return names >= LEAST;
}

/** All in capitals or all in small letters, each once, and one of a language that most lists have. */
function areCodes(words: readonly string[]): boolean {
  const joined = words.join('');
  if (
    joined !== joined.toUpperCase() &&
    joined !== joined.toLowerCase() &&
    !words.every((word) => /^[A-Z][a-z]$/.test(word))
  )
    return false;
  const codes = new Set(words.map((word) => word.toLowerCase()));
  return (
    codes.size === words.length &&
    [...codes].every((code) => CODES.has(code)) &&
    [...codes].some((code) => COMMON_CODES.has(code))
  );
}

/** The places of lines that name one language each, three in a row or more. */
export function languageLines(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let from = 0;
  for (let at = 0; at <= lines.length; at += 1) {
    const line = lines[at];
    if (line !== undefined && line.length < 40 && isLanguageName(line)) continue;
    if (at - from >= LEAST) for (let place = from; place < at; place += 1) found.add(place);
    from = at + 1;
  }
  return found;
}

/** The stretches of `words` that are three names of languages or more in a row: first place, and the place behind the last. */
export function languageRuns(words: readonly string[]): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < words.length;) {
    let [end, names] = [at, 0];
    for (let count = nameAt(words, end); count > 0; count = nameAt(words, end)) {
      end += count;
      names += 1;
    }
    if (names >= LEAST) runs.push([at, end]);
    at = Math.max(end, at + 1);
  }
  return runs;
}
