import { html, type Html } from './html.ts';

const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const;

/** `4 min`, `2 h`, `12 s`. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  for (const [size, unit] of UNITS) if (whole >= size) return `${Math.floor(whole / size)} ${unit}`;
  return `${whole} s`;
}

/** `4 min ago` or `in 2 h`, with the instant on pointing at it; a dash where it is not known. */
export function ago(instant: string | null, now: number): Html {
  const at = instant === null ? Number.NaN : Date.parse(instant);
  if (Number.isNaN(at)) return html`<span class="faint">–</span>`;
  const seconds = (now - at) / 1000;
  const text = Math.abs(seconds) < 5 ? 'now' : seconds > 0 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
  const exact = new Date(at).toISOString();
  return html`<time datetime="${exact}" title="${exact.slice(0, 19).replace('T', ' ')} UTC">${text}</time>`;
}

/** `2026-01-31 07:04:05`, in UTC. */
export function clock(instant: string): Html {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return html`${instant}`;
  const exact = new Date(at).toISOString();
  return html`<time datetime="${exact}">${exact.slice(0, 19).replace('T', ' ')}</time>`;
}
