import { sql } from 'kysely';
import { WireError } from '../core/errors.ts';
import type { UserRole } from '../core/user-role.ts';
import type { Database } from './open.ts';
import { decoy, hashPassword, isPassword } from './password.ts';

export interface UserRow {
  readonly name: string;
  readonly role: UserRole;
  readonly createdAt: Date;
  /** When the password or the role was changed last. */
  readonly changedAt: Date;
}

/** Told whenever somebody's right to come in has changed, so that every web server forgets what it remembers. */
export const ACCESS_CHANNEL = 'wirewatch_access';

export const tellAccessChanged = (db: Database) => sql`SELECT pg_notify(${ACCESS_CHANNEL}, '')`.execute(db);

const MAX_USERS = 10_000;

/** The name as it is stored: lower case, such as `anna` or `anna@example.org`; null for what is none. */
export function userName(text: string): string | null {
  const name = text.trim().toLowerCase();
  return /^[a-z0-9][a-z0-9._@+-]{0,63}$/.test(name) ? name : null;
}

/** NIST SP 800-63B asks for a length and forbids rules on what a password is made of. */
export const PASSWORD_LENGTH = { min: 10, max: 256 } as const;

/** What is the matter with a new password; null where nothing is. */
export function passwordFault(password: string, name: string): string | null {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH.min) return `a password has at least ${PASSWORD_LENGTH.min} characters`;
  if (length > PASSWORD_LENGTH.max) return `a password has at most ${PASSWORD_LENGTH.max} characters`;
  if (new Set(password).size < 4) return 'a password is not the same few characters over and over';
  const rest = [...password.toLowerCase().replaceAll(name, '')].length;
  if (rest < PASSWORD_LENGTH.min - 2) return 'a password is more than the name with a little added';
  return null;
}

/** @throws CONFLICT where the name is taken, or there are too many */
export async function addUser(
  db: Database,
  { name, role, password }: { name: string; role: UserRole; password: string },
): Promise<void> {
  const hash = await hashPassword(password);
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM account`.execute(tx);
    if ((rows[0]?.n ?? 0) >= MAX_USERS) throw new WireError('CONFLICT', `there are ${MAX_USERS} users already`);
    const { numAffectedRows } = await sql`
      INSERT INTO account (name, role, password) VALUES (${name}, ${role}, ${hash}) ON CONFLICT DO NOTHING`.execute(tx);
    if (numAffectedRows === 0n) throw new WireError('CONFLICT', `there is a user ${name} already`);
    await tellAccessChanged(tx);
  });
}

/** Another role, another password, or both; a new password ends the sessions. Gives whether the user is there. */
export async function changeUser(
  db: Database,
  name: string,
  { role, password }: { role?: UserRole | undefined; password?: string | undefined },
): Promise<boolean> {
  const hash = password === undefined ? null : await hashPassword(password);
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      UPDATE account SET role = coalesce(${role ?? null}, role), password = coalesce(${hash}, password), changed_at = clock_timestamp()
      WHERE name = ${name}`.execute(tx);
    if (hash !== null) await sql`DELETE FROM session WHERE account = ${name}`.execute(tx);
    await tellAccessChanged(tx);
    return numAffectedRows === 1n;
  });
}

/** Removes a user with the sessions; gives whether there was one. */
export async function removeUser(db: Database, name: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`DELETE FROM account WHERE name = ${name}`.execute(tx);
    await tellAccessChanged(tx);
    return numAffectedRows === 1n;
  });
}

/** By name. */
export async function listUsers(db: Database): Promise<UserRow[]> {
  const { rows } = await sql<UserRow>`
    SELECT name, role, created_at AS "createdAt", changed_at AS "changedAt" FROM account ORDER BY name`.execute(db);
  return rows;
}

export interface UserCounts {
  readonly users: number;
  readonly admins: number;
}

export async function countUsers(db: Database): Promise<UserCounts> {
  const { rows } = await sql<UserCounts>`
    SELECT count(*) AS users, count(*) FILTER (WHERE role = 'admin') AS admins FROM account`.execute(db);
  return rows[0] as UserCounts;
}

/** Whom a name and a password are; null for a wrong pair, found out in the same time as a right one. */
export async function checkPassword(
  db: Database,
  name: string,
  password: string,
): Promise<{ name: string; role: UserRole } | null> {
  const { rows } = await sql<{ name: string; role: UserRole; password: string }>`
    SELECT name, role, password FROM account WHERE name = ${userName(name) ?? ''}`.execute(db);
  const user = rows[0];
  const isRight = await isPassword(password, user?.password ?? decoy());
  return user !== undefined && isRight ? { name: user.name, role: user.role } : null;
}
