import { monthOf, weekdayOf } from '../text/months.ts';
import { isReporter } from './byline.ts';
import { dateIn } from './dateline.ts';
import { isUnspaced, titleKey } from './clean.ts';
import { type Role, rolesOf } from './conventions.ts';
import type { Element } from './element.ts';
import { isLanguageList } from './language-names.ts';
import { isDuration, isLabel, isLigature, isTimed } from './line-rules.ts';
import { asksToWrite, endsWithCredit, isCall, isNotice, isPointer } from './phrases.ts';
import type { Block } from './segment.ts';

export type Kind = 'paragraph' | 'heading' | 'item' | 'quote' | 'cell' | 'other';

/** What a line is, by the elements around it. */
export function kindOf(block: Block): Kind {
  let at: Element | null = block.element;
  for (let level = 0; at !== null && level < 4; level += 1, at = at.parent) {
    if (/^h[1-6]$/.test(at.name)) return 'heading';
    if (at.name === 'li' || at.name === 'dd' || at.name === 'dt') return 'item';
    if (at.name === 'blockquote') return 'quote';
    if (at.name === 'td' || at.name === 'th' || at.name === 'tr') return 'cell';
  }
  return block.element.name === 'p' ? 'paragraph' : 'other';
}

/** Behind the text: who the author is, who else contributed. */
export function isColophon(text: string, authorKeys: readonly string[]): boolean {
  if (text.length > 900) return false;
  if (/\b(?:contributed to this (?:report|story|article)|reported from .{2,80}\b(?:writers?|contributed))/iu.test(text))
    return true;
  if (isCredits(text) || /^\W*with (?:reports?|reporting|files|additional reporting) (?:from|by) /iu.test(text))
    return true;
  const start = titleKey(text.slice(0, 160));
  return authorKeys.some(
    (author) => author.includes(' ') && start.startsWith(`${author} `) && ABOUT.test(start.slice(author.length)),
  );
}

/** `Photos: Jane Doe, Editor: John Roe`: two pairs of a task and names, or more, and nothing else. */
function isCredits(text: string): boolean {
  const pairs = text.split(/[\n|;]|,\s(?=\p{Lu}[\p{L} -]{2,30}:)/u);
  return pairs.length > 1 && pairs.filter((pair) => CREDITED.test(pair)).length >= pairs.length * 0.7;
}

const CREDITED =
  /^\s*\p{Lu}[\p{L}/ -]{2,30}:\s*\p{Lu}[\p{L}.'’-]+(?:[\s,]+(?:und|and|et|y|e|mit|with|by|von|de)?\s*[\p{Lu}&][\p{L}.'’-]*){0,9}\s*$/u;

const ABOUT =
  /^ (?:is|was|are|works|writes|covers|reports|has|joined|ist|war|arbeitet|schreibt|berichtet|leitet|studierte|est|travaille|écrit|es|trabaja|escribe|é|è|scrive|är|er|jest|pisze|je|on|jurnalist|журналист)(?: |$)/u;

/** A line with what the rules ask of it. */
interface Looked {
  readonly block: Block;
  readonly text: string;
  readonly kind: Kind;
  /** Share of it in links. */
  readonly linked: number;
  readonly context: LineContext;
}

/** The rules, in the order in which they are asked. */
const RULES: readonly (readonly [string, (line: Looked) => boolean])[] = [
  [
    'title',
    ({ block, text, context }) =>
      (block.element.name === 'h1' && block.index <= context.firstProse) ||
      (text.length < 300 && context.titleKeys.has(block.key)) ||
      (block.index < context.firstProse && isPartOfTitle(block.key, context.titleKeys)),
  ],
  ['no words', ({ text }) => !/[\p{L}\p{N}]/u.test(text)],
  ['data', ({ text }) => isData(text)],
  ['languages', ({ text }) => isLanguageList(text)],
  ['label', ({ text, kind }) => isLigature(text) || ((kind === 'paragraph' || kind === 'other') && isLabel(text))],
  ['duration', ({ block, text, kind }) => !block.prose && isShownTime(block, text, kind)],
  ['links', (line) => line.linked > 0.6 && line.text.length < 300 && !isLinkedSentence(line)],
  ['links', isLinkedItem],
  [
    'pointer',
    ({ text, linked }) =>
      text.length < 250 && isPointer(text) && (linked > 0.25 || text.length < 45 || /^[^.!?]{0,40}:/.test(text)),
  ],
  ['notice', ({ text }) => text.length < 220 && isNotice(text)],
  [
    'call',
    ({ text, linked }) =>
      text.length < 260 && (((linked > 0 || text.length < 60) && isCall(text)) || asksToWrite(text)),
  ],
  ['caption', ({ text, linked }) => text.length < 320 && linked === 0 && endsWithCredit(text)],
  ['date', ({ text }) => isDateOnly(text)],
  [
    'byline',
    ({ text, context }) =>
      text.length < 200 &&
      !text.includes(' | ') &&
      (text.split(/\n|\s[·•]\s/).every((part) => isByline(part, context.authorKeys) || isDateOnly(part)) ||
        text.split(/\n|\s[·•–—-]\s/).every((part) => isByline(part, context.authorKeys) || isDateOnly(part))),
  ],
  ['dateline', ({ block, text, context }) => block.index <= context.firstProse + 1 && isDateline(text)],
  [
    'label',
    ({ block, text, kind }) =>
      kind === 'other' && text.length < 25 && !/[.!?…:»”"]$/u.test(text) && block.strongChars < text.length,
  ],
  ['caption', ({ block, text, context }) => text.length < 400 && rolesOf(block.element, context.cache).has('caption')],
];

/** Shorter parts of a headline may say something else. */
const LEAST_PART = 12;

/** Above the text: one half of a headline that the page's data have with its kicker. */
function isPartOfTitle(key: string, titles: ReadonlySet<string>): boolean {
  if (key.length < LEAST_PART) return false;
  for (const title of titles) if (title.startsWith(`${key} `) || title.endsWith(` ${key}`)) return true;
  return false;
}

/** How long a recording is, alone or behind its name and an icon; results and menus have times in items and cells. */
function isShownTime({ iconed }: Block, text: string, kind: Kind): boolean {
  if (iconed && isTimed(text)) return true;
  return (kind === 'paragraph' || kind === 'other') && text.length < 25 && !/[.!?]$/.test(text) && isDuration(text);
}

/** A paragraph that is mostly names with links: a list of towns, of films. An item with a linked sentence and one without a link. */
function isLinkedSentence({ text, kind, linked }: Looked): boolean {
  const plain = text.length * (1 - linked);
  if (kind === 'item') return plain >= 36 && linked < 0.75 && /[.!?]["”»’')]?$/u.test(text);
  if (kind !== 'paragraph' || linked >= 0.8) return false;
  return text.length > 100 || (isUnspaced(text) && text.length > 40) || (plain >= 20 && /[.!?]$/.test(text));
}

/** An item that is a label and a link, in a list that is mostly links: other articles. */
function isLinkedItem({ block, text, kind, linked }: Looked): boolean {
  if (kind !== 'item' || linked < 0.35 || text.length > 200 || /[.!]$/.test(text)) return false;
  for (let at: Element | null = block.element; at !== null; at = at.parent)
    if (at.name === 'ul' || at.name === 'ol') return at.linkChars > at.chars * 0.5;
  return false;
}

/** Why a line inside the body is furniture; null for a line of the article. */
export function furnitureOf(block: Block, context: LineContext): string | null {
  const { text } = block;
  const line: Looked = { block, text, kind: kindOf(block), linked: block.linkChars / text.length, context };
  return RULES.find(([, holds]) => holds(line))?.[0] ?? null;
}

/** True for a headline, a name or a date that a break alone parts from the text. */
export function isHead(line: string, context: LineContext): boolean {
  return (
    context.titleKeys.has(titleKey(line)) || isByline(line, context.authorKeys) || isDateOnly(line) || isDateline(line)
  );
}

export interface LineContext {
  /** Keys of the headlines that the page gives itself. */
  readonly titleKeys: ReadonlySet<string>;
  /** Place of the first line of prose. */
  readonly firstProse: number;
  /** Keys of the authors' names. */
  readonly authorKeys: readonly string[];
  readonly cache: Map<string, ReadonlySet<Role>>;
}

/** An address alone, or keywords with commas and no spaces between. */
function isData(text: string): boolean {
  if (/^https?:\/\/\S+$/.test(text)) return true;
  const commas = text.match(/,[^\s"'”’»]/g)?.length ?? 0;
  return commas >= 4 && commas > (text.match(/[,.]\s/g)?.length ?? 0) * 3 && !isUnspaced(text) && !/\d,\d/.test(text);
}

function isByline(text: string, authorKeys: readonly string[]): boolean {
  if (text.length >= 160) return false;
  const key = titleKey(text);
  for (const author of authorKeys) {
    if (key === author) return true;
    const named = ` ${key} `.includes(` ${author} `) || (isUnspaced(author) && key.includes(author));
    if (named && key.length < author.length + 40 && !/[.!?]\s/.test(text)) return true;
  }
  if (
    /^.{0,30}\b(?:publicado|posted|published|veröffentlicht|publié|pubblicato|written|verfasst|escrito) (?:por|by|von|par|da)\b/iu.test(
      text,
    )
  )
    return true;
  if (isReporter(text)) return true;
  const signed = SIGNED_BY.exec(text);
  return signed !== null && NAMES_ONLY.test(text.slice(signed[0].length));
}

const SIGNED_BY =
  /^(?:by|von|par|por|di|door|av|af|автор|autor(?:in|en|es|e|a)?(?:\/(?:autor)?(?:in)?)?|author|text|texto?|story by)\s*:?\s+/iu;
const NAMES_ONLY =
  /^\p{Lu}[\p{L}.'’-]+(?:\s+(?:de|van|von|der|la|di|and|und|et|y|&|,)?\s*\p{Lu}[\p{L}.'’-]+){0,6}\s*(?:[,|–-].{0,60})?$/u;

/** Nothing but a date: words that name days and months, numbers, a word like `updated`. */
export function isDateOnly(text: string): boolean {
  if (!/\d/.test(text) || text.length >= 110) return false;
  if (text.includes(' | ')) return text.split(' | ').every(isDateOnly);
  const words = text.match(/\p{L}+/gu) ?? [];
  const digits = (text.match(/\d/g) ?? []).length;
  if (words.length > 12 || digits < 3) return false;
  if (words.length <= 9 && text.length < 60 && !/[.!?]$/.test(text) && startsWithDate(text)) return true;
  const known = words.filter(
    (word) => monthOf(word.toLowerCase()) !== null || weekdayOf(word.toLowerCase()) !== null || DATE_WORDS.test(word),
  ).length;
  return known >= words.length * 0.7 && (known > 0 || /\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|^\d{1,2}:\d{2}$/.test(text));
}

/** A date from the first word, or after a weekday, and hardly anything else. */
function startsWithDate(text: string): boolean {
  if (dateIn(text) === null) return false;
  const rest = text.replace(/^\p{L}+(?:-\p{L}+)?[,.]?\s+/u, '');
  return /^\d/.test(rest) && dateIn(rest.slice(0, 32)) !== null;
}

/** Over the text: a day with a word or two, or with a source, a place, a section behind a mark. */
function isDateline(text: string): boolean {
  if (text.length >= 110 || (/[.!?…]$/.test(text) && !/\smin\.$/i.test(text))) return false;
  const parts = text.split(/\s*[|•·]\s*/);
  const [bare = ''] = parts.filter((part) => dateIn(part) !== null);
  if (bare === '' || bare.length > 60) return false;
  const words = bare.match(/[\p{L}\p{M}]{2,}/gu) ?? [];
  return words.length <= 4 && parts.every((part) => part === bare || part.length < 40);
}

const DATE_WORDS =
  /^(?:updated?|published|posted|last|modified|on|at|of|a|p|m|am|pm|t|z|gmt|utc|[ecmp][sd]t|est|edt|cet|bst|ist|uhr|um|am|stand|aktualisiert|veröffentlicht|le|à|publié|mis|jour|el|a|las|de|del|publicado|actualizado|às|atualizado|em|il|alle|ore|pubblicato|aggiornato|op|om|kl|klo|publicerad|uppdaterad|publisert|oppdatert|о|в|г|года|год|обновлено|опубликовано|th|st|nd|rd|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|min|mins|minutes?|read|lesezeit|lesedauer|ago|hours?)$/iu;
