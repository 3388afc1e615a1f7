/** ISO 639-1, and the 639-2/3 codes that feeds and pages use for languages without a two-letter code. */
const CODES = new Set(
  (
    'aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo ' +
    'es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji ' +
    'jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ' +
    'ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st ' +
    'su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ' +
    'ast ceb ckb fil hsb dsb kmr yue cmn sah tyv udm mhr myv krc ksh nds szl crh gag lez und rue'
  ).split(' '),
);

/** Older or longer tags that mean a shorter one. */
const SAME: Readonly<Record<string, string>> = {
  iw: 'he',
  in: 'id',
  ji: 'yi',
  nb: 'no',
  nn: 'no',
  cmn: 'zh',
  yue: 'zh',
  sh: 'sr',
  fil: 'tl',
};

/** True for a language tag whose first part is a known code: `en`, `pt-BR`. */
export function isLanguageTag(tag: string): boolean {
  const parts = tag.toLowerCase().split(/[-_]/);
  return CODES.has(parts[0] as string) && parts.slice(1).every((part) => /^[a-z0-9]{2,8}$/.test(part));
}

/** `EN_us` → `en-us`: lower case, hyphens, the current code of the language. */
export function languageTag(tag: string): string {
  const parts = tag.trim().toLowerCase().replaceAll('_', '-').split('-');
  const first = parts[0] as string;
  return [SAME[first] ?? first, ...parts.slice(1)].join('-');
}

/** The language alone: `en-GB` → `en`. */
export function languageOf(tag: string): string {
  return languageTag(tag).split('-')[0] as string;
}
