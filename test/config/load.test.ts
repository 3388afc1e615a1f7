import { inspect } from 'node:util';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../src/core/duration.ts';
import { contentHash } from '../../src/config/hash.ts';
import { loadConfig, type Config } from '../../src/config/load.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { folderWith } from '../support/folder.ts';

type Files = Readonly<Record<string, string>>;

function load(files: Files, env: Record<string, string> = {}, folder = folderWith(files)): Config {
  return loadConfig({ env, folder, configFile: 'w.yaml' });
}

describe('the configuration', () => {
  it('has defaults for everything', () => {
    expect(loadConfig({ env: {} })).toMatchObject({
      file: undefined,
      dataDir: resolve('data'),
      alertSinceMs: 86_400_000,
      polling: { minMs: 300_000, maxMs: 86_400_000 },
      hosts: { concurrency: 1, gapMs: 1000, perAddress: null, overrides: [] },
      retention: { rawMs: 259_200_000, textMs: 15_552_000_000, alertsMs: null },
      network: { allowPrivate: [], userAgent: undefined, proxy: undefined },
      web: { host: '127.0.0.1', port: 8080 },
      log: { level: 'info', format: 'auto' },
      declared: { feeds: [], topics: [], subscriptions: [], prune: false },
      engine: { store: 'embedded', queue: 'postgres' },
    });
  });

  it('reads the example as it stands in the repository', () => {
    const config = loadConfig({ env: {}, configFile: 'config/wirewatch.yaml' });
    expect(config.declared.topics.length).toBeGreaterThan(1);
    expect(config.declared.opml?.path).toBe('config/feeds.opml');
    expect(config.declared.opml?.text).toContain('<opml');
  });

  it('reads every kind of value', () => {
    const config = load({
      'w.yaml': [
        'feeds:',
        '  - https://user:p%40ss@a.example/feed?x=1',
        '  - { url: https://b.example, tags: [one, two, one], every: 10m, headers: { X-Key: abc } }',
        'topics:',
        '  - { id: belarus, query: "Belarus* OR Беларус*", lang: [en, pt-BR], sources: Example.ORG, tags: [x], minScore: 0.4, caseSensitive: true }',
        'subscriptions:',
        '  - topic: belarus',
        '    channel: { type: webhook, url: https://c.example/hook, secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw }',
        '    digest: 0 7 * * 1-5',
        '    timezone: Europe/Minsk',
        'hosts:',
        '  perAddress: 2',
        '  overrides: { "*.Example.com": { gap: 5s }, "bücher.example:8080": { concurrency: 4 } }',
        'retention: { raw: 0, text: forever }',
        'network: { allowPrivate: [10.0.0.0/8, 192.168.1.1, "fd00::/8"], proxy: "http://u:p@proxy.example:3128" }',
        'parse: { timeout: 250ms, memory: 1gb }',
        'web: { host: "[::1]", port: 0, baseUrl: https://watch.example/x }',
        'log: { level: debug, format: json }',
        'prune: true',
      ].join('\n'),
    });
    const [first, second] = config.declared.feeds;
    expect(first).toMatchObject({
      url: 'https://a.example/feed?x=1',
      everyMs: null,
      declaredIn: expect.stringMatching(/w\.yaml$/),
      line: 2,
    });
    expect(first?.headers['Authorization']?.reveal()).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
    expect(second).toMatchObject({ url: 'https://b.example/', tags: ['one', 'two'], everyMs: 600_000, line: 3 });
    expect(second?.headers['X-Key']?.reveal()).toBe('abc');
    expect(config.declared.topics).toMatchObject([
      {
        id: 'belarus',
        name: 'belarus',
        lang: ['en', 'pt-BR'],
        sources: ['example.org'],
        tags: ['x'],
        minScore: 0.4,
        caseSensitive: true,
        line: 5,
      },
    ]);
    expect(config.declared.subscriptions).toMatchObject([
      {
        topic: 'belarus',
        channel: { type: 'webhook', url: 'https://c.example/hook' },
        digest: { cron: '0 7 * * 1-5', timezone: 'Europe/Minsk' },
        updates: false,
      },
    ]);
    expect(config.hosts).toMatchObject({
      perAddress: 2,
      overrides: [
        { pattern: '*.example.com', gapMs: 5000 },
        { pattern: 'xn--bcher-kva.example:8080', concurrency: 4 },
      ],
    });
    expect(config.retention).toEqual({ rawMs: 0, textMs: null, alertsMs: null });
    expect(config.network.allowPrivate).toEqual(['10.0.0.0/8', '192.168.1.1/32', 'fd00::/8']);
    expect(config.network.proxy?.reveal()).toBe('http://u:p@proxy.example:3128');
    expect(config.parse).toMatchObject({ timeoutMs: 250, memoryBytes: 1_073_741_824 });
    expect(config.web).toMatchObject({ host: '::1', port: 0, baseUrl: 'https://watch.example/x' });
    expect(config.declared.prune).toBe(true);
  });

  it('an empty file is a configuration', () => {
    expect(load({ 'w.yaml': '' }).web.port).toBe(8080);
    expect(load({ 'w.yaml': '# nothing yet\n' }).web.port).toBe(8080);
    expect(load({ 'w.yaml': '\uFEFFweb: { port: 1 }' }).web.port).toBe(1);
  });
});

describe('files', () => {
  it('are relative to the file that names them, or to the folder of the command', () => {
    const files = {
      'conf/w.yaml': 'feeds: feeds.yaml\ntopics: ../topics.yaml\ndata: store\n',
      'conf/feeds.yaml': 'feeds:\n  - https://a.example/\n',
      'topics.yaml':
        'topics:\n  - { id: a, query: x }\nsubscriptions:\n  - { topic: a, channel: { type: webhook, url: https://h.example } }\n',
    };
    const folder = folderWith(files);
    const config = loadConfig({ env: { WIREWATCH_CONFIG: 'conf/w.yaml' }, folder });
    expect(config.file).toBe(join(folder, 'conf/w.yaml'));
    expect(config.dataDir).toBe(join(folder, 'conf/store'));
    expect(config.declared.feeds).toMatchObject([
      { url: 'https://a.example/', declaredIn: join(folder, 'conf/feeds.yaml'), line: 2 },
    ]);
    expect(config.declared.topics).toMatchObject([{ id: 'a', line: 2 }]);
    expect(config.declared.subscriptions).toMatchObject([{ topic: 'a', line: 4 }]);
    expect(loadConfig({ env: { WIREWATCH_DATA: 'd', WIREWATCH_CONFIG: 'conf/w.yaml' }, folder }).dataDir).toBe(
      join(folder, 'd'),
    );
  });

  it('may hold a bare list, topics beside subscriptions of the first file, or both in one file', () => {
    const hook = (n: number): string => `{ topic: a, channel: { type: webhook, url: "https://h.example/${n}" } }`;
    const config = load({
      'w.yaml': `topics: t.yaml\nsubscriptions:\n  - ${hook(1)}\n`,
      't.yaml': `topics:\n  - { id: a, query: x }\nsubscriptions:\n  - ${hook(2)}\n`,
    });
    expect(config.declared.subscriptions.map(({ channel }) => channel.url)).toEqual([
      'https://h.example/1',
      'https://h.example/2',
    ]);
    expect(config.declared.subscriptions.map(({ line }) => line)).toEqual([3, 4]);
    const both = load({
      'w.yaml': 'topics: t.yaml\nsubscriptions: t.yaml\n',
      't.yaml': `subscriptions: [${hook(1)}]\n`,
    });
    expect(both.declared.subscriptions).toHaveLength(1);
    expect(load({ 'w.yaml': 'topics: t.yaml', 't.yaml': '- { id: b, query: y }' }).declared.topics).toHaveLength(1);
  });

  it('in OPML are handed on as text, in the charset that they declare', () => {
    const xml = '<?xml version="1.0" encoding="windows-1251"?><opml><body><outline text="Новости"/></body></opml>';
    const bytes = Uint8Array.from(xml, (letter) => {
      const code = letter.codePointAt(0) ?? 0;
      return code >= 0x410 ? code - 0x410 + 0xc0 : code;
    });
    const folder = folderWith({ 'w.yaml': 'feeds: f.opml', 'f.opml': bytes });
    const config = loadConfig({ env: {}, folder, configFile: 'w.yaml' });
    expect(config.declared.opml).toEqual({ path: join(folder, 'f.opml'), text: xml });
    expect(config.declared.feeds).toEqual([]);
  });
});

describe('the environment', () => {
  it('wins over the file, and the command line over both', () => {
    const folder = folderWith({ 'w.yaml': 'web: { port: 1, host: a.example }\npolling: { min: 1m }\n' });
    const env = { WIREWATCH_PORT: '2', WIREWATCH_POLLING_MIN: '2m' };
    const config = loadConfig({ env, folder, configFile: 'w.yaml', overrides: { 'web.port': 3, data: undefined } });
    expect(config.web).toMatchObject({ port: 3, host: 'a.example' });
    expect(config.polling.minMs).toBe(120_000);
    expect(loadConfig({ env, folder, configFile: 'w.yaml' }).web.port).toBe(2);
    expect(loadConfig({ env, overrides: { 'web.port': '4' } }).web.port).toBe(4);
  });

  it('has a name for every setting', () => {
    const names = SETTINGS.flatMap((setting) => setting.names);
    expect(new Set(names).size).toBe(names.length);
    for (const name of [
      'WIREWATCH_POLLING_MIN',
      'WIREWATCH_HOSTS_GAP',
      'WIREWATCH_HOSTS_CONCURRENCY',
      'WIREWATCH_ALERT_SINCE',
      'WIREWATCH_DATA',
      'WIREWATCH_PORT',
      'WIREWATCH_HOST',
      'WIREWATCH_BASE_URL',
      'WIREWATCH_LOG_LEVEL',
      'WIREWATCH_ALLOW_PRIVATE',
      'WIREWATCH_USER_AGENT',
      'WIREWATCH_METRICS_PORT',
      'WIREWATCH_PRUNE',
    ]) {
      expect(names).toContain(name);
    }
    expect(SETTINGS.every(({ description }) => description.length > 10)).toBe(true);
  });

  it('is read in lists, mappings and flags', () => {
    const config = loadConfig({
      env: {
        WIREWATCH_ALLOW_PRIVATE: '10.0.0.0/8, 192.168.0.0/16',
        WIREWATCH_FEEDS: 'https://a.example https://b.example',
        WIREWATCH_TOPICS: '[{ id: a, query: x }]',
        WIREWATCH_HOSTS_OVERRIDES: '{"*.a.example": {"gap": "5s"}}',
        WIREWATCH_PRUNE: 'yes',
        WIREWATCH_PORT: '',
      },
    });
    expect(config.network.allowPrivate).toEqual(['10.0.0.0/8', '192.168.0.0/16']);
    expect(config.declared.feeds.map(({ url }) => url)).toEqual(['https://a.example/', 'https://b.example/']);
    expect(config.declared.topics).toMatchObject([{ id: 'a', declaredIn: 'WIREWATCH_TOPICS', line: 0 }]);
    expect(config.hosts.overrides).toMatchObject([{ pattern: '*.a.example', gapMs: 5000 }]);
    expect(config.declared.prune).toBe(true);
    expect(config.web.port).toBe(8080);
  });

  it('of an orchestrator’s service links is not ours', () => {
    const env = {
      WIREWATCH_PORT: 'tcp://10.0.0.1:8080',
      WIREWATCH_SERVICE_HOST: '10.0.0.1',
      WIREWATCH_SERVICE_PORT_HTTP: '8080',
      WIREWATCH_WEB_PORT: 'tcp://10.0.0.2:80',
      WIREWATCH_WEB_PORT_80_TCP_ADDR: '10.0.0.2',
      UNRELATED: 'x',
    };
    expect(loadConfig({ env }).web.port).toBe(8080);
  });

  it('has secrets, in files where it says so', () => {
    const folder = folderWith({ token: 'from-a-file\n' });
    const env = { WIREWATCH_ADMIN_TOKEN_FILE: join(folder, 'token'), WIREWATCH_SECRET: 's', SMTP_URL: 'smtp://u:p@h' };
    const config = loadConfig({ env });
    expect(config.adminToken?.reveal()).toBe('from-a-file');
    expect(config.secret?.reveal()).toBe('s');
    expect(config.smtpUrl?.reveal()).toBe('smtp://u:p@h');
  });

  it.each(['two words', 'schlüssel', 'x'.repeat(4_097)])(
    'refuses the admin token %j, which no header can carry',
    (token) => {
      expect(() => loadConfig({ env: { WIREWATCH_ADMIN_TOKEN: token } })).toThrow(
        /WIREWATCH_ADMIN_TOKEN.*can’t be sent as a bearer token, expected at most 4096 printable ASCII signs/,
      );
    },
  );

  it('takes the proxy of the environment only where the file says so', () => {
    const env = { HTTPS_PROXY: 'http://p.example:1' };
    expect(loadConfig({ env }).network.proxy).toBeUndefined();
    expect(loadConfig({ env: { ...env, WIREWATCH_PROXY: 'env' } }).network.proxy?.reveal()).toBe('http://p.example:1');
  });
});

describe('R28: which engine', () => {
  const engine = (env: Record<string, string>) => loadConfig({ env }).engine;

  it('is the embedded one where nothing is named', () => {
    expect(engine({})).toMatchObject({ store: 'embedded', queue: 'postgres' });
    expect(engine({}).why).toContain('WIREWATCH_DATABASE_URL');
  });

  it('is a given database, with queues in it or in Redis', () => {
    expect(engine({ DATABASE_URL: 'postgres://h/d' })).toMatchObject({ store: 'given', queue: 'postgres' });
    const both = engine({ DATABASE_URL: 'postgres://h/d', REDIS_URL: 'redis://h' });
    expect(both).toMatchObject({ store: 'given', queue: 'redis' });
    expect(both.why).toBe('the store is the PostgreSQL of DATABASE_URL; the queues stand in the Redis of REDIS_URL');
  });

  it('our own names win over the plain ones', () => {
    const own = engine({
      DATABASE_URL: 'postgres://plain/d',
      WIREWATCH_DATABASE_URL: 'postgresql://own/d',
      REDIS_URL: 'redis://plain',
      WIREWATCH_REDIS_URL: 'rediss://own',
    });
    expect(own.databaseUrl?.reveal()).toBe('postgresql://own/d');
    expect(own.redisUrl?.reveal()).toBe('rediss://own');
    expect(own.why).toContain('WIREWATCH_DATABASE_URL');
  });

  it('a Redis without a database is an error', () => {
    expect(() => engine({ REDIS_URL: 'redis://h' })).toThrow(/REDIS_URL: names a Redis but no database is named/);
  });
});

describe('secrets', () => {
  it('are in no print of the configuration', () => {
    const config = load(
      {
        'w.yaml': [
          'feeds: [{ url: https://u:hunter2@a.example, headers: { X-Key: hunter2 } }]',
          `subscriptions: [{ topic: a, channel: { type: webhook, url: https://b.example, secret: whsec_${Buffer.from('hunter2hunter2hunter2hunter2').toString('base64')} } }]`,
          'network: { proxy: "http://u:hunter2@p.example" }',
        ].join('\n'),
      },
      {
        WIREWATCH_DATABASE_URL: 'postgres://u:hunter2@h/d',
        WIREWATCH_REDIS_URL: 'redis://:hunter2@h',
        WIREWATCH_SECRET: 'hunter2',
        WIREWATCH_ADMIN_TOKEN: 'hunter2',
        SMTP_URL: 'smtp://u:hunter2@h',
      },
    );
    const shown = `${JSON.stringify(config)}${inspect(config, { depth: 20, showHidden: true })}`;
    expect(shown).not.toContain('hunter2');
    expect(shown).not.toContain(Buffer.from('hunter2hunter2').toString('base64').slice(0, 10));
    expect(config.engine.databaseUrl?.reveal()).toContain('hunter2');
  });
});

describe('R22: the content hash', () => {
  const hash = (text: string, files: Files = {}): string => contentHash(load({ 'w.yaml': text, ...files }).declared);

  it('does not depend on layout, order of keys, comments and places', () => {
    const one = hash('topics:\n  - id: a\n    query: x\n    lang: en\n');
    expect(hash('# hello\nweb: { port: 1 }\ntopics: [{ lang: [en], query: x, id: a }]')).toBe(one);
    expect(hash('topics: t.yaml', { 't.yaml': '- { id: a, query: x, lang: en }' })).toBe(one);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with everything that is declared', () => {
    const base = 'feeds: [{ url: https://a.example, headers: { K: one } }]\ntopics: [{ id: a, query: x }]\n';
    const hashes = [
      base,
      base.replace('K: one', 'K: two'),
      base.replace('query: x', 'query: y'),
      base.replace('a.example', 'b.example'),
      `${base}prune: true\n`,
      `${base}subscriptions: [{ topic: a, channel: { type: webhook, url: https://h.example } }]\n`,
    ].map((text) => hash(text));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hash('feeds: f.opml', { 'f.opml': '<opml/>' })).not.toBe(hash('feeds: f.opml', { 'f.opml': '<opml />' }));
  });
});

describe('durations of the file and the environment', () => {
  it('mean the same', () => {
    const folder = folderWith();
    const ms = fc.nat({ max: 80_000_000 });
    fc.assert(
      fc.property(ms, (gapMs) => {
        const text = formatDuration(gapMs);
        expect(loadConfig({ env: { WIREWATCH_HOSTS_GAP: text }, folder }).hosts.gapMs).toBe(gapMs);
        expect(loadConfig({ env: {}, overrides: { 'hosts.gap': text } }).hosts.gapMs).toBe(gapMs);
      }),
      { numRuns: 50 },
    );
  });
});
