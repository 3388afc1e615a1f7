import { WireError } from '../core/errors.ts';
import { hostKey } from '../text/url.ts';

export interface HostLimits {
  /** Requests to the host at once. */
  readonly concurrency: number;
  /** Milliseconds from the start of one request to the start of the next. */
  readonly gapMs: number;
}

export interface PolitenessConfig extends HostLimits {
  /**
   * By host (`news.example.com`, `intranet.example:8080`) or by domain (`*.example.com`: every host below it, not itself).
   * The hosts of a domain share one key, so the limits hold for all of them together.
   */
  readonly overrides?: Readonly<Record<string, Partial<HostLimits>>>;
}

export interface HostPolicy extends HostLimits {
  /** Requests with the same key share their limits: the host, with its port unless 80 or 443, or the domain's pattern. */
  readonly key: string;
}

export interface Politeness {
  /** @throws URL_INVALID */
  of(url: string): HostPolicy;
  /** The limits that belong to a key that `of` gave once. */
  limitsOf(key: string): HostLimits;
}

interface Override {
  readonly pattern: string;
  readonly limits: Partial<HostLimits>;
}

const withoutPort = (key: string): string => key.replace(/:\d+$/, '');

function keyOf(url: string): string {
  const key = hostKey(url);
  if (key === '') throw new WireError('URL_INVALID', 'not an absolute web address');
  return key;
}

/** A pattern as hosts are written in URLs: lower case, punycode; null for what names no host. */
function normalPattern(text: string): string | null {
  const domain = text.startsWith('*.');
  const name = domain ? text.slice(2) : text;
  if (name === '' || /[\s/*?#@\\]/.test(name) || !URL.canParse(`http://${name}`)) return null;
  const key = hostKey(`http://${name}`);
  return domain ? `*.${withoutPort(key)}` : key;
}

function compile(overrides: Readonly<Record<string, Partial<HostLimits>>>): ReadonlyMap<string, Override> {
  const byPattern = new Map<string, Override>();
  for (const [text, limits] of Object.entries(overrides)) {
    const pattern = normalPattern(text);
    if (pattern === null) {
      throw new WireError('CONFIG_INVALID', `"${text}" is not a host such as news.example.com or *.example.com`);
    }
    byPattern.set(pattern, { pattern, limits });
  }
  return byPattern;
}

/**
 * Which requests count together and how fast they may follow each other. The nearest override wins: host with port,
 * host, then domains from the longest to the shortest.
 * @throws CONFIG_INVALID for a pattern that names no host
 */
export function hostPolicy(config: PolitenessConfig): Politeness {
  const byPattern = compile(config.overrides ?? {});
  const limits = (own: Partial<HostLimits> = {}): HostLimits => ({
    concurrency: own.concurrency ?? config.concurrency,
    gapMs: own.gapMs ?? config.gapMs,
  });

  const find = (key: string): Override | undefined => {
    const host = withoutPort(key);
    const exact = byPattern.get(key) ?? byPattern.get(host);
    if (exact !== undefined || byPattern.size === 0) return exact;
    for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
      const found = byPattern.get(`*${host.slice(dot)}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  return {
    of: (url) => {
      const key = keyOf(url);
      const found = find(key);
      const pooled = found?.pattern.startsWith('*.') === true ? found.pattern : key;
      return { key: pooled, ...limits(found?.limits) };
    },
    limitsOf: (key) => limits((byPattern.get(key) ?? find(key))?.limits),
  };
}
