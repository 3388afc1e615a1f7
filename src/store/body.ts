import { promisify } from 'node:util';
import { sql } from 'kysely';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Database } from './open.ts';

const deflateAsync = promisify(deflateRaw);
const inflateAsync = promisify(inflateRaw);

/** A body as it stands in the store: raw deflate (RFC 1951) at the fastest level, which is most of the gain. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  return deflateAsync(bytes, { level: 1 });
}

/** The body again; `size` is what it had and bounds what it may become. */
export async function inflate(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  return inflateAsync(bytes, { maxOutputLength: Math.max(size, 1) });
}

/** The pages of these articles as they were received, as far as they are kept. */
export async function rawBodies(
  db: Database,
  articleIds: readonly number[],
): Promise<{ articleId: number; contentType: string | null; bytes: Uint8Array }[]> {
  const { rows } = await sql<{ article_id: number; content_type: string | null; bytes: Uint8Array; size: number }>`
    SELECT article_id, content_type, bytes, size FROM body
    WHERE article_id = ANY(${[...articleIds]}::bigint[]) AND quarantined_at IS NULL`.execute(db);
  return Promise.all(
    rows.map(async (row) => ({
      articleId: row.article_id,
      contentType: row.content_type,
      bytes: await inflate(row.bytes, row.size),
    })),
  );
}
