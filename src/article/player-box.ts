import { isDuration, isLabel, isListHeading } from './line-rules.ts';

/** Lines of a box with a recording, and how long one of them is. */
const MAX_LINES = 4;
const MAX_LINE = 120;
const HEADING = /^(?:podcast|audio|listen|watch|video|hören|écouter|escuchar|ascolta|подкаст|слушать|видео)\b/iu;

/**
 * The places of lines that make one box with one recording: a heading (`Podcast`), what it is called, a button, how long it
 * takes. A list of several is none: its heading opens what is not the text any more.
 */
export function playerBoxes(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [at, line] of lines.entries()) {
    if (!isDuration(line)) continue;
    const from = headingBefore(lines, at);
    if (from < 0 || lines.slice(at + 1, at + 1 + MAX_LINES).some(isDuration)) continue;
    for (let place = from; place <= at; place += 1) found.add(place);
  }
  return found;
}

/** The first line of the box that ends at `end`; -1 where there is none. */
function headingBefore(lines: readonly string[], end: number): number {
  for (let at = end - 1; at >= Math.max(0, end - MAX_LINES); at -= 1) {
    const line = lines[at] ?? '';
    if (line.length > MAX_LINE || isDuration(line) || /[.!?]$/.test(line)) return -1;
    if (
      line.length < 40 &&
      !isLabel(line) &&
      (isListHeading(line) || HEADING.test(line)) &&
      !HEADING.test(lines[at - 1] ?? '')
    )
      return at;
  }
  return -1;
}
