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

/** Secrets that say what they are: of Standard Webhooks, of an `Authorization` header, and our own tokens. */
const BARE_SECRET = /\b(whsec_|Bearer +|Basic +|ww_)[\w+/=.~-]{16,}/g;

/** Free text with every address in it masked as by {@link maskUrl}, and what is a secret by its own form. */
export function maskSecrets(text: string): string {
  const masked = text.includes('://')
    ? text.replace(/\b[a-z][a-z\d+.-]{1,30}:\/\/[^\s"'<>`]+/gi, (url) => maskUrl(url))
    : text;
  return masked.replace(BARE_SECRET, (_, kind: string) => kind + REDACTED);
}

/** A part of a path that nobody made up to be read: long, and not words with dashes between them. */
const KEY_IN_PATH = /\/(?=[\w.~+=-]{16,}(?=[/?#]|$))(?![a-z.]+([-_][a-z.]+)+(?=[/?#]|$))([^/?#]{4})[^/?#]*/g;

/** A channel as a person reads it, `webhook https://…`, its address masked as by {@link maskHook}. */
export function maskChannel(channel: string): string {
  return channel.replace(/\S+$/, maskHook);
}

/** The address of a hook, which is often its only key: masked as by {@link maskUrl}, and so is what looks like a key in its path. */
export function maskHook(address: string): string {
  if (!/^https?:\/\//i.test(address)) return maskUrl(address);
  const [, origin = '', tail = ''] = /^([^/]*\/\/[^/?#]*)(.*)$/s.exec(maskUrl(address)) ?? [];
  return origin + tail.replace(KEY_IN_PATH, (_, _words, start: string) => `/${start}${REDACTED}`);
}
