import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The newest time of change below a folder, in milliseconds since the epoch. */
function newest(folder: string): number {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(root, folder, name)).mtimeMs)
    .reduce((a, b) => Math.max(a, b), 0);
}

function builtAt(): number {
  try {
    return statSync(join(root, 'dist/workers/web.js')).mtimeMs;
  } catch {
    return 0;
  }
}

/**
 * Builds once before tests that run the built processes, when `dist` is older than the sources. With
 * `WIREWATCH_TEST_DIST=as-is` what is there is tested.
 */
export function setup(): void {
  if (process.env['WIREWATCH_TEST_DIST'] === 'as-is') return;
  if (builtAt() > Math.max(newest('src'), newest('workers'))) return;
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('the build failed');
}
