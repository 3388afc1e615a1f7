import { describe, expect, it } from 'vitest';
import { isWireError } from '../../src/core/errors.ts';
import type { Environment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { folderWith } from '../support/folder.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** The lines of the error that loading `w.yaml` (where there is one) gives; empty where it loads. */
function faultsOf(files: Files, env: Environment = {}): string[] {
  const folder = folderWith(files);
  try {
    loadConfig({ env, folder, ...('w.yaml' in files ? { configFile: 'w.yaml' } : {}) });
    return [];
  } catch (error) {
    if (!isWireError(error)) throw error;
    expect(error.code).toBe('CONFIG_INVALID');
    const [head, ...lines] = error.message.split('\n');
    expect(head).toMatch(/^the configuration has (one fault|\d+ faults):$/);
    return lines.map((line) => line.trim().replaceAll(`${folder}/`, ''));
  }
}

const yaml = (text: string, files: Files = {}): string[] => faultsOf({ 'w.yaml': text, ...files });
const DURATION = 'is not a duration, expected an integer with ms, s, m, h or d, such as 30s or 5m';

describe('a fault in the file', () => {
  const cases: Record<string, readonly [text: string, ...lines: string[]]> = {
    'an unknown room': ['prune: true\npoling: { min: 5m }', 'w.yaml:2: poling: is not known, did you mean polling?'],
    'an unknown key': ['polling:\n  min: 5m\n  mim: 5m', 'w.yaml:3: polling.mim: is not known, did you mean min?'],
    'an unknown key that is like none': [
      'metrics: { colour: red }',
      'w.yaml:1: metrics.colour: is not known, expected host, port',
    ],
    'a duration without a unit': ['\nhosts:\n  gap: 300', `w.yaml:3: hosts.gap: ${DURATION}, at most 1d (got 300)`],
    'a duration in words': ['alertSince: one day', `w.yaml:1: alertSince: ${DURATION} (got "one day")`],
    'a duration below its least': [
      'polling: { min: 10ms }',
      `w.yaml:1: polling.min: ${DURATION}, at least 1s (got "10ms")`,
    ],
    'a duration that may last for ever': [
      'retention:\n  raw: always',
      `w.yaml:2: retention.raw: ${DURATION}, or forever (got "always")`,
    ],
    'bounds the wrong way round': [
      'polling:\n  min: 2h\n  max: 1h',
      'w.yaml:2: polling.min: is longer than polling.max, expected at most that (got "2h")',
    ],
    'a number out of range': [
      'web:\n  port: 99999',
      'w.yaml:2: web.port: is not allowed, expected an integer from 0 to 65535 (got 99999)',
    ],
    'a limit': [
      'hosts: { perAddress: many }',
      'w.yaml:1: hosts.perAddress: is not allowed, expected an integer from 1 to 1000, or off (got "many")',
    ],
    'a choice': [
      'log: { level: verbose }',
      'w.yaml:1: log.level: is not known, expected trace, debug, info, warn, error, fatal, silent (got "verbose")',
    ],
    'a flag': ['prune: maybe', 'w.yaml:1: prune: is not allowed, expected true or false (got "maybe")'],
    'a size': [
      'parse: { memory: 5 }',
      'w.yaml:1: parse.memory: is not a size, expected an integer with mb or gb, at least 32mb (got 5)',
    ],
    'a network': [
      'network:\n  allowPrivate:\n    - 10.0.0.0/8\n    - 10.0.0.0/99',
      'w.yaml:2: network.allowPrivate: is not allowed, expected a network such as 10.0.0.0/8, or a list of such (got ["10.0.0.0/8","10.0.0.0/99"])',
    ],
    'a host’s pattern': [
      'hosts:\n  overrides:\n    "*.example.*": { gap: 5s }',
      'w.yaml:3: hosts.overrides."*.example.*": is not a host, expected a name such as example.org, example.org:8080 or "*.example.org"',
    ],
    'a limit of a host': [
      'hosts:\n  overrides:\n    example.org: { gapp: 5s }',
      'w.yaml:3: hosts.overrides."example.org".gapp: is not known, did you mean gap?',
    ],
    'a room that is no mapping': [
      'web: 8080',
      'w.yaml:1: web: is not allowed, expected a mapping of names to values (got 8080)',
    ],
    'a list that is none': [
      'feeds: { url: https://a.example }',
      'w.yaml:1: feeds: is not allowed, expected a list (got {"url":"https://a.example"})',
    ],
    'a feed’s address': [
      'feeds:\n  - https://a.example/\n  - a.example',
      'w.yaml:3: feeds[1]: is not an address, expected http://… or https://… (got "a.example")',
    ],
    'a feed without one': [
      'feeds:\n  - tags: [x]',
      'w.yaml:2: feeds[0].url: is missing, expected http://… or https://…',
    ],
    'a header that is ours': [
      'feeds:\n  - url: https://a.example/\n    headers: { Host: b.example }',
      'w.yaml:3: feeds[0].headers: is not allowed, expected header names with their values, of Latin letters; Host and what describes the connection can’t be set',
    ],
    'two credentials': [
      'feeds:\n  - url: https://u:p@a.example/\n    headers: { authorization: Bearer x }',
      'w.yaml:2: feeds[0]: has a user in its url and an Authorization header, expected one of them',
    ],
    'a topic without a query': [
      'topics:\n  - id: belarus',
      'w.yaml:2: topics[0].query: is missing, expected text such as \'"European security" AND Belarus*\'',
    ],
    'a query that does not parse': [
      'topics:\n  - id: belarus\n    query: belarus and (nato',
      'w.yaml:3: topics[0].query: does not parse at character 9: Operators are written in capitals: AND. Write AND, or "and" for the word. (got "belarus and (nato")',
    ],
    'a topic’s id': [
      'topics:\n  - { id: a b, query: x }',
      'w.yaml:2: topics[0].id: is not an id, expected letters, digits, "-", "_" or ".", beginning with a letter or digit, at most 100 (got "a b")',
    ],
    'a language': [
      'topics:\n  - id: a\n    query: x\n    lang: english',
      'w.yaml:4: topics[0].lang: is not allowed, expected a language such as en or pt-BR, or a list of such (got "english")',
    ],
    'a topic that is there twice': [
      'topics:\n  - { id: a, query: x }\n  - { id: a, query: y }',
      'w.yaml:3: topics[1]: is the same as the one in w.yaml:2, expected each once',
    ],
    'a feed that is there twice': [
      'feeds:\n  - https://a.example\n  - url: https://A.example/',
      'w.yaml:3: feeds[1]: is the same as the one in w.yaml:2, expected each once',
    ],
    'a channel of an unknown type': [
      'subscriptions:\n  - topic: a\n    channel:\n      type: pigeon',
      'w.yaml:4: subscriptions[0].channel.type: is not known, expected webhook (got "pigeon")',
    ],
    'a channel without a type': [
      'subscriptions:\n  - topic: a\n    channel:\n      url: https://a.example',
      'w.yaml:3: subscriptions[0].channel.type: is missing, expected webhook',
    ],
    'a schedule': [
      'subscriptions:\n  - topic: a\n    channel: { type: webhook, url: https://a.example }\n    digest: daily',
      'w.yaml:4: subscriptions[0].digest: is not a schedule, expected five fields of cron such as "0 7 * * 1-5" (got "daily")',
    ],
    'a time zone': [
      'subscriptions:\n  - topic: a\n    channel: { type: webhook, url: https://a.example }\n    digest: 0 7 * * *\n    timezone: Mars/Base',
      'w.yaml:5: subscriptions[0].timezone: is not a time zone, expected a name of the IANA list such as Europe/Minsk (got "Mars/Base")',
    ],
    'a digest without a schedule': [
      'subscriptions:\n  - topic: a\n    channel: { type: webhook, url: https://a.example }\n    rhythm: digest',
      'w.yaml:2: subscriptions[0]: has no digest, expected digest: "0 7 * * *" or so',
    ],
    'a key that is there twice': ['prune: true\nprune: false', 'w.yaml:2: a key stands here twice, expected once'],
    'a key that is no name': ['prune: true\n[web]: 1', 'w.yaml:2: is not a name, expected plain text before the ":"'],
    'a file that is no mapping': [
      '- a\n- b',
      'w.yaml:1: is not allowed, expected a mapping of settings such as "polling: { min: 5m }"',
    ],
  };
  it.each(Object.keys(cases))('%s', (name) => {
    const [text, ...lines] = cases[name] ?? [''];
    expect(yaml(text)).toEqual(lines);
  });

  it('broken YAML is shown at its line, and the environment’s faults with it', () => {
    const faults = faultsOf({ 'w.yaml': 'a: 1\nb: [1, 2\nc: 3\n' }, { WIREWATCH_PORT: 'x' });
    expect(faults[0]).toMatch(/^w\.yaml:[234]: is not YAML: /);
    expect(faults.at(-1)).toMatch(/^environment: WIREWATCH_PORT: web\.port: /);
  });

  it('a YAML bomb is refused', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [name, before] of ['ba', 'cb', 'dc', 'ed', 'fe'].map((pair) => pair.split(''))) {
      bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`);
    }
    expect(yaml(bomb.join('\n')).join('\n')).toContain('is not YAML: Excessive alias count');
  });

  it('text that is not UTF-8 is refused', () => {
    const lines = faultsOf({ 'w.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xff, 0xfe]) });
    expect(lines).toEqual(['w.yaml:1: is not allowed, expected text in UTF-8']);
  });

  it('a name that is taken from everybody’s prototype changes nothing', () => {
    expect(yaml('__proto__: { prune: true }\nconstructor: 1')).toEqual([
      expect.stringMatching(/^w\.yaml:1: __proto__: is not known/),
      expect.stringMatching(/^w\.yaml:2: constructor: is not known/),
    ]);
  });
});

describe('a fault in a file that another names', () => {
  it('is shown there', () => {
    const faults = yaml('feeds: lists/feeds.yaml\ntopics: topics.yaml', {
      'lists/feeds.yaml': '- https://a.example/\n- url: b.example\n  evry: 5m\n',
      'topics.yaml': 'topics:\n  - id: a\n    query: "x"\nsubscriptions:\n  - topic: a\n    chanel: {}\ntopic: 1\n',
    });
    expect(faults).toEqual([
      'lists/feeds.yaml:2: feeds[1].url: is not an address, expected http://… or https://… (got "b.example")',
      'lists/feeds.yaml:3: feeds[1].evry: is not known, did you mean every?',
      'topics.yaml:5: subscriptions[0].channel: is missing, expected a mapping of names to values',
      'topics.yaml:6: subscriptions[0].chanel: is not known, did you mean channel?',
      'topics.yaml:7: topic: is not known, did you mean topics?',
    ]);
  });

  it('or at the name, where the file can’t be read', () => {
    const [first, second] = yaml('prune: true\ntopics: nowhere.yaml\nfeeds: gone.opml');
    expect(first).toMatch(/^w\.yaml:2: topics: names nowhere\.yaml, which can’t be read: ENOENT/);
    expect(second).toMatch(/^w\.yaml:3: feeds: names gone\.opml, which can’t be read: ENOENT/);
  });

  it('is told of the configuration file itself', () => {
    const folder = folderWith();
    expect(() => loadConfig({ env: {}, configFile: 'none.yaml', folder })).toThrow(
      /option: --config: names .*none\.yaml, which can’t be read: ENOENT/,
    );
  });
});

describe('a fault in the environment', () => {
  it.each([
    ['WIREWATCH_POLING_MIN', '5m', 'is not known, did you mean WIREWATCH_POLLING_MIN?'],
    ['WIREWATCH_BANANA', '1', 'is not known, expected one of the documented names'],
    ['WIREWATCH_HOSTS_GAP', 'x', `hosts.gap: ${DURATION}, at most 1d (got "x")`],
    ['WIREWATCH_PORT', '80a', 'web.port: is not allowed, expected an integer from 0 to 65535 (got "80a")'],
    ['WIREWATCH_PRUNE', 'perhaps', 'prune: is not allowed, expected true or false (got "perhaps")'],
    [
      'WIREWATCH_DATABASE_URL',
      'mysql://u:hunter2@h/d',
      'is not a PostgreSQL, expected postgres://user:password@host:5432/database',
    ],
    ['SMTP_URL', 'mail.example', 'is not a mail server, expected smtp://user:password@host:587 or smtps://…'],
    [
      'REDIS_URL',
      'redis://h:1',
      'names a Redis but no database is named, expected WIREWATCH_DATABASE_URL or DATABASE_URL too',
    ],
    [
      'WIREWATCH_SECRET_FILE',
      '/nowhere/secret',
      "names a file that can’t be read, ENOENT: no such file or directory, open '/nowhere/secret'",
    ],
  ])('%s=%s', (name, text, message) => {
    expect(faultsOf({}, { [name]: text })).toEqual([`environment: ${name}: ${message}`]);
  });

  it('two names of one setting that disagree', () => {
    expect(faultsOf({}, { WIREWATCH_PORT: '1', WIREWATCH_WEB_PORT: '2' })).toEqual([
      'environment: WIREWATCH_WEB_PORT: says something else than WIREWATCH_PORT, expected one of them',
    ]);
    expect(faultsOf({}, { WIREWATCH_PORT: '1', WIREWATCH_WEB_PORT: '1' })).toEqual([]);
  });

  it('a proxy that the environment does not have', () => {
    expect(faultsOf({ 'w.yaml': 'network: { proxy: env }' })).toEqual([
      'w.yaml:1: network.proxy: is env, but HTTPS_PROXY is not set',
    ]);
  });
});

describe('faults', () => {
  it('are all there at once, by file and line, then the environment', () => {
    const text = 'polling: { min: x }\nweb: { port: y }\nfeeds: [z]\n';
    const places = faultsOf({ 'w.yaml': text }, { WIREWATCH_HOSTS_GAP: 'q', REDIS_URL: 'r' }).map((line) =>
      line.split(': ', 2).join(' '),
    );
    expect(places).toEqual([
      'w.yaml:1 polling.min',
      'w.yaml:2 web.port',
      'w.yaml:3 feeds[0]',
      'environment WIREWATCH_HOSTS_GAP',
      'environment REDIS_URL',
      'environment REDIS_URL',
    ]);
  });

  it('never show a secret', () => {
    const text = [
      'feeds:',
      '  - url: ftp://user:hunter2@a.example/?token=hunter2',
      '  - url: https://a.example',
      '    headers: { "bad header": hunter2 }',
      '    evry: 5m',
      'subscriptions:',
      '  - topic: a',
      '    channel: { type: webhook, url: "https://u:hunter2@b.example/?key=hunter2", secret: hunter2 }',
      '  - { topic: a, channel: [{ secret: hunter2 }] }',
      '  - [{ secret: hunter2, password: hunter2 }]',
      'network: { proxy: "socks://u:hunter2@h" }',
    ].join('\n');
    const env = { WIREWATCH_DATABASE_URL: 'mysql://u:hunter2@h/d', SMTP_URL: 'mailto:hunter2@x', REDIS_URL: 'hunter2' };
    const faults = faultsOf({ 'w.yaml': text }, env);
    expect(faults.length).toBeGreaterThan(8);
    expect(faults.join('\n')).not.toContain('hunter2');
  });

  it('are counted, and the first hundred shown', () => {
    const feeds = Array.from({ length: 150 }, (_, i) => `  - x${i}`).join('\n');
    const faults = yaml(`feeds:\n${feeds}`);
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toBe('and 50 more');
  });
});
