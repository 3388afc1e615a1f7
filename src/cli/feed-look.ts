import type { ErrorCode } from '../core/codes.ts';
import { isWireError, messageOf, WireError } from '../core/errors.ts';
import { findFeeds } from '../feed/discover.ts';
import { readFeed } from '../feed/read.ts';
import { type HttpAnswer, kindOf, type StatusKind } from '../net/answer.ts';
import type { Http } from '../net/http.ts';
import { decodeBytes } from '../text/charset.ts';
import { ACCEPT, howToAllow } from './read-url.ts';

/** How long one address may take: a person waits. */
const LOOK_MS = 8_000;
const AT_ONCE = 4;
const MAX_SHOWN = 10;

/** What a look at an address came to: it can be watched, it can't, or nobody knows as it did not answer. */
export type Look =
  | { readonly url: string; readonly outcome: 'fit' }
  | { readonly url: string; readonly outcome: 'refused'; readonly error: WireError }
  | { readonly url: string; readonly outcome: 'unknown'; readonly why: string };

export interface LookOptions {
  readonly http: Pick<Http, 'follow'>;
  /** Whether they are pages whose links are to be watched: then they only have to be there. */
  readonly page: boolean;
  readonly timeoutMs?: number;
}

/** Looks once at each address, a few at a time, in their order. Never throws for what an address answers. */
export async function lookAt(urls: readonly string[], options: LookOptions): Promise<Look[]> {
  const looks: Look[] = [];
  const left = [...urls.entries()];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [n, url] = next;
      looks[n] = await look(url, options);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return looks;
}

async function look(url: string, { http, page, timeoutMs = LOOK_MS }: LookOptions): Promise<Look> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await http.follow(url, { headers: { accept: ACCEPT }, signal });
    return judge(url, answer, page);
  } catch (error) {
    if (!isWireError(error)) throw error;
    if (error.code === 'CANCELLED' && signal.aborted)
      return { url, outcome: 'unknown', why: `no answer within ${timeoutMs / 1000} s` };
    // What the fleet would try again may be well tomorrow; all else would fail each time.
    if (error.fate === 'retry' || error.fate === 'defer') return { url, outcome: 'unknown', why: messageOf(error) };
    return { url, outcome: 'refused', error: withCure(error) };
  }
}

/** The codes that the fleet would give a feed that answers so. */
const CODE_OF: Readonly<Partial<Record<StatusKind, ErrorCode>>> = {
  missing: 'HTTP_GONE',
  gone: 'HTTP_GONE',
  denied: 'HTTP_REFUSED',
  wrong: 'HTTP_REFUSED',
};

function judge(url: string, answer: HttpAnswer, page: boolean): Look {
  const kind = kindOf(answer.status);
  const said = `answered with status ${answer.status}`;
  const code = CODE_OF[kind];
  if (code !== undefined) return { url, outcome: 'refused', error: new WireError(code, said) };
  if (kind !== 'ok') return { url, outcome: 'unknown', why: said };
  const error = page ? null : faultOf(answer);
  return error === null ? { url, outcome: 'fit' } : { url, outcome: 'refused', error };
}

/** Why a body is no feed, naming the feeds of a page; null for a feed. */
function faultOf({ bytes, contentType, url }: HttpAnswer): WireError | null {
  try {
    readFeed(bytes, { contentType, url });
    return null;
  } catch (error) {
    if (!isWireError(error)) throw error;
    if (error.detail['looks'] !== 'an HTML page') return error;
    const { detail } = error;
    const feeds = findFeeds(decodeBytes(bytes, { contentType, kind: 'html' }).text, url);
    if (feeds.length === 0)
      return new WireError('FEED_SYNTAX', 'this is a page that names no feed; --page watches its links', { detail });
    const list = feeds.slice(0, MAX_SHOWN).map((feed) => `  ${feed.url}  ${feed.title}\n`);
    return new WireError(
      'FEED_SYNTAX',
      `this is a page; its feeds are\n${list.join('')}add one of them, or use --page to watch the page’s links`,
      { detail },
    );
  }
}

/** The same error; where an address is of a private network, with what would allow it. */
export function withCure(error: WireError): WireError {
  const cure = howToAllow(error);
  return cure === null
    ? error
    : new WireError(error.code, `${error.message} (${cure})`, { detail: error.detail, cause: error.cause });
}
