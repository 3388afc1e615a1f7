// Compiles src and workers to dist with plain tsc. Run by `npm ci` through `prepare`.
// A build that fails leaves the former one as it was.
import { spawnSync } from 'node:child_process';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const fresh = join(root, `dist.${process.pid}`);
const former = join(root, `dist.${process.pid}.former`);
const tsc = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', fresh],
  { cwd: root, stdio: 'inherit' },
);
if (tsc.status !== 0) {
  rmSync(fresh, { recursive: true, force: true });
  process.exit(tsc.status ?? 1);
}
// What is data, not code: tsc leaves it behind.
cpSync(join(root, 'src'), join(fresh, 'src'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
try {
  renameSync(join(root, 'dist'), former);
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
renameSync(fresh, join(root, 'dist'));
rmSync(former, { recursive: true, force: true });
