import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { removeEmbedded } from '../../../src/store/embedded/remove.ts';
import { startHook, type Hook } from '../../support/pipeline.ts';
import { hasPostgres } from '../../support/postgres.ts';
import { runCommand, spawnCommand, type Ran, type Running } from '../../support/processes.ts';
import { page, prose, startSite, type Site } from '../../support/site.ts';
import { until } from '../../support/until.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const LONG = { ms: 180_000 };

/** Another piece of news on the same topic: no copy of the first. */
const OTHER_NEWS = [
  'Parliament voted late on Tuesday to send forty engineers and two field hospitals to the flooded valley.',
  'The minister for transport said that every second bridge along the river would have to be inspected before winter.',
  'A longer quarrel is expected over money: the finance committee wants to know who pays for European security once the grants run out.',
  'Fishermen in the delta, whose boats were moved to higher ground, asked for fuel vouchers and were promised an answer by Friday.',
];

// The tests follow one another as a person's commands do: each builds on what the former ones made.
describe.skipIf(!hasPostgres('packaged'))('the commands of the store, beside a running `start`', () => {
  let folder: string;
  let site: Site;
  let hook: Hook;
  let start: Running;
  const data = (): string => join(folder, 'data');
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wirewatch-cli-'));
    chmodSync(folder, 0o755);
    [site, hook] = await Promise.all([startSite(), startHook()]);
    const published = new Date();
    site.set(
      'paper',
      '/security',
      page('Ministers on the harbour', prose('paper', 'European security'), { published }),
    );
    site.set('paper', '/weather', page('Rain is coming', prose('rain'), { published }));
    site.feed('paper', '/rss', [
      { title: 'Ministers on the harbour', link: site.url('paper', '/security') },
      { title: 'Rain is coming', link: site.url('paper', '/weather') },
    ]);
    writeFileSync(
      file('wirewatch.yaml'),
      stringify({
        polling: { min: '1s', max: '1s' },
        hosts: { gap: 0 },
        parse: { threads: 1 },
        network: { allowPrivate: ['127.0.0.0/8'] },
        web: { port: 0 },
      }),
    );
    start = spawnCommand(['start'], { env: environment() });
    await until(start.stderr, (text) => text.includes('"address":"http'), { ...LONG, what: '`start` at work' });
  }, 300_000);
  afterAll(async () => {
    await start.end();
    await removeEmbedded(data());
    await Promise.all([site.stop(), hook.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  function environment(): Record<string, string> {
    return { WIREWATCH_CONFIG: file('wirewatch.yaml'), WIREWATCH_DATA: data() };
  }

  /** Runs a command that must succeed; gives what it printed. */
  async function ww(...args: string[]): Promise<string> {
    const ran = await runCommand(args, { env: environment() });
    expect(ran.code, `wirewatch ${args.join(' ')}: ${ran.stderr}`).toBe(0);
    return ran.stdout;
  }

  async function json<T = unknown>(...args: string[]): Promise<T> {
    const text = await ww(...args, '--json');
    expect(text.endsWith('\n')).toBe(true);
    return JSON.parse(text) as T;
  }

  async function refused(code: number, ...args: string[]): Promise<Ran> {
    const ran = await runCommand(args, { env: environment() });
    expect(ran.code, `wirewatch ${args.join(' ')}: ${ran.stdout}`).toBe(code);
    expect(ran.stdout).toBe('');
    return ran;
  }

  it('topics add, list, show, edit, export, import, remove', async () => {
    expect(await ww('topics', 'add', 'security', '"European security"', '--name', 'Security')).toBe(
      'added: security\n',
    );
    expect(await ww('topics', 'add', 'security', '"European security"', '--name', 'Security')).toBe(
      'unchanged: security\n',
    );
    await ww('topics', 'add', 'rain', 'rain', '--lang', 'en', '--min-score', '0.4', '--case-sensitive');
    expect(await json('topics', 'list')).toMatchObject([
      {
        id: 'rain',
        query: 'rain',
        lang: ['en'],
        sources: [],
        tags: [],
        declaredIn: null,
        minScore: 0.4,
        caseSensitive: true,
      },
      { id: 'security', name: 'Security', query: '"European security"' },
    ]);
    expect(await ww('topics', 'edit', 'rain', '--query', 'rain OR snow')).toBe('changed: rain\n');
    expect(await json('topics', 'show', 'rain')).toMatchObject({ id: 'rain', query: 'rain OR snow', lang: ['en'] });
    await ww('topics', 'export', file('topics.yaml'));
    expect(await ww('topics', 'remove', 'rain')).toBe('removed: rain\n');
    expect(await json('topics', 'list')).toHaveLength(1);
    expect(await ww('topics', 'import', file('topics.yaml'))).toBe('added: rain\nunchanged: security\n');
    expect(await json('topics', 'show', 'rain')).toMatchObject({
      query: 'rain OR snow',
      lang: ['en'],
      minScore: 0.4,
      caseSensitive: true,
    });
    expect(await ww('topics', 'edit', 'rain', '--min-score', '0', '--no-case-sensitive', '--lang', '')).toBe(
      'changed: rain\n',
    );
    expect(await json('topics', 'show', 'rain')).toMatchObject({ lang: [], minScore: null, caseSensitive: false });
    await ww('topics', 'remove', 'rain');
  });

  it('channels and subscriptions', async () => {
    expect(await ww('channels', 'add', hook.url)).toMatch(
      /^added: channel \d+\nits signing secret, shown only now: whsec_\S+\n$/,
    );
    const [channel] = await json<{ id: number }[]>('channels', 'list');
    expect(channel).toMatchObject({ type: 'webhook', address: hook.url, state: 'active', declaredIn: null });
    expect(await ww('channels', 'test', String(channel?.id))).toBe(`received: ${hook.url}\n`);
    expect(hook.received.map((one) => one.type)).toEqual(['test']);
    expect(await ww('subscriptions', 'add', 'security', hook.url)).toBe(`added: security to channel ${channel?.id}\n`);
    expect(await json('subscriptions', 'list')).toMatchObject([
      { topicId: 'security', channelType: 'webhook', address: hook.url, rhythm: 'instant', updates: false },
    ]);
  });

  it('feeds add, list, show, poll, pause, resume, export, import, remove', async () => {
    const url = site.url('paper', '/rss');
    expect(await ww('feeds', 'add', url, '--tag', 'press', '--every', '1s')).toBe(`added: ${url}\n`);
    expect(await ww('feeds', 'add', url, '--tag', 'press', '--every', '1s')).toBe(`known: ${url}\n`);
    const feed = await until(
      async () => (await json<Record<string, unknown>[]>('feeds', 'list'))[0] ?? {},
      (row) => row['okAt'] !== null,
      { ...LONG, what: 'the feed was read' },
    );
    expect(feed).toMatchObject({ url, tags: ['press'], title: 'Test feed', state: 'active', code: null });
    expect(feed['okAt']).toMatch(INSTANT);
    expect(await json('feeds', 'show', url)).toMatchObject({ id: feed['id'], url });
    expect(await ww('feeds', 'pause', url)).toBe(`paused: ${url}\n`);
    expect(await json('feeds', 'show', url)).toMatchObject({ state: 'paused' });
    expect(await ww('feeds', 'poll', url)).toContain('not now');
    await ww('feeds', 'resume', url);
    await ww('feeds', 'export', file('feeds.opml'));
    expect(readFileSync(file('feeds.opml'), 'utf8')).toContain(`xmlUrl="${url}"`);
    await ww('feeds', 'add', 'https://other.example/feed.xml', '--no-check');
    expect(await ww('feeds', 'remove', 'https://other.example/feed.xml')).toBe(
      'removed: https://other.example/feed.xml\n',
    );
    expect(await json('feeds', 'list')).toHaveLength(1);
    writeFileSync(
      file('more.opml'),
      `<opml version="2.0"><body><outline text="press"><outline type="rss" text="P" xmlUrl="${url}"/><outline type="rss" text="F" xmlUrl="ftp://f.example/x"/></outline></body></opml>`,
    );
    expect(await json('feeds', 'import', file('more.opml'))).toMatchObject({
      added: [],
      known: [url],
      refused: [{ url: 'ftp://f.example/x' }],
    });
  });

  it('alerts list, show, tail, replay; why', async () => {
    await until(
      () => hook.received.filter((one) => one.type === 'alert.created'),
      (alerts) => alerts.length === 1,
      { ...LONG, what: 'the alert was delivered' },
    );
    const [alert] = await json<{ alert: { id: string } }[]>('alerts', 'list');
    expect(alert).toMatchObject({
      topic: { id: 'security', name: 'Security', query: '"European security"' },
      article: { url: site.url('paper', '/security'), title: 'Ministers on the harbour', lang: 'en' },
      story: { articles: 1 },
      matches: [{ field: 'body', text: 'European security' }],
    });
    const id = alert?.alert.id ?? '';
    expect(await json('alerts', 'show', id)).toMatchObject({
      alert: { id },
      sources: [{ url: site.url('paper', '/security') }],
    });
    expect(await json('alerts', 'list', '--topic', 'none')).toEqual([]);

    expect(await json('why', site.url('paper', '/security'))).toMatchObject({
      url: site.url('paper', '/security'),
      status: 'matched',
      basis: 'page',
      topics: [{ topic: 'security', decision: 'alerted', alert: id }],
      deliveries: [{ topic: 'security', type: 'alert.created', state: 'sent', attempts: 1 }],
      waiting: [],
    });
    const rain = await json<{ status: string; steps: { stage: string; at: string }[] }>(
      'why',
      site.url('paper', '/weather'),
    );
    expect(rain.status).toBe('unmatched');
    expect(rain.steps.map((step) => step.stage)).toEqual(expect.arrayContaining(['parse', 'fetch', 'alert']));
    for (const step of rain.steps) expect(step.at).toMatch(INSTANT);

    const tail = spawnCommand(['alerts', 'tail', '--ndjson'], { env: environment() });
    await until(tail.stderr, (text) => text.includes('Waiting for alerts'), LONG);
    await ww('topics', 'add', 'bridge', 'bridge');
    expect(await ww('alerts', 'replay', 'bridge', '--since', '1d')).toMatch(/^2 articles are matched again/);
    const lines = await until(
      () => tail.stdout().trim().split('\n').filter(Boolean),
      (all) => all.length >= 2,
      { ...LONG, what: 'both alerts of the replay' },
    );
    expect(lines.map((line) => (JSON.parse(line) as { topic: { id: string } }).topic.id)).toEqual(['bridge', 'bridge']);
    expect((await tail.end('SIGTERM')).code).toBe(0);
    await ww('alerts', 'replay', 'security', '--since', '1d');
    expect(await json('alerts', 'list', '--topic', 'security')).toHaveLength(1);
  });

  it('queues list, failed, retry, pause, resume, drain', async () => {
    const queues = await json<{ stage: string }[]>('queues', 'list');
    expect(queues.map((row) => row.stage)).toEqual(['fetch', 'parse', 'alert', 'deliver']);
    expect(queues[0]).toMatchObject({ waiting: expect.any(Number), failed: 0, paused: false });
    expect(await json('queues', 'failed')).toEqual([]);
    expect(await ww('queues', 'pause', 'parse', 'alert')).toBe('paused: parse\npaused: alert\n');
    expect((await json<{ stage: string; paused: boolean }[]>('queues')).filter((row) => row.paused)).toHaveLength(2);
    expect(await ww('queues', 'resume')).toContain('resumed: parse\n');
    expect((await json<{ paused: boolean }[]>('queues', 'list')).some((row) => row.paused)).toBe(false);
    expect(await ww('queues', 'drain', 'parse')).toBe('drained: parse\n');
    expect(await ww('queues', 'retry', 'all')).toBe('0 tried again\n');
  });

  it('wrong use is refused: 2 for how it is called, 1 for what is not there', async () => {
    const cases: readonly (readonly [code: number, said: string, ...args: string[]])[] = [
      [2, 'QUERY_INVALID', 'topics', 'add', 'bad', '(a OR'],
      [2, 'USAGE', 'topics', 'add', 'bad id', 'a'],
      [1, 'NOT_FOUND', 'topics', 'show', 'none'],
      [2, 'USAGE', 'subscriptions', 'add', 'security', hook.url, '--digest', 'never'],
      [1, 'NOT_FOUND', 'channels', 'test', '99'],
      [1, 'whsec_ followed by 24 to 64 bytes in base64', 'channels', 'add', `${hook.url}/new`, '--secret', 'foo'],
      [
        2,
        'Mars/X is not a time zone',
        'subscriptions',
        'add',
        'security',
        hook.url,
        '--digest',
        '0 7 * * *',
        '--timezone',
        'Mars/X',
      ],
      [2, 'USAGE', 'feeds', 'add', 'not an address'],
      [1, 'ADDRESS_REFUSED', 'feeds', 'add', 'http://10.0.0.1/feed'],
      [1, 'NOT_FOUND', 'feeds', 'show', '99'],
      [1, 'NOT_FOUND', 'why', 'https://nobody.example/'],
      [2, 'USAGE', 'alerts', 'list', '--since', 'long'],
      [2, 'parse', 'queues', 'pause', 'nothing'],
      [2, 'whole number', 'queues', 'failed', '--limit', 'abc'],
      [2, 'USAGE', 'queues', 'retry', 'nothing'],
      [1, 'NOT_FOUND', 'queues', 'retry', 'body-999'],
    ];
    await Promise.all(
      cases.map(async ([code, said, ...args]) => expect((await refused(code, ...args)).stderr).toContain(said)),
    );
  });

  it('a delivery that failed for good is kept, shown and tried again', async () => {
    hook.answer = { status: 410 };
    const url = site.url('paper', '/rss');
    site.set('paper', '/third', page('A third report', OTHER_NEWS));
    site.feed('paper', '/rss', [{ title: 'A third report', link: site.url('paper', '/third') }]);
    await ww('feeds', 'poll', url);
    const failed = await until(
      () => json<{ id: string; stage: string; reason: string }[]>('queues', 'failed'),
      (rows) => rows.length > 0,
      { ...LONG, what: 'the failed delivery' },
    );
    expect(failed[0]).toMatchObject({ stage: 'deliver', id: expect.stringMatching(/^delivery-\d+$/) });
    const [channel] = await json<{ id: number; state: string; reason: string }[]>('channels', 'list');
    expect(channel?.state).toBe('disabled');
    expect(channel?.reason).toContain('410');
    // Adding it again is the operator's word that it is alive.
    hook.answer = { status: 204 };
    await ww('channels', 'add', hook.url);
    expect(await ww('queues', 'retry', failed[0]?.id ?? '')).toBe('1 tried again\n');
    await until(
      () => hook.received.filter((one) => one.url === site.url('paper', '/third')),
      (tries) => tries.length === 2,
      { ...LONG, what: 'the delivery after the retry' },
    );
    const [first, second] = hook.received.filter((one) => one.url === site.url('paper', '/third'));
    expect(second?.id).toBe(first?.id);
  });

  it('doctor, migrate, backup, and restore into an empty store', async () => {
    const doctor = await json<{ ok: boolean; findings: { check: string; level: string }[] }>('doctor');
    expect(doctor.ok).toBe(true);
    expect(doctor.findings.map((finding) => finding.check)).toEqual(
      expect.arrayContaining(['configuration', 'engine', 'store', 'queues', 'clock', 'feeds', 'quarantine', 'space']),
    );
    expect(await ww('migrate')).toBe('up to date\n');
    const backup = await runCommand(['backup', file('backup.gz')], { env: environment() });
    expect(backup.stdout, backup.stderr).toMatch(/^\d+ rows in /);
    expect(backup.stderr).toContain(`Keep ${join(data(), 'secret')} too`);
    expect((await refused(1, 'backup', file('backup.gz'))).stderr).toContain('[OUTPUT_REFUSED]');
    expect(await ww('backup', '--force', file('backup.gz'))).toMatch(/^\d+ rows in /);
    // Only into an empty one.
    expect((await refused(1, 'restore', file('backup.gz'))).stderr).toMatch(/\[[A-Z_]+\]/);

    const other = { ...environment(), WIREWATCH_DATA: file('other') };
    try {
      const sealed = await runCommand(['restore', file('backup.gz')], { env: other });
      expect([sealed.code, sealed.stdout]).toEqual([1, '']);
      expect(sealed.stderr).toContain(
        `copy the file secret of the old data directory (data/secret) to ${file('other')}`,
      );
      expect(sealed.stderr).toContain('[SECRET_WRONG]');
      copyFileSync(join(data(), 'secret'), join(file('other'), 'secret'));
      const restored = await runCommand(['restore', file('backup.gz')], { env: other });
      expect(restored, restored.stderr).toMatchObject({ code: 0 });
      const [there, here] = await Promise.all([
        runCommand(['alerts', 'list', '--json'], { env: other }),
        ww('alerts', 'list', '--json'),
      ]);
      expect(JSON.parse(there.stdout)).toEqual(JSON.parse(here));
      const [channel] = await json<{ id: number }[]>('channels', 'list');
      const tested = await runCommand(['channels', 'test', String(channel?.id)], { env: other });
      expect(tested, tested.stderr).toMatchObject({ code: 0 });
      // New rows get new numbers: what counts them was restored too.
      expect(await runCommand(['topics', 'add', 'after', 'word'], { env: other })).toMatchObject({ code: 0 });
      expect(
        await runCommand(['feeds', 'add', 'https://new.example/feed', '--no-check'], { env: other }),
      ).toMatchObject({ code: 0 });
    } finally {
      await removeEmbedded(file('other'));
    }
  });

  it('subscriptions and channels are removed', async () => {
    const [subscription] = await json<{ id: number }[]>('subscriptions', 'list');
    expect(await ww('subscriptions', 'remove', String(subscription?.id))).toBe(
      `removed: subscription ${subscription?.id}\n`,
    );
    expect(await json('subscriptions', 'list')).toEqual([]);
    const [channel] = await json<{ id: number }[]>('channels', 'list');
    await ww('channels', 'remove', String(channel?.id));
    expect(await json('channels', 'list')).toEqual([]);
    expect(start.isRunning()).toBe(true);
  });
});
