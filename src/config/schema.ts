import { z } from 'zod';
import { bindAddress, hostPattern, httpAddress, networks, proxy } from './addresses.ts';
import { FeedList, SubscriptionList, TopicList } from './declared.ts';
import { choice, duration, durationOrForever, flag, integer, limitOrOff, line, path, size } from './values.ts';

const polling = z
  .strictObject({
    min: duration(1000).prefault('5m').describe('A feed is asked at most this often.'),
    max: duration(1000).prefault('24h').describe('A feed is asked at least this often.'),
    budget: limitOrOff(100_000_000)
      .prefault('off')
      .describe(
        'The most polls an hour, over the whole fleet; `off` for no limit. Rhythms are stretched to stay within it.',
      ),
  })
  .transform(({ min, max, budget }, context) => {
    if (min > max) {
      context.addIssue({ code: 'custom', path: ['min'], message: 'is longer than polling.max, expected at most that' });
    }
    return { minMs: min, maxMs: max, budget };
  });

const concurrency = () => integer(1, 64);
const gap = () => duration(0, 86_400_000);

const override = z
  .strictObject({ concurrency: concurrency().optional(), gap: gap().optional() })
  .transform(({ concurrency, gap }) => ({ concurrency, gapMs: gap }));

const pattern = z.string().refine((key) => hostPattern(key) !== undefined, {
  error: 'is not a host, expected a name such as example.org, example.org:8080 or "*.example.org"',
});

const overrides = z
  .record(pattern, override)
  .transform((record) =>
    Object.entries(record).map(([written, limits]) => ({ pattern: hostPattern(written) ?? written, ...limits })),
  )
  .meta({ kind: 'map' });

const hosts = z
  .strictObject({
    concurrency: concurrency().prefault(1).describe('Requests at once to one host, over the whole fleet.'),
    gap: gap().prefault('1s').describe('From the start of one request to a host to the start of the next.'),
    perAddress: limitOrOff(1000)
      .prefault('off')
      .describe('Requests at once to all hosts that share an IP address, over the whole fleet; `off` for no limit.'),
    overrides: overrides
      .prefault({})
      .describe('Other limits for a host, or for `"*.example.com"` with its subdomains as one host.'),
  })
  .transform(({ gap, ...rest }) => ({ ...rest, gapMs: gap }));

const retention = z
  .strictObject({
    raw: durationOrForever().prefault('3d').describe('How long the pages and feeds are kept as they were received.'),
    text: durationOrForever().prefault('180d').describe('How long the texts of articles are kept.'),
    alerts: durationOrForever().prefault('forever').describe('How long alerts and their evidence are kept.'),
  })
  .transform(({ raw, text, alerts }) => ({ rawMs: raw, textMs: text, alertsMs: alerts }));

const network = z
  .strictObject({
    allowPrivate: networks()
      .prefault([])
      .describe('Networks (CIDR) that are not public and may be fetched from and delivered to all the same.'),
    userAgent: line('what names this crawler and a contact')
      .optional()
      .describe('What is told to every host; by default the product, its version and a contact address.'),
    proxy: proxy()
      .optional()
      .describe(
        'A proxy for all outgoing requests; `env` takes what HTTPS_PROXY says. The address guard then rests on it.',
      ),
  })
  .prefault({});

const parse = z
  .strictObject({
    timeout: duration(100, 600_000).prefault('5s').describe('The longest that the cleaning of one page may take.'),
    memory: size(32).prefault('256mb').describe('The most memory that one parsing thread may take.'),
    threads: integer(0, 256).prefault(0).describe('Parsing threads in one process; 0 is one a core.'),
  })
  .transform(({ timeout, memory, threads }) => ({ timeoutMs: timeout, memoryBytes: memory, threads }));

const jobs = z
  .strictObject({
    fetch: integer(1, 1000).prefault(40).describe('Hosts that one process fetches from at once.'),
    parse: integer(1, 256).prefault(2).describe('Batches that one process parses at once.'),
    alert: integer(1, 64).prefault(2).describe('Batches that one process matches at once.'),
    deliver: integer(1, 1000).prefault(16).describe('Deliveries that one process makes at once.'),
  })
  .prefault({});

const web = z
  .strictObject({
    host: bindAddress().prefault('127.0.0.1').describe('What the web page and the API listen on.'),
    port: integer(0, 65_535).prefault(8080).describe('Their port; 0 is any free one.'),
    baseUrl: httpAddress()
      .optional()
      .describe('The address under which readers reach the web page, for links in alerts.'),
  })
  .prefault({});

const metrics = z
  .strictObject({
    host: bindAddress().prefault('127.0.0.1').describe('What /healthz, /readyz and /metrics of a worker listen on.'),
    port: integer(0, 65_535).prefault(0).describe('Their port; 0 is any free one, which the log names.'),
  })
  .prefault({});

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const log = z
  .strictObject({
    level: choice(LOG_LEVELS)
      .prefault('info')
      .describe(`The least level that is logged, to standard error: ${LOG_LEVELS.join(', ')}.`),
    format: choice(['auto', 'json', 'pretty'])
      .prefault('auto')
      .describe('`auto` is pretty on a terminal, JSON otherwise.'),
  })
  .prefault({});

const declared = { kind: 'declared' } as const;

/** What wirewatch.yaml may hold, one strict object a room. What is read is made of milliseconds and bytes. */
export const Settings = z.strictObject({
  feeds: FeedList.prefault([])
    .meta(declared)
    .describe(
      'The watched feeds: a list of addresses or `{ url, tags, every, headers, kind, selector }`, or the name of a file.',
    ),
  topics: TopicList.prefault([])
    .meta(declared)
    .describe(
      'Topics: a list of `{ id, name, query, lang, sources, tags, minScore, caseSensitive }`, or the name of a file.',
    ),
  subscriptions: SubscriptionList.prefault([])
    .meta(declared)
    .describe('Where alerts go: a list of `{ topic, channel, rhythm, digest, timezone, updates }`, or a file’s name.'),
  prune: flag()
    .prefault(false)
    .describe('Whether feeds, topics and subscriptions that files declared before and no longer do are removed.'),
  data: path().prefault('data').describe('The folder that everything of an embedded store is kept in.'),
  alertSince: duration().prefault('24h').describe('How old an article may be, when its feed is added, to alert.'),
  polling: polling.prefault({}),
  hosts: hosts.prefault({}),
  retention: retention.prefault({}),
  network,
  parse: parse.prefault({}),
  jobs,
  web,
  metrics,
  log,
});

export type Settings = z.output<typeof Settings>;

/** A value that is read from anything (`unknown`) is a leaf; what is an object is a room. */
type Leaves<T> = {
  [K in keyof T & string]: unknown extends T[K]
    ? K
    : NonNullable<T[K]> extends readonly unknown[]
      ? K
      : `${K}.${keyof NonNullable<T[K]> & string}`;
}[keyof T & string];

/** Every setting by its dotted path, such as `web.port`. */
export type SettingPath = Leaves<Required<z.input<typeof Settings>>>;
