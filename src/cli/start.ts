import { Command, InvalidArgumentError } from 'commander';
import { runFleet, type Fleet } from '../fleet/boot.ts';
import { isPretty } from '../fleet/log.ts';
import { ROLES, type Role } from '../fleet/roles.ts';
import { configOf, withStoreFlags, type StoreFlags } from './configuration.ts';
import { say } from './terminal.ts';

interface StartFlags extends StoreFlags {
  readonly roles: readonly Role[];
  readonly port?: number;
}

/** `wirewatch start`: the roles in one process, on the engine that the environment names. */
export function startCommand(): Command {
  return withStoreFlags(new Command('start'))
    .description('run the roles in one process, on the engine that the environment names')
    .option('--roles <roles>', `which, separated by commas (${ROLES.join(', ')})`, parseRoles, [...ROLES])
    .option('--port <n>', 'the port of the web page (else WIREWATCH_PORT, else 8080)', parsePort)
    .action(async (flags: StartFlags) => {
      const config = configOf(flags, { 'web.port': flags.port });
      process.exit(
        await runFleet({
          config,
          roles: flags.roles,
          holdsStart: true,
          // Where lines are for a machine, all of them are the log's: it has the address too.
          ...(isPretty(config) && {
            onNote: (message: string) => say(`${message}\n`),
            onStarted: ({ address }: Fleet) => {
              if (address !== undefined) say(`wirewatch is at ${address}\n`);
            },
          }),
        }),
      );
    });
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('expected a port from 0 to 65535.');
  return port;
}

function parseRoles(text: string): Role[] {
  const names = [
    ...new Set(
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ];
  const unknown = names.filter((name) => !(ROLES as readonly string[]).includes(name));
  if (unknown.length > 0 || names.length === 0) throw new InvalidArgumentError(`expected some of ${ROLES.join(', ')}.`);
  return names as Role[];
}
