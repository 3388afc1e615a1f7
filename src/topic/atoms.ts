import type { At, Atom, Strictness } from './ast.ts';
import { refuse } from './faults.ts';
import { ANY_ONE, ANY_RUN, classify, SINGLE } from './fold.ts';
import { surfaceOf, TokenStream } from './tokens.ts';

const stream = new TokenStream();
const PLAIN = /^[A-Za-z][a-z]{1,150}$/;
const PLAIN_WORDS = /^[A-Za-z][a-z]{1,150}(?: [A-Za-z][a-z]{1,150})+$/;
const MIN_LITERALS = 3;
const FUZZY_LETTERS = 5;

interface Piece extends At {
  text: string;
  surface: string;
}

/**
 * The tokens of a piece of query text (`*` and `?` are wildcards), with the tokeniser of the articles.
 * @param at where the text begins in the query
 * @throws QueryRefused bare-wildcard, wildcard-too-short
 */
export function atomsOf(text: string, at: number, strictness: Strictness): Atom[] {
  // The common case, without the tokeniser: plain words in small letters or with one capital before them.
  if (PLAIN.test(text)) return [plainAtom(text, strictness)];
  if (PLAIN_WORDS.test(text)) return text.split(' ').map((word) => plainAtom(word, strictness));
  const marked = text.replaceAll('*', ANY_RUN).replaceAll('?', ANY_ONE);
  return joinWildcards(piecesOf(marked)).map((piece) => atom(piece, at, strictness));
}

function plainAtom(word: string, strictness: Strictness): Atom {
  return { kind: 'word', text: word.toLowerCase(), surface: word, strictness, distance: 0 };
}

function piecesOf(marked: string): Piece[] {
  stream.clear();
  stream.append(marked);
  return Array.from({ length: stream.count }, (_, t) => {
    const start = stream.starts[t] as number;
    const end = stream.ends[t] as number;
    return { text: stream.folded(t), surface: surfaceOf(marked, start, end), start, end };
  });
}

/** Katakana and Hangul make runs of their own: `ベラ*` is one pattern. In scripts without words an outer `*` says nothing. */
function joinWildcards(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last === undefined || last.end !== piece.start || (!isBare(last) && !isBare(piece))) out.push(piece);
    else if (isSingle(last) || isSingle(piece)) {
      if (isBare(piece) ? isAnyRun(piece) : isAnyRun(last)) {
        if (isBare(last)) out.pop();
        if (!isBare(piece)) out.push(piece);
      } else out.push(piece);
    } else
      out[out.length - 1] = {
        text: last.text + piece.text,
        surface: last.surface + piece.surface,
        start: last.start,
        end: piece.end,
      };
  }
  return out;
}

function isBare(piece: Piece): boolean {
  return /^[\uFDD0\uFDD1]+$/.test(piece.text);
}

function isAnyRun(piece: Piece): boolean {
  return /^\uFDD0+$/.test(piece.text);
}

function isSingle(piece: Piece): boolean {
  return !isBare(piece) && classify(piece.text.charCodeAt(0)) === SINGLE;
}

function atom(piece: Piece, at: number, strictness: Strictness): Atom {
  if (!/[\uFDD0\uFDD1]/.test(piece.text))
    return {
      kind: 'word',
      text: piece.text,
      surface: piece.surface,
      strictness: strictnessOf(piece, strictness),
      distance: 0,
    };
  const place = { start: at + piece.start, end: at + piece.end };
  const literals = Array.from(piece.text.replace(/[\uFDD0\uFDD1]/g, '')).length;
  if (literals === 0)
    refuse('bare-wildcard', place, 'A wildcard alone matches every word.', 'Give at least three letters: sanction*.');
  if (literals < MIN_LITERALS)
    refuse('wildcard-too-short', place, 'A wildcard needs at least three letters.', 'Write more of the word.');
  return {
    kind: 'wild',
    text: unmark(piece.text),
    surface: unmark(piece.surface),
    strictness: strictness === 'surface' ? 'surface' : 'exact',
    distance: 0,
  };
}

/** Acronyms are not inflected: WHO is not `whos`. */
function strictnessOf(piece: Piece, asked: Strictness): Strictness {
  if (asked !== 'forms') return asked;
  if (/^[a-z]/.test(piece.surface)) return 'forms';
  return /^(?=.*\p{Lu}.*\p{Lu})[^\p{Ll}]+$/u.test(piece.surface) ? 'exact' : 'forms';
}

function unmark(text: string): string {
  return text.replace(/\uFDD0+/g, '*').replaceAll(ANY_ONE, '?');
}

/**
 * The fuzzy atom of `word~1`.
 * @throws QueryRefused bad-fuzzy, fuzzy-too-short
 */
export function fuzzyAtom(atoms: readonly Atom[], word: At, tilde: At & { readonly text: string }): Atom {
  const [atom] = atoms;
  if (!/^~[12]$/.test(tilde.text) || atoms.length !== 1 || atom?.kind !== 'word')
    return refuse('bad-fuzzy', tilde, 'Only one word can be fuzzy, by 1 or 2 letters.', 'Lukashenko~1');
  if (Array.from(atom.text).length < FUZZY_LETTERS) {
    const message = `A fuzzy word has at least ${FUZZY_LETTERS} letters.`;
    refuse('fuzzy-too-short', { start: word.start, end: tilde.end }, message, 'List the spellings with OR.');
  }
  return { ...atom, kind: 'fuzzy', strictness: 'exact', distance: tilde.text === '~1' ? 1 : 2 };
}
