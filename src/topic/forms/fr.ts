import { irregular } from './form.ts';
import { inflection } from './romance.ts';

/** Folded: accents are off. */
const IRREGULAR = irregular(
  `oeil yeux; travail travaux; bail baux; vitrail vitraux; corail coraux; monsieur messieurs; madame mesdames; ciel cieux;
  beau bel belle beaux belles; nouveau nouvel nouvelle nouveaux nouvelles; vieux vieil vieille vieilles;
  blanc blanche blancs blanches; franc franche francs franches; public publique publics publiques;
  grec grecque grecs grecques; turc turque turcs turques; long longue longs longues; grand grande grands grandes;
  petit petite petits petites; fort forte forts fortes; haut haute hauts hautes; bas basse basses; gros grosse grosses;
  bon bonne bons bonnes; seul seule seuls seules; premier premiere premiers premieres; tout toute tous toutes;
  vert verte verts vertes; noir noire noirs noires; bleu bleue bleus bleues; lourd lourde lourds lourdes;
  frais fraiche fraiches; doux douce douces; faux fausse fausses; allemand allemande allemands allemandes;
  secret secrete secrets secretes; complet complete complets completes; sec seche secs seches`,
  'pays voix prix bras proces fois mois corps temps francais anglais os dans pas plus moins tres sans sous apres depuis acces succes ' +
    'progres congres paris marseille bruxelles etats-unis usa palais discours recours concours secours cours poids bois choix croix ' +
    'paix noix taux deux europe iris virus bus campus tennis gaz les des ses ces mes leurs nous vous ils elles est',
);

function singulars(word: string): readonly string[] {
  if (word.length < 4) return [word];
  if (word.endsWith('eaux') || word.endsWith('eux')) return [word.slice(0, -1), word];
  if (word.endsWith('aux')) return [`${word.slice(0, -3)}al`, word.slice(0, -1)];
  if (word.endsWith('oux')) return [word.slice(0, -1), word];
  return word.endsWith('s') && !word.endsWith('ss') ? [word.slice(0, -1), word] : [word];
}

const FEMININE: readonly (readonly [RegExp, string])[] = [
  [/ienne$/, 'ien'],
  [/eenne$/, 'een'],
  [/anne$/, 'an'],
  [/onne$/, 'on'],
  [/euse$/, 'eux'],
  [/iere$/, 'ier'],
  [/trice$/, 'teur'],
  [/ive$/, 'if'],
  [/elle$/, 'el'],
  [/ale$/, 'al'],
  [/(ais|ois)e$/, '$1'],
  [/(?<=..)(ain|lin|tin|rin)e$/, '$1'],
  [/(?<=..)(ent|ant)e$/, '$1'],
];
const MASCULINE = /(?:ien|een|an|on|eux|ier|teur|if|el|al|ais|ois|ain|lin|tin|rin|ent|ant|ert)$/;

function adjective(singular: string): string | null {
  for (const [ending, masculine] of FEMININE) if (ending.test(singular)) return singular.replace(ending, masculine);
  return MASCULINE.test(singular) ? singular : null;
}

export const FRENCH = inflection({ lang: 'fr', irregular: IRREGULAR, singulars, adjective });
