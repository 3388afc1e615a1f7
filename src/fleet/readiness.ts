import { sql } from 'kysely';
import type { Check } from '../observe/health.ts';
import type { Container } from './container.ts';
import type { Space } from './scheduler.ts';

/** What a process must be able to do before work is sent to it. */
export function checksOf({ store, queues }: Container, space: Space): Readonly<Record<string, Check>> {
  return {
    store: async () => {
      await sql`SELECT 1`.execute(store.db);
      return null;
    },
    queues: async () => {
      await queues.check();
      return null;
    },
    space: () => (space.isLow ? 'less than 1 GiB is free: polling has stopped' : null),
  };
}
