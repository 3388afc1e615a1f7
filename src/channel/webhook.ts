import type { Clock } from '../core/clock.ts';
import { isWireError, messageOf, WireError } from '../core/errors.ts';
import { type HttpAnswer, kindOf, retryAfterMs } from '../net/answer.ts';
import type { Http } from '../net/http.ts';
import type { Channel, ChannelMessage, ChannelResult } from './channel.ts';
import { sign } from './signature.ts';

export interface WebhookOptions {
  readonly http: Pick<Http, 'request'>;
  /** For `webhook-timestamp`, which receivers hold against their own clock. */
  readonly clock: Clock;
}

/** Of the receiver's answer nothing is used but the status. */
const MAX_ANSWER_BYTES = 4096;
const MAX_ADDRESS_LENGTH = 2048;

/**
 * The webhook channel: one signed POST by the Standard Webhooks specification. 2xx is sent, 410 gone, all else failed,
 * a redirect included (a receiver that moved has to say so to the subscriber, and a signed body must not wander).
 * A message of the receiver's `Retry-After` is handed on. The client's guard keeps it off private networks.
 */
export function createWebhook({ http, clock }: WebhookOptions): Channel {
  return {
    type: 'webhook',
    normaliseAddress,
    send: async (message, signal) => {
      try {
        const answer = await http.request(message.address, {
          method: 'POST',
          headers: headersOf(message, Math.floor(clock.now() / 1000)),
          body: message.body,
          maxBytes: MAX_ANSWER_BYTES,
          signal,
        });
        return resultOf(answer, clock.now());
      } catch (error) {
        if (!isWireError(error)) throw error;
        const final = error.fate === 'drop' || error.code === 'CHANNEL_INVALID';
        return { status: 'failed', code: error.code, detail: messageOf(error).slice(0, 300), ...(final && { final }) };
      }
    },
  };
}

function headersOf(message: ChannelMessage, timestampS: number): Record<string, string> {
  const { id, body, secrets, contentType } = message;
  return {
    'content-type': contentType,
    'webhook-id': id,
    'webhook-timestamp': String(timestampS),
    ...(secrets.length > 0 && { 'webhook-signature': sign(secrets, id, timestampS, body) }),
  };
}

function resultOf(answer: HttpAnswer, nowMs: number): ChannelResult {
  const kind = kindOf(answer.status);
  if (kind === 'ok') return { status: 'sent' };
  if (kind === 'gone') return { status: 'gone' };
  const wait = retryAfterMs(answer.headers, nowMs);
  const what = kind === 'redirect' ? ', a redirect, which is not followed' : '';
  return {
    status: 'failed',
    code: 'WEBHOOK_REFUSED',
    detail: `answered with status ${answer.status}${what}`,
    ...(wait !== null && { retryAfterMs: wait }),
  };
}

function normaliseAddress(address: string): string {
  const text = address.trim();
  const fail = (why: string): WireError => new WireError('CHANNEL_INVALID', `the webhook's address ${why}`);
  if (text.length > MAX_ADDRESS_LENGTH) throw fail(`is longer than ${MAX_ADDRESS_LENGTH} characters`);
  if (!URL.canParse(text)) throw fail('is not an absolute web address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw fail('begins with neither https:// nor http://');
  if (url.username !== '' || url.password !== '')
    throw fail('holds a user name or password; sign with a secret instead');
  url.hash = '';
  return url.href;
}
