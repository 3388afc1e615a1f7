import { expect, it } from 'vitest';
import { createLog } from '../../src/observe/log.ts';
import { STAGES } from '../../src/stages/jobs.ts';
import { startHook } from '../support/pipeline.ts';
import { page, prose, startSite } from '../support/site.ts';
import { useStand } from '../support/stand.ts';
import { until } from '../support/until.ts';

interface JobLine {
  readonly msg: string;
  readonly job: string;
  readonly stage: string;
  readonly ms: number;
  readonly items: readonly {
    readonly outcome: string;
    readonly url?: string;
    readonly trace?: string;
    readonly traces?: readonly string[];
  }[];
}

const stand = useStand();

it('one trace leads from the feed that lists a page to the delivery of its alert, through the log line of each job', async () => {
  const [site, hook] = await Promise.all([stand.open(startSite()), stand.open(startHook())]);
  const lines: JobLine[] = [];
  const log = createLog({
    level: 'info',
    pretty: false,
    role: 'test',
    stream: { write: (line) => void lines.push(JSON.parse(line) as JobLine) },
  });
  const published = new Date();
  const urls = ['/harbour', '/bridge'].map((path) => {
    site.set(
      'paper',
      path,
      page(`News of the ${path.slice(1)}`, prose(path, `${path.slice(1)} opening`), { published }),
    );
    return site.url('paper', path);
  });
  site.feed(
    'paper',
    '/rss',
    urls.map((link) => ({ title: `News of ${link.replace(/.*\//, '')}`, link })),
  );
  const news = await stand.news({
    log,
    feeds: [site.url('paper', '/rss')],
    topics: ['harbour', 'bridge'].map((word) => ({ id: word, name: word, query: `"${word} opening"` })),
    subscriptions: ['harbour', 'bridge'].map((topic) => ({ topic, channel: { type: 'webhook', url: hook.url } })),
  });
  const jobs = (): JobLine[] => lines.filter((line) => line.msg === 'job done');
  const delivered = (): JobLine[] => jobs().filter(({ stage, items }) => stage === 'deliver' && items.length > 0);
  await until(delivered, (all) => all.length === 2, { ms: 60_000, what: 'both deliveries in the log' });

  for (const url of urls) {
    const trace = (await news.line(url))?.trace;
    expect(trace).toMatch(/^[0-9a-f-]{36}$/);
    const brought = jobs().flatMap(({ items }) => items.filter(({ traces = [] }) => traces.includes(trace ?? '')));
    expect(brought).toMatchObject([{ outcome: 'new-entries', url: site.url('paper', '/rss'), articles: 2 }]);
    // A delivery may be made before the line of the job that asked for it is written.
    const steps = await until(
      () =>
        jobs()
          .flatMap(({ job, stage, ms, items }) =>
            items.filter((item) => item.trace === trace).map(({ outcome }) => ({ job, stage, ms, outcome })),
          )
          .toSorted((a, b) => STAGES.findIndex((s) => s === a.stage) - STAGES.findIndex((s) => s === b.stage)),
      (all) => all.length >= STAGES.length,
      { what: 'a line of each stage' },
    );
    expect(steps.map((step) => step.stage)).toEqual([...STAGES]);
    expect(steps.map((step) => step.outcome)).toEqual(['fetched', 'parsed-page', 'alerted', 'sent']);
    for (const step of steps) expect(step).toMatchObject({ job: expect.any(String), ms: expect.any(Number) });
  }
});

it('R17 the spans of an alert slice the text that was stored of its page, and its lead begins it', async () => {
  const site = await stand.open(startSite());
  const standfirst = 'Ministers gathered at the harbour to speak of European security, and of the ice.';
  const html = page('European security at the harbour', [standfirst, ...prose('ice', 'European security')], {
    published: new Date(),
  });
  site.set('paper', '/spans', html);
  site.feed('paper', '/rss', [{ title: 'Spans', link: site.url('paper', '/spans') }]);
  const news = await stand.news({
    feeds: [site.url('paper', '/rss')],
    topics: [{ id: 'security', name: 'Security', query: '"European security"' }],
  });
  expect(await news.settled(site.url('paper', '/spans'))).toMatchObject({ status: 'matched' });
  const [row] = await news.query<{
    title: string;
    lead: string;
    text: string;
    spans: { field: 'title' | 'lead' | 'body'; start: number; end: number; text: string }[];
  }>('SELECT a.title, a.lead, a.text, m.spans FROM match m JOIN article a ON a.id = m.article_id');
  expect(row?.text.startsWith(row.lead)).toBe(true);
  const sliced = row?.spans
    .toSorted((a, b) => a.field.localeCompare(b.field))
    .map(({ field, start, end, text }) => {
      const whole = field === 'body' ? row.text : row[field];
      return [field, whole.slice(start, end) === text, text];
    });
  expect(sliced).toEqual([
    ['body', true, 'European security'],
    ['body', true, 'European security'],
    ['title', true, 'European security'],
  ]);
});
