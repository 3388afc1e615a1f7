/** Rules about one line that hold for lines of a page and for lines of a page whose markup is gone. */

/** Names of icons whose font shows them as pictures: a snake_case word that begins with one of these. */
const ICON =
  '(?:arrow|keyboard|play|pause|skip|chevron|expand|unfold|bookmark|volume|open|more|navigate|account|add|remove|check|content|check_box|radio_button|mic|video|photo|thumb|chat|cancel|file|insert|local|calendar|date|access|trending|library|featured|fast|fiber|first|last|subdirectory|star|star_border|favorite|notifications|picture_in|queue|replay|headset|graphic|rss|email|mail|contact|help|info|error|place|shopping|format|border|zoom|view|vertical|horizontal|double|slow|closed|screen|ios|attach|close|menu|search|share)(?:_(?:[a-z]{2,12}|[0-9]{1,2})){1,4}';
const ALONE = /^[a-z]+(?:_[a-z0-9]+)+$/;
/** Four names of icons are not longer, in code units. */
const MAX_NAMES = 260;
/** The last part of a name may be run into the headline behind it: `play_arrowThe supply chain`. */
const LEADING = new RegExp(`^(?:${ICON}(?=[\\s\\p{Lu}]|$)\\s*){1,4}`, 'u');
const TRAILING = new RegExp(`(?:\\s${ICON}){1,4}$`, 'u');
const LABEL =
  /^(?:menu|search|close|share|home|back|next|play|more|expand|arrow|chevron|person|print|email|facebook|twitter|x|whatsapp|telegram|instagram|youtube|linkedin|bookmark|star|language|settings|login|register)$/iu;
const DURATION = /^(?:\d{1,2}:)?\d{1,3}:\d{2}$|^\d+\s*(?:min|mins|minutes|sec)\b/iu;
const TIMED = /\s(?:\d{1,2}:)?\d{1,3}:[0-5]\d$/u;
/** Headings of lists that pages carry: podcasts, programmes, languages, galleries. */
const LISTS =
  /^(?:podcasts?|programmes?|programs|videos?|galler(?:y|ies)|pictures|in pictures|languages?|sprachen|langues|idiomas|языки|мовы|newsletters?|apps?|services?|about us|follow us|on tv|live tv|schedule|features?|opinion|shows?|series|watch|listen|menu|navigation|sections?|topics?|tags?|themen|share|teilen|partager|compartir|поделиться|cookies?|privacy|we value your privacy)\s*:?$/iu;

/** Spelt like the name of an icon, and nothing else. */
export function isIconName(text: string): boolean {
  return ALONE.test(text);
}

/** Names of icons that are known for such, and nothing else. */
export function isLigature(line: string): boolean {
  return line.includes('_') && line.replace(LEADING, '') === '';
}

/** A line without the names of icons before and behind its words. A line that is such a name alone stays. */
export function withoutIcons(line: string): string {
  if (!line.includes('_')) return line;
  const bare = line.replace(LEADING, '');
  const end = TRAILING.exec(bare.slice(-MAX_NAMES))?.[0].length ?? 0;
  return bare === '' ? line : bare.slice(0, bare.length - end).trimEnd();
}

/** The word on a button, or the name of an icon. */
export function isLabel(line: string): boolean {
  return ALONE.test(line) || LABEL.test(line);
}

/** `24:10`, `5 min read`: how long something takes, for a line that is no paragraph. */
export function isDuration(line: string): boolean {
  return DURATION.test(line);
}

/** Ends with how long it takes to hear or see: `The supply chain, explained 24:10`. */
export function isTimed(line: string): boolean {
  return TIMED.test(line);
}

/** The heading of a list of other things. */
export function isListHeading(line: string): boolean {
  return line.length < 40 && LISTS.test(line);
}

const THREAD =
  /^(?:\d{1,5}\s)?(?:comments?|(?:leser)?kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|kommentar(?:er)?|kommentit|komentar(?:ze|zy|i)|komentáře|komentáre|hozzászólás(?:ok)?|comentarii|коментар\p{L}{0,3}|комментари\p{L}{0,3}|каментар\p{L}{0,3}|yorum(?:lar)?|σχόλια|تعليقات|תגובות|コメント|댓글|评论|評論|bình luận)(?:\s?\(?\d{1,5}\)?)?$/iu;

/** True for the heading of what readers say: `14 comments`. */
export function isThreadHeading(text: string): boolean {
  return text.length < 40 && THREAD.test(text);
}
