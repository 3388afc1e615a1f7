import { createHmac, randomBytes } from 'node:crypto';
import { dropOldest } from '../core/oldest.ts';
import type { Access, Shown, UserCounts, Visitor } from './access.ts';
import type { AccountDeps } from './deps.ts';
import { Tries } from './tries.ts';

/** What a token or a session said is believed so long, unless it is heard that something changed. */
const BEARER_MS = 10_000;
/** A password costs a fifth of a second to check, and a script shows it with every request. */
const PASSWORD_MS = 60_000;
const MAX_REMEMBERED = 2_000;
/** Looked for again this often even if nobody said anything. */
const LOOK_MS = 10_000;
/** Passwords checked at once, each with 32 MiB and a thread; who comes when so many wait is sent away. */
const MAX_CHECKS = 2;
const MAX_WAITING = 20;

interface Remembered {
  readonly visitor: Visitor;
  readonly until: number;
}

/** Why a login was not looked at. */
export interface Wait {
  readonly waitS: number;
}

/** Whom tokens, passwords and sessions of the store are, remembered for a moment, with a bound on guesses. */
export class Logins {
  readonly #accounts: AccountDeps;
  readonly #access: Access;
  readonly #now: () => number;
  readonly #key = randomBytes(32);
  readonly #remembered = new Map<string, Remembered>();
  readonly #listeners = new Set<() => void>();
  /** Failed logins by address, failed passwords by name, unknown sessions by address. */
  readonly #byAddress = new Tries({ max: 20, windowMs: 60_000 });
  readonly #byName = new Tries({ max: 50, windowMs: 15 * 60_000 });
  readonly #sessionsByAddress = new Tries({ max: 100, windowMs: 60_000 });
  #change = 0;
  #checks = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(accounts: AccountDeps, access: Access, now: () => number) {
    this.#accounts = accounts;
    this.#access = access;
    this.#now = now;
  }

  /** Listens to changes of who may come in; gives what ends that. */
  begin(onError: (error: unknown) => void): { close(): Promise<void> } {
    const look = (): void => void this.#look().catch(onError);
    const listener = this.#accounts.listen(() => {
      this.#forget();
      look();
    });
    const timer = setInterval(look, LOOK_MS).unref();
    return {
      async close() {
        clearInterval(timer);
        await listener.close();
      },
    };
  }

  /** Calls back when somebody's right to come in may have ended. */
  onChange(run: () => void): void {
    this.#listeners.add(run);
  }

  async #look(): Promise<void> {
    const change = this.#change;
    const counts: UserCounts = await this.#accounts.counts();
    if (change === this.#change) this.#access.counts = counts;
    else await this.#look();
  }

  #forget(): void {
    this.#change += 1;
    this.#remembered.clear();
    for (const run of this.#listeners) run();
  }

  /** Whom it is remembered to be, without asking anybody. */
  known(shown: Shown): Visitor | null {
    const entry = this.#remembered.get(this.#keyOf(shown));
    return entry !== undefined && entry.until > this.#now() ? entry.visitor : null;
  }

  /** Whom it is by what the store says; null for nobody. What failed is counted, and who failed too often waits. */
  async find(shown: Shown, address: string): Promise<Visitor | null | Wait> {
    const wait = this.waitS(shown, address);
    if (wait > 0) return { waitS: wait };
    const change = this.#change;
    const found = await this.#ask(shown);
    if (found !== null && 'waitS' in found) return found;
    if (found === null) {
      this.failed(shown, address);
      return null;
    }
    const visitor: Visitor = { ...found, by: shown.by };
    if (change === this.#change) this.#remember(shown, visitor);
    return visitor;
  }

  /** Seconds before something like this is looked at again, 0 for at once. */
  waitS(shown: Shown | undefined, address: string): number {
    const now = this.#now();
    if (shown?.by === 'session') return this.#sessionsByAddress.waitS(address, now);
    const byName = shown?.by === 'basic' ? this.#byName.waitS(nameKey(shown.name), now) : 0;
    return Math.max(byName, this.#byAddress.waitS(address, now));
  }

  /** Counts a login that failed; undefined is one that could not be read. */
  failed(shown: Shown | undefined, address: string): void {
    const now = this.#now();
    if (shown?.by === 'session') return this.#sessionsByAddress.add(address, now);
    if (shown?.by === 'basic') this.#byName.add(nameKey(shown.name), now);
    this.#byAddress.add(address, now);
  }

  async #ask(shown: Shown): Promise<Pick<Visitor, 'name' | 'role'> | null | Wait> {
    if (shown.by === 'bearer') return this.#accounts.findToken(shown.token);
    if (shown.by === 'session') return this.#accounts.findSession(shown.session);
    // Nobody's password is checked where nobody has one.
    if (!this.#access.hasUsers) return null;
    if (this.#waiting.length >= MAX_WAITING) return { waitS: 5 };
    await this.#enter();
    try {
      return await this.#accounts.checkPassword(shown.name, shown.password);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#checks -= 1;
      else next();
    }
  }

  /** The place of who leaves is handed on, so nobody can slip in between. */
  async #enter(): Promise<void> {
    if (this.#checks < MAX_CHECKS) this.#checks += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #remember(shown: Shown, visitor: Visitor): void {
    const key = this.#keyOf(shown);
    this.#remembered.delete(key);
    dropOldest(this.#remembered, MAX_REMEMBERED - 1);
    const ms = shown.by === 'basic' ? PASSWORD_MS : BEARER_MS;
    this.#remembered.set(key, { visitor, until: this.#now() + ms });
  }

  /** Under a key of this process: its memory holds no password, nor what one could be guessed from elsewhere. */
  #keyOf(shown: Shown): string {
    const parts =
      shown.by === 'basic' ? [shown.name, shown.password] : [shown.by === 'bearer' ? shown.token : shown.session];
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([shown.by, ...parts]))
      .digest('base64');
  }
}

function nameKey(name: string): string {
  return name.trim().toLowerCase().slice(0, 64);
}
