import { WireError } from '../core/errors.ts';
import { parseQuery, pointAt } from '../topic/query.ts';
import { say } from './terminal.ts';

/** Whether a text can be a topic's id. */
export function isTopicId(text: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,99}$/i.test(text);
}

/** The query as it is stored; its warnings go to standard error. @throws QUERY_INVALID with the place */
export function checkedQuery(query: string): string {
  const parsed = parseQuery(query);
  if (!parsed.ok) {
    const { code, start, end, message, hint } = parsed.fault;
    throw new WireError('QUERY_INVALID', `${message}\n${pointAt(query, start, end)}\n${hint}`, {
      detail: { code, start, end, message, hint },
    });
  }
  for (const warning of parsed.warnings)
    say(`warning: ${warning.message}${warning.hint === '' ? '' : ` (${warning.hint})`}\n`);
  return query;
}
