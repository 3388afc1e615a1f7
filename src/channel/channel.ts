import type { ErrorCode } from '../core/codes.ts';

/** One delivery as a channel is to send it. */
export interface ChannelMessage {
  /** The channel's address, as `normaliseAddress` gave it. */
  readonly address: string;
  /** The same for every try of one delivery, so that a receiver can tell a repetition. */
  readonly id: string;
  /** The frozen body: the same bytes for every try. */
  readonly body: string | Uint8Array;
  readonly contentType: string;
  /** Secrets to sign with, the current first; while one is changed the old one follows. Empty: unsigned. */
  readonly secrets: readonly string[];
}

/**
 * What became of one try: `gone` disables the channel, `failed` is tried again after `retryAfterMs` or by the table
 * (`final`: never again). `detail` is for people and holds no secret and no body.
 */
export type ChannelResult =
  | { readonly status: 'sent' }
  | { readonly status: 'gone' }
  | {
      readonly status: 'failed';
      readonly code: ErrorCode;
      readonly detail: string;
      readonly retryAfterMs?: number;
      readonly final?: boolean;
    };

/** A kind of place where alerts can go. */
export interface Channel {
  readonly type: string;
  /**
   * The address in the one spelling that is the channel's key.
   * @throws CHANNEL_INVALID
   */
  normaliseAddress(address: string): string;
  /** Sends one message once. Never throws for what the other side does. */
  send(message: ChannelMessage, signal: AbortSignal): Promise<ChannelResult>;
}
