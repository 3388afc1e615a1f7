// Installs what the tests need beside Node: redis-server and chromium, by apt-get where that may be done, else says how.
// Does nothing, and ends with 0, when both are there.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** For each need the programs that meet it, the best first, and the Debian package that brings it. */
const NEEDS = [
  { name: 'redis-server', programs: ['redis-server', 'valkey-server'], package: 'redis-server', brew: 'redis' },
  {
    name: 'chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    package: 'chromium',
    brew: '--cask chromium',
  },
];

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      const file = join(folder === '' ? '.' : folder, program);
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

const missing = () => NEEDS.filter(({ programs }) => !programs.some(onPath));

/** How apt-get may be run here: as root, by a sudo that asks nothing, or not at all. */
function aptGet() {
  if (!onPath('apt-get')) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  if (onPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0) {
    return ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  }
  return undefined;
}

function run([program, ...first], args) {
  const options = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, [...first, ...options], { stdio: 'inherit', env }).status === 0;
}

function advice(needs) {
  const packages = needs.map((need) => need.package).join(' ');
  const brew = needs.map((need) => need.brew);
  return process.platform === 'darwin'
    ? brew.map((name) => `  brew install ${name}`).join('\n')
    : `  sudo apt-get install ${packages}      (or your distribution's packages of these names)`;
}

const needed = missing();
const apt = needed.length > 0 ? aptGet() : undefined;
if (apt !== undefined) {
  const packages = needed.map((need) => need.package);
  console.error(`setup: installing ${packages.join(' and ')}`);
  const install = ['install', '--no-install-recommends', ...packages];
  // A list of packages from last week names files that are gone: update first, but try even where that fails.
  run(apt, ['update']);
  run(apt, install);
}

const left = apt === undefined ? needed : missing();
if (left.length > 0) {
  console.error(`setup: ${left.map((need) => need.name).join(' and ')} not found, and not installable from here. Do:`);
  console.error(advice(left));
  process.exitCode = 1;
} else {
  console.error(`setup: ${NEEDS.map((need) => need.name).join(' and ')} are here`);
}
