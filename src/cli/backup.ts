import { Command } from 'commander';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { WireError } from '../core/errors.ts';
import { dump, restore, type DumpLine } from '../store/dump.ts';
import { withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { print, say } from './terminal.ts';

const SAY_EVERY = 50_000;

/** `wirewatch backup`: everything in one compressed file, while the fleet runs. */
export function backupCommand(): Command {
  return withStoreFlags(new Command('backup'))
    .description('write everything to one file (gzip of JSON lines), while the fleet runs')
    .argument('<file>')
    .action((file: string, flags: StoreFlags) =>
      withStore(flags, async ({ store }) => {
        let count = 0;
        async function* lines(): AsyncGenerator<string> {
          for await (const line of dump(store.db)) {
            count += 1;
            if (count % SAY_EVERY === 0) say(`${count} rows …\n`);
            yield `${JSON.stringify(line)}\n`;
          }
        }
        const partial = `${file}.partial`;
        try {
          await pipeline(Readable.from(lines()), createGzip(), createWriteStream(partial, { mode: 0o600 }));
          await rename(partial, file);
        } catch (cause) {
          await rm(partial, { force: true });
          throw new WireError('OUTPUT_UNWRITABLE', `the backup could not be written to ${file}`, { cause });
        }
        print(`${count - 1} rows in ${file}\n`);
      }),
    );
}

/** `wirewatch restore`: an empty store filled with a backup. */
export function restoreCommand(): Command {
  return withStoreFlags(new Command('restore'))
    .description('fill an empty store with a backup')
    .argument('<file>')
    .action((file: string, flags: StoreFlags) =>
      withStore(flags, async ({ store }) => {
        print(`${await restore(store.db, linesOf(file))} rows restored\n`);
      }),
    );
}

async function* linesOf(file: string): AsyncGenerator<DumpLine> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  // An error of the file must reach the one who reads the lines.
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const line of createInterface({ input: source.pipe(gunzip), crlfDelay: Infinity }))
      yield JSON.parse(line) as DumpLine;
  } catch (cause) {
    throw new WireError('INPUT_UNREADABLE', `${file} can’t be read as a backup`, { cause });
  }
}
