import { Command } from 'commander';
import { attachEmbedded } from '../store/embedded/server.ts';
import { readEnvironment } from '../config/environment.ts';
import { prepareQueues } from '../queue/bullmq.ts';
import { migrate, openStore, waitForStore } from '../store/open.ts';
import { configOf, withStoreFlags, type StoreFlags } from './configuration.ts';
import { print, say } from './terminal.ts';

/** `wirewatch migrate`: the schema brought up to date; `start` does so by itself. */
export function migrateCommand(): Command {
  return withStoreFlags(new Command('migrate'))
    .description('bring the store’s schema up to date (start does so by itself)')
    .option('--init', 'even in a database that holds tables of others')
    .action(async (flags: StoreFlags & { init?: boolean }) => {
      const config = configOf(flags);
      const env = readEnvironment();
      const embedded =
        config.engine.store === 'given'
          ? undefined
          : await attachEmbedded({
              dataDir: config.dataDir,
              binDir: config.postgresBin,
              environment: { path: env['PATH'] ?? '', runtimeDir: env['XDG_RUNTIME_DIR'] },
              onNote: (message) => say(`${message}\n`),
            });
      const store = openStore({
        connectionString: embedded?.connectionString ?? (config.engine.databaseUrl?.reveal() as string),
        applicationName: 'wirewatch migrate',
        maxConnections: 2,
      });
      try {
        await waitForStore(store, { ms: 10_000 });
        const ran = await migrate(store, { init: flags.init === true });
        if (config.engine.queue === 'postgres')
          await prepareQueues({ engine: 'postgres', pool: store.pool, label: store.label });
        print(ran.length === 0 ? 'up to date\n' : ran.map((name) => `done: ${name}\n`).join(''));
      } finally {
        await store.close();
        await embedded?.release();
      }
    });
}
