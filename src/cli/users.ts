import { Command, Option } from 'commander';
import { WireError } from '../core/errors.ts';
import { USER_ROLES, type UserRole } from '../core/user-role.ts';
import { addUser, changeUser, countUsers, listUsers, removeUser, userName } from '../store/users.ts';
import type { Container } from '../fleet/container.ts';
import { withContainer, withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { newPassword } from './password.ts';
import { instant, table } from './table.ts';
import { print, printJson, say } from './terminal.ts';

/** `wirewatch users`: who may log in on the page and the API. */
export function usersCommand(): Command {
  const users = new Command('users').description('who may log in, with a password');
  users.addCommand(addCommand());
  users.addCommand(listCommand());
  users.addCommand(editCommand());
  users.addCommand(removeCommand());
  return users;
}

/** `--role`, for users and tokens alike. */
export function roleOption(): Option {
  return new Option('--role <role>', 'an admin may do everything, a reader changes nothing').choices(USER_ROLES);
}

const STDIN = ['--password-stdin', 'read the password from the first line of standard input'] as const;

/** @throws USAGE */
function nameOf(text: string): string {
  const name = userName(text);
  if (name === null)
    throw new WireError('USAGE', `"${text}" is no name of a user: up to 64 of a-z, 0-9 and . _ @ + -, such as anna`);
  return name;
}

interface AddFlags extends StoreFlags {
  readonly role: UserRole;
  readonly passwordStdin?: boolean;
}

function addCommand(): Command {
  return withStoreFlags(new Command('add'))
    .description('add a user; the password is asked for')
    .argument('<name>')
    .addOption(roleOption().default('admin'))
    .option(...STDIN)
    .action(async (text: string, { role, passwordStdin = false, ...flags }: AddFlags) => {
      const name = nameOf(text);
      const password = await newPassword(name, passwordStdin);
      await withContainer(flags, async (container) => {
        const { users } = await countUsers(container.store.db);
        await addUser(container.store.db, { name, role, password });
        print(`added: ${name} (${role})\n`);
        if (users === 0) say('From now on the page and the API need a login, on this machine too.\n');
        await warnOfNoAdmin(container);
      });
    });
}

function listCommand(): Command {
  return withStoreFlags(new Command('list'))
    .description('all users')
    .option('--json', 'print one JSON value')
    .action((flags: StoreFlags & { json?: boolean }) =>
      withStore(flags, async ({ store }) => {
        const users = await listUsers(store.db);
        if (flags.json === true) return printJson(users);
        const rows = users.map((user) => [user.name, user.role, instant(user.createdAt), instant(user.changedAt)]);
        print(table(['name', 'role', 'added', 'changed'], rows, 'No users yet: wirewatch users add NAME'));
      }),
    );
}

interface EditFlags extends StoreFlags {
  readonly role?: UserRole;
  readonly password?: boolean;
  readonly passwordStdin?: boolean;
}

function editCommand(): Command {
  return withStoreFlags(new Command('edit'))
    .description('change a user; another password ends the sessions')
    .argument('<name>')
    .addOption(roleOption())
    .option('--password', 'ask for a new password')
    .option(...STDIN)
    .action(async (text: string, { role, password: asks = false, passwordStdin = false, ...flags }: EditFlags) => {
      const name = nameOf(text);
      if (role === undefined && !asks && !passwordStdin)
        throw new WireError('USAGE', 'nothing to change: give --role, --password or --password-stdin');
      const password = asks || passwordStdin ? await newPassword(name, passwordStdin) : undefined;
      await withContainer(flags, async (container) => {
        if (!(await changeUser(container.store.db, name, { role, password }))) throw notThere(name);
        print(`changed: ${name}\n`);
        await warnOfNoAdmin(container);
      });
    });
}

function removeCommand(): Command {
  return withStoreFlags(new Command('remove'))
    .description('remove users and end their sessions')
    .argument('<name...>')
    .action((names: string[], flags: StoreFlags) =>
      withContainer(flags, async (container) => {
        for (const name of names.map(nameOf)) {
          if (!(await removeUser(container.store.db, name))) throw notThere(name);
          print(`removed: ${name}\n`);
        }
        await warnOfNoAdmin(container);
      }),
    );
}

const notThere = (name: string): WireError => new WireError('NOT_FOUND', `there is no user ${name}`);

async function warnOfNoAdmin({ store, config }: Container): Promise<void> {
  const { users, admins } = await countUsers(store.db);
  if (users > 0 && admins === 0 && config.adminToken === undefined)
    say('No user is an admin: things are changed by this command line and by tokens alone.\n');
}
