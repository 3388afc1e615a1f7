import { Command, CommanderError } from 'commander';
import { packageVersion } from '../config/version.ts';
import { isWireError, messageOf } from '../core/errors.ts';
import { extractCommand } from './extract.ts';
import { feedCommand } from './feed.ts';
import { initCommand } from './init.ts';
import { matchCommand } from './match.ts';
import { print, say } from './terminal.ts';

/** Every command, in the order in which `--help` lists them. One file a command. */
const COMMANDS: readonly (() => Command)[] = [matchCommand, extractCommand, feedCommand, initCommand];

export function program(): Command {
  const root = new Command('wirewatch')
    .description('Watches the news for people: feeds in, clean articles, stories and topic alerts out.')
    .version(packageVersion())
    .showHelpAfterError('(see --help)')
    .configureOutput({ writeOut: print, writeErr: say })
    .exitOverride();
  for (const make of COMMANDS) root.addCommand(inherit(make(), root));
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
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has written its message
  if (!isWireError(error)) {
    say(`wirewatch: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  say(`wirewatch: ${messageOf(error)} [${error.code}]\n`);
  return error.code === 'USAGE' || error.code === 'QUERY_INVALID' ? 2 : 1;
}
