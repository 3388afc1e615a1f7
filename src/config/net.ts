import { type Environment, readEnvironment } from './environment.ts';

/** What the environment says about the network, for commands that run without a configuration file. */
export interface NetworkEnvironment {
  /** CIDRs that may be reached although they are not public. */
  readonly allowPrivate: readonly string[];
  readonly userAgent: string | undefined;
  readonly proxy: string | undefined;
}

function text(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** Reads `WIREWATCH_ALLOW_PRIVATE` (a list, by commas or spaces), `WIREWATCH_USER_AGENT` and `WIREWATCH_PROXY`. */
export function networkEnvironment(env: Environment = readEnvironment()): NetworkEnvironment {
  const proxy = text(env['WIREWATCH_PROXY']);
  return {
    allowPrivate: (env['WIREWATCH_ALLOW_PRIVATE'] ?? '').split(/[\s,]+/).filter((cidr) => cidr !== ''),
    userAgent: text(env['WIREWATCH_USER_AGENT']),
    proxy: proxy === 'env' ? (text(env['HTTPS_PROXY']) ?? text(env['https_proxy'])) : proxy,
  };
}
