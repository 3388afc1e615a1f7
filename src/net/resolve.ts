import { lookup, Resolver } from 'node:dns/promises';
import { readFile, stat } from 'node:fs/promises';

/** The addresses of a host name, in the order in which they should be tried. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface ResolveOptions {
  /** Milliseconds for one question to one name server; it is asked twice. */
  readonly timeoutMs?: number;
  /** Name servers as `address:port`; by default those of the system. */
  readonly servers?: readonly string[];
  /** Names that the operator set by hand. */
  readonly hostsFile?: string;
  /** The system's own way, for names that no name server knows. */
  readonly system?: Resolve;
}

/** How long an IPv6 answer may be behind the IPv4 one (RFC 8305 §3 calls it the resolution delay). */
const PATIENCE_MS = 100;
/** Node has four threads for everything that blocks; no more than half may wait for names. */
const SYSTEM_AT_ONCE = 2;
const FRESH_MS = 10_000;
const MAX_HOSTS_BYTES = 1 << 20;

async function systemWay(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true, order: 'verbatim' });
  return found.map((entry) => entry.address);
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? '';
const isUnknown = (error: unknown): boolean => /^(?:ENOTFOUND|ENODATA)$/.test(codeOf(error));

/**
 * Names to addresses without threads. `getaddrinfo` holds one of Node's four for as long as a name server is silent,
 * so a few dead domains would hold up all others (and files, and decompression); here every question is a packet.
 * The hosts file comes first, and what no name server knows is left to the system (mDNS, search domains).
 */
export function createResolve(options: ResolveOptions = {}): Resolve {
  const { timeoutMs = 2500, servers, hostsFile = '/etc/hosts' } = options;
  const system = limited(options.system ?? systemWay, SYSTEM_AT_ONCE);
  const hosts = hostsOf(hostsFile);
  let madeMs = performance.now();
  const make = (): Resolver => {
    const made = new Resolver({ timeout: timeoutMs, tries: 2 });
    if (servers !== undefined) made.setServers(servers);
    madeMs = performance.now();
    return made;
  };
  let resolver = make();

  const ask = async (name: string): Promise<readonly string[]> => {
    const v4 = settled(resolver.resolve4(name));
    const v6 = settled(resolver.resolve6(name));
    const first = await v4;
    const second = first.error === null ? await Promise.race([v6, later(PATIENCE_MS)]) : await v6;
    const found = [...first.addresses, ...second.addresses];
    if (found.length > 0) return found;
    throw isUnknown(first.error) ? (second.error ?? first.error) : first.error;
  };

  return async (hostname) => {
    const name = hostname.toLowerCase().replace(/\.$/, '');
    const given = (await hosts()).get(name);
    if (given !== undefined) return given;
    if (!name.includes('.')) return system(hostname);
    try {
      return await ask(name);
    } catch (error) {
      if (isUnknown(error) || codeOf(error) === 'ECONNREFUSED') return system(hostname);
      // The machine may be in another network by now; a new resolver reads the system's name servers anew.
      if (performance.now() - madeMs > FRESH_MS) resolver = make();
      throw error;
    }
  };
}

interface Outcome {
  readonly addresses: readonly string[];
  readonly error: unknown;
}

function settled(question: Promise<string[]>): Promise<Outcome> {
  return question.then(
    (addresses) => ({ addresses, error: null }),
    (error: unknown) => ({ addresses: [], error }),
  );
}

function later(ms: number): Promise<Outcome> {
  return new Promise((done) => setTimeout(() => done({ addresses: [], error: null }), ms).unref());
}

/** The same function, at most so many calls of it at once. */
function limited(resolve: Resolve, atOnce: number): Resolve {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (hostname) => {
    if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await resolve(hostname);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** The names of a hosts file, read again when it changed; none where it can't be read. */
function hostsOf(file: string): () => Promise<ReadonlyMap<string, readonly string[]>> {
  let names: ReadonlyMap<string, readonly string[]> = new Map();
  let changedMs = -1;
  let checkedMs = -Infinity;
  const refresh = async (): Promise<void> => {
    checkedMs = performance.now();
    const { mtimeMs, size } = await stat(file);
    if (mtimeMs === changedMs || size > MAX_HOSTS_BYTES) return;
    changedMs = mtimeMs;
    names = parseHosts(await readFile(file, 'utf8'));
  };
  let reading: Promise<void> = Promise.resolve();
  return async () => {
    if (performance.now() - checkedMs > FRESH_MS) reading = refresh().catch(() => {});
    await reading;
    return names;
  };
}

/** Lines of `address name…`, `#` begins a comment (hosts(5)). */
export function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address, ...words] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address === undefined || address === '') continue;
    for (const word of words) {
      const name = word.toLowerCase();
      names.set(name, [...(names.get(name) ?? []), address]);
    }
  }
  return names;
}
