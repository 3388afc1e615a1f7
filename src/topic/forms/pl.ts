import { declension } from './declension.ts';
import { endings, irregular } from './form.ts';

/** Folded: ą ę ł ó ś ż stand without their marks. */
const IRREGULAR = irregular(
  `czlowiek czlowieka czlowiekowi czlowiekiem czlowieku ludzie ludzi ludziom ludzmi ludziach;
  dziecko dziecka dziecku dzieckiem dzieci dzieciom dziecmi dzieciach;
  rok roku rokiem rokowi lata lat latom latami latach;
  dzien dnia dniu dniem dni dniom dniami dniach dnie;
  brat brata bratu bratem bracie bracia braci braciom bracmi;
  przyjaciel przyjaciela przyjacielowi przyjacielem przyjacielu przyjaciele przyjaciol przyjaciolom przyjaciolmi;
  ksiaze ksiecia ksieciu ksieciem ksiazeta ksiazat; ksiadz ksiedza ksiedzu ksiedzem ksieza ksiezy;
  niemcy niemiec niemcom niemcami niemczech; wegry wegier wegrom wegrami wegrzech;
  wlochy wloch wlochom wlochami wloszech; czechy czech czechom czechami;
  imie imienia imieniem imieniu imiona imion imionom imionami imionach;
  oko oka oku okiem oczy oczu oczom oczami; reka reki rece reke rak rekom rekami rekach;
  tydzien tygodnia tygodniu tygodniem tygodnie tygodni tygodniom tygodniami tygodniach;
  miesiac miesiaca miesiacu miesiacem miesiace miesiecy miesiacom miesiacami miesiacach;
  pieniadze pieniedzy pieniadzom pieniedzmi pieniadzach;
  swiat swiata swiatu swiatem swiecie swiaty swiatow swiatom swiatami swiatach;
  miasto miasta miastu miastem miescie miast miastom miastami miastach;
  blad bledu bledem bledowi bledzie bledy bledow bledom bledami bledach;
  sad sadu sadowi sadem sadzie sady sadow sadom sadami sadach;
  maz meza mezowi mezem mezu mezowie mezow; panstwo panstwa panstwu panstwem panstwie panstw panstwom panstwami panstwach`,
  'usa nato euro oraz jest byl byc dla pod nad przy przed radio wideo studio kakao ale jak tak tam gdy',
);

/** wojen wojna, rynek rynku, okien okno */
function fleeting(stem: string): string[] {
  const closed = /^(.*[^aeiouy])i?e([^aeiouy])$/.exec(stem);
  return closed === null ? [] : [`${closed[1]}${closed[2]}`];
}

/** Polska Polsce, droga drodze, prezydent prezydencie, rzad rzadzie, minister ministrze, europejski europejscy */
function hardened(stem: string): string[] {
  if (stem.endsWith('dz')) return [`${stem.slice(0, -2)}g`, stem.slice(0, -1)];
  if (stem.endsWith('rz')) return [stem.slice(0, -1), ...softR(stem)];
  if (stem.endsWith('sz')) return [`${stem.slice(0, -2)}ch`, stem.slice(0, -1)];
  if (stem.endsWith('sc')) return [`${stem.slice(0, -1)}k`, `${stem.slice(0, -1)}t`];
  return stem.endsWith('c') ? [`${stem.slice(0, -1)}k`, `${stem.slice(0, -1)}t`] : [];
}

/** ministrze → minister, whose other forms have ministr */
function softR(stem: string): string[] {
  const match = /^(.*[^aeiouy])rz$/.exec(stem);
  return match === null ? [] : [`${match[1]}r`];
}

function variants(stem: string, ending: string): string[] {
  if (ending === '') return fleeting(stem);
  return /^(?:e|ie|y|i)$/.test(ending) ? hardened(stem) : [];
}

export const POLISH = declension({
  lang: 'pl',
  nouns: endings(`0 a ia o e ie i y u iu em iem om iom ami iami ach iach ow iow owie ej owi iowi mi ia`),
  adjectives: endings(`y i a ia e ie ego iego emu iemu ym im ej iej ych ich ymi imi`),
  irregular: IRREGULAR,
  variants,
});
