import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { WireError } from '../../core/errors.ts';
import { SUPERUSER } from './cluster.ts';

export interface Address {
  /** The socket's folder. */
  readonly host: string;
  readonly port: number;
}

export const DATABASE = 'wirewatch';
/** Owns the database, and is no superuser: a statement that goes wrong reads no file and runs no program. */
export const ROLE = 'wirewatch';

/** First key of our advisory locks; the second says which. They are per database, so every session uses the same one. */
const LOCKS = 0x57495245;
/** Shared: a process that uses the server. Alone: the process that stops it. */
const PRESENT = 1;
/** The `start` of this data directory. */
const START = 2;

const ANSWER_MS = 5_000;

/** The one connection by which a process counts as a client of the server, and holds its locks. */
export interface Session {
  /** Aborted when the connection is gone. */
  readonly lost: AbortSignal;
  /** Whether it still answers. */
  answers(): Promise<boolean>;
  /** Undefined when this session has the start lock now, else who holds it. */
  lockStart(): Promise<string | undefined>;
  unlockStart(): Promise<void>;
  /** Gives up presence and locks. True when nobody else is present: then nobody can become present until `close`. */
  leave(): Promise<boolean>;
  close(): Promise<void>;
}

/** What came of trying to connect; `again` is worth another try, `absent` means that no server listens there. */
export type Attempt =
  | { readonly kind: 'open'; readonly session: Session }
  | { readonly kind: 'again' | 'absent' | 'foreign'; readonly error: unknown };

/**
 * Connects to the server at an address, checks that it is the cluster's, and becomes present in it.
 * @throws EMBEDDED_ACCESS when the socket is another user's
 */
export async function tryOpen(address: Address, cluster: string, systemIdentifier: string): Promise<Attempt> {
  try {
    const client = await connect(address, DATABASE);
    try {
      if (!(await isOurs(client, cluster, systemIdentifier))) {
        await client.end().catch(() => undefined);
        return { kind: 'foreign', error: new Error('another cluster answers on the recorded socket') };
      }
      await client.query('SELECT pg_advisory_lock_shared($1, $2)', [LOCKS, PRESENT]);
      return { kind: 'open', session: sessionOf(client) };
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    if (codeOf(error) === '3D000') return createDatabase(address, cluster, systemIdentifier);
    return judge(error, address);
  }
}

/** States of the server and of the way to it, by SQLSTATE and errno. */
function judge(error: unknown, address: Address): Attempt {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK') return { kind: 'absent', error };
  if (code === 'EACCES' || code === 'EPERM') {
    throw new WireError('EMBEDDED_ACCESS', `the server's socket in ${address.host} belongs to another user`, {
      cause: error,
    });
  }
  // 57P01 is stopping, 57P02 crashed, 57P03 not yet or no longer ready, 53300 full; without a code the connection broke.
  const passing = ['57P01', '57P02', '57P03', '53300', 'ECONNRESET', 'EPIPE', 'EAGAIN', 'ETIMEDOUT', undefined];
  if (passing.includes(code)) return { kind: 'again', error };
  throw error;
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code;
}

async function connect(address: Address, database: string): Promise<Client> {
  const client = new Client({
    ...address,
    database,
    user: SUPERUSER,
    application_name: `wirewatch ${process.pid}`,
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined); // an idle connection's end is told by `end`
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function isOurs(client: Client, cluster: string, systemIdentifier: string): Promise<boolean> {
  const { rows } = await client.query<{ id: string; folder: string }>(
    `SELECT system_identifier::text AS id, current_setting('data_directory') AS folder FROM pg_control_system()`,
  );
  if (rows[0]?.id !== systemIdentifier) return false;
  // A copy of the data directory has the same number, and one folder may have two paths: the folder itself decides.
  const [served, ours] = await Promise.all([stat(rows[0].folder).catch(() => undefined), stat(cluster)]);
  return served?.dev === ours.dev && served.ino === ours.ino;
}

/** The first client of a new cluster makes role and database; whoever does it at the same moment finds them there. */
async function createDatabase(address: Address, cluster: string, systemIdentifier: string): Promise<Attempt> {
  try {
    const client = await connect(address, 'postgres');
    try {
      if (await isOurs(client, cluster, systemIdentifier)) {
        await unlessThere(client.query(`CREATE ROLE ${ROLE} LOGIN`));
        await unlessThere(client.query(`CREATE DATABASE ${DATABASE} OWNER ${ROLE}`));
      }
    } finally {
      await client.end().catch(() => undefined);
    }
    return { kind: 'again', error: new Error('the database was made just now') };
  } catch (error) {
    return judge(error, address);
  }
}

/** 42710 and 42P04: it exists; 23505 and 55006: it is being made. */
async function unlessThere(made: Promise<unknown>): Promise<void> {
  await made.catch((error: unknown) => {
    if (!['42710', '42P04', '23505', '55006'].includes(codeOf(error) ?? '')) throw error;
  });
}

function sessionOf(client: Client): Session {
  const lost = new AbortController();
  client.once('end', () => lost.abort());
  return {
    lost: lost.signal,
    answers: async () => {
      if (lost.signal.aborted) return false;
      const answer = client.query('SELECT 1').then(
        () => true,
        () => false,
      );
      return Promise.race([answer, sleep(ANSWER_MS, false, { ref: false })]);
    },
    lockStart: async () => {
      const { rows } = await client.query<{ mine: boolean; holder: string | null }>(
        `SELECT pg_try_advisory_lock($1, $2) AS mine,
                (SELECT min(application_name) FROM pg_locks JOIN pg_stat_activity USING (pid)
                  WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND granted) AS holder`,
        [LOCKS, START],
      );
      return rows[0]?.mine === true ? undefined : (rows[0]?.holder ?? 'another process');
    },
    unlockStart: async () => {
      await client.query('SELECT pg_advisory_unlock($1, $2)', [LOCKS, START]);
    },
    leave: async () => {
      // First out, then alone: of two that leave at once at least the later one finds itself alone.
      await client.query('SELECT pg_advisory_unlock_all()');
      const { rows } = await client.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS alone', [
        LOCKS,
        PRESENT,
      ]);
      return rows[0]?.alone === true;
    },
    close: async () => {
      await client.end().catch(() => undefined);
    },
  };
}
