import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../config/version.ts';
import { WireError } from '../core/errors.ts';
import { print, say } from './terminal.ts';

/** The main file first: it is the one that `--config` names. */
const EXAMPLES = ['wirewatch.yaml', 'feeds.opml', 'topics.yaml'] as const;

/** `wirewatch init`: the example configuration, to be edited. */
export function initCommand(): Command {
  return new Command('init')
    .description('write the example configuration, to be edited')
    .argument('[dir]', 'the folder to write it to, made where there is none', '.')
    .action(async (folder: string) => {
      const written = await writeExamples(folder);
      print(written.map((file) => `${file}\n`).join(''));
      say(nextSteps(written));
    });
}

/**
 * Writes the examples to a folder; gives their paths. All of them or, where one is there already, none.
 * @throws OUTPUT_REFUSED
 */
async function writeExamples(folder: string): Promise<string[]> {
  const files = EXAMPLES.map((name) => ({ from: packagePath(`config/${name}`), to: join(folder, name) }));
  const present = files.filter(({ to }) => existsSync(to)).map(({ to }) => to);
  if (present.length > 0) {
    throw new WireError('OUTPUT_REFUSED', `nothing was written, as there is already ${present.join(', ')}`);
  }
  try {
    await mkdir(folder, { recursive: true });
    for (const { from, to } of files) await writeFile(to, await readFile(from), { flag: 'wx' });
  } catch (cause) {
    throw new WireError('OUTPUT_REFUSED', `cannot write the example configuration to ${folder}`, { cause });
  }
  return files.map(({ to }) => to);
}

function nextSteps(written: readonly string[]): string {
  const [main = '', feeds = '', topics = ''] = written.map(quoted);
  return [
    '',
    `Put your feeds into ${feeds}, what you watch for into ${topics}, the rest into ${main}; then:`,
    '',
    `  wirewatch start --config ${main}`,
    '',
  ].join('\n');
}

const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
