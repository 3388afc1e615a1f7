import { indexArchive } from '../store/archive-index.ts';
import type { Database } from '../store/open.ts';

/** Texts that are held at once; one step of the event loop each. */
const BATCH = 50;
/** So long of each round, that the rest of the machine is there for the news. */
const ROUND_MS = 400;

/** Makes keys of texts that have none until there are no more, or the round is over; gives how many texts. */
export async function indexRound(db: Database): Promise<number> {
  const until = performance.now() + ROUND_MS;
  let done = 0;
  while (performance.now() < until) {
    const made = await indexArchive(db, BATCH);
    done += made;
    if (made < BATCH) break;
  }
  return done;
}
