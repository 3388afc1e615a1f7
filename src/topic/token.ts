import type { At } from './ast.ts';
import { refuse } from './faults.ts';

export type Operator = 'AND' | 'OR' | 'NOT';

export interface NearSign {
  readonly ordered: boolean;
  /** Null where none is given (NEAR alone), NaN where it is no number. */
  readonly distance: number | null;
}

export interface Plain extends At {
  readonly type: 'lparen' | 'rparen' | 'comma' | 'equals' | 'minus' | 'end';
}
export type Token =
  | Plain
  | (At & { readonly type: 'operator'; readonly operator: Operator })
  | (At & { readonly type: 'near'; readonly near: NearSign })
  | (At & { readonly type: 'count'; readonly word: 'ATLEAST' | 'SCORE'; readonly count: number })
  | (At & { readonly type: 'field'; readonly field: string })
  | (At & { readonly type: 'name'; readonly text: string })
  /** Text between the quotes; `inner` is where it begins. */
  | (At & { readonly type: 'phrase'; readonly text: string; readonly inner: number })
  | (At & { readonly type: 'word'; readonly text: string })
  /** `~…` and `^…` right behind a word, phrase or group. */
  | (At & { readonly type: 'tilde' | 'caret'; readonly text: string });

export function isOperator(token: Token, operator: string): boolean {
  return token.type === 'operator' && token.operator === operator;
}

export function startsOperand(token: Token): boolean {
  return ['word', 'phrase', 'lparen', 'field', 'equals', 'minus', 'name', 'count'].includes(token.type);
}

function endsOperand(token: Token): boolean {
  return ['word', 'phrase', 'rparen', 'name', 'tilde', 'caret'].includes(token.type);
}

/**
 * Refuses `and`, `or`, `not` in lower case between operands: silently searching the word is the classic dead alert.
 * @throws QueryRefused lowercase-operator
 */
export function checkLowerCase(tokens: readonly Token[]): void {
  for (const [i, token] of tokens.entries()) {
    if (token.type !== 'word' || !/^(and|or|not)$/i.test(token.text)) continue;
    const before = tokens[i - 1];
    const negates = before?.type === 'operator' && token.text.toLowerCase() === 'not';
    if (before === undefined || !(endsOperand(before) || negates)) continue;
    if (!startsOperand(tokens[i + 1] as Token)) continue;
    const upper = token.text.toUpperCase();
    const hint = `Write ${upper}, or "${token.text}" for the word.`;
    refuse('lowercase-operator', token, `Operators are written in capitals: ${upper}.`, hint);
  }
}
