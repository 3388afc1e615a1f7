/**
 * The default `User-Agent` (RFC 9110 §10.1.5): product and version, and where there is one a page or `mailto:` address at
 * which a webmaster reaches who asks. Nobody's address is made up: without one there is none.
 */
export function userAgent(version: string, contact?: string): string {
  const product = `wirewatch/${token(version)}`;
  return contact === undefined ? product : `${product} (+${contact.replace(/[^\x21-\x7e]|[()\\]/g, '')})`;
}

/** Whether a `User-Agent` says how to reach who asks. */
export function namesContact(agent: string): boolean {
  return /https?:\/\/[^\s/]|\S@\S/i.test(agent);
}

/** The name by which robots.txt addresses us (RFC 9309 §2.2.1). */
export const ROBOTS_NAME = 'wirewatch';

function token(version: string): string {
  return version.replace(/[^\w.+-]/g, '') || '0';
}
