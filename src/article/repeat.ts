import type { Block } from './segment.ts';
import { titleKey } from './title.ts';

/** Shorter lines may well say the same twice. */
const LEAST = 30;
/** Longer than paragraphs are. */
const WIDE = 1500;

/**
 * The lines without those that say again what another line says: a body that stands twice in the page (for wide and
 * for narrow screens), a sentence pulled out of the text into a quote box.
 */
export function withoutRepeats(lines: readonly Block[]): { kept: Block[]; repeats: Block[] } {
  const kept: Block[] = [];
  const repeats: Block[] = [];
  const seen = new Set<string>();
  const long = lines.filter((line) => line.text.length > 120);
  const whole = ` ${long.map((line) => titleKey(line.text)).join(' \u0000 ')} `;
  for (const line of lines) {
    const key = titleKey(line.text);
    const again =
      key.length >= LEAST &&
      (seen.has(key) || (isPull(line) && whole.includes(` ${key} `)) || (key.length > WIDE && isSum(key, seen)));
    if (again) repeats.push(line);
    else kept.push(line);
    seen.add(key);
  }
  return { kept, repeats };
}

/** True for a line that consists, for the most part, of lines before it: the whole text again, without its breaks. */
function isSum(key: string, seen: ReadonlySet<string>): boolean {
  let told = 0;
  for (const line of seen) if (line.length >= LEAST && key.includes(line)) told += line.length;
  return told > key.length * 0.7;
}

/** Set apart from the text: short, and no plain paragraph. */
function isPull(line: Block): boolean {
  return line.text.length <= 120
    ? line.element.name !== 'p' || line.strongChars > 0 || line.element.parent?.name === 'blockquote'
    : false;
}
