import type { Block } from './segment.ts';
import { titleKey } from './title.ts';

/** Shorter lines may well say the same twice. */
const LEAST = 30;

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
    const again = key.length >= LEAST && (seen.has(key) || (isPull(line) && whole.includes(` ${key} `)));
    if (again) repeats.push(line);
    else kept.push(line);
    seen.add(key);
  }
  return { kept, repeats };
}

/** Set apart from the text: short, and no plain paragraph. */
function isPull(line: Block): boolean {
  return line.text.length <= 120
    ? line.element.name !== 'p' || line.strongChars > 0 || line.element.parent?.name === 'blockquote'
    : false;
}
