import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { loadConfig, type Config } from '../config/load.ts';
import {
  openContainer,
  openStoreParts,
  type Container,
  type ContainerOptions,
  type StoreParts,
} from '../fleet/container.ts';
import { logOf } from '../fleet/log.ts';
import { say } from './terminal.ts';

/** What every command that needs the store takes. */
export interface StoreFlags {
  readonly config?: string;
  readonly data?: string;
}

export function withStoreFlags(command: Command): Command {
  return command
    .option('--config <file>', 'the configuration file (else WIREWATCH_CONFIG)')
    .option('--data <dir>', 'the data directory of the embedded store (else WIREWATCH_DATA, else ./data)');
}

/** The configuration of file, environment and flags. @throws CONFIG_INVALID */
export function configOf(flags: StoreFlags, overrides: Record<string, string | number | undefined> = {}): Config {
  return loadConfig({
    env: readEnvironment(),
    configFile: flags.config,
    overrides: { data: flags.data, ...overrides },
  });
}

/**
 * Runs a command on the store: attaches to the server that runs, or starts it, and leaves it again. Only warnings are
 * logged; what takes a moment is said on standard error.
 */
export function withStore<T>(flags: StoreFlags, run: (parts: StoreParts) => Promise<T>): Promise<T> {
  return withParts(flags, openStoreParts, run);
}

/** Runs a command that needs the queues or the web, too, as `withStore` does. */
export function withContainer<T>(flags: StoreFlags, run: (container: Container) => Promise<T>): Promise<T> {
  return withParts(flags, openContainer, run);
}

async function withParts<Parts extends StoreParts, T>(
  flags: StoreFlags,
  open: (options: ContainerOptions) => Promise<Parts>,
  run: (parts: Parts) => Promise<T>,
): Promise<T> {
  const config = configOf(flags);
  // A person reads this: what goes wrong ends the command with one line, which says it better than the log.
  const quiet = {
    ...config,
    log: { ...config.log, level: config.log.level === 'info' ? ('error' as const) : config.log.level },
  };
  const parts = await open({
    config: quiet,
    log: logOf(quiet, 'cli'),
    role: 'cli',
    waitMs: 10_000,
    // That the server was started is no news to who asks for a list.
    onNote: (message, detail) => void (detail === undefined && say(`${message}\n`)),
  });
  try {
    return await run(parts);
  } finally {
    await parts.close();
  }
}
