import { createWebhook } from '../../channel/webhook.ts';
import type { Channel } from '../../channel/channel.ts';
import type { Metrics } from '../../observe/metrics.ts';
import type { DeliverDeps, DeliveryToSend, SendResult } from '../../stages/deliver.ts';
import type { Enqueue } from '../../stages/jobs.ts';
import { commitFailed, commitSent, disableChannel, startDelivery } from '../../store/delivering.ts';
import type { Container } from '../container.ts';
import { batchDeps, channelWaker } from './batch.ts';

/** The channels that this version knows, by type. */
export function channelsOf({ http }: Pick<Container, 'http'>): ReadonlyMap<string, Channel> {
  const all = [createWebhook({ http, clock: { now: () => Date.now() } })];
  return new Map(all.map((channel) => [channel.type, channel]));
}

/** What the deliver stage needs, made of this process's parts. */
export function deliverDeps(container: Container, enqueue: Enqueue, metrics: Metrics): DeliverDeps {
  const { db } = container.store;
  const send = sender(container);
  return {
    ...batchDeps(container),
    wakeChannels: channelWaker(container, enqueue),
    async send(delivery, signal) {
      const started = performance.now();
      const result = await send(delivery, signal);
      metrics.delivery(delivery.channelType, result.status, performance.now() - started);
      return result;
    },
    store: {
      startDelivery: (item) => startDelivery(db, item),
      commitSent: (item) => commitSent(db, item),
      commitFailed: (item, why, delayMs) => commitFailed(db, item, why, delayMs),
      disableChannel: (item, reason) => disableChannel(db, item, reason),
    },
  };
}

/** Sends one frozen body to its channel. */
export function sender(
  container: Pick<Container, 'http' | 'seal'>,
): (delivery: DeliveryToSend, signal: AbortSignal) => Promise<SendResult> {
  const channels = channelsOf(container);
  return async (delivery, signal) => {
    const channel = channels.get(delivery.channelType);
    if (channel === undefined) {
      return {
        status: 'failed',
        code: 'CHANNEL_INVALID',
        detail: `this version knows no channel ${delivery.channelType}`,
      };
    }
    const secrets = delivery.secretSealed === null ? [] : [container.seal.open(delivery.secretSealed)];
    return channel.send(
      {
        address: delivery.address,
        id: delivery.messageId,
        body: delivery.body,
        contentType: 'application/json',
        secrets,
      },
      signal,
    );
  };
}
