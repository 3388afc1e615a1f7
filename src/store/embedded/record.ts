import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { WireError } from '../../core/errors.ts';

/** What a data directory remembers of its server: the file `embedded.json`. */
const recordSchema = z.object({
  v: z.literal(1),
  /** The folder that holds `pg`: `.` is the data directory itself, else a place of the system's. */
  home: z.string().min(1),
  /** The cluster's own number, a 64-bit integer in decimal; absent until it was made. */
  systemIdentifier: z.string().regex(/^\d+$/).optional(),
  /** The socket's folder, and the home (device and inode) that it was chosen for: a copied data directory chooses anew. */
  socketDir: z.string().optional(),
  socketFor: z.string().optional(),
});

export type EmbeddedRecord = z.infer<typeof recordSchema>;

function recordFile(dataDir: string): string {
  return join(dataDir, 'embedded.json');
}

/** @throws EMBEDDED_MOVED when the file cannot be understood, EMBEDDED_ACCESS when it may not be read */
export async function readRecord(dataDir: string): Promise<EmbeddedRecord | undefined> {
  const file = recordFile(dataDir);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES') throw new WireError('EMBEDDED_ACCESS', `${file} belongs to another user`, { cause: error });
    throw error;
  }
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new WireError(
      'EMBEDDED_MOVED',
      `${file} cannot be understood; it was changed or written by a newer wirewatch`,
      {
        cause: error,
      },
    );
  }
}

/** Replaces the record; a crash leaves the old or the new one. */
export async function writeRecord(dataDir: string, record: EmbeddedRecord): Promise<void> {
  const next = join(dataDir, `.embedded.${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(next, 'wx', 0o644);
    try {
      await handle.writeFile(`${JSON.stringify(record, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, recordFile(dataDir));
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}
