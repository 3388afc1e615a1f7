import type { SiteMemory } from '../article/memory.ts';
import { dropOldest } from '../core/oldest.ts';

/** A site's memory as threads get it: bytes that they all see, read once by each for many pages instead of cloned with each. */
export interface SharedMemory {
  /** Other content, another number. */
  readonly version: number;
  /** JSON in UTF-8. */
  readonly bytes: SharedArrayBuffer;
}

/** Opened memories that a thread keeps. */
const MAX_OPEN = 64;

let versions = 0;

export function shareMemory(memory: SiteMemory): SharedMemory {
  const text = Buffer.from(JSON.stringify(memory));
  const bytes = new SharedArrayBuffer(text.length);
  new Uint8Array(bytes).set(text);
  return { version: (versions += 1), bytes };
}

const open = new Map<number, SiteMemory>();

/** The memory in it; whoever asks must not change it, as the next page gets the same. */
export function openMemory({ version, bytes }: SharedMemory): SiteMemory {
  const known = open.get(version);
  const memory = known ?? (JSON.parse(Buffer.from(bytes).toString()) as SiteMemory);
  // Anew at the end of the line of those that are dropped first.
  open.delete(version);
  open.set(version, memory);
  dropOldest(open, MAX_OPEN);
  return memory;
}
