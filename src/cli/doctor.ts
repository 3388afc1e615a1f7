import { Command } from 'commander';
import { counted } from '../core/count.ts';
import { maskUrl } from '../core/secret.ts';
import { isWireError, messageOf, WireError } from '../core/errors.ts';
import type { Config } from '../config/load.ts';
import { agentFault, agentOf } from '../fleet/agent.ts';
import { openContainer, type Container } from '../fleet/container.ts';
import { logOf } from '../fleet/log.ts';
import { createGuard, type Guard } from '../net/guard.ts';
import { reach } from '../net/reach.ts';
import type { Queues } from '../queue/port.ts';
import { storeHealth, watchedUrls, type StoreHealth } from '../store/health.ts';
import { sealedFault } from '../store/sealed.ts';
import { listTokens } from '../store/token.ts';
import { countUsers } from '../store/users.ts';
import { isLoopback } from '../web/access.ts';
import { configOf, withStoreFlags, type StoreFlags } from './configuration.ts';
import { paint, print, printJson } from './terminal.ts';

type Level = 'ok' | 'warning' | 'fault';

interface Finding {
  readonly check: string;
  readonly level: Level;
  readonly message: string;
}

/** How long an unreachable server is tried. */
const WAIT_MS = 10_000;
/** The network is tried with the hosts of so many feeds' addresses, few of them, for so long. */
const MAX_TRIED = 50;
const MAX_HOSTS = 3;
const REACH_MS = 5_000;
const MAX_SKEW_MS = 2_000;
const GIB = 1024 ** 3;

/** `wirewatch doctor`: what is well and what is not; exit code 1 when something is broken. */
export function doctorCommand(): Command {
  return withStoreFlags(new Command('doctor'))
    .description('check configuration, store, queues, clock, network and feeds')
    .option('--json', 'print one JSON value')
    .action(async (flags: StoreFlags & { json?: boolean }) => {
      const findings = await examine(flags);
      if (flags.json === true) await printJson({ ok: findings.every((f) => f.level !== 'fault'), findings });
      else for (const finding of findings) print(line(finding));
      const faults = findings.filter((finding) => finding.level === 'fault').length;
      if (faults > 0)
        throw new WireError('DOCTOR_FAULTS', faults === 1 ? 'one check failed' : `${faults} checks failed`);
    });
}

const MARKS = { ok: paint('green', '✔'), warning: paint('yellow', '!'), fault: paint('red', '✘') } as const;

function line({ check, level, message }: Finding): string {
  return `${MARKS[level]} ${check.padEnd(14)} ${message}\n`;
}

async function examine(flags: StoreFlags): Promise<Finding[]> {
  let config: Config;
  try {
    config = configOf(flags);
  } catch (error) {
    if (!isWireError(error)) throw error;
    return [{ check: 'configuration', level: 'fault', message: messageOf(error) }];
  }
  const findings: Finding[] = [
    { check: 'configuration', level: 'ok', message: config.file ?? 'no file; environment and defaults' },
    { check: 'engine', level: 'ok', message: config.engine.why },
  ];
  try {
    const log = logOf({ ...config, log: { ...config.log, level: 'silent' } }, 'doctor');
    const container = await openContainer({ config, log, role: 'doctor', waitMs: WAIT_MS });
    try {
      findings.push(...(await examineParts(container)));
    } finally {
      await container.close();
    }
  } catch (error) {
    if (!isWireError(error)) throw error;
    findings.push(
      { check: 'store', level: 'fault', message: `${messageOf(error)} [${error.code}]` },
      ...(await examineWithoutStore(config)),
    );
  }
  return findings;
}

async function examineParts(container: Container): Promise<Finding[]> {
  const { config, guard } = container;
  const health = await storeHealth(container.store.db, () => Date.now());
  // Those of a file are watched from the first start on, which may not have been yet.
  const feeds = [...new Set([...(await watchedUrls(container.store.db, MAX_TRIED)), ...declaredUrls(config)])];
  return [
    ...storeFindings(container, health),
    await queueFinding(container.queues),
    ...feedFindings(health),
    ...(await spaceFindings(container)),
    ...(await credentialFindings(container)),
    ...networkRules(config),
    await networkFinding(feeds, config, guard),
    agentFinding(config),
    ...(await accessFindings(container)),
  ];
}

function declaredUrls({ declared }: Config): string[] {
  return declared.feeds.map((feed) => feed.url).slice(0, MAX_TRIED);
}

/** What can be looked at while the store is away; the rest is named, so that nobody takes it for well. */
async function examineWithoutStore(config: Config): Promise<Finding[]> {
  const guard = createGuard({ allow: config.network.allowPrivate });
  const [queues, network] = await Promise.all([
    queueFindingAlone(config),
    declaredUrls(config).length === 0 ? skipped('network') : networkFinding(declaredUrls(config), config, guard),
  ]);
  return [
    queues,
    ...['clock', 'feeds', 'quarantine'].map((check) => skipped(check)),
    ...networkRules(config),
    network,
    agentFinding(config),
    skipped('access'),
  ];
}

function skipped(check: string): Finding {
  return { check, level: 'warning', message: 'not checked: that needs the store' };
}

/** The queues by themselves: on Redis they do not need the store. */
async function queueFindingAlone({ engine }: Config): Promise<Finding> {
  if (engine.redisUrl === undefined) return skipped('queues');
  const url = engine.redisUrl.reveal();
  const { BullQueues } = await import('../queue/bullmq.ts');
  const server = { engine: 'redis', url, label: maskUrl(url) } as const;
  const queues = new BullQueues({ server, onError: () => {} });
  try {
    return await queueFinding(queues);
  } finally {
    await queues.close();
  }
}

function storeFindings({ store }: Container, health: StoreHealth): Finding[] {
  const room = health.maxConnections - health.connections;
  return [
    { check: 'store', level: 'ok', message: `PostgreSQL ${health.version} at ${store.label}` },
    {
      check: 'connections',
      level: room < 16 ? 'warning' : 'ok',
      message: `${health.connections} of ${health.maxConnections}${room < 16 ? '; a process takes up to 8: raise max_connections' : ''}`,
    },
    {
      check: 'durability',
      level: health.fsync ? 'ok' : 'warning',
      message: health.fsync ? 'fsync is on' : 'fsync is off: a power cut may lose or break the store',
    },
    {
      check: 'clock',
      level: Math.abs(health.skewMs) > MAX_SKEW_MS ? 'warning' : 'ok',
      message: `this machine and the store differ by ${(Math.abs(health.skewMs) / 1000).toFixed(1)} s`,
    },
  ];
}

async function queueFinding(queues: Queues): Promise<Finding> {
  try {
    await queues.check();
    const counts = await queues.counts();
    const waiting = counts.reduce((sum, row) => sum + row.waiting, 0);
    return {
      check: 'queues',
      level: 'ok',
      message: `BullMQ on ${queues.engine === 'redis' ? 'Redis' : 'PostgreSQL'}, ${waiting} jobs wait`,
    };
  } catch (error) {
    return { check: 'queues', level: 'fault', message: messageOf(error) };
  }
}

function feedFindings(health: StoreHealth): Finding[] {
  const findings: Finding[] = [
    {
      check: 'feeds',
      level: health.failingFeeds > 0 ? 'warning' : 'ok',
      message: `${health.feeds} watched, ${health.failingFeeds} failing${health.failingFeeds > 0 ? ': wirewatch feeds list' : ''}`,
    },
    {
      check: 'quarantine',
      level: health.quarantined > 0 ? 'warning' : 'ok',
      message:
        health.quarantined > 0 ? `${health.quarantined} items are kept for you: wirewatch queues failed` : 'empty',
    },
  ];
  for (const feed of health.quietFeeds) {
    findings.push({
      check: 'quiet feed',
      level: 'warning',
      message: `${feed.url}: nothing since ${feed.lastEntry}, usually every ${feed.usualHours} h`,
    });
  }
  if (health.disabledChannels > 0)
    findings.push({
      check: 'channels',
      level: 'warning',
      message: `${health.disabledChannels} disabled by their receivers: wirewatch channels list`,
    });
  return findings;
}

async function spaceFindings({ embedded }: Container): Promise<Finding[]> {
  if (embedded === undefined) return [];
  const free = await embedded.freeBytes();
  const level = free < GIB ? 'fault' : free < 5 * GIB ? 'warning' : 'ok';
  return [
    {
      check: 'space',
      level,
      message: `${(free / GIB).toFixed(1)} GiB free${free < GIB ? ': polling has stopped' : ''}`,
    },
  ];
}

/** What stands in the way of the rule that only public addresses are reached. */
function networkRules({ network }: Config): Finding[] {
  const warn = (message: string): Finding[] => [{ check: 'network', level: 'warning', message }];
  if (network.proxy !== undefined)
    return warn('a proxy is used: which addresses are reached rests on it, the address guard sees only names');
  if (network.allowPrivate.length > 0)
    return warn(`these private networks may be reached too: ${network.allowPrivate.join(', ')}`);
  return [];
}

/** Whether what was sealed can be opened: a store that was brought from elsewhere without its secret sends nothing. */
async function credentialFindings({ store, seal }: Container): Promise<Finding[]> {
  const fault = await sealedFault(store.db, seal);
  return fault === null ? [] : [{ check: 'secret', level: 'fault', message: `${fault.message} [${fault.code}]` }];
}

/** Whether the hosts of a few watched feeds (or the proxy that leads there) can be reached: by a connection, no request. */
async function networkFinding(feeds: readonly string[], { network }: Config, guard: Guard): Promise<Finding> {
  if (feeds.length === 0)
    return { check: 'network', level: 'ok', message: 'no feed is watched: there is nothing to try' };
  const proxy = network.proxy?.reveal();
  const tried = await Promise.all(
    proxy === undefined ? originsOf(feeds).map((url) => reach(url, REACH_MS, guard)) : [reach(proxy, REACH_MS)],
  );
  const failed = tried.filter((one) => one.fault !== null);
  const reasons = failed.map(({ host, fault }) => `${host}: ${fault}`).join('; ');
  if (failed.length === 0)
    return { check: 'network', level: 'ok', message: `reached: ${tried.map((one) => one.host).join(', ')}` };
  if (failed.every((one) => one.refused))
    return {
      check: 'network',
      level: 'warning',
      message: `not tried, these settings forbid it: ${reasons}; where the fleet may reach them, give its configuration with --config`,
    };
  if (failed.length < tried.length) return { check: 'network', level: 'warning', message: `not reached: ${reasons}` };
  return { check: 'network', level: 'fault', message: `no host could be reached: ${reasons}` };
}

function originsOf(urls: readonly string[]): string[] {
  return [...new Set(urls.map((url) => new URL(url).origin))].slice(0, MAX_HOSTS);
}

function agentFinding(config: Config): Finding {
  const fault = agentFault(config);
  return { check: 'user agent', level: fault === null ? 'ok' : 'warning', message: fault ?? agentOf(config) };
}

/** Who may come in to the page, and whether the way there is safe. */
async function accessFindings({ config, store }: Container): Promise<Finding[]> {
  const { users, admins } = await countUsers(store.db);
  const tokens = (await listTokens(store.db)).length;
  const { host, baseUrl } = config.web;
  const hasToken = config.adminToken !== undefined;
  const findings: Finding[] = [];
  if (users > 0 || hasToken) {
    const adminless = admins === 0 && !hasToken ? '; no user is an admin: wirewatch users edit NAME --role admin' : '';
    findings.push({
      check: 'access',
      level: adminless === '' ? 'ok' : 'warning',
      message: `${counted(users, 'user')}, ${counted(tokens, 'token')}${hasToken ? ', and WIREWATCH_ADMIN_TOKEN' : ''}${adminless}`,
    });
  } else {
    findings.push(
      isLoopback(host)
        ? { check: 'access', level: 'ok', message: 'the page is open to this machine alone, without a login' }
        : {
            check: 'access',
            level: 'fault',
            message: `the page does not start on ${host} until there is a user (wirewatch users add NAME) or WIREWATCH_ADMIN_TOKEN`,
          },
    );
  }
  if (baseUrl?.startsWith('http:') === true && !isLoopback(new URL(baseUrl).hostname))
    findings.push({
      check: 'access',
      level: 'warning',
      message: `passwords and cookies go in the clear to ${baseUrl}: let a proxy speak https there`,
    });
  return findings;
}
