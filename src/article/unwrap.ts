/** A line that a mailer or a terminal wrapped is not longer, and the widest of a paragraph not shorter. */
const MAX_WIDTH = 110;
const MIN_WIDTH = 38;
/** So many of the lines of a wrapped text had no room for the next one's first word. */
const FULL = 0.85;
/** Fewer lines than this may be full by chance. */
const MIN_ROWS = 5;

/** The paragraphs of a text that may be hard-wrapped, at spaces or, all lines of one length, inside of words. Linear. */
export function unwrapped(text: string, maxLines: number): string[] {
  const lines = text.split(/\r\n?|\n|\u2028|\u2029|\f/).slice(0, maxLines);
  const long = lines.filter((line) => line.trim() !== '');
  if (long.length <= 3 && text.length > 1500) return long.flatMap((line) => line.split(/\s{2,}|\t/u));
  const paragraphs: string[] = [];
  let group: string[] = [];
  for (const line of [...lines, '']) {
    if (line.trim() !== '') group.push(line);
    else if (group.length > 0) {
      paragraphs.push(...together(group));
      group = [];
    }
  }
  return paragraphs;
}

function together(group: readonly string[]): readonly string[] {
  if (isCut(group)) return [group.join('')];
  return isWrapped(group) || isFull(group) ? [group.map((line) => line.trimEnd()).join(' ')] : group;
}

/** Lines of about the same length, the last one shorter. */
function isWrapped(group: readonly string[]): boolean {
  if (group.length < 2) return false;
  const widths = group.slice(0, -1).map((line) => line.trimEnd().length);
  const most = widths.reduce((a, b) => Math.max(a, b));
  const least = widths.reduce((a, b) => Math.min(a, b));
  const last = (group.at(-1) ?? '').length;
  return most <= MAX_WIDTH && least >= Math.max(MIN_WIDTH, most - 22) && last <= most + 2;
}

/** Lines that end where the next one's first word would have been too much, whatever they measure. */
function isFull(group: readonly string[]): boolean {
  if (group.length < MIN_ROWS) return false;
  const rows = group.map((line) => line.trim());
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (width > MAX_WIDTH || width < MIN_WIDTH) return false;
  const full = rows.slice(0, -1).filter((row, at) => row.length + 1 + firstWord(rows[at + 1] ?? '') >= width).length;
  return full >= (rows.length - 1) * FULL;
}

function firstWord(row: string): number {
  const end = row.indexOf(' ');
  return end < 0 ? row.length : end;
}

/** Lines of one length to the character, but for the last: cut wherever it was reached. */
function isCut(group: readonly string[]): boolean {
  const [width] = group.map((line) => line.length);
  if (group.length < MIN_ROWS || width === undefined || width > MAX_WIDTH || width < MIN_WIDTH) return false;
  return group.every((line, at) => line.length === width || (at === group.length - 1 && line.length < width));
}
