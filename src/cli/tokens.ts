import { Command } from 'commander';
import { DURATION_FORM, parseDuration } from '../core/duration.ts';
import { WireError } from '../core/errors.ts';
import type { UserRole } from '../core/user-role.ts';
import { createToken, listTokens, revokeToken } from '../store/token.ts';
import { withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { instant, table } from './table.ts';
import { print, printJson, say } from './terminal.ts';
import { roleOption } from './users.ts';

/** `wirewatch tokens`: what programs come in with. */
export function tokensCommand(): Command {
  const tokens = new Command('tokens').description('what programs come in with: Authorization: Bearer TOKEN');
  tokens.addCommand(createCommand());
  tokens.addCommand(listCommand());
  tokens.addCommand(revokeCommand());
  return tokens;
}

interface CreateFlags extends StoreFlags {
  readonly role: UserRole;
  readonly expires?: string;
  readonly json?: boolean;
}

const MAX_EXPIRES_MS = 3_650 * 24 * 3_600_000;

function createCommand(): Command {
  return withStoreFlags(new Command('create'))
    .description('make a token; it is shown once, and only its hash is kept')
    .argument('[name]', 'what it is for', 'token')
    .addOption(roleOption().default('admin'))
    .option('--expires <duration>', 'after which it is good no more, such as 90d')
    .option('--json', 'print one JSON value')
    .action(async (name: string, { role, expires, json, ...flags }: CreateFlags) => {
      const title = name.trim();
      if (title === '' || title.length > 100 || /\p{Cc}/u.test(title))
        throw new WireError('USAGE', 'the name of a token is one line of at most 100 characters');
      const expiresMs = expires === undefined ? null : durationOf(expires);
      await withStore(flags, async ({ store }) => {
        const { id, token } = await createToken(store.db, { name: title, role, expiresMs });
        if (json === true) return printJson({ id, name: title, role, token });
        say(`Token ${id} (${role}), shown only now:\n`);
        print(`${token}\n`);
      });
    });
}

/** @throws USAGE */
function durationOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0 || ms > MAX_EXPIRES_MS)
    throw new WireError('USAGE', `--expires ${text}: expected ${DURATION_FORM}, up to 3650d`);
  return ms;
}

function listCommand(): Command {
  return withStoreFlags(new Command('list'))
    .description('all tokens, with when each was used last')
    .option('--json', 'print one JSON value')
    .action((flags: StoreFlags & { json?: boolean }) =>
      withStore(flags, async ({ store }) => {
        const tokens = await listTokens(store.db);
        if (flags.json === true) return printJson(tokens);
        const now = Date.now();
        const rows = tokens.map(({ id, name, role, createdAt, usedAt, expiresAt }) => [
          id,
          name,
          role,
          instant(createdAt),
          instant(usedAt),
          expiresAt !== null && expiresAt.getTime() <= now ? 'expired' : instant(expiresAt),
        ]);
        print(
          table(
            ['id', 'name', 'role', 'created', 'used', 'expires'],
            rows,
            'No tokens yet: wirewatch tokens create NAME',
          ),
        );
      }),
    );
}

function revokeCommand(): Command {
  return withStoreFlags(new Command('revoke'))
    .description('end tokens at once')
    .argument('<id...>')
    .action((ids: string[], flags: StoreFlags) =>
      withStore(flags, async ({ store }) => {
        for (const id of ids) {
          if (!/^\d{1,15}$/.test(id) || !(await revokeToken(store.db, Number(id))))
            throw new WireError('NOT_FOUND', `there is no token ${id}`);
          print(`revoked: token ${id}\n`);
        }
      }),
    );
}
