// Compiles src and workers to dist with plain tsc. Run by `npm ci` through `prepare`.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(join(root, 'dist'), { recursive: true, force: true });
const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
// What is data, not code: tsc leaves it behind.
cpSync(join(root, 'src'), join(root, 'dist/src'), {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
});
