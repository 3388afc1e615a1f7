import { handOut, handOutHosts as handOutFreed, tick, upkeep, type ScheduleDeps } from '../stages/schedule.ts';
import { writeDigests } from '../store/digests.ts';
import { handOutHosts, SLOT_FREE } from '../store/host.ts';
import { applyLimits } from '../store/limits.ts';
import { listen } from '../store/listen.ts';
import { withLock } from '../store/lock.ts';
import { pausedStages } from '../store/setting.ts';
import { moveFeeds, retain, standIn } from '../store/upkeep.ts';
import { findStuck, freeStuck, handOutDeliveries, handOutDue, stillQueued, suspectAll } from '../store/work.ts';
import { indexRound } from './archive-index.ts';
import type { Container } from './container.ts';
import { steerPace } from './pace.ts';
import { enqueuer, type RoleContext, type RunningRole } from './roles.ts';
import { every } from './timers.ts';

const TICK_MS = 1_000;
const UPKEEP_MS = 10_000;
const SPACE_MS = 10_000;
const INDEX_MS = 2_000;
const PACE_MS = 60_000;
const SETTLE_MS = 600_000;
/** R27: below this nothing new is taken in. */
const MIN_FREE_BYTES = 1024 ** 3;

/** Whether there is room to take anything in; asked of the disk of the embedded server, else always. */
export class Space {
  #free: number | undefined;
  readonly #container: Pick<Container, 'embedded' | 'log'>;

  constructor(container: Pick<Container, 'embedded' | 'log'>) {
    this.#container = container;
  }

  get isLow(): boolean {
    return this.#free !== undefined && this.#free < MIN_FREE_BYTES;
  }

  async look(): Promise<void> {
    const { embedded, log } = this.#container;
    if (embedded === undefined) return;
    const wasLow = this.isLow;
    this.#free = await embedded.freeBytes();
    if (this.isLow !== wasLow)
      log.warn(
        { freeBytes: this.#free },
        this.isLow ? 'polling stops: less than 1 GiB is free' : 'polling goes on: there is room again',
      );
  }
}

/** Ticks every second and whenever somebody says that there is work (R4). */
export async function startScheduler(context: RoleContext, space: Space): Promise<RunningRole> {
  const { container } = context;
  const { log, store } = container;
  const deps = scheduleDeps(container, space);
  const settling = async (): Promise<void> => {
    const moved = await withLock(store.pool, 'wirewatch.limits', () => applyLimits(store.db, container.politeness));
    if (moved > 0) log.info({ moved }, 'feeds and pages moved to the hosts that they are counted under now');
  };
  await settling();
  const failed = (err: unknown): void => log.warn({ err }, 'a tick failed; the next one comes');
  const ticking = every(TICK_MS, async () => void (await tick(deps)), failed);
  const upkeeping = every(UPKEEP_MS, async () => void (await upkeep(deps)), failed);
  // A process that was started before the configuration changed still makes hosts by the old one.
  const settlingAgain = every(SETTLE_MS, settling, failed);
  const pacing = every(PACE_MS, () => steerPace(container), failed);
  const indexing = every(INDEX_MS, async () => void (space.isLow || (await indexRound(store.db))), failed);
  const looking = every(SPACE_MS, () => space.look(), failed);
  const wake = coalesce(async () => void (await handOut(deps)), failed);
  const wakeHosts = coalesce(async () => void (await handOutFreed(deps)), failed);
  const heard = (_: string, payload: string): void => {
    if (payload === SLOT_FREE) wakeHosts();
    else if (payload !== 'topics') wake();
  };
  const listener = listen(store.pool, ['wirewatch'], heard, failed);
  await space.look();
  await steerPace(container);
  return {
    async stop() {
      const timers = [ticking, upkeeping, settlingAgain, looking, pacing, indexing];
      for (const timer of timers) timer.stop();
      await listener.close();
      // What is under way needs the store.
      await Promise.all([...timers, wake, wakeHosts].map((one) => one.idle()));
    },
  };
}

/** What a tick needs, made of this process's parts. */
export function scheduleDeps(container: Container, space: Pick<Space, 'isLow'>): ScheduleDeps {
  const { config, politeness, queues } = container;
  const { db } = container.store;
  const walk = { after: 0 };
  return {
    enqueue: enqueuer(container),
    roomToPoll: () => !space.isLow,
    queues: {
      present: (stage, ids) => queues.present(stage, ids),
      epoch: () => queues.epoch(),
      applyPauses: (paused) => queues.applyPauses(paused),
    },
    store: {
      handOutHosts: (limit) => handOutHosts(db, limit, config.hosts.perAddress),
      handOutDue: (stage, limit) => handOutDue(db, stage, limit),
      handOutDeliveries: (limit) => handOutDeliveries(db, limit),
      findStuck: (limit) => findStuck(db, limit),
      stillQueued: (stuck) => stillQueued(db, stuck),
      freeStuck: (stuck) => freeStuck(db, stuck),
      suspectAll: () => suspectAll(db),
      pausedStages: () => pausedStages(db),
      standIn: (limit) => standIn(db, limit),
      moveFeeds: () => moveFeeds(db, (url) => politeness.of(url)),
      writeDigests: (limit) => writeDigests(db, limit),
      retain: () => retain(db, config.retention, walk),
    },
  };
}

interface Wake {
  (): void;
  idle(): Promise<void>;
}

/** Calls while it runs make it run once more, however many they are. */
function coalesce(run: () => Promise<void>, onError: (error: unknown) => void): Wake {
  let running: Promise<void> | undefined;
  let again = false;
  const loop = async (): Promise<void> => {
    do {
      again = false;
      await run().catch(onError);
    } while (again);
    running = undefined;
  };
  const wake = (): void => {
    again = true;
    running ??= loop();
  };
  return Object.assign(wake, { idle: () => running ?? Promise.resolve() });
}
