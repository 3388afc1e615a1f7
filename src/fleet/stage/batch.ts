import { randomUUID } from 'node:crypto';
import type { BatchDeps, WorkStore } from '../../stages/batch.ts';
import type { Enqueue } from '../../stages/jobs.ts';
import { isAway } from '../../store/open.ts';
import { claimWork, handOutDeliveries, quarantineWork, releaseWork, renewWork, retryWork } from '../../store/work.ts';
import type { Container } from '../container.ts';
import { every } from '../timers.ts';

/** The store's part of every batch. */
function workStore({ store: { db } }: Container): WorkStore {
  return {
    claimWork: (stage, items, token) => claimWork(db, stage, items, token),
    renewWork: (ids, token) => renewWork(db, ids, token),
    releaseWork: (ids, token) => releaseWork(db, ids, token),
    retryWork: (work, token, wait) => retryWork(db, work, token, wait),
    quarantineWork: (work, token, why) => quarantineWork(db, work, token, why),
  };
}

/** What all stages that work in batches need. */
export function batchDeps(container: Container): BatchDeps {
  return {
    work: workStore(container),
    every: (ms, run) => every(ms, run, (err) => container.log.warn({ err }, 'a lease could not be renewed')),
    random: Math.random,
    newToken: randomUUID,
    isAway,
  };
}

/** Hands out what these channels have to deliver, now; what fails here the next tick does. */
export function channelWaker(
  { store: { db } }: Container,
  enqueue: Enqueue,
): (channels: readonly number[]) => Promise<void> {
  return async (channels) => {
    for (const channel of channels) await enqueue('deliver', await handOutDeliveries(db, 1, channel));
  };
}
