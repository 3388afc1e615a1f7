import { isAway } from './open.ts';

interface Waiting<I, O> {
  readonly item: I;
  readonly resolve: (outcome: O) => void;
  readonly reject: (error: unknown) => void;
}

/** Items of one statement, at most. */
const MAX = 50;

/**
 * Gives what `run` gives for one item, asked for with those that others ask for at the same moment: while one statement is
 * under way, what comes waits for the next (a database calls it group commit). Each caller waits for its own item, and an
 * item that breaks the statement breaks no other: they are then run one by one.
 */
export function together<I, O>(run: (items: readonly I[]) => Promise<readonly O[]>): (item: I) => Promise<O> {
  let waiting: Waiting<I, O>[] = [];
  let running = false;

  const runAll = async (batch: readonly Waiting<I, O>[]): Promise<void> => {
    try {
      const outcomes = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as O);
    } catch (error) {
      if (batch.length === 1 || isAway(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await runAll([one]);
    }
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX);
      waiting = waiting.slice(MAX);
      await runAll(batch);
    }
    running = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (running) return;
      running = true;
      // Not at once: what is asked for in the same turn goes along.
      setImmediate(() => void work());
    });
}
