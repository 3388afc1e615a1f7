import type { BatchJob, Enqueue, FetchJob, Job, StageName } from './jobs.ts';

/** A row or slot whose lease expired (R5). */
export interface Stuck {
  readonly id: number;
  readonly stage: StageName;
  readonly job: string | null;
  /** Somebody had claimed it and stopped renewing its lease; else it may still wait in its queue. */
  readonly claimed: boolean;
}

/** The store's part of a tick. Any number of schedulers may run these at once (R4). */
export interface ScheduleStore {
  handOutHosts(limit: number): Promise<Job<FetchJob>[]>;
  handOutDue(stage: 'parse' | 'alert', limit: number): Promise<Job<BatchJob>[]>;
  handOutDeliveries(limit: number): Promise<Job<BatchJob>[]>;
  findStuck(limit: number): Promise<Stuck[]>;
  stillQueued(stuck: readonly Stuck[]): Promise<void>;
  freeStuck(stuck: readonly Stuck[]): Promise<number>;
  suspectAll(): Promise<void>;
  pausedStages(): Promise<StageName[]>;
  /** Makes the feed's words stand in for pages that were not had within 30 minutes (R16); gives how many. */
  standIn(limit: number): Promise<number>;
  /** Moves feeds whose every poll was redirected for good; gives how many. */
  moveFeeds(): Promise<number>;
  /** Writes the digests that are due; gives how many. */
  writeDigests(limit: number): Promise<number>;
  /** Throws away what retention allows, in small batches (R31); gives how many rows. */
  retain(): Promise<number>;
}

export interface ScheduleQueues {
  /** Those of the ids whose jobs wait or run. */
  present(stage: StageName, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** `new` when the queue server came back empty since the last look: its mark was missing, and is set again. */
  epoch(): Promise<'known' | 'new'>;
  applyPauses(paused: readonly StageName[]): Promise<void>;
}

export interface ScheduleDeps {
  readonly store: ScheduleStore;
  readonly queues: ScheduleQueues;
  readonly enqueue: Enqueue;
  /** False while there is too little space to take anything in (R27). */
  readonly roomToPoll: () => boolean;
}

export interface TickReport {
  readonly handedOut: number;
  readonly freed: number;
}

const HOSTS = 200;
const ITEMS = 400;
const STUCK = 500;

/** One look at what is due: hands it out, and takes back what got lost (R4, R5). Idempotent; safe to run anywhere. */
export async function tick(deps: ScheduleDeps): Promise<TickReport> {
  const { store, queues } = deps;
  if ((await queues.epoch()) === 'new') await store.suspectAll();
  await queues.applyPauses(await store.pausedStages());
  const freed = await sweep(deps);
  return { freed, handedOut: await handOut(deps) };
}

/** Hands out what is due. Cheap enough to be run whenever somebody says that there is something. */
export async function handOut(deps: ScheduleDeps): Promise<number> {
  const { store, enqueue } = deps;
  const hosts = await handOutHosts(deps);
  const parse = await store.handOutDue('parse', ITEMS);
  await enqueue('parse', parse);
  const alert = await store.handOutDue('alert', ITEMS);
  await enqueue('alert', alert);
  const deliver = await store.handOutDeliveries(ITEMS);
  await enqueue('deliver', deliver);
  return hosts + parse.length + alert.length + deliver.length;
}

/** Hands out the hosts that are due, alone: what a worker asks for that is through with one. */
export async function handOutHosts({ store, enqueue, roomToPoll }: ScheduleDeps): Promise<number> {
  const hosts = roomToPoll() ? await store.handOutHosts(HOSTS) : [];
  await enqueue('fetch', hosts);
  return hosts.length;
}

/** A hand-out that nobody claimed may just wait behind others; only one whose job is gone is taken back. */
async function sweep({ store, queues }: ScheduleDeps): Promise<number> {
  const stuck = await store.findStuck(STUCK);
  if (stuck.length === 0) return 0;
  const waiting: Stuck[] = [];
  const gone: Stuck[] = stuck.filter((row) => row.claimed || row.job === null);
  for (const stage of new Set(stuck.map((row) => row.stage))) {
    const unclaimed = stuck.filter((row) => row.stage === stage && !row.claimed && row.job !== null);
    const present = await queues.present(stage, [...new Set(unclaimed.map((row) => row.job as string))]);
    for (const row of unclaimed) (present.has(row.job as string) ? waiting : gone).push(row);
  }
  if (waiting.length > 0) await store.stillQueued(waiting);
  return gone.length === 0 ? 0 : store.freeStuck(gone);
}

/** What need not be looked at every second. */
export async function upkeep({ store }: ScheduleDeps): Promise<Readonly<Record<string, number>>> {
  return {
    stoodIn: await store.standIn(500),
    moved: await store.moveFeeds(),
    digests: await store.writeDigests(100),
    retained: await store.retain(),
  };
}
