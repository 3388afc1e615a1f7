import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Role } from '../../src/fleet/roles.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { runCommand, spawnCommand, type Env, type Running } from '../support/processes.ts';
import { page, prose, startSite, type Site } from '../support/site.ts';
import { queueEngines } from '../support/stand.ts';
import { until } from '../support/until.ts';
import { Crew, FLOW, startFleetStand, type FleetStand, type Fresh } from './stand.ts';

/** From the kill until another process has what was in hand. */
const TAKEN_UP_MS = 15_000;

describe.each(queueEngines())('kill -9, with the queues on %s', (engine) => {
  let stand: FleetStand;
  const ends: (() => Promise<unknown> | void)[] = [];
  beforeAll(async () => {
    stand = await startFleetStand(engine);
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(() => stand.stop());

  it('of every role in turn loses nothing and repeats nothing', async () => {
    const fresh = await stand.fresh();
    const scene = await fresh.scene();
    ends.push(() => scene.stop());
    const crew = new Crew(scene.env);
    ends.push(() => crew.end());
    const roles = [...FLOW, 'web'] as const;
    await crew.start(...roles);
    await scene.alerts(1);
    const share = Math.floor(scene.newsroom.pending() / roles.length / 2);
    for (const role of roles) {
      await scene.publish(share);
      crew.of(role).kill('SIGKILL');
      await scene.publish(share);
      crew.launch(role);
    }
    await scene.publish(scene.newsroom.pending());
    await scene.settled();
    expect(crew.complaints()).toEqual([]);
  });

  it('of a process with work in hand: another takes it up within 15 s', async () => {
    const places = new Map<string, Fresh>();
    for (const when of Object.keys(VICTIMS)) places.set(when, await stand.fresh());
    const cases = await Promise.all(
      Object.entries(VICTIMS).map(async ([when, [role, catchIt]]) => {
        const desk = await openDesk(places.get(when) as Fresh, role);
        ends.push(() => desk.close());
        return { when, desk, catchIt };
      }),
    );
    const took = await Promise.all(
      cases.map(async ({ when, desk, catchIt }) => [when, await takenUpAfter(desk, catchIt)] as const),
    );
    for (const [when, ms] of took) expect(ms, `${when}: ${Math.round(ms)} ms`).toBeLessThan(TAKEN_UP_MS);
  });

  it('of a process that was only stopped, and wakes up too late, changes nothing', async () => {
    const fresh = await stand.fresh();
    const scene = await fresh.scene();
    ends.push(() => scene.stop());
    const crew = new Crew(scene.env);
    ends.push(() => crew.end());
    await crew.start(...FLOW);
    await scene.alerts(1);
    await scene.publish(8);
    const asleep = FLOW.filter((role) => role !== 'scheduler').map((role) => crew.of(role));
    for (const worker of asleep) worker.kill('SIGSTOP');
    crew.launch(...asleep.map((worker) => worker.role));
    await scene.publish(scene.newsroom.pending());
    // Until every lease of the sleepers has run out, and others have what they held.
    await until(
      () => fresh.query<{ n: number }>('SELECT count(*)::int AS n FROM work WHERE feed_id IS NULL'),
      ([row]) => row?.n === 0,
      { ms: 180_000, what: 'others did the work of the sleepers' },
    );
    for (const worker of asleep) worker.kill('SIGCONT');
    await scene.settled();
    expect(crew.running).toHaveLength(2 * FLOW.length - 1);
  });
});

/** One article that goes through a fleet, a process of which is caught with it in hand. */
interface Desk {
  readonly fresh: Fresh;
  readonly site: Site;
  readonly role: Role;
  readonly env: Env;
  /** The process that will be killed. */
  readonly victim: Running;
  startAnother(): Running;
  /** Makes the subscriber keep its answers back until told. */
  readonly hook: { readonly hold: () => void; readonly release: () => void; readonly asked: () => number };
  close(): Promise<void>;
}

/** Gets the process into the middle of its work, and gives what sets free whoever comes next. */
type Catch = (desk: Desk) => Promise<() => Promise<void>>;

/** Which role is killed, and when. */
const VICTIMS: Readonly<Record<string, readonly [role: Role, catchIt: Catch]>> = {
  'fetch, asking for a page': [
    'fetch',
    async ({ site }) => {
      const { answer } = holdPage(site);
      site.feed('desk', '/rss', [item(site)]);
      await asked(site);
      return async () => answer();
    },
  ],
  'parse, between its job and its claim': [
    'parse',
    async (desk) => {
      await pausedParse(desk);
      const unlock = await lock(desk.fresh, 'parse', `SELECT 1 FROM wirewatch.work WHERE stage = 'parse' FOR UPDATE`);
      expect(await runCommand(['queues', 'resume', 'parse'], desk)).toMatchObject({ code: 0 });
      await until(
        async () =>
          JSON.parse((await runCommand(['queues', '--json'], desk)).stdout) as { stage: string; active: number }[],
        (queues) => queues.some(({ stage, active }) => stage === 'parse' && active > 0),
        { ms: 180_000, what: 'the parse job was taken' },
      );
      return unlock;
    },
  ],
  'parse, at its commit': [
    'parse',
    async (desk) => {
      await pausedParse(desk);
      const unlock = await lock(desk.fresh, 'parse', 'SELECT 1 FROM wirewatch.article FOR UPDATE');
      expect(await runCommand(['queues', 'resume', 'parse'], desk)).toMatchObject({ code: 0 });
      await inHands(desk.fresh, 'parse', 'token IS NOT NULL');
      return unlock;
    },
  ],
  'alert, at its commit': [
    'alert',
    async ({ site, fresh }) => {
      const unlock = await lock(fresh, 'alert', 'SELECT 1 FROM wirewatch.topic_version FOR UPDATE');
      site.feed('desk', '/rss', [item(site)]);
      await inHands(fresh, 'alert', 'token IS NOT NULL');
      return unlock;
    },
  ],
  'deliver, waiting for the answer': [
    'deliver',
    async ({ site, hook }) => {
      hook.hold();
      site.feed('desk', '/rss', [item(site)]);
      await until(hook.asked, (n) => n > 0, { ms: 180_000, what: 'the subscriber was asked' });
      return async () => hook.release();
    },
  ],
};

/** The parse stage is paused, with the page's job in its queue. */
async function pausedParse({ site, fresh, env }: Desk): Promise<void> {
  const { answer } = holdPage(site);
  site.feed('desk', '/rss', [item(site)]);
  await asked(site);
  expect(await runCommand(['queues', 'pause', 'parse'], { env })).toMatchObject({ code: 0 });
  answer();
  await inHands(fresh, 'parse', 'handed_at IS NOT NULL AND token IS NULL');
}

const ARTICLE = page('A harbour report', prose('desk', 'European security'), { published: new Date() });
const item = (site: Site): { title: string; link: string } => ({
  title: 'A harbour report',
  link: site.url('desk', '/a'),
});

/** The page is not answered until told; then whoever waits gets it, and who comes later at once. */
function holdPage(site: Site): { answer: () => void } {
  const waiting: (() => void)[] = [];
  let held = true;
  site.set('desk', '/a', (_, response) => {
    const send = (): void => void response.writeHead(200, { 'content-type': 'text/html' }).end(ARTICLE);
    if (held) waiting.push(send);
    else send();
  });
  return {
    answer() {
      held = false;
      for (const send of waiting) send();
    },
  };
}

const asked = (site: Site): Promise<number> =>
  until(
    () => site.count('desk', '/a'),
    (n) => n > 0,
    { ms: 180_000, what: 'the page was asked for' },
  );

async function inHands(fresh: Fresh, stage: string, how: string): Promise<void> {
  await until(
    () => fresh.query(`SELECT 1 FROM work WHERE stage = '${stage}' AND article_id IS NOT NULL AND ${how}`),
    (rows) => rows.length > 0,
    { ms: 180_000, what: `the article at ${stage}, ${how}` },
  );
}

/**
 * A lock in the store that holds a stage at its commit; gives what ends it. The killed process's session ends with it, as
 * it would if its machine were gone: else it would wait for the lock, and still commit.
 */
async function lock(fresh: Fresh, stage: string, statement: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: fresh.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`BEGIN; ${statement}`);
  return async () => {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wirewatch ${stage}' AND datname = current_database()`,
    );
    await client.query('COMMIT');
    await client.end();
  };
}

/** Milliseconds from the kill until another process, which was there, has the work; it is done to its end then. */
async function takenUpAfter(desk: Desk, catchIt: Catch): Promise<number> {
  const release = await catchIt(desk);
  await started(desk.startAnother());
  const [held] = await inHand(desk.fresh);
  const killed = performance.now();
  await desk.victim.end('SIGKILL');
  await release();
  await until(
    () => inHand(desk.fresh),
    ([now]) => now?.id !== held?.id || (now?.token !== null && now?.token !== held?.token),
    { ms: 180_000, what: `what ${desk.role} had in hand is taken up` },
  );
  const ms = performance.now() - killed;
  await until(
    () => desk.fresh.query<{ state: string }>('SELECT state FROM delivery'),
    ([row]) => row?.state === 'sent',
    { ms: 180_000, what: `what ${desk.role} had in hand is done` },
  );
  expect(await desk.fresh.query('SELECT status FROM article')).toEqual([{ status: 'matched' }]);
  return ms;
}

const inHand = (fresh: Fresh): Promise<{ id: number; token: string | null }[]> =>
  fresh.query('SELECT id, token::text FROM work WHERE feed_id IS NULL');

const started = (one: Running): Promise<boolean> =>
  until(
    () => one.logged().some((line) => line.msg === 'started'),
    (is) => is,
    { ms: 180_000, what: 'the process started' },
  );

async function openDesk(fresh: Fresh, role: Role): Promise<Desk> {
  const [site, hook] = await Promise.all([startSite(), startPatientHook()]);
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-desk-'));
  const file = join(folder, 'wirewatch.yaml');
  site.feed('desk', '/rss', []);
  site.set('desk', '/a', ARTICLE);
  writeFileSync(
    file,
    stringify({
      feeds: [{ url: site.url('desk', '/rss'), every: '1s' }],
      topics: [{ id: 'security', query: '"European security"' }],
      subscriptions: [{ topic: 'security', channel: { type: 'webhook', url: hook.url } }],
      polling: { min: '1s', max: '1s' },
      hosts: { gap: 0 },
      parse: { threads: 1 },
      network: { allowPrivate: ['127.0.0.0/8'] },
    }),
  );
  const env: Env = { WIREWATCH_CONFIG: file, WIREWATCH_SECRET: 'a secret for tests only', ...fresh.env };
  const start = (...roles: string[]): Running => spawnCommand(['start', '--roles', roles.join()], { env });
  const others = start(...FLOW.filter((one) => one !== role));
  const running = [others, start(role)];
  for (const one of running) await started(one);
  return {
    fresh,
    site,
    role,
    env,
    hook,
    victim: running[1] as Running,
    startAnother() {
      const another = start(role);
      running.push(another);
      return another;
    },
    async close() {
      await Promise.all(running.map((one) => one.end()));
      await Promise.all([site.stop(), hook.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A subscriber that can keep the answer to its first messages back for ever. */
async function startPatientHook(): Promise<Desk['hook'] & { url: string; stop(): Promise<void> }> {
  let held = false;
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    if (!held) response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    asked: () => asked,
    hold: () => void (held = true),
    release: () => void (held = false),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
