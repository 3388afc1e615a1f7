import { sql } from 'kysely';
import { WireError } from '../core/errors.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';

/** Who changes something: a declared file, or a person by command, page or API. */
export type Author = { readonly file: string } | 'person';

/** What a file declares is changed in that file only (R22). @throws DECLARED */
export function mayChange(what: string, declaredIn: string | null, author: Author): void {
  if (author === 'person' && declaredIn !== null) {
    throw new WireError('DECLARED', `${what} is declared in ${declaredIn}; change it there`);
  }
}

export function declaredIn(author: Author): string | null {
  return author === 'person' ? null : author.file;
}

/** What files declare now, by natural keys. */
export interface DeclaredKeys {
  readonly feeds: readonly string[];
  readonly topics: readonly string[];
  readonly subscriptions: readonly { readonly topic: string; readonly type: string; readonly address: string }[];
}

/** What no file declares any more is a person's again, to be changed and removed like anything else (R22). */
export async function releaseUndeclared(db: Database, now: DeclaredKeys): Promise<void> {
  await sql`UPDATE feed SET declared_in = NULL WHERE declared_in IS NOT NULL AND url <> ALL(${[...now.feeds]}::text[])`.execute(
    db,
  );
  await sql`UPDATE topic SET declared_in = NULL WHERE declared_in IS NOT NULL AND id <> ALL(${[...now.topics]}::text[])`.execute(
    db,
  );
  await sql`
    WITH declared AS (SELECT * FROM jsonb_to_recordset(${json(now.subscriptions)}::jsonb) AS d(topic text, type text, address text))
    UPDATE subscription s SET declared_in = NULL FROM channel c WHERE c.id = s.channel_id AND s.declared_in IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM declared d WHERE d.topic = s.topic_id AND d.type = c.type AND d.address = c.address)`.execute(
    db,
  );
  await sql`
    UPDATE channel SET declared_in = NULL WHERE declared_in IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM subscription s WHERE s.channel_id = channel.id AND s.declared_in IS NOT NULL)`.execute(
    db,
  );
}
