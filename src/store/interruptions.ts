import { sql } from 'kysely';

/**
 * How often a process has ended during an item of `work`, one more counted. Apart from `attempts`: a process that is killed
 * once must not put an item aside that had failed twice for another reason. It begins anew when the item is through with
 * its stage.
 */
export const INTERRUPTIONS = sql.raw('(CASE WHEN work.interrupted THEN work.interruptions + 1 ELSE 1 END)');
