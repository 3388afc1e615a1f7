import { WireError } from '../core/errors.ts';

/** Why a query was refused. */
export type FaultCode =
  | 'empty-query'
  | 'unclosed-quote'
  | 'unclosed-paren'
  | 'unexpected-paren'
  | 'missing-operand'
  | 'empty-group'
  | 'empty-phrase'
  | 'bare-wildcard'
  | 'wildcard-too-short'
  | 'bad-distance'
  | 'bad-near-operand'
  | 'unknown-field'
  | 'bad-count'
  | 'bad-fuzzy'
  | 'fuzzy-too-short'
  | 'bad-language'
  | 'pure-negative'
  | 'negative-branch'
  | 'lowercase-operator'
  | 'bad-value'
  | 'unknown-name'
  | 'name-cycle'
  | 'too-long'
  | 'too-deep'
  | 'too-many-terms';

/** A refusal: what is wrong, where in the query (UTF-16 offsets, end exclusive), and how to mend it. */
export interface QueryFault {
  readonly code: FaultCode;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}

/** The error that refuses a topic; people count characters from 1, `detail` from 0. */
export function refusal(topic: string, { code, start, end, message, hint }: QueryFault): WireError {
  return new WireError('QUERY_INVALID', `topic ${topic}, character ${start + 1}: ${message} ${hint}`, {
    detail: { topic, code, start, end, message, hint },
  });
}

/** What the linter says about a query that is valid but may not mean what its author thinks. */
export type WarningCode =
  | 'mixed-operators'
  | 'implicit-and'
  | 'common-word'
  | 'curly-quotes'
  | 'foreign-operator'
  | 'ignored-sign'
  | 'operator-as-word'
  | 'no-words'
  | 'no-forms'
  | 'duplicate-term'
  | 'short-wildcard'
  | 'question-mark';

export interface QueryWarning {
  readonly code: WarningCode;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}

/** Thrown inside the parser only; `parseQuery` turns it into a value. */
export class QueryRefused extends Error {
  readonly fault: QueryFault;

  constructor(fault: QueryFault) {
    super(fault.message);
    this.name = 'QueryRefused';
    this.fault = fault;
  }
}

/** @throws QueryRefused always */
export function refuse(code: FaultCode, at: { start: number; end: number }, message: string, hint: string): never {
  throw new QueryRefused({ code, start: at.start, end: at.end, message, hint });
}
