import { Command } from 'commander';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { WireError } from '../core/errors.ts';
import { dump, restore, type DumpLine } from '../store/dump.ts';
import type { StoreParts } from '../fleet/container.ts';
import { withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { print, say } from './terminal.ts';

const SAY_EVERY = 50_000;

/** `wirewatch backup`: everything in one compressed file, while the fleet runs. */
export function backupCommand(): Command {
  return withStoreFlags(new Command('backup'))
    .description('write everything to one file (gzip of JSON lines), while the fleet runs')
    .argument('<file>')
    .option('--force', 'also over a file that is there')
    .action((file: string, flags: StoreFlags & { force?: boolean }) =>
      withStore(flags, async (parts) => {
        if (flags.force !== true) await refuseExisting(file);
        const { store, seal } = parts;
        let count = 0;
        async function* lines(): AsyncGenerator<string> {
          for await (const line of dump(store.db, seal)) {
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
        const secret = placeOfSecret(parts);
        if (secret !== null) say(`Keep ${secret} too: the credentials in the backup can’t be opened without it.\n`);
      }),
    );
}

async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new WireError('OUTPUT_REFUSED', `${file} is there already; --force writes over it`);
}

/** Where the secret stands that credentials are sealed with; null where there is none. */
function placeOfSecret({ config, embedded }: StoreParts): string | null {
  if (config.secret !== undefined) return 'WIREWATCH_SECRET';
  return embedded === undefined ? null : join(config.dataDir, 'secret');
}

/** What brings the right secret here. */
function cureOf(parts: StoreParts): string {
  const place = placeOfSecret(parts);
  return place === null || place === 'WIREWATCH_SECRET'
    ? 'set WIREWATCH_SECRET to that of the old installation (embedded: what its data/secret holds)'
    : `copy the file secret of the old data directory (data/secret) to ${place}, or set WIREWATCH_SECRET to that of the old installation`;
}

/** `wirewatch restore`: an empty store filled with a backup. */
export function restoreCommand(): Command {
  return withStoreFlags(new Command('restore'))
    .description('fill an empty store with a backup')
    .argument('<file>')
    .option('--without-secrets', 'leave out the credentials that the secret here can’t open')
    .action((file: string, flags: StoreFlags & { withoutSecrets?: boolean }) =>
      withStore(flags, async (parts) => {
        const { store, seal } = parts;
        const { withoutSecrets = false } = flags;
        const cure = cureOf(parts);
        const { rows, leftOut, fault } = await restore(store.db, linesOf(file), { seal, cure, withoutSecrets });
        print(`${rows} rows restored\n`);
        if (leftOut > 0) {
          say(
            `credentials left out: ${leftOut}; until they are given anew, those webhooks go unsigned and those feeds are asked without their headers\n`,
          );
        }
        // An older backup does not tell its secret before its rows are read.
        if (fault !== null) say(`Warning: ${fault}: ${cure}.\n`);
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
