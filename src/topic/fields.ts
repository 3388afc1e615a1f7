import type { At, MetaField, TextField } from './ast.ts';
import { refuse } from './faults.ts';
import { isLanguageTag } from './languages.ts';

const TEXT_FIELDS: readonly string[] = ['text', 'title', 'lead', 'body'];
const META_FIELDS: readonly string[] = ['url', 'site', 'source', 'author', 'lang', 'country', 'section', 'tag'];
const MEANT = new Map(Object.entries({
  headline: 'title', hd: 'title', intitle: 'title', heading: 'title', ti: 'title', ingress: 'lead', lp: 'lead', hlead: 'lead', sn: 'source', inurl: 'url', link: 'url',
  domain: 'site', host: 'site', language: 'lang', la: 'lang', by: 'author', byline: 'author', content: 'body',
  intext: 'text', outlet: 'source', publication: 'source', tags: 'tag', raw: 'exact', cs: 'exact',
})); // prettier-ignore

export function isTextField(field: string): field is TextField {
  return TEXT_FIELDS.includes(field);
}

export function isMetaField(field: string): field is MetaField {
  return META_FIELDS.includes(field);
}

/** Our field for one of ours or of another product; undefined for any other word. */
export function fieldMeant(name: string): string | undefined {
  const field = name.toLowerCase();
  return isTextField(field) || isMetaField(field) ? field : MEANT.get(field);
}

/** @throws QueryRefused unknown-field always */
export function unknownField(field: string, at: At): never {
  const meant = fieldMeant(field);
  const hint =
    meant === undefined
      ? `Fields: ${[...TEXT_FIELDS, ...META_FIELDS, 'exact'].join(', ')}. For the words put them in quotes.`
      : `Did you mean ${meant}: ?`;
  return refuse('unknown-field', at, `There is no field ${field}.`, hint);
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
