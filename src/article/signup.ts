import { isCall } from './phrases.ts';
import type { Block } from './segment.ts';
import { type Role, rolesOf } from './conventions.ts';
import { type Element, INLINE, type PageNode, isWithin, textOf } from './element.ts';

/** What a button that signs the reader up, or asks for a gift, says, in the languages of the news. */
const SIGN_UP = new RegExp(
  `(?<![\\p{L}])(?:${[
    'subscribe', 'sign[ -]?(?:me )?up', 'get (?:the|our) (?:newsletter|alerts)', 'register (?:now|here|free|for free)', 'join (?:now|free|us)', 'newsletters?',
    'donate(?: now| today)?', 'support us', 'jetzt spenden', 'spenden', '(?:je )?fa(?:is|ire) un don', 'je donne', 'dona(?:r|te)?(?: ahora| ora)?', 'doar', 'doneer', 'wesprzyj', 'wpłać', 'поддержать', 'підтримати',
    'abonnieren', '(?:jetzt |hier |kostenlos )?anmelden', 'bestellen', 'eintragen',
    '(?:je )?m[’\']inscri(?:s|re)', '(?:je )?m[’\']abonne', 's[’\'](?:inscrire|abonner)', 'inscrivez-vous', 'abonnez-vous', 'recevoir',
    'suscr[ií]b(?:ete|irme|irse|ase|ir)', 'ap[uú]nt(?:ate|arme)', 'reg[ií]strate', 'quiero recibir', 'subscriu-?t', 'inscrev[ae]-se', 'assin(?:e|ar)(?: j[aá]| agora)?', 'cadastre-se', 'subscrev[ae]r?(?:-se)?',
    'iscriv(?:iti|ersi|imi)', 'abbon(?:ati|arsi)', 'inschrijven', 'schrijf (?:je|u|me) in', 'aanmelden', 'abonneer(?: je)?',
    'prenumerera', 'anm[äa]l(?: dig)?', 'abonn[eé]r', 'meld (?:deg|meg) på', 'tilmeld(?: (?:dig|mig))?', 'tilaa', 'skráðu þig',
    'zapis(?:z|uję) się', 'zasubskrybuj', 'subskrybuj', 'odebírat', 'přihlásit(?: se)?', 'odoberať', 'prihlásiť(?: sa)?', 'prijavi(?:te)? se', 'pretplati(?:te)? se', 'naroči(?:te)? se',
    'feliratkoz(?:om|ás|ok)', 'abonează-te', 'abonați-vă', 'mă abonez', 'užsiprenumeruo(?:ti|kite)', 'pieteikties', 'liitu', 'abone ol(?:un)?', 'kaydol(?:un)?', 'abunə ol(?:un)?',
    'подпи(?:саться|шитесь|шись|сывайтесь|сываюсь)', 'підпи(?:сатися|шіться|шись|суйтесь)', 'падпі(?:сацца|шыцеся|сваюся)', 'абонира(?:й|йте|м)(?: се)?', 'претплати(?:те)? се', 'пријави(?:те)? се',
    'εγγραφή', 'εγγραφείτε', 'اشترك', 'الاشتراك', 'سجل الآن', 'הירשמו', 'הרשמה', 'ثبت نام', 'सब्सक्राइब(?: करें)?', 'đăng ký', 'berlangganan', 'daftar sekarang', 'สมัคร',
    '구독(?:하기|신청)?', '登録(?:する)?', '購読(?:する)?', '订阅', '訂閱',
  ].join('|')})(?![\\p{L}])`,
  'iu',
); // prettier-ignore

/** True for the words on a button, or on a link as short as one, that signs the reader up. */
export function isSignUp(text: string): boolean {
  return text.length < 60 && SIGN_UP.test(text);
}

/** Wider than a box in a column of text ever is. */
const MAX_CHARS = 600;
const MAX_DEPTH = 6;
const BOXES: ReadonlySet<string> = new Set(['div', 'section', 'article', 'ul', 'li', 'table', 'center']);
const TYPED: ReadonlySet<string> = new Set(['email', 'text', 'tel', 'submit', 'radio', '']);

/**
 * True for a box of a few lines set into a text that signs the reader up: it has a field to fill in (or to choose, in a poll), or a button or a
 * short link that says so. Called an inset by its names, a box that is mostly links is enough. `cache` is that of `rolesOf`.
 */
export function isSignUpBox(element: Element, cache: Map<string, ReadonlySet<Role>>): boolean {
  if (element.chars < 15 || element.chars > MAX_CHARS || element.paragraphs > 3 || !BOXES.has(element.name))
    return false;
  if (hasSignUp(element, 0)) return true;
  return element.linkChars > element.chars * 0.4 && rolesOf(element, cache).has('inset');
}

function hasSignUp(element: Element, depth: number): boolean {
  return element.children.some((child) => {
    if (typeof child === 'string') return false;
    if (child.name === 'button') return isSignUp(textOf(child, 80).trim());
    if (child.name === 'a') return isSignUp(textOf(child, 80).trim()) && isOwnLine(child);
    if (child.name === 'input' && TYPED.has(child.attrs['type'] ?? '')) return true;
    return depth < MAX_DEPTH && hasSignUp(child, depth + 1);
  });
}

/** A link that is all of its line: not a few words of a sentence. */
function isOwnLine(link: Element): boolean {
  let at = link;
  while (at.parent !== null && INLINE.has(at.parent.name)) at = at.parent;
  const around = at.parent?.children.filter((child) => child === at || !isBlank(child)) ?? [];
  const place = around.indexOf(at);
  return [around[place - 1], around[place + 1]].every(
    (beside) => beside === undefined || (typeof beside !== 'string' && !INLINE.has(beside.name)),
  );
}

function isBlank(node: PageNode): boolean {
  return typeof node === 'string' && !/\S/.test(node);
}

/** A box above a headline is not longer, and its lines stand not further apart. */
const MAX_BOX = 400;
const NEAR = 4;

/** True for a line of a small box, the line's own element or one of two around it, in which another line is a call: `Open app`. */
export function isInCallingBox(block: Block, blocks: readonly Block[]): boolean {
  if (block.text.length < 260 && isCall(block.text)) return true;
  const others = blocks
    .slice(Math.max(0, block.index - NEAR), block.index + NEAR + 1)
    .filter((other) => other !== block && other.text.length < 60 && isCall(other.text));
  if (others.length === 0) return false;
  let box: Element | null = block.element;
  for (let level = 0; box !== null && level < 3 && box.chars < MAX_BOX; level += 1, box = box.parent) {
    const around = box;
    if (others.some((other) => isWithin(other.element, around))) return true;
  }
  return false;
}
