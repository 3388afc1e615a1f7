import { readFile, rename, writeFile } from 'node:fs/promises';
import { type SiteMemory, emptyMemory, memoryOf, observe, readMemory } from '../article/memory.ts';
import { WireError } from '../core/errors.ts';

/** The memory of sites in a file. */
export interface Notebook {
  /** What is known of the site of an address, as part of a task. */
  about(url: string): { memory?: SiteMemory };
  /** Takes down the lines of a page. */
  learn(url: string, lines: readonly string[]): void;
  /** Writes the file, whole or not at all. */
  save(): Promise<void>;
}

/**
 * The notebook in a file, an empty one where the file does not exist yet; null where no file is named.
 * @throws INPUT_UNREADABLE for a file that is no memory of sites
 */
export async function openNotebook(path: string | undefined): Promise<Notebook | null> {
  if (path === undefined) return null;
  const memory = await load(path);
  return {
    about(url) {
      const known = memoryOf(memory, url);
      return known === null ? {} : { memory: known };
    },
    learn: (url, lines) => observe(memory, url, lines),
    async save() {
      const draft = `${path}.${process.pid}.tmp`;
      await writeFile(draft, JSON.stringify(memory));
      await rename(draft, path);
    },
  };
}

async function load(path: string): Promise<SiteMemory> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return emptyMemory();
    throw new WireError('INPUT_UNREADABLE', `cannot read ${path}`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new WireError('INPUT_UNREADABLE', `${path} is no memory of sites`, { cause });
  }
  const memory = readMemory(value);
  if (memory === null) throw new WireError('INPUT_UNREADABLE', `${path} is no memory of sites`);
  return memory;
}
