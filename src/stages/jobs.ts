import { z } from 'zod';

/** The stages that have a queue, in the order of the flow; also the queues' names in Bull Board. */
export const STAGES = ['fetch', 'parse', 'alert', 'deliver'] as const;
export type StageName = (typeof STAGES)[number];

/** Items in a batch job. */
export const MAX_ITEMS = 20;

/** How long a worker holds what it has claimed without renewing it; a killed worker's work is free again after that. */
export const LEASE_MS = 10_000;

/** An item that ended its process this often is given up, or kept for a person, instead of tried again. */
export const MAX_INTERRUPTIONS = 3;

const version = z.literal(1);
const positive = z.number().int().positive();

/** A batch of one host: what is due is claimed from the store when the job starts (R9). */
export const FetchJob = z.strictObject({
  v: version,
  slot: positive,
  dispatch: positive,
  host: z.string(),
  url: z.string().optional(),
  trace: z.string().optional(),
});
export type FetchJob = z.output<typeof FetchJob>;

/** Work rows with the dispatch that each was handed out under (R1): `[id, dispatch]`. */
const Items = z
  .array(z.tuple([positive, positive]))
  .min(1)
  .max(MAX_ITEMS);
export type Item = readonly [work: number, dispatch: number];

/** A batch of work rows of one stage; host and url are there to be read by a person (R7). */
export const BatchJob = z.strictObject({
  v: version,
  items: Items,
  host: z.string().optional(),
  url: z.string().optional(),
  /** Of a delivery: what kind of channel, and where it has a host, which. */
  channel: z.string().optional(),
  topic: z.string().optional(),
  trace: z.string().optional(),
});
export type BatchJob = z.output<typeof BatchJob>;

export interface Job<P = FetchJob | BatchJob> {
  /** `<stage>-<claim>-<dispatch>`, never used twice (R1). */
  readonly id: string;
  readonly payload: P;
}

/** Puts jobs on a stage's queue. Never hangs; a job that gets lost is handed out again by the sweeper. */
export type Enqueue = (stage: StageName, jobs: readonly Job[]) => Promise<void>;

/** Keeps a payload of 20 items below 2 KB, whatever its letters (R7). */
const MAX_SHOWN = 300;

/** An address that fits a payload and shows no query, which may hold a key. */
export function shownUrl(url: string): string {
  const bare = url.split(/[?#]/, 1)[0] ?? '';
  return bare.length > MAX_SHOWN ? `${bare.slice(0, MAX_SHOWN)}…` : bare;
}
