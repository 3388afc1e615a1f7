import { deliveryDelayMs } from '../digest/retry.ts';
import { runBatch, type BatchDeps, type BatchReport, type HeldWork, type ItemOutcome } from './batch.ts';
import type { BatchJob } from './jobs.ts';

/** One delivery as it is to be sent. */
export interface DeliveryToSend {
  readonly deliveryId: number;
  readonly channelId: number;
  readonly channelType: string;
  readonly address: string;
  readonly secretSealed: Uint8Array | null;
  readonly messageId: string;
  readonly body: string;
  /** Tries made, this one included. */
  readonly attempts: number;
}

export type SendResult =
  | { readonly status: 'sent' }
  | { readonly status: 'gone' }
  | {
      readonly status: 'failed';
      readonly code: string;
      readonly detail: string;
      readonly retryAfterMs?: number;
      readonly final?: boolean;
    };

export interface DeliverStore {
  /** Counts the try and marks the delivery as being sent; null when it was cancelled or the lease was lost. */
  startDelivery(item: HeldWork): Promise<DeliveryToSend | null>;
  commitSent(item: HeldWork): Promise<void>;
  /** Tried again after `delayMs`; with null it is kept as failed for good. */
  commitFailed(item: HeldWork, why: { code: string; reason: string }, delayMs: number | null): Promise<void>;
  /** 410: the channel is disabled and says so; what it still had to send is failed. */
  disableChannel(item: HeldWork, reason: string): Promise<void>;
}

export interface DeliverDeps extends BatchDeps {
  readonly store: DeliverStore;
  send(delivery: DeliveryToSend, signal: AbortSignal): Promise<SendResult>;
  wakeChannels(channels: readonly number[]): Promise<void>;
}

/** Sends deliveries, one a job, and lets the channel's next one go (R21). */
export async function deliverBatch(job: BatchJob, deps: DeliverDeps, signal: AbortSignal): Promise<BatchReport> {
  const channels = new Set<number>();
  try {
    return await runBatch('deliver', job, deps, signal, async (item, stop) => {
      const delivery = await deps.store.startDelivery(item);
      if (delivery === null) return { outcome: 'stale' };
      channels.add(delivery.channelId);
      return { ...labelOf(job), ...(await deliverOne(item, delivery, deps, stop)) };
    });
  } finally {
    if (channels.size > 0) await deps.wakeChannels([...channels]);
  }
}

/** What the log says of a delivery: a job is one. */
function labelOf({ url, channel }: BatchJob): { url?: string; channel?: string } {
  return { ...(url !== undefined && { url }), ...(channel !== undefined && { channel }) };
}

async function deliverOne(
  item: HeldWork,
  delivery: DeliveryToSend,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<Omit<ItemOutcome, 'work'>> {
  const result = await deps.send(delivery, signal);
  switch (result.status) {
    case 'sent':
      await deps.store.commitSent(item);
      return { outcome: 'sent' };
    case 'gone':
      await deps.store.disableChannel(item, 'the receiver answered 410: it wants no more');
      return { outcome: 'channel-gone' };
    case 'failed': {
      const why = { code: result.code, reason: result.detail };
      const planned = result.final === true ? null : deliveryDelayMs(delivery.attempts, deps.random);
      const delayMs = planned === null ? null : Math.max(planned, result.retryAfterMs ?? 0);
      await deps.store.commitFailed(item, why, delayMs);
      return { outcome: delayMs === null ? 'failed' : 'retry', code: result.code };
    }
  }
}
