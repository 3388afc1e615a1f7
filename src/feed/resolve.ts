const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i;
/** Schemes that act or read instead of naming a page. */
const ACTIVE = /^(javascript|vbscript|livescript|mocha|jscript|data|file|blob|about|mk|view-source):/i;

const BARE_HOST = /^www\.[a-z0-9-]+\.[a-z]{2,}(?=[/:?#]|$)/i;

/**
 * An address of a feed, absolute where there is a base (RFC 3986); one that is absolute already stays as written.
 * Null for an empty one and for schemes that act.
 */
export function resolveUrl(value: string, base: string | null): string | null {
  const url = tidy(value);
  if (url === '' || ACTIVE.test(url)) return null;
  if (ABSOLUTE.test(url) || base === null) return url;
  // Nobody names a folder so: the scheme was forgotten.
  if (BARE_HOST.test(url)) return `https://${url}`;
  try {
    return new URL(url, base).href;
  } catch {
    return url;
  }
}

/** Without the white space and control characters that browsers drop too. */
function tidy(value: string): string {
  const trimmed = value.trim();
  return /[\0-\x20]/.test(trimmed) ? trimmed.replace(/[\0-\x1f]+/g, '').replace(/ /g, '%20') : trimmed;
}

/** The base for what is inside: `xml:base` taken relative to the base around it, which stays where that makes no sense. */
export function innerBase(value: string | undefined, outer: string | null): string | null {
  if (value === undefined || value.trim() === '') return outer;
  try {
    const base = outer === null ? new URL(value.trim()) : new URL(value.trim(), outer);
    return /^(https?|ftp):$/.test(base.protocol) ? base.href : outer;
  } catch {
    return outer;
  }
}
