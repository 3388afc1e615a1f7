import { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readEnvironment } from '../config/environment.ts';
import { loadConfig, type Config } from '../config/load.ts';
import { WireError } from '../core/errors.ts';
import { startFleet, type Fleet } from '../fleet/boot.ts';
import { ROLES } from '../fleet/roles.ts';
import { removeEmbedded } from '../store/embedded/remove.ts';
import { countUnsettled } from '../store/work.ts';
import { startNewsroom, type Newsroom } from './demo/newsroom.ts';
import { startReceiver, type ReceivedAlert, type Receiver } from './demo/receiver.ts';
import { verdict, type Verdict } from './demo/tally.ts';
import { DEMO_TOPICS, demoSubscriptions } from './demo/topics.ts';
import { parsePort } from './start.ts';
import { showAlert } from './show-alert.ts';
import { outputClosed, print, say } from './terminal.ts';

interface DemoFlags {
  readonly once?: boolean;
  readonly port?: number;
}

/** How fast the newsroom publishes: a piece every two seconds to be followed, faster where only the proof counts. */
const LIVE_PER_MINUTE = 30;
const ONCE_PER_MINUTE = 480;
/** With --once, the longest that all may take. */
const ONCE_MS = 240_000;
/** After the last expected alert, how long a false one is waited for beyond the last article's end. */
const GRACE_MS = 1_500;

/** `wirewatch demo`: the offline tour on a sample newsroom, with an engine and a data directory of its own. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('offline tour: a sample newsroom publishes live, sample topics alert')
    .option('--once', 'end when every expected alert was delivered; fail when one is missing or false')
    .option('--port <n>', 'the port of the web page; any free one by default', parsePort, 0)
    .action(async (flags: DemoFlags) => {
      const told = signalled();
      let demo: Demo;
      try {
        demo = await openDemo(flags, told);
      } catch (error) {
        if (told.aborted) return;
        throw error;
      }
      try {
        if (flags.once === true) await runOnce(demo, told);
        else if (!told.aborted) await once(told, 'abort');
      } finally {
        await demo.close();
      }
    });
}

interface Demo {
  readonly newsroom: Newsroom;
  readonly fleet: Fleet;
  readonly receiver: Receiver;
  readonly received: readonly ReceivedAlert[];
  close(): Promise<void>;
}

async function openDemo(flags: DemoFlags, signal: AbortSignal): Promise<Demo> {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'wirewatch-demo-'));
  // Started as root, PostgreSQL runs as another user, who must be able to pass through.
  await chmod(folder, 0o711);
  const closing: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true }),
    () => removeEmbedded(join(folder, 'data')),
  ];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const received: ReceivedAlert[] = [];
    // The first alert may be quicker than the last role's start: the page's address is shown before it.
    let hasBegun = false;
    const show = (alert: ReceivedAlert, number: number): void => {
      print(showAlert(alert, { number }));
      if (number === 1)
        say(`(the first alert came ${((performance.now() - began) / 1000).toFixed(1)} s after the start)\n\n`);
    };
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    const receiver = await startReceiver(secret, (alert) => {
      received.push(alert);
      if (hasBegun) show(alert, received.length);
    });
    closing.push(() => receiver.stop());
    say('Starting a PostgreSQL of our own and a sample newsroom on this machine …\n');
    const newsroom = await startNewsroom({
      startedAt: Date.now(),
      schedule: 'live',
      perMinute: flags.once === true ? ONCE_PER_MINUTE : LIVE_PER_MINUTE,
      followUps: flags.once !== true,
    });
    closing.push(() => newsroom.stop());
    const config = await configure(folder, newsroom, receiver, secret, flags.port ?? 0);
    const fleet = await startFleet({ config, roles: ROLES, holdsStart: true, signal });
    closing.push(() => fleet.stop());
    say(`\nThe web page is at ${fleet.address ?? ''} and the queues at ${fleet.address ?? ''}/queues\n\n`);
    hasBegun = true;
    for (const [n, alert] of received.entries()) show(alert, n + 1);
    return { newsroom, fleet, receiver, received, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The demo's configuration as a file, the way a user would write it; the environment's engine is ignored (R28). */
async function configure(
  folder: string,
  newsroom: Newsroom,
  receiver: Receiver,
  secret: string,
  port: number,
): Promise<Config> {
  const file = join(folder, 'wirewatch.yaml');
  const settings = {
    feeds: newsroom.feeds.map((feed) => ({ url: feed.url, every: '1s' })),
    topics: DEMO_TOPICS,
    subscriptions: demoSubscriptions(receiver.url, secret),
    data: 'data',
    polling: { min: '1s', max: '1s' },
    hosts: { gap: '50ms' },
    network: { allowPrivate: ['127.0.0.0/8'], userAgent: 'wirewatch-demo (+http://127.0.0.1/)' },
    web: { port },
  };
  await writeFile(file, stringify(settings), { mode: 0o600 });
  const { WIREWATCH_LOG_LEVEL = 'warn', WIREWATCH_POSTGRES_BIN } = readEnvironment();
  return loadConfig({ env: { WIREWATCH_LOG_LEVEL, WIREWATCH_POSTGRES_BIN }, configFile: file });
}

async function runOnce({ newsroom, fleet, receiver, received }: Demo, told: AbortSignal): Promise<void> {
  const until = performance.now() + ONCE_MS;
  let settledSince: number | undefined;
  while (!told.aborted && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const settled = newsroom.pending() === 0 && (await countUnsettled(fleet.container.store.db)) === 0;
    const complete = settled && verdict(newsroom.expected(), received).missing.length === 0;
    if (!complete) settledSince = undefined;
    else settledSince ??= performance.now();
    if (settledSince !== undefined && performance.now() - settledSince > GRACE_MS) break;
  }
  report(newsroom, received, verdict(newsroom.expected(), received), receiver.forged(), told.aborted);
}

function report(
  newsroom: Newsroom,
  received: readonly ReceivedAlert[],
  found: Verdict,
  forged: number,
  stopped: boolean,
): void {
  const expected = newsroom.expected().length;
  print(
    `\n${received.length} alerts delivered, ${expected} expected, ${newsroom.neverAlert().length} articles that must stay silent\n`,
  );
  for (const alert of found.missing) print(`missing: ${alert.topic}: ${alert.urls.join(' or ')}\n`);
  for (const alert of found.wrong) print(`false: ${alert.topic.id}: ${alert.article.url}\n`);
  for (const alert of found.twice) print(`twice: ${alert.topic.id}: ${alert.article.url}\n`);
  const faults = found.missing.length + found.wrong.length + found.twice.length + forged;
  if (stopped) throw new WireError('DEMO_FAILED', 'the demo was stopped before all alerts had been delivered');
  if (faults > 0)
    throw new WireError(
      'DEMO_FAILED',
      `${found.missing.length} missing, ${found.wrong.length} false, ${found.twice.length} twice, ${forged} badly signed`,
    );
  print('Every expected alert was delivered exactly once, and no false one.\n');
}

/** Aborted by the first signal that asks the process to end, and when nobody reads any more what it shows. */
function signalled(): AbortSignal {
  const told = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => told.abort(new Error(name)));
  outputClosed.addEventListener('abort', () => told.abort(new Error('SIGPIPE')), { once: true });
  return told.signal;
}
