import type { Block } from './segment.ts';

/** Shorter lines may well say the same twice. */
const LEAST = 30;
/** Longer than paragraphs are. */
const WIDE = 1500;
/** Bounds of the comparing, so that it stays linear in the page. */
const MAX_WHOLE = 300_000;
const MAX_WIDE = 20;
const MAX_PARTS = 3000;

/**
 * The lines without those that say again what another line says: a body that stands twice in the page (for wide and
 * for narrow screens, or the second time without its breaks), a sentence pulled out of the text into a quote box.
 */
export function withoutRepeats(lines: readonly Block[]): { kept: Block[]; repeats: Block[] } {
  const kept: Block[] = [];
  const repeats: Block[] = [];
  const seen = new Set<string>();
  const keys = lines.map((line) => line.key);
  const sums = sumsOf(keys);
  const long = keys.filter((key, at) => (lines[at]?.text.length ?? 0) > 120 && !sums.has(key));
  const joined = ` ${long.join(' \u0000 ')} `;
  const whole = joined.length > MAX_WHOLE ? '' : joined;
  for (const [at, line] of lines.entries()) {
    const key = keys[at] ?? '';
    const again =
      key.length >= LEAST && (seen.has(key) || sums.has(key) || (isPull(line) && whole.includes(` ${key} `)));
    if (again) repeats.push(line);
    else kept.push(line);
    seen.add(key);
  }
  return { kept, repeats };
}

/** Those that consist, for the most part, of other lines: the whole text again, without its breaks. */
function sumsOf(keys: readonly string[]): ReadonlySet<string> {
  const wide = new Set(keys.filter((key) => key.length > WIDE).slice(0, MAX_WIDE));
  if (wide.size === 0) return wide;
  const parts = new Set(keys.filter((key) => key.length >= LEAST && !wide.has(key)).slice(0, MAX_PARTS));
  for (const key of wide) {
    let told = 0;
    for (const part of parts) if (key.includes(part)) told += part.length;
    if (told < key.length * 0.7) wide.delete(key);
  }
  return wide;
}

/** Set apart from the text: short, and no plain paragraph. */
function isPull(line: Block): boolean {
  return line.text.length <= 120
    ? line.element.name !== 'p' || line.strongChars > 0 || line.element.parent?.name === 'blockquote'
    : false;
}
