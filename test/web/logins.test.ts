import { beforeEach, describe, expect, it } from 'vitest';
import { Access, type Visitor } from '../../src/web/access.ts';
import type { AccountDeps } from '../../src/web/deps.ts';
import { Logins } from '../../src/web/logins.ts';

const ANNA = { name: 'anna', role: 'reader' } as const;

/** A store with one user, one token and one session, which counts how often it was asked. */
class Accounts implements AccountDeps {
  asked = 0;
  users = 1;
  tokens = new Map<string, { name: string; role: 'admin' | 'reader' }>([['good', { name: 'token ci', role: 'admin' }]]);
  changed: () => void = () => {};
  running = 0;
  most = 0;
  readonly sessionSeconds = 60;
  readonly counts = () => Promise.resolve({ users: this.users, admins: 0 });
  readonly checkPassword = async (name: string, password: string) => {
    this.asked += 1;
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    await new Promise((resolve) => setImmediate(resolve));
    this.running -= 1;
    return name === 'anna' && password === 'correct horse' ? ANNA : null;
  };
  readonly findToken = (token: string) => {
    this.asked += 1;
    return Promise.resolve(this.tokens.get(token) ?? null);
  };
  readonly findSession = () => {
    this.asked += 1;
    return Promise.resolve(null);
  };
  readonly openSession = () => Promise.resolve('session');
  readonly endSession = () => Promise.resolve();
  readonly listen = (onChange: () => void) => {
    this.changed = onChange;
    return { close: () => Promise.resolve() };
  };
}

describe('logins', () => {
  let accounts: Accounts;
  let access: Access;
  let logins: Logins;
  let now: number;
  beforeEach(() => {
    accounts = new Accounts();
    access = new Access({ host: '0.0.0.0', baseUrl: undefined, adminToken: undefined }, { users: 1, admins: 0 });
    now = 1_000_000;
    logins = new Logins(accounts, access, () => now);
  });

  const token = (text: string) => ({ by: 'bearer', token: text }) as const;
  const password = (name: string, text: string) => ({ by: 'basic', name, password: text }) as const;
  const find = async (
    shown: Parameters<Logins['find']>[0],
    address = '192.0.2.1',
  ): Promise<Visitor | string | null> => {
    const found = logins.known(shown) ?? (await logins.find(shown, address));
    return found !== null && 'waitS' in found ? `wait ${found.waitS}` : found;
  };

  it('are remembered for a moment, and forgotten when something changed', async () => {
    const changes = logins.begin(() => {});
    expect(await find(token('good'))).toEqual({ name: 'token ci', role: 'admin', by: 'bearer' });
    await find(token('good'));
    expect(accounts.asked).toBe(1);
    now += 10_001;
    await find(token('good'));
    expect(accounts.asked).toBe(2);
    let told = 0;
    logins.onChange(() => (told += 1));
    accounts.tokens.clear();
    accounts.changed();
    expect(told).toBe(1);
    expect(await find(token('good'))).toBeNull();
    await changes.close();
  });

  it('that were looked up before a change and answered after it are not remembered', async () => {
    const changes = logins.begin(() => {});
    const looking = logins.find(token('good'), '192.0.2.1');
    accounts.tokens.clear();
    accounts.changed();
    await looking;
    expect(await find(token('good'))).toBeNull();
    await changes.close();
  });

  it('take effect for whether anybody can log in', async () => {
    const changes = logins.begin(() => {});
    accounts.users = 0;
    accounts.changed();
    await new Promise((resolve) => setImmediate(resolve));
    expect(access.hasUsers).toBe(false);
    await changes.close();
  });

  it('by guessing from one address wait, even with what is right, and others do not', async () => {
    for (let n = 0; n < 20; n += 1) expect(await find(password(`user${n}`, 'guess'))).toBeNull();
    expect(await find(password('anna', 'correct horse'))).toBe('wait 60');
    expect(accounts.asked).toBe(20);
    expect(await find(password('anna', 'correct horse'), '192.0.2.2')).toMatchObject(ANNA);
    // Who is known already goes on.
    expect(await find(password('anna', 'correct horse'))).toMatchObject(ANNA);
    now += 60_001;
    expect(await find(password('anna', 'wrong'))).toBeNull();
  });

  it('by guessing one name from many addresses wait', async () => {
    for (let n = 0; n < 50; n += 1) await find(password(n % 2 ? 'anna' : ' ANNA', 'guess'), `192.0.2.${n}`);
    expect(await find(password('anna', 'correct horse'), '198.51.100.1')).toBe('wait 900');
    expect(await find(password('bert', 'guess'), '198.51.100.1')).toBeNull();
  });

  it('check two passwords at once, let some wait and send the rest away', async () => {
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, n) => find(password('anna', 'correct horse'), `192.0.2.${n}`)),
    );
    expect(accounts.most).toBe(2);
    expect(results.filter((one) => typeof one === 'object')).toHaveLength(22);
    expect(results.filter((one) => one === 'wait 5')).toHaveLength(18);
    expect(await find(password('anna', 'correct horse'), '192.0.2.99')).toMatchObject(ANNA);
  });

  it('check no password where nobody has one', async () => {
    access.counts = { users: 0, admins: 0 };
    expect(await find(password('admin', 'guess'))).toBeNull();
    expect(accounts.asked).toBe(0);
  });
});
