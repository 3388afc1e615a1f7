import { declension } from './declension.ts';
import { irregular, stemsOf, endings } from './form.ts';

/** Folded: umlauts stand without their dots, so Haus and Häuser differ by the ending alone. */
const IRREGULAR = irregular(
  `virus viren; museum museums museen; zentrum zentrums zentren; thema themas themen; firma firmen; konto kontos konten;
  risiko risikos risiken; kriterium kriteriums kriterien; datum datums daten; medium mediums medien;
  ministerium ministeriums ministerien; studium studiums studien; gremium gremiums gremien; visum visums visa;
  embargo embargos; komma kommas kommata; drama dramas dramen; villa villen; praxis praxen; basis basen;
  krisis; these thesen; analyse analysen; kaufmann kaufmanns kaufleute; mann mannes manns manne manner mannern;
  herr herrn herren; herz herzens herzen; name namens namen; wille willens willen; ware waren; wagen wagens;
  praktikum praktikums praktika; verb verbs verben; bus busses busse bussen; index indexes indizes`,
  'war wars wer wen wem der den dem des des die das ein eine einen einem einer eines und oder usa eu nato euro sie ihr ihre ihren ihrem ihrer ' +
    'ist sind hat haben hatte hatten wird werden wurde wurden worden waren kann konnen konnte soll sollen muss mussen bereits mindestens bis es als alles aus',
);

/** Nouns whose plural is in -er. */
const ER_PLURALS = new Set(
  (
    'haus land buch kind bild wort amt dorf rat gut gesicht gericht gesetz recht licht feld geld glied grab gras haupt holz horn ' +
    'huhn kleid korn kraut lamm lied loch maul nest rad rind schild schloss schwert tal tuch volk weib gespenst gemut geist leib ' +
    'mann rand ski strauch wald wurm regiment krankenhaus bundesland ausland mitglied'
  ).split(' '),
);

const NOUNS = endings(`0 e en n s es se sen ses nen ens ns`);
const ER = endings('er ern');

/** -er falls off only where it makes a plural: Wähler is no form of Wahl. Compounds end in their noun. */
function erPlurals(word: string): string[] {
  return stemsOf(word, ER, 3).filter((stem) => isErNoun(stem));
}

function isErNoun(stem: string): boolean {
  if (ER_PLURALS.has(stem)) return true;
  for (let at = 3; at <= stem.length - 4; at++) if (ER_PLURALS.has(stem.slice(at))) return true;
  return false;
}

const DESCRIBED =
  /(?:isch|lich|ig|bar|sam|haft|los|iv|al|ell|end|ant|ent|ar|os|iert|.{3}[^aeiou]t)$|^(?:neu|alt|gross|klein|gut|hoch|hoh|deutsch|fremd|frei|lang|kurz|jung|stark|schwach|rot|weiss|schwarz|grun|blau|offen|bose|best|erst|zweit|dritt|letzt|nachst|eigen|ander|weit|breit|tief|reich|arm|schnell|schwer|leicht|hart|weich|warm|kalt|klar|voll|leer|rein|roh|fest|spat|fruh|konservativ|liberal)$/;

export const GERMAN = declension({
  lang: 'de',
  nouns: NOUNS,
  adjectives: [],
  irregular: IRREGULAR,
  extra: (word) => [...erPlurals(word), ...described(word)],
});

/** Adjectives have endings of their own, -er among them: neuer, europäischer. */
function described(word: string): string[] {
  return stemsOf(word, endings('0 e en em er es'), 3)
    .filter((stem) => DESCRIBED.test(stem))
    .map((stem) => `${stem}+`);
}
