import { Command } from 'commander';
import { archiveOf } from '../fleet/archive.ts';
import { tryTopic, type TrialProgress, type TrialReport } from '../stages/archive/trial.ts';
import { findTopic, needTopic } from '../store/topic.ts';
import type { TopicSpec } from '../topic/matcher.ts';
import { passagesOf } from '../digest/passages.ts';
import { sinceMs } from './alerts.ts';
import { checkedQuery, isTopicId } from './checked-query.ts';
import { rulesOf, wholeNumber, withTopicRules, type TopicRules } from './filters.ts';
import { withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { plainSnippet } from './show-alert.ts';
import { instant, table } from './table.ts';
import { outputClosed, paint, print, printJson, say } from './terminal.ts';

interface TestFlags extends StoreFlags, TopicRules {
  readonly since: string;
  readonly topic?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** `wirewatch topics test`: a query held against the archive, before anybody subscribes to it. */
export function topicsTestCommand(): Command {
  return withTopicRules(withStoreFlags(new Command('test')))
    .description('run a query over the archive: matches, alerts a week, noise, the furniture that it ignored')
    .argument('<query>', 'a query, or the id of a topic', (text) => (isTopicId(text) ? text : checkedQuery(text)))
    .option('--since <duration>', 'how far back', '30d')
    .option('--topic <id>', 'a change of this topic: what is gained and lost')
    .option('--limit <n>', 'samples to show, at most 50', wholeNumber(0, 50), 50)
    .option('--json', 'print one JSON value')
    .addHelpText('after', '\nCtrl-C ends a long trial early and shows what was found until then.')
    .action((query: string, flags: TestFlags) =>
      withStore(flags, async ({ store: { db } }) => {
        const stored = await findTopic(db, query);
        const before = flags.topic === undefined ? undefined : await needTopic(db, flags.topic);
        // A change of a topic keeps what is not given: its languages, outlets, tags, threshold.
        const asked = stored ?? { ...before, id: 'trial', query: isTopicId(query) ? checkedQuery(query) : query };
        const topic: TopicSpec = { ...asked, ...rulesOf(flags) };
        const to = new Date();
        const from = new Date(to.getTime() - sinceMs(flags.since));
        const interrupt = untilInterrupted();
        try {
          const options = {
            archive: archiveOf(db),
            from,
            to,
            before,
            isOver: interrupt.isOver,
            onProgress: progress(),
          };
          const report = await tryTopic(topic, options);
          if (flags.json === true) return await printJson(report);
          show(report, flags.limit);
        } finally {
          interrupt.end();
        }
      }),
    );
}

/** @throws USAGE */
/** A reader that leaves or the first Ctrl-C ends the trial, the next one the process. */
function untilInterrupted(): { isOver: () => boolean; end: () => void } {
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    say('stopping; Ctrl-C again ends at once\n');
  };
  process.once('SIGINT', stop);
  return { isOver: () => isOver || outputClosed.aborted, end: () => void process.off('SIGINT', stop) };
}

const PROGRESS_MS = 1_000;

/** A line a second on standard error. */
function progress(): (now: TrialProgress) => void {
  let saidAt = performance.now();
  return ({ articles, read, matched }) => {
    if (performance.now() - saidAt < PROGRESS_MS) return;
    saidAt = performance.now();
    say(`${read} of at most ${articles} articles read, ${matched} match …\n`);
  };
}

function show(report: TrialReport, limit: number): void {
  const { matched, scanned, stories, suppressed, alertsPerWeek } = report;
  const part = report.complete ? '' : ' (the newest ones; it was stopped before the end)';
  print(`${matched} of ${scanned} articles match${part}, ${stories} stories; ${suppressed} would join an alert\n`);
  print(`about ${alertsPerWeek} alerts a week, by what was found since ${instant(report.from)}\n`);
  for (const { message, hint } of report.warnings) print(`${paint('yellow', 'note')} ${message} ${hint}\n`);
  showFurniture(report);
  showCounts(report);
  for (const { article, matches } of report.samples.slice(0, limit)) {
    print(
      `${instant(article.published ?? article.discoveredAt)}  ${article.source}  ${paint('bold', article.title ?? '')}\n`,
    );
    for (const { snippet } of passagesOf(matches).slice(0, 2)) print(`   ${plainSnippet(snippet)}\n`);
    print(`   ${paint('dim', article.url)}\n`);
  }
  if (report.noiseWords.length > 0) {
    print('\nlikely noise, to be added with NOT (in weak matches / in the others):\n');
    print(`   ${report.noiseWords.map(({ word, noise, rest }) => `${word} (${noise}/${rest})`).join(', ')}\n`);
  }
  showChange(report, limit);
}

const DAYS = 62;
const OUTLETS = 20;

function showCounts({ byDay, bySource, matched }: TrialReport): void {
  const days = Object.entries(byDay);
  const rows = days.slice(-DAYS);
  const earlier = days.slice(0, -DAYS).reduce((sum, [, count]) => sum + count, 0);
  if (earlier > 0) rows.unshift(['earlier', earlier]);
  print(`\n${table(['day', 'matches'], rows, 'No matches.')}`);
  if (matched === 0) return;
  const outlets = Object.entries(bySource);
  const others = outlets.slice(OUTLETS);
  const shown = outlets.slice(0, OUTLETS);
  if (others.length > 0) shown.push([`${others.length} others`, others.reduce((sum, [, count]) => sum + count, 0)]);
  print(`\n${table(['outlet', 'matches'], shown, '')}\n`);
}

function showFurniture({ furniture }: TrialReport): void {
  if (furniture.scanned === 0) return;
  print(`furniture ignored: ${furniture.ignored} of ${furniture.scanned} kept pages hold it outside their text only\n`);
  for (const { url, snippet } of furniture.samples) print(`   ${paint('dim', `${url}: `)}${plainSnippet(snippet)}\n`);
}

function showChange({ comparedWith, gained, lost, gainedCount, lostCount }: TrialReport, limit: number): void {
  if (comparedWith === null) return;
  print(`\nagainst the topic ${comparedWith}: ${gainedCount} gained, ${lostCount} lost\n`);
  for (const { article } of gained.slice(0, limit)) print(`   + ${article.source}  ${article.title ?? ''}\n`);
  for (const { article } of lost.slice(0, limit)) print(`   - ${article.source}  ${article.title ?? ''}\n`);
}
