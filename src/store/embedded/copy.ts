import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdtemp, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { linkLibraries } from './packaged.ts';
import type { Account } from './program.ts';
import { systemFolder } from './place.ts';

const NEEDED = ['bin', 'lib', 'share', 'pg-symlinks.json'];
/** Static libraries and build files are of no use to a server. */
const USELESS = /(\.a|\/pkgconfig|\/pgxs|\/include)$/;

/**
 * Copies PostgreSQL's programs from a folder that the account cannot reach (below a home of mode 0700, say) to one of the
 * system's that it can; a copy made before is used again. Undefined when there is no such place, or when the folder is
 * not one of PostgreSQL alone.
 */
export async function copyPrefix(
  prefix: string,
  version: string,
  account: Account,
  onNote: (message: string) => void,
): Promise<string | undefined> {
  const names = await readdir(prefix).catch(() => [] as string[]);
  if (!['bin', 'lib', 'share'].every((name) => names.includes(name)) || /^\/(usr(\/local)?)?$/.test(prefix))
    return undefined;
  const folder = await systemFolder(account);
  if (folder === undefined) return undefined;
  const from = await realpath(prefix);
  const { mtimeMs, size } = await stat(join(from, 'bin', 'postgres'));
  const key = createHash('sha256').update(`${from}\n${mtimeMs}\n${size}`).digest('hex').slice(0, 10);
  const to = join(folder, `postgresql-${version}-${key}`);
  if ((await lstat(to).catch(() => undefined))?.isDirectory() === true) return to;
  onNote(`PostgreSQL's programs are copied to ${to}, where the user ${account.name} can reach them`);
  const next = await mkdtemp(join(folder, '.copy-'));
  try {
    for (const name of names.filter((one) => NEEDED.includes(one))) {
      await cp(join(from, name), join(next, name), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (source) => !USELESS.test(source),
      });
    }
    await openTo(next);
    await linkLibraries(next, join(next, 'lib'));
    await rename(next, to);
  } catch (error) {
    await rm(next, { recursive: true, force: true });
    // The other process that copied at the same time was faster.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  return to;
}

/** Lets everybody read and run the copy, whatever the umask of the install was; nobody but root may change it. */
async function openTo(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(file, 0o755);
    else if (entry.isFile()) await chmod(file, basename(entry.parentPath) === 'bin' ? 0o755 : 0o644);
  }
}
