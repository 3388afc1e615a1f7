import { sql } from 'kysely';
import { isWireError, WireError } from '../core/errors.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';
import type { Seal } from './seal.ts';
import { countSealed, sealedFault, SEALED_COLUMNS } from './sealed.ts';

/** What a backup holds, in an order in which each table's references are there before it. */
export const TABLES = [
  'setting',
  'host',
  'slot',
  'robots',
  'source',
  'site_memory',
  'feed',
  'story',
  'article',
  'entry',
  'body',
  'topic',
  'topic_version',
  'match',
  'story_key',
  'alert',
  'alert_article',
  'channel',
  'subscription',
  'delivery',
  'work',
  'account',
  'token',
] as const;

/**
 * What it does not hold: which migrations ran stands in its header, browsers log in again, and the index of the archive
 * is made anew with its texts.
 */
export const LEFT_OUT = ['migration_done', 'migration_lock', 'session', 'article_words'] as const;

const PAGE = 500;

interface Header {
  readonly wirewatch: 1;
  readonly migrations: readonly string[];
  /** The fingerprint of the secret that credentials are sealed with, and how many are; not in older backups. */
  readonly secret?: string | null;
  readonly sealed?: number;
}

/** One line of a backup: the header, or a row of a table. */
export type DumpLine = Header | { readonly table: string; readonly row: Record<string, unknown> };

/** Every row of ours, table by table, from one snapshot. Sealed credentials stay sealed: they need the same secret. */
export async function* dump(db: Database, { fingerprint }: Pick<Seal, 'fingerprint'>): AsyncGenerator<DumpLine> {
  const held = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  try {
    const [migrations, sealed] = [await migrationsOf(held), await countSealed(held)];
    yield { wirewatch: 1, migrations, secret: fingerprint, sealed };
    for (const name of TABLES) {
      await sql`DECLARE dump NO SCROLL CURSOR FOR SELECT to_jsonb(t) AS row FROM ${sql.table(name)} t`.execute(held);
      for (;;) {
        const { rows } = await sql<{ row: Record<string, unknown> }>`FETCH ${sql.lit(PAGE)} FROM dump`.execute(held);
        for (const { row } of rows) yield { table: name, row };
        if (rows.length < PAGE) break;
      }
      await sql`CLOSE dump`.execute(held);
    }
  } finally {
    await held.rollback().execute();
  }
}

async function migrationsOf(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM wirewatch.migration_done ORDER BY name`.execute(db);
  return rows.map((row) => row.name);
}

export interface RestoreOptions {
  readonly seal: Seal;
  /** What brings the right secret here, for a person: ends the message of SECRET_WRONG. */
  readonly cure: string;
  /** Whether credentials that can’t be opened here are left out instead. */
  readonly withoutSecrets?: boolean;
}

export interface Restored {
  readonly rows: number;
  /** How many credentials were left out. */
  readonly leftOut: number;
  /** An older backup does not say with which secret it was sealed: why its credentials can’t be opened, if so. */
  readonly fault: string | null;
}

/**
 * Fills an empty store with a backup, in one transaction.
 * @throws RESTORE_REFUSED when the store is not empty, or the backup is of another schema or no backup
 * @throws SECRET_WRONG when it has credentials that another secret sealed
 */
export async function restore(
  db: Database,
  lines: AsyncIterable<DumpLine>,
  options: RestoreOptions,
): Promise<Restored> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      n: number;
    }>`SELECT (SELECT count(*) FROM feed) + (SELECT count(*) FROM topic) + (SELECT count(*) FROM article) + (SELECT count(*) FROM account) AS n`.execute(
      tx,
    );
    if ((rows[0]?.n ?? 0) > 0)
      throw new WireError('RESTORE_REFUSED', 'the store is not empty; restore into a new data directory or database');
    for (const name of [...TABLES].reverse()) await sql`DELETE FROM ${sql.table(name)}`.execute(tx);
    const restored = await readIn(tx, lines, options);
    await resume(tx);
    return { ...restored, fault: (await sealedFault(tx, options.seal))?.message ?? null };
  });
}

async function readIn(
  tx: Database,
  lines: AsyncIterable<DumpLine>,
  options: RestoreOptions,
): Promise<Omit<Restored, 'fault'>> {
  const columns = await columnsOf(tx);
  const opens = opener(options);
  let count = 0;
  let leftOut = 0;
  let page: { table: string; rows: Record<string, unknown>[] } = { table: '', rows: [] };
  let begun = false;
  const flush = async (): Promise<void> => {
    if (page.rows.length > 0) await insert(tx, page.table, columns.get(page.table) ?? [], page.rows);
    count += page.rows.length;
  };
  for await (const line of lines) {
    if (!begun) {
      checkSecret(checkHeader(line, await migrationsOf(tx)), options);
      begun = true;
    } else if ('table' in line) {
      if (!columns.has(line.table))
        throw new WireError('RESTORE_REFUSED', `the backup has a table ${line.table}, which is none of ours`);
      if (line.table !== page.table || page.rows.length >= PAGE) {
        await flush();
        page = { table: line.table, rows: [] };
      }
      const isOpen = opens(line);
      if (!isOpen) leftOut += 1;
      page.rows.push(isOpen ? line.row : { ...line.row, [SEALED_COLUMNS[line.table] as string]: null });
    }
  }
  if (!begun) throw new WireError('RESTORE_REFUSED', 'the file is empty');
  await flush();
  return { rows: count, leftOut };
}

/** Before the rows are read: of a large backup nobody waits an hour for a refusal. */
function checkSecret({ secret, sealed = 0 }: Header, { seal, cure, withoutSecrets }: RestoreOptions): void {
  if (secret === undefined || sealed === 0 || secret === seal.fingerprint || withoutSecrets === true) return;
  throw new WireError(
    'SECRET_WRONG',
    `the backup’s credentials (signing secrets of channels, headers of feeds: ${sealed}) are sealed with another secret than this store’s: ${cure}, and restore again; --without-secrets leaves them out`,
  );
}

/** Whether a row's credential, if it has one, is to be kept: all are, unless those that can't be opened are left out. */
function opener({ seal, withoutSecrets }: RestoreOptions): (line: Extract<DumpLine, { table: string }>) => boolean {
  return ({ table, row }) => {
    const sealed = row[SEALED_COLUMNS[table] ?? ''];
    if (withoutSecrets !== true || typeof sealed !== 'string') return true;
    try {
      // As JSON has PostgreSQL's bytea: \x and hex digits.
      seal.open(Buffer.from(sealed.slice(2), 'hex'));
      return true;
    } catch (error) {
      if (isWireError(error)) return false;
      throw error;
    }
  };
}

function checkHeader(line: DumpLine, migrations: readonly string[]): Header {
  if (!('wirewatch' in line)) throw new WireError('RESTORE_REFUSED', 'the file is not a backup of wirewatch');
  if (line.migrations.join() !== migrations.join()) {
    throw new WireError(
      'RESTORE_REFUSED',
      `the backup is of schema ${line.migrations.at(-1) ?? 'none'}, this version has ${migrations.at(-1) ?? 'none'}`,
    );
  }
  return line;
}

/** Columns that can be written, by table. */
async function columnsOf(tx: Database): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    SELECT table_name AS "table", array_agg(column_name::text ORDER BY ordinal_position) AS columns FROM information_schema.columns
    WHERE table_schema = 'wirewatch' AND is_generated = 'NEVER' AND table_name = ANY(${[...TABLES]}::text[]) GROUP BY table_name`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.table, row.columns]));
}

async function insert(
  tx: Database,
  name: string,
  columns: readonly string[],
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const list = sql.join(columns.map((column) => sql.ref(column)));
  await sql`
    INSERT INTO ${sql.table(name)} (${list}) OVERRIDING SYSTEM VALUE
    SELECT ${list} FROM jsonb_populate_recordset(NULL::${sql.table(name)}, ${json(rows)}::jsonb)`.execute(tx);
}

/** Counters go on after the highest id, and nothing is held by workers of the other installation. */
async function resume(tx: Database): Promise<void> {
  const { rows } = await sql<{ table: string }>`
    SELECT table_name AS "table" FROM information_schema.columns
    WHERE table_schema = 'wirewatch' AND is_identity = 'YES' AND column_name = 'id' AND table_name = ANY(${[...TABLES]}::text[])`.execute(
    tx,
  );
  for (const { table: name } of rows) {
    await sql`SELECT setval(pg_get_serial_sequence(${`wirewatch.${name}`}, 'id'), (SELECT greatest(max(id), 1) FROM ${sql.table(name)}))`.execute(
      tx,
    );
  }
  await sql`UPDATE work SET handed_at = NULL, token = NULL, job = NULL, lease_until = NULL`.execute(tx);
  await sql`UPDATE slot SET handed_at = NULL, token = NULL, job = NULL, lease_until = NULL`.execute(tx);
}
