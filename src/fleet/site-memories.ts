import { emptyMemory, isTextPlace, observe, readMemory, type SiteMemory, type SiteRecord } from '../article/memory.ts';
import type { Database } from '../store/open.ts';
import { keepSiteMemory, readSiteMemory } from '../store/site-memory.ts';
import { shareMemory, type SharedMemory } from './shared-memory.ts';

/** Sites kept in this process. */
const MAX_SITES = 300;
/** Read anew after this long, so that what other processes learnt comes in. */
const FRESH_MS = 10 * 60_000;
/** Kept after so many pages; what is learnt between two savings may be lost with the process, which only costs time. */
const SAVE_AFTER = 10;
/** A memory of so many pages changes little with each: it is kept, and made ready for the threads, more rarely. */
const SETTLED_PAGES = 50;
const RARER = 5;
/** And one page of so many teaches it: what repeats is on them all. */
const TAUGHT_BY = 3;

/** What goes to a thread with each page is made anew after so many pages. */
const SLICE_AFTER = 5;
/** Of a site with some pages only what stood on about two goes along, and the places of text: most lines of a memory stood on one, and copying them costs more than they tell. */
const MIN_WEIGHT = 1.8;
const SOME_PAGES = 10;

interface Held {
  readonly memory: SiteMemory;
  readonly readAt: number;
  slice: SharedMemory;
  unsliced: number;
  unsaved: number;
  /** Pages learnt in this process. */
  learnt: number;
  /** Pages that it was asked for. */
  asked: number;
}

/** What a page's thread is told of its site. */
export interface KnownSite {
  readonly sharedMemory: SharedMemory;
  /** Whether the page's lines are wanted, to be learnt. */
  readonly learn: boolean;
}

function knownOf(held: Held): KnownSite {
  held.asked += 1;
  return { sharedMemory: held.slice, learn: held.learnt <= SETTLED_PAGES || held.asked % TAUGHT_BY === 0 };
}

function sliceOf({ v, sites }: SiteMemory): SharedMemory {
  const slices = Object.entries(sites).map(([site, record]) => {
    const lines = Object.entries(record.lines).filter(
      ([key, [weight]]) => record.pages < SOME_PAGES || weight >= MIN_WEIGHT || isTextPlace(key),
    );
    return [site, { pages: record.pages, tick: record.tick, lines: Object.fromEntries(lines), recent: [] }] satisfies [
      string,
      SiteRecord,
    ];
  });
  return shareMemory({ v, sites: Object.fromEntries(slices) });
}

/**
 * What repeats over the pages of each source, learnt as pages pass (`src/article/memory.ts`), kept in the store. Two
 * processes that learn the same site each keep what they saw: the last one to save wins, and both see enough pages.
 */
export class SiteMemories {
  readonly #db: Database;
  readonly #held = new Map<number, Held>();

  constructor(db: Database) {
    this.#db = db;
  }

  async of(sourceId: number): Promise<KnownSite> {
    const held = this.#held.get(sourceId);
    if (held !== undefined && (held.unsaved > 0 || performance.now() - held.readAt < FRESH_MS)) {
      this.#held.delete(sourceId); // to the end of the line of those that are dropped first
      this.#held.set(sourceId, held);
      return knownOf(held);
    }
    const memory = readMemory(await readSiteMemory(this.#db, sourceId)) ?? emptyMemory();
    const fresh = {
      memory,
      readAt: performance.now(),
      slice: sliceOf(memory),
      unsliced: 0,
      unsaved: 0,
      learnt: 0,
      asked: 0,
    };
    this.#held.set(sourceId, fresh);
    await this.#dropOldest();
    return knownOf(fresh);
  }

  /** Takes in the lines of one page. */
  async learn(sourceId: number, url: string, lines: readonly string[]): Promise<void> {
    const held = this.#held.get(sourceId);
    if (held === undefined) return;
    observe(held.memory, url, lines);
    held.unsaved += 1;
    held.unsliced += 1;
    held.learnt += 1;
    const rarer = held.learnt > SETTLED_PAGES ? RARER : 1;
    if (held.unsliced >= SLICE_AFTER * rarer) {
      held.slice = sliceOf(held.memory);
      held.unsliced = 0;
    }
    if (held.unsaved >= SAVE_AFTER * rarer) await this.#save(sourceId, held);
  }

  /** Keeps all that is not kept yet. */
  async flush(): Promise<void> {
    for (const [sourceId, held] of this.#held) if (held.unsaved > 0) await this.#save(sourceId, held);
  }

  async #save(sourceId: number, held: Held): Promise<void> {
    held.unsaved = 0;
    await keepSiteMemory(this.#db, sourceId, held.memory);
  }

  async #dropOldest(): Promise<void> {
    for (const [sourceId, held] of this.#held) {
      if (this.#held.size <= MAX_SITES) return;
      this.#held.delete(sourceId);
      if (held.unsaved > 0) await this.#save(sourceId, held);
    }
  }
}
