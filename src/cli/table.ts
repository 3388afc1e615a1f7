import { stripVTControlCharacters } from 'node:util';

const MAX_CELL = 60;

/** Rows as columns for a terminal; with no rows, what `nothing` says. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
  nothing: string,
): string {
  if (rows.length === 0) return `${nothing}\n`;
  const cells = [head, ...rows].map((row) => row.map((cell) => cut(String(cell ?? ''))));
  const widths = head.map((_, column) =>
    Math.max(...cells.map((row) => stripVTControlCharacters(row[column] ?? '').length)),
  );
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function cut(cell: string): string {
  // Titles and reasons come from outside: nothing of them may steer a terminal.
  // eslint-disable-next-line no-control-regex
  const plain = cell.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
  return plain.length > MAX_CELL ? `${plain.slice(0, MAX_CELL - 1)}…` : plain;
}

/** An instant as a person reads it, in UTC to the minute. */
export function instant(at: Date | string | null | undefined): string {
  if (at === null || at === undefined) return '–';
  const iso = typeof at === 'string' ? at : at.toISOString();
  return iso.slice(0, 16).replace('T', ' ');
}
