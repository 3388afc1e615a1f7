import type { At, MetaField, TextField } from './ast.ts';
import { refuse } from './faults.ts';
import { isLanguageTag } from './languages.ts';

const TEXT_FIELDS: readonly string[] = ['text', 'title', 'lead', 'body'];
const META_FIELDS: readonly string[] = ['url', 'site', 'source', 'author', 'lang', 'country', 'section', 'tag'];
/** What others ask by a field and we by a sign: a word as it is written. */
export const WRITTEN = '=';
const MEANT = new Map(Object.entries({
  headline: 'title', hd: 'title', intitle: 'title', heading: 'title', ti: 'title', ingress: 'lead', lp: 'lead', hlead: 'lead', sn: 'source', inurl: 'url', link: 'url',
  domain: 'site', host: 'site', language: 'lang', la: 'lang', by: 'author', byline: 'author', content: 'body',
  intext: 'text', outlet: 'source', publication: 'source', rst: 'source', tags: 'tag', in_url: 'url', by_name: 'author', raw: WRITTEN, cs: WRITTEN,
})); // prettier-ignore

export function isTextField(field: string): field is TextField {
  return TEXT_FIELDS.includes(field);
}

export function isMetaField(field: string): field is MetaField {
  return META_FIELDS.includes(field);
}

/** Our field, or `WRITTEN`, for a field of ours or of another product; undefined for any other word. */
export function fieldMeant(name: string): string | undefined {
  const field = name.toLowerCase();
  return isTextField(field) || isMetaField(field) ? field : MEANT.get(field);
}

const DATE = /^(?:date|pd|pubdate|published|publishdate|year|since|after|before|until)$/i;
const LENGTH = /^(?:wc|wordcount|word_count|length)$/i;

/** What there is instead of a field or a comparison of others that topics have nothing like; undefined for any other word. */
export function insteadOf(name: string): string | undefined {
  if (DATE.test(name)) return 'A topic sees what is new; for a span of the archive search with --since.';
  return LENGTH.test(name) ? 'The length of an article cannot be asked. Remove it.' : undefined;
}

/** @throws QueryRefused unknown-field always */
export function unknownField(field: string, at: At): never {
  return refuse('unknown-field', at, `There is no field ${field}.`, hintFor(field));
}

function hintFor(field: string): string {
  const meant = fieldMeant(field);
  if (meant === WRITTEN) return 'As written, case and accents too: ="…".';
  if (meant !== undefined) return `Did you mean ${meant}: ?`;
  const fields = [...TEXT_FIELDS, ...META_FIELDS, 'exact'].join(', ');
  return insteadOf(field) ?? `Fields: ${fields}. For the words put them in quotes.`;
}

/** The values of `a,b,c` with their places. */
export function splitValues(text: string, start: number): { text: string; start: number }[] {
  let at = start;
  return text.split(',').map((part) => {
    const value = { text: part, start: at };
    at += part.length + 1;
    return value;
  });
}

/** @throws QueryRefused bad-language, bad-value, bare-wildcard, empty-phrase */
export function checkValue(field: MetaField, text: string, start: number): void {
  const at = { start, end: start + text.length };
  if (field === 'lang' && !isLanguageTag(text))
    refuse('bad-language', at, `${text} is no language code.`, 'Two letters: lang:en; several: lang:ru,be.');
  if (field === 'country' && !/^\p{L}{2}$/u.test(text.trim()))
    refuse('bad-value', at, `${text} is no country code.`, 'Two letters: country:GB.');
  if (/^[*?\s]+$/.test(text)) refuse('bare-wildcard', at, 'A wildcard alone matches everything.', 'Remove it.');
  if (!/[\p{L}\p{N}]/u.test(text)) refuse('empty-phrase', at, 'The value holds no word.', 'Add one.');
}
