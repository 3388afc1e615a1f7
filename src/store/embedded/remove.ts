import { realpath, rm } from 'node:fs/promises';
import { knownPlace } from './place.ts';
import { stopPostmaster } from './postmaster.ts';
import { readRecord } from './record.ts';

const STOP_MS = 60_000;

/**
 * Removes a data directory with all that belongs to it: its server is stopped, a database that was kept elsewhere (R25)
 * and the socket's folder go too. For temporary ones; idempotent.
 */
export async function removeEmbedded(dataDir: string): Promise<void> {
  const real = await realpath(dataDir).catch(() => undefined);
  if (real === undefined) return;
  const [record, place] = await Promise.all([readRecord(real), knownPlace(real)]).catch(() => []);
  if (place) await stopPostmaster(place.cluster, STOP_MS);
  if (place && place.home !== real) await rm(place.home, { recursive: true, force: true });
  if (record?.socketDir !== undefined) await rm(record.socketDir, { recursive: true, force: true });
  await rm(real, { recursive: true, force: true });
}
