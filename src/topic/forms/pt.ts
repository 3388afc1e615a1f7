import { irregular } from './form.ts';
import { inflection } from './romance.ts';

const IRREGULAR = irregular(
  `mao maos; cidadao cidadaos; irmao irmaos; orgao orgaos; pais paises; mes meses; bom boa bons boas; mau ma maus mas;
  novo nova novos novas; alto alta altos altas; russo russa russos russas; alemao alema alemaes alemas; pao paes;
  outro outra outros outras; grande grandes; europeu europeia europeus europeias; lei leis; rei reis`,
  'crise lapis onibus virus mais menos depois apenas eleitores-gerais antes dos das nos aos paris campus bonus tres seis dois',
);

function singulars(word: string): readonly string[] {
  if (word.length < 4 || !word.endsWith('s')) return [word];
  if (/(?:oes|aes)$/.test(word)) return [`${word.slice(0, -3)}ao`, word.slice(0, -1)];
  if (/[aeo]is$/.test(word)) return [`${word.slice(0, -2)}l`, word.slice(0, -1), word];
  if (word.endsWith('ns')) return [`${word.slice(0, -2)}m`];
  if (/[rzs]es$/.test(word)) return [word.slice(0, -2), word.slice(0, -1)];
  return [word.slice(0, -1), word];
}

const GENDERED =
  /(?:ic|iv|os|ian|ean|an|en|in|ad|id|ari|ori|eir|ist|uss|prim|segund|ultim|tod|muit|vari|pouc|pr[oó]pri)[oa]$/;

function adjective(singular: string): string | null {
  if (singular.length > 4 && GENDERED.test(singular)) return singular.slice(0, -1);
  return /(?:es|or)a?$/.test(singular) && singular.length > 5 ? singular.replace(/a$/, '') : null;
}

export const PORTUGUESE = inflection({ lang: 'pt', irregular: IRREGULAR, singulars, adjective });
