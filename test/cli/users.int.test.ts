import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { PROGRAM, runCommand } from '../support/processes.ts';
import { onPath } from '../support/servers.ts';
import { until } from '../support/until.ts';

const [bin] = postgresBins();
const PASSWORD = 'correct horse battery';
/** Gives a command a terminal; it is of util-linux and looks otherwise on other systems. */
const TERMINAL = process.platform === 'linux' ? onPath('script') : undefined;

describe.skipIf(bin === undefined)('users and tokens, by command (skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
  });
  afterAll(() => server?.stop());

  async function ww(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
    const { code, stdout, stderr } = await runCommand(args, { input, env: { DATABASE_URL: server.connectionString } });
    return { code, out: stdout, err: stderr };
  }

  it('a password comes from standard input, and what is wrong is said before anything is opened', async () => {
    expect(await ww(['users', 'list'])).toMatchObject({ code: 0, out: expect.stringContaining('No users yet') });
    const added = await ww(['users', 'add', 'Anna', '--password-stdin'], `${PASSWORD}\nmore\n`);
    expect(added).toMatchObject({ code: 0, out: 'added: anna (admin)\n' });
    expect(added.err).toContain('need a login');
    expect(added.err + added.out).not.toContain(PASSWORD);
    const wrong: readonly (readonly [code: number, said: string, input: string, ...args: string[]])[] = [
      [1, 'CONFLICT', PASSWORD, 'users', 'add', 'anna', '--password-stdin'],
      [2, 'at least 10', 'short', 'users', 'add', 'b', '--password-stdin'],
      [2, 'no password on standard input', '', 'users', 'add', 'b', '--password-stdin'],
      [2, '--password-stdin', '', 'users', 'add', 'b'],
      [2, 'no name of a user', PASSWORD, 'users', 'add', 'a:b', '--password-stdin'],
      [2, 'admin, reader', PASSWORD, 'users', 'add', 'b', '--role', 'root', '--password-stdin'],
      [2, 'nothing to change', '', 'users', 'edit', 'anna'],
      [1, 'NOT_FOUND', '', 'users', 'edit', 'bert', '--role', 'admin'],
      [1, 'NOT_FOUND', '', 'users', 'remove', 'bert'],
      [1, 'NOT_FOUND', '', 'tokens', 'revoke', '99'],
      [2, '--expires', '', 'tokens', 'create', 'x', '--expires', 'soon'],
    ];
    await Promise.all(
      wrong.map(async ([code, said, input, ...args]) => {
        const ran = await ww(args, input);
        expect(ran.code, args.join(' ')).toBe(code);
        expect(ran.err).toContain(said);
      }),
    );
    const edited = await ww(['users', 'edit', 'anna', '--role', 'reader']);
    expect(edited).toMatchObject({
      code: 0,
      out: 'changed: anna\n',
      err: expect.stringContaining('No user is an admin'),
    });
    const users = JSON.parse((await ww(['users', 'list', '--json'])).out) as object[];
    expect(users).toEqual([
      { name: 'anna', role: 'reader', createdAt: expect.any(String), changedAt: expect.any(String) },
    ]);
    expect(await ww(['users', 'remove', 'anna'])).toMatchObject({ code: 0, out: 'removed: anna\n' });
  });

  it('a token is printed once, alone on standard output', async () => {
    const { out, err } = await ww(['tokens', 'create', 'ci', '--role', 'reader', '--expires', '90d']);
    expect(out).toMatch(/^ww_[\w-]{43}\n$/);
    expect(err).toContain('shown only now');
    const listed = await ww(['tokens', 'list']);
    expect(listed.out).toMatch(/1 {3}ci +reader/);
    expect(listed.out).not.toContain(out.trim());
    expect(JSON.parse((await ww(['tokens', 'create', '--json'])).out)).toMatchObject({ id: 2, role: 'admin' });
    expect(await ww(['tokens', 'revoke', '1', '2'])).toMatchObject({ code: 0 });
    expect((await ww(['tokens', 'list', '--json'])).out).toBe('[]\n');
  });

  it.skipIf(TERMINAL === undefined)(
    'on a terminal the password is asked for twice and not shown',
    async () => {
      const { PATH, HOME } = process.env;
      const quoted = [process.execPath, PROGRAM, 'users', 'add', 'tina']
        .map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`)
        .join(' ');
      const child = spawn(TERMINAL as string, ['-qefc', quoted, '/dev/null'], {
        env: { PATH, HOME, DATABASE_URL: server.connectionString, SHELL: '/bin/sh', TERM: 'xterm' },
      });
      let shown = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (shown += chunk));
      const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
      const seen = (part: string): Promise<string> =>
        until(
          () => shown,
          (all) => all.includes(part),
          { ms: 60_000, what: part },
        );
      await seen('Password of tina: ');
      child.stdin.write(`${PASSWORD}\r`);
      await seen('The same again: ');
      child.stdin.write(`${PASSWORD}\r`);
      await seen('added: tina (admin)');
      child.stdin.end();
      expect(await closed).toBe(0);
      expect(shown).not.toContain(PASSWORD);
    },
    120_000,
  );
});
