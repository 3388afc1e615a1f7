/** What stands in logs, JSON and inspections in the place of a secret. */
export const REDACTED = '[redacted]';

/**
 * A value that only `reveal()` gives away: printed, serialised or inspected it is `[redacted]`. It does not survive
 * structured cloning, so a worker thread is given what it needs revealed.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED;
  }
}

/** A word of a name in camelCase, kebab-case or snake_case that says: what follows is a secret. */
const SECRET_FIELD =
  /(^|[^a-z])(secret|token|password|passwd|pwd|pass|authorization|cookies?|credentials?|api_?key|access_?key|private_?key|secret_?key|jwt)([^a-z]|$)/;
/** In an address, where names are short and strange, more of them do. */
const SECRET_PARAMETER =
  /(^|[^a-z])(auth|key|sig|signature|code|session|session_?id|sid|hash|pw|user|username|login)([^a-z]|$)/;

function plain(name: string): string {
  return name
    .slice(0, 200)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[-\s.]/g, '_')
    .toLowerCase();
}

/** Whether a field or header of this name holds a secret, by its name alone. */
export function isSecretName(name: string): boolean {
  return SECRET_FIELD.test(plain(name));
}

function isSecretParameter(name: string): boolean {
  const folded = plain(name);
  return SECRET_FIELD.test(folded) || SECRET_PARAMETER.test(folded);
}

/** An address with its user name, password and secret-looking parameters masked; other text is as it was. */
export function maskUrl(url: string): string {
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(url)?.[0];
  if (scheme === undefined) return url;
  const rest = url.slice(scheme.length);
  const at = endOfUser(scheme, rest);
  return scheme + (at < 0 ? maskParameters(rest) : `${REDACTED}@${maskParameters(rest.slice(at + 1))}`);
}

/**
 * Where the `@` after user and password stands, or −1. People forget to escape `/`, `?` and `#` in a password: outside
 * the web, and after a `:` that no port follows, what stands before any `@` is taken for one. Rather too much is masked.
 */
function endOfUser(scheme: string, rest: string): number {
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const isWeb = /^(https?|wss?):/i.test(scheme);
  const isHost = /^(\[[\da-f:.]*\]|[^:]*)(:\d*)?$/i.test(authority);
  return isWeb && (isHost || authority.includes('@')) ? authority.lastIndexOf('@') : rest.lastIndexOf('@');
}

function maskParameters(tail: string): string {
  return tail.replace(/([?&#;])([^=&#;?]{1,200})=([^&#;]*)/g, (whole, mark: string, name: string, value: string) =>
    value !== '' && isSecretParameter(decoded(name)) ? `${mark}${name}=${REDACTED}` : whole,
  );
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Free text with every address in it masked as by {@link maskUrl}. */
export function maskUrls(text: string): string {
  if (!text.includes('://')) return text;
  return text.replace(/\b[a-z][a-z\d+.-]{1,30}:\/\/[^\s"'<>`]+/gi, (url) => maskUrl(url));
}
