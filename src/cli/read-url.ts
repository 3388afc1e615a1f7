import { networkEnvironment } from '../config/net.ts';
import { packageVersion } from '../config/version.ts';
import { isWireError, WireError } from '../core/errors.ts';
import { type HttpAnswer, kindOf } from '../net/answer.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../net/defaults.ts';
import { createGuard } from '../net/guard.ts';
import { userAgent } from '../net/user-agent.ts';
import { withoutCredentials } from '../text/url.ts';
import type { Input } from './input.ts';

/** What is asked for where it may be a page or a feed. */
export const ACCEPT =
  'text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.8';

const HOW_TO_ALLOW =
  'to read from this machine or a private network, name the range: WIREWATCH_ALLOW_PRIVATE=127.0.0.0/8';

/** What allows the address that was refused; null for any other error: a scheme or a port is refused everywhere. */
export function howToAllow(error: unknown): string | null {
  const isPrivate =
    isWireError(error) && error.code === 'ADDRESS_REFUSED' && !('scheme' in error.detail || 'port' in error.detail);
  return isPrivate ? HOW_TO_ALLOW : null;
}

/**
 * The bytes behind a web address, after redirects, for a person's own command line: under the same guard against
 * private networks as the service, with the error naming the way to allow one.
 * @throws INPUT_UNREADABLE with the cause
 */
export async function readUrl(url: string): Promise<Input> {
  const env = networkEnvironment();
  // Most commands read no address: they need not load what asks one.
  const { createHttp } = await import('../net/http.ts');
  const http = createHttp({
    userAgent: env.userAgent ?? userAgent(packageVersion()),
    guard: createGuard({ allow: env.allowPrivate }),
    timeouts: DEFAULT_TIMEOUTS,
    limits: DEFAULT_LIMITS,
    ...(env.proxy === undefined ? {} : { proxy: env.proxy.reveal() }),
  });
  try {
    return inputOf(url, await http.follow(url, { headers: { accept: ACCEPT } }));
  } catch (cause) {
    if (isWireError(cause) && (cause.code === 'INPUT_UNREADABLE' || cause.code === 'CONFIG_INVALID')) throw cause;
    const cure = howToAllow(cause);
    throw new WireError(
      'INPUT_UNREADABLE',
      `cannot read ${withoutCredentials(url)}${cure === null ? '' : ` (${cure})`}`,
      { cause },
    );
  } finally {
    await http.close();
  }
}

function inputOf(name: string, answer: HttpAnswer): Input {
  if (kindOf(answer.status) !== 'ok') {
    throw new WireError('INPUT_UNREADABLE', `${withoutCredentials(name)} answered with status ${answer.status}`);
  }
  const { bytes, contentType, url } = answer;
  return { name, bytes, url, ...(contentType === null ? {} : { contentType }) };
}
