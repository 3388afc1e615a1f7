import type { Query } from './ast.ts';
import { checkPolarity } from './check.ts';
import { QueryRefused, type QueryFault, type QueryWarning } from './faults.ts';
import { lintQuery, type LintOptions } from './lint.ts';
import { resolveNames, type NameLookup } from './names.ts';
import { parse } from './parser.ts';

export type ParseResult =
  | { readonly ok: true; readonly ast: Query; readonly warnings: readonly QueryWarning[] }
  | { readonly ok: false; readonly fault: QueryFault };

export interface ParseOptions extends LintOptions {
  /** The saved queries that `@name` stands for: with them a name that is not there, or a circle, is a fault. */
  readonly names?: NameLookup;
}

/** The AST and the linter's warnings, or the first fault with its place. Never throws, whatever the text. */
export function parseQuery(text: string, options: ParseOptions = {}): ParseResult {
  const warnings: QueryWarning[] = [];
  try {
    const ast = parse(text, warnings, options.caseSensitive === true ? 'surface' : 'forms');
    checkPolarity(ast);
    warnings.push(...lintQuery(ast, options));
    const resolved = options.names === undefined ? ast : resolveNames(ast, options.names);
    return { ok: true, ast: resolved, warnings: warnings.toSorted((a, b) => a.start - b.start || a.end - b.end) };
  } catch (error) {
    if (error instanceof QueryRefused) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** The query's line with a caret under the place, for a terminal. */
export function pointAt(text: string, start: number, end: number): string {
  const from = Math.max(0, start - 60);
  const shown = text.slice(from, Math.max(end, start + 1) + 20).replace(/\s/g, ' ');
  const width = Math.max(1, Math.min(end, from + shown.length) - start);
  return `${from > 0 ? '…' : ' '}${shown}\n ${' '.repeat(start - from)}${'^'.repeat(width)}`;
}
