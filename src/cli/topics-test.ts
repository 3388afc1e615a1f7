import { Command } from 'commander';
import { tryTopic, type TrialReport } from '../fleet/trial.ts';
import { findTopic } from '../store/topic.ts';
import type { TopicSpec } from '../topic/matcher.ts';
import { sinceMs } from './alerts.ts';
import { checkedQuery } from './checked-query.ts';
import { withContainer, withStoreFlags, type StoreFlags } from './configuration.ts';
import { plainSnippet } from './show-alert.ts';
import { instant, table } from './table.ts';
import { paint, print, printJson, say } from './terminal.ts';

interface TestFlags extends StoreFlags {
  readonly since: string;
  readonly topic?: string;
  readonly lang?: string[];
  readonly source?: string[];
  readonly limit: string;
  readonly json?: boolean;
}

/** `wirewatch topics test`: a query held against the archive, before anybody subscribes to it. */
export function topicsTestCommand(): Command {
  return withStoreFlags(new Command('test'))
    .description('run a query over the archive: matches, counts a week, noise, the furniture that it ignored')
    .argument('<query>', 'a query, or the id of a topic')
    .option('--since <duration>', 'how far back', '30d')
    .option('--topic <id>', 'compare with this topic: what is gained and lost')
    .option('--lang <code...>', 'only articles in these languages')
    .option('--source <domain...>', 'only articles of these outlets')
    .option('--limit <n>', 'samples to show', '10')
    .option('--json', 'print one JSON value')
    .action((query: string, flags: TestFlags) =>
      withContainer(flags, async ({ store: { db } }) => {
        const stored = await findTopic(db, query);
        const spec: TopicSpec = stored ?? {
          id: 'trial',
          query: checkedQuery(query),
          lang: flags.lang,
          sources: flags.source,
        };
        const before = flags.topic === undefined ? null : await findTopic(db, flags.topic);
        const to = new Date();
        const report = await tryTopic(db, spec, {
          from: new Date(to.getTime() - sinceMs(flags.since)),
          to,
          ...(before !== null && { before }),
          onProgress: (scanned) => scanned % 10_000 === 0 && say(`${scanned} articles …\n`),
        });
        if (flags.json === true) return printJson(report);
        show(report, Math.min(Number(flags.limit) || 10, 50));
      }),
    );
}

function show(report: TrialReport, limit: number): void {
  print(
    `${report.matched} of ${report.scanned} articles match, ${report.stories} stories; ${report.suppressed} would join a story that was alerted\n`,
  );
  print(`about ${report.alertsPerWeek} alerts a week\n`);
  const { furniture } = report;
  if (furniture.scanned > 0)
    print(
      `${furniture.ignored} pages hold it in their furniture only and were ignored (${furniture.scanned} looked at)\n`,
    );
  for (const one of furniture.samples) print(`   ${paint('dim', `${one.url}: `)}${plainSnippet(one.snippet)}\n`);
  print(`\n${table(['day', 'matches'], Object.entries(report.byDay).sort().slice(-14), 'No matches.')}`);
  if (report.matched > 0) {
    const sources = Object.entries(report.bySource).sort((a, b) => b[1] - a[1]);
    print(`\n${table(['outlet', 'matches'], sources.slice(0, 10), '')}\n`);
  }
  for (const sample of report.samples.slice(0, limit)) {
    print(`${instant(sample.at)}  ${sample.source}  ${paint('bold', sample.title)}\n`);
    for (const { snippet } of sample.snippets.slice(0, 2)) print(`   ${plainSnippet(snippet)}\n`);
    print(`   ${paint('dim', report.urls[sample.id] ?? '')}\n`);
  }
  if (report.noiseWords.length > 0) {
    print(
      `\nwords of the likely noise, to be added with NOT: ${report.noiseWords.map((one) => one.word).join(', ')}\n`,
    );
  }
  if (report.gainedCount + report.lostCount > 0)
    print(`\nagainst the topic: ${report.gainedCount} gained, ${report.lostCount} lost\n`);
  for (const sample of report.gained.slice(0, limit)) print(`   + ${sample.source}  ${sample.title}\n`);
  for (const sample of report.lost.slice(0, limit)) print(`   - ${sample.source}  ${sample.title}\n`);
}
