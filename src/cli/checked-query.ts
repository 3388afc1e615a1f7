import { isWireError, WireError } from '../core/errors.ts';
import type { QueryFault } from '../topic/faults.ts';
import { parseQuery, pointAt } from '../topic/query.ts';
import { say } from './terminal.ts';

/** Whether a text can be a topic's id. */
export function isTopicId(text: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,99}$/i.test(text);
}

/** The query as it is stored; its warnings go to standard error. @throws QUERY_INVALID with the place */
export function checkedQuery(query: string): string {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw refusedQuery(query, parsed.fault);
  for (const warning of parsed.warnings)
    say(`warning: ${warning.message}${warning.hint === '' ? '' : ` (${warning.hint})`}\n`);
  return query;
}

/** A refusal with the query's line and a caret under the place. */
export function refusedQuery(query: string, fault: QueryFault, where = ''): WireError {
  const { code, start, end, message, hint } = fault;
  return new WireError('QUERY_INVALID', `${where}${message}\n${pointAt(query, start, end)}\n${hint}`, {
    detail: { code, start, end, message, hint },
  });
}

/** A refusal by the store with the query's line, as those of the parser have it; other errors as they are. */
export function pointedAt(error: unknown, query: string): unknown {
  if (!isWireError(error) || error.code !== 'QUERY_INVALID') return error;
  return refusedQuery(query, error.detail as unknown as QueryFault);
}
