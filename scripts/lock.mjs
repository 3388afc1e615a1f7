// Completes package-lock.json with the optional packages of other platforms that `npm install` left out because the
// registry it asked has no copy of them: without their entries `npm ci` refuses the lock file everywhere.
// Run it after every `npm install`: npm run lock
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'wasm32-wasi'];
const PROCESSORS = [
  'arm64',
  'arm',
  'armv6',
  'armv7',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'loong64',
  'mips64el',
];

/** What the name of a binary package says of the platform it is for: `…-linux-arm64-gnu`. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => PROCESSORS.includes(word));
  return {
    ...(cpu !== undefined && { cpu: [cpu] }),
    ...(os !== undefined && { os: [os] }),
    ...(words.includes('musl') || words.includes('musleabihf') ? { libc: ['musl'] } : {}),
  };
}

const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const inner = `${path === '' ? '' : `${path}/`}node_modules/${name}`;
    const outer = `node_modules/${name}`;
    if (lock.packages[inner] !== undefined || lock.packages[outer] !== undefined) continue;
    lock.packages[outer] = { version, ...platformOf(name), ...(entry.dev === true && { dev: true }), optional: true };
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(added.length === 0 ? 'complete\n' : `added ${added.length}: ${added.join(' ')}\n`);
