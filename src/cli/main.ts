import { Command, CommanderError } from 'commander';
import { packageVersion } from '../config/version.ts';
import { isWireError } from '../core/errors.ts';
import { print, say, sayError, watchOutput } from './terminal.ts';

interface Entry {
  readonly name: string;
  readonly description: string;
  /** Loaded only when it is called: a command that reads one file needs no database driver. */
  readonly load: () => Promise<Command>;
}

/** Every command, in the order in which `--help` lists them. One file a command. */
// prettier-ignore
const COMMANDS: readonly Entry[] = [
  { name: 'demo', description: 'offline tour on a sample newsroom', load: async () => (await import('./demo.ts')).demoCommand() },
  { name: 'start', description: 'run the roles in one process', load: async () => (await import('./start.ts')).startCommand() },
  { name: 'match', description: 'which topics match a page, and where', load: async () => (await import('./match.ts')).matchCommand() },
  { name: 'extract', description: 'the cleaned article of a page', load: async () => (await import('./extract.ts')).extractCommand() },
  { name: 'feed', description: 'read a feed, or find the feeds of a page', load: async () => (await import('./feed.ts')).feedCommand() },
  { name: 'feeds', description: 'the watched feeds; OPML in and out', load: async () => (await import('./feeds.ts')).feedsCommand() },
  { name: 'topics', description: 'the standing queries', load: async () => (await import('./topics.ts')).topicsCommand() },
  { name: 'alerts', description: 'the alerts; tail follows live', load: async () => (await import('./alerts.ts')).alertsCommand() },
  { name: 'why', description: 'what became of an address', load: async () => (await import('./why.ts')).whyCommand() },
  { name: 'init', description: 'write the example configuration', load: async () => (await import('./init.ts')).initCommand() },
  { name: 'channels', description: 'where alerts can go', load: async () => (await import('./channels.ts')).channelsCommand() },
  { name: 'subscriptions', description: 'which topics go where', load: async () => (await import('./subscriptions.ts')).subscriptionsCommand() },
  { name: 'queues', description: 'the queues, what failed, retry, pause', load: async () => (await import('./queues.ts')).queuesCommand() },
  { name: 'users', description: 'who may log in', load: async () => (await import('./users.ts')).usersCommand() },
  { name: 'tokens', description: 'what programs come in with', load: async () => (await import('./tokens.ts')).tokensCommand() },
  { name: 'doctor', description: 'check everything that it stands on', load: async () => (await import('./doctor.ts')).doctorCommand() },
  { name: 'migrate', description: 'bring the schema up to date', load: async () => (await import('./migrate.ts')).migrateCommand() },
  { name: 'backup', description: 'write everything to one file', load: async () => (await import('./backup.ts')).backupCommand() },
  { name: 'restore', description: 'fill an empty store with a backup', load: async () => (await import('./backup.ts')).restoreCommand() },
];

/** The command line with the command that `argv` names; the others are there by name only. */
export async function program(argv: readonly string[]): Promise<Command> {
  const root = new Command('wirewatch')
    .description('Watches the news for people: feeds in, clean articles, stories and topic alerts out.')
    .version(packageVersion())
    .showHelpAfterError('(see --help)')
    .configureOutput({ writeOut: print, writeErr: say })
    .exitOverride();
  const called = argv
    .slice(2)
    .filter((word) => !word.startsWith('-'))
    .slice(0, 2);
  for (const { name, description, load } of COMMANDS) {
    const command = called.includes(name) ? await load() : new Command(name).description(description);
    root.addCommand(inherit(command, root));
  }
  return root;
}

/** `addCommand` does not hand settings down as `command` does: exit and output must be the root's in every depth. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}

/**
 * Runs one command line. Results go to stdout, all else to stderr.
 * Exit code 0 on success, 1 on failure, 2 on wrong usage (and on a query that does not parse).
 */
export async function main(argv: readonly string[]): Promise<void> {
  watchOutput();
  try {
    await (await program(argv)).parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has written its message
  sayError(error);
  return isWireError(error) && (error.code === 'USAGE' || error.code === 'QUERY_INVALID') ? 2 : 1;
}
