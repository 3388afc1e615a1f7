import { sql } from 'kysely';
import { isReusedId, plainTitle, TELLING_TITLE, type KnownEntry } from '../feed/entry-key.ts';
import type { EntryRow } from '../stages/parse/deps.ts';
import type { Database } from './open.ts';

/** What the store knows of an entry: the row that holds its words. */
export interface Known extends KnownEntry {
  readonly key: string;
  /** Null for what was left out when the feed was first read. */
  readonly articleId: number | null;
  readonly digest: string | null;
}

/** What a document lists, told apart. */
export interface Sorted {
  /** Entries that are new, under names that nobody has. */
  readonly fresh: readonly EntryRow[];
  readonly known: readonly { readonly entry: EntryRow; readonly as: Known }[];
  /** All names of the document that the store has. */
  readonly names: ReadonlySet<string>;
}

const COLUMNS = sql.raw(`m.key, m.article_id AS "articleId", m.digest, m.title, m.link, m.published, m.main`);

/**
 * Which entries of a document the store knows: by any of their names, unless it is an id that the feed handed on to
 * another story; after a redesign that gave everything new ids and addresses, by their titles.
 */
export async function sortEntries(db: Database, feedId: number, entries: readonly EntryRow[]): Promise<Sorted> {
  const byName = await knownByName(db, feedId, entries);
  const names = new Set(byName.keys());
  const known: { entry: EntryRow; as: Known }[] = [];
  const fresh: EntryRow[] = [];
  for (const entry of entries) {
    const as = knownAs(entry, byName);
    if (as !== null) known.push({ entry, as });
    else fresh.push(underFreeNames(entry, names));
  }
  const again = await republished(db, feedId, fresh, entries.length);
  for (const [entry, as] of again) known.push({ entry, as });
  return { fresh: fresh.filter((entry) => !again.has(entry)), known, names };
}

interface KnownRow extends Omit<Known, 'published'> {
  readonly main: boolean;
  readonly published: Date | null;
}

/** By each name of the document that the store has, the row that holds the entry's words. */
async function knownByName(
  db: Database,
  feedId: number,
  entries: readonly EntryRow[],
): Promise<ReadonlyMap<string, Known>> {
  const names = entries.flatMap((entry) => entry.aliases);
  if (names.length === 0) return new Map();
  const { rows } = await sql<KnownRow>`
    SELECT ${COLUMNS} FROM entry m WHERE m.feed_id = ${feedId} AND m.key = ANY(${names}::text[])`.execute(db);
  const aliased = [...new Set(rows.flatMap(({ main, articleId }) => (main || articleId === null ? [] : [articleId])))];
  const words = new Map<number | null, KnownRow>();
  if (aliased.length > 0) {
    const found = await sql<KnownRow>`
      SELECT ${COLUMNS} FROM entry m WHERE m.feed_id = ${feedId} AND m.article_id = ANY(${aliased}::bigint[]) AND m.main`.execute(
      db,
    );
    for (const row of found.rows) words.set(row.articleId, row);
  }
  return new Map(rows.map((row) => [row.key, knownOf(row.main ? row : (words.get(row.articleId) ?? row))]));
}

function knownOf({ key, articleId, digest, title, link, published }: KnownRow): Known {
  return { key, articleId, digest, title, link, published: published?.toISOString() ?? null };
}

function knownAs(entry: EntryRow, byName: ReadonlyMap<string, Known>): Known | null {
  for (const name of entry.aliases) {
    const as = byName.get(name);
    if (as !== undefined && !(name === entry.idKey && isReusedId(as, entry))) return as;
  }
  return null;
}

function underFreeNames(entry: EntryRow, taken: ReadonlySet<string>): EntryRow {
  const aliases = entry.aliases.filter((name) => !taken.has(name));
  return aliases.length === entry.aliases.length ? entry : { ...entry, aliases, key: aliases[0] ?? entry.key };
}

/** So many entries, and at least half of the document, must be new at once for a redesign. */
const REDESIGN = 3;
/** Entries of the feed that are compared with. */
const COMPARED = 20_000;

/**
 * Entries that were known before a redesign: most of a document is new by all its names, and most of that has a title
 * that the feed had before. Where only a few titles come again (a daily column), nothing was redesigned.
 */
async function republished(
  db: Database,
  feedId: number,
  fresh: readonly EntryRow[],
  listed: number,
): Promise<ReadonlyMap<EntryRow, Known>> {
  if (fresh.length < REDESIGN || fresh.length * 2 < listed) return new Map();
  const { rows } = await sql<KnownRow>`
    SELECT ${COLUMNS} FROM entry m WHERE m.feed_id = ${feedId} AND m.main AND length(m.title) >= ${TELLING_TITLE}
    ORDER BY m.last_listed DESC LIMIT ${COMPARED}`.execute(db);
  if (rows.length === 0) return new Map();
  const byTitle = new Map(rows.map((row) => [plainTitle(row), knownOf(row)]));
  const found = new Map<EntryRow, Known>();
  for (const entry of fresh) {
    const title = plainTitle(entry);
    const as = title.length >= TELLING_TITLE ? byTitle.get(title) : undefined;
    if (as !== undefined) found.set(entry, as);
  }
  const titles = new Set([...found.keys()].map(plainTitle));
  return titles.size >= REDESIGN && titles.size * 2 > fresh.length ? found : new Map();
}
