/** Where a webmaster reads who asks and how to be left alone, unless the operator names a page of its own. */
const PROJECT_PAGE = 'https://github.com/wirewatch/wirewatch';

/**
 * The default `User-Agent`: product, version and a page with a contact, as webmasters ask of robots (RFC 9110 §10.1.5).
 * `contact` is the operator's own page or `mailto:` address.
 */
export function userAgent(version: string, contact: string = PROJECT_PAGE): string {
  return `wirewatch/${token(version)} (+${contact.replace(/[^\x21-\x7e]|[()\\]/g, '')})`;
}

/** The name by which robots.txt addresses us (RFC 9309 §2.2.1). */
export const ROBOTS_NAME = 'wirewatch';

function token(version: string): string {
  return version.replace(/[^\w.+-]/g, '') || '0';
}
