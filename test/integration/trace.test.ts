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
