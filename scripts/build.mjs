// Checks the types of src and workers and bundles them to dist. Run by `npm ci` through `prepare`.
// A build that fails leaves the former one as it was.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, ROOT } from './bundle.mjs';

const fresh = join(ROOT, `dist.${process.pid}`);
const former = join(ROOT, `dist.${process.pid}.former`);
const tsc = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: ROOT,
  stdio: 'inherit',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
const workers = readdirSync(join(ROOT, 'workers')).map((name) => `workers/${name}`);
try {
  await bundle(['src/cli/main.ts', 'src/fleet/parse-thread.ts', ...workers], fresh);
} catch {
  // It has said what is wrong.
  rmSync(fresh, { recursive: true, force: true });
  process.exit(1);
}
// What is data, not code.
for (const name of ['app.css', 'app.js', 'icon.svg'])
  cpSync(join(ROOT, 'src/web/page', name), join(fresh, 'src/web/page', name));
try {
  renameSync(join(ROOT, 'dist'), former);
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
renameSync(fresh, join(ROOT, 'dist'));
rmSync(former, { recursive: true, force: true });
