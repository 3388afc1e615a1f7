import { json } from './json.ts';
import { part, type Statement } from './sql.ts';

/** Steps kept of one article; older ones in the middle give way to newer ones. */
const MAX_STEPS = 60;

/**
 * An expression for the article's life line with one step more. A step like the last one (same stage, outcome and code,
 * as when a host is busy for days) only moves that one's time, so that a line stays short.
 */
export function appendStep(
  stage: string,
  outcome: string,
  detail: Readonly<Record<string, unknown>> = {},
): Statement<unknown> {
  const step = json({ stage, outcome, ...detail });
  return part`CASE
    WHEN steps -> -1 @> ${json({ stage, outcome, code: detail['code'] ?? null })}::jsonb
      THEN jsonb_set(steps, '{-1,last}', to_jsonb(clock_timestamp()))
    WHEN jsonb_array_length(steps) >= ${MAX_STEPS} THEN (steps - 20) || (jsonb_build_object('at', clock_timestamp()) || ${step}::jsonb)
    ELSE steps || (jsonb_build_object('at', clock_timestamp()) || ${step}::jsonb) END`;
}
