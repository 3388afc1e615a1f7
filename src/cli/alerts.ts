import { Command } from 'commander';
import { parseDuration } from '../core/duration.ts';
import { WireError } from '../core/errors.ts';
import { alertArticles, alertViews, type AlertRow } from '../store/alert.ts';
import { alertIds, latestAlertId } from '../store/alert-list.ts';
import { listenForAlerts } from '../store/listen.ts';
import type { Database } from '../store/open.ts';
import { replayTopic } from '../store/replay.ts';
import { needTopic } from '../store/topic.ts';
import { AlertLog, type AlertIds } from '../web/alert-log.ts';
import { wholeNumber } from './filters.ts';
import { withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { showAlert } from './show-alert.ts';
import { instant, table } from './table.ts';
import { outputClosed, print, printJson, say } from './terminal.ts';

interface AlertFlags extends StoreFlags {
  readonly topic?: string[];
  readonly since?: string;
  readonly limit: number;
  readonly json?: boolean;
  readonly ndjson?: boolean;
}

/** `wirewatch alerts`: what fired. */
export function alertsCommand(): Command {
  const alerts = new Command('alerts').description('the alerts; tail follows live');
  alerts.addCommand(listCommand());
  alerts.addCommand(showCommand());
  alerts.addCommand(tailCommand());
  alerts.addCommand(replayCommand());
  return alerts;
}

/** Milliseconds of a `--since` such as `30d`. @throws USAGE */
export function sinceMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new WireError('USAGE', `--since ${text}: expected a duration such as 12h or 30d`);
  return ms;
}

function listCommand(): Command {
  return withStoreFlags(new Command('list'))
    .description('the latest alerts')
    .option('--topic <id...>', 'only of these topics')
    .option('--since <duration>', 'only of the last 12h, 30d …')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 50)
    .option('--json', 'print one JSON value')
    .action((flags: AlertFlags) =>
      withStore(flags, async ({ store }) => {
        const alerts = await alertViews(store.db, {
          limit: flags.limit,
          ...(flags.topic !== undefined && { topics: flags.topic }),
          ...(flags.since !== undefined && { from: new Date(Date.now() - sinceMs(flags.since)) }),
        });
        if (flags.json === true) return printJson(alerts);
        const rows = alerts.map((row) => [
          row.alert.id,
          instant(row.alert.createdAt),
          row.topic.id,
          row.article.source,
          row.story.articles,
          row.article.title ?? row.article.url,
        ]);
        print(table(['id', 'when', 'topic', 'outlet', 'articles', 'title'], rows, 'No alerts yet.'));
      }),
    );
}

function showCommand(): Command {
  return withStoreFlags(new Command('show'))
    .description('one alert: where it matched, and who tells the story')
    .argument('<id>')
    .option('--json', 'print one JSON value')
    .action((id: string, flags: AlertFlags) =>
      withStore(flags, async ({ store }) => {
        if (!/^\d{1,15}$/.test(id)) throw new WireError('USAGE', `${id} is not the id of an alert`);
        const alert = (await alertViews(store.db, { ids: [Number(id)], limit: 1 }))[0];
        if (alert === undefined) throw new WireError('NOT_FOUND', `there is no alert ${id}`);
        const sources = await alertArticles(store.db, Number(id));
        if (flags.json === true) return printJson({ ...alert, sources });
        print(showAlert(alert));
        for (const source of sources) print(`   ${instant(source.at)}  ${source.source}  ${source.url}\n`);
      }),
    );
}

function tailCommand(): Command {
  return withStoreFlags(new Command('tail'))
    .description('follow the alerts as they come')
    .option('--topic <id...>', 'only of these topics')
    .option('--ndjson', 'print one JSON value a line')
    .action((flags: AlertFlags) =>
      withStore(flags, async ({ store }) => {
        const log = new AlertLog(alertIdsOf(store.db));
        await log.begin();
        let position = log.end;
        say('Waiting for alerts; end with Ctrl-C.\n');
        const show = async (id: number | null): Promise<void> => {
          await log.heard(id);
          for (;;) {
            const { ids, next } = log.from(position);
            if (ids.length === 0) return;
            position = next;
            const topics = flags.topic === undefined ? {} : { topics: flags.topic };
            const alerts = await alertViews(store.db, { ids, limit: ids.length, ...topics });
            const byId = new Map(alerts.map((alert) => [Number(alert.alert.id), alert]));
            for (const alert of ids.flatMap((one) => byId.get(one) ?? [])) await printAlert(alert, flags);
          }
        };
        await follow(
          (onAlert) => listenForAlerts(store.pool, onAlert, (error) => say(`${error.message}; trying again\n`)),
          show,
        );
      }),
    );
}

function alertIdsOf(db: Database): AlertIds {
  return {
    latestId: () => latestAlertId(db),
    find: async (id) => (await alertViews(db, { ids: [id], limit: 1 }))[0] ?? null,
    since: async (afterId, topic, limit) =>
      (await alertIds(db, { afterId, topic }, { after: null, limit })).map((id) => ({ id: String(id) })),
  };
}

async function printAlert(alert: AlertRow, { ndjson }: AlertFlags): Promise<void> {
  if (ndjson === true) await printJson(alert);
  else print(showAlert(alert));
}

/** Shows what is new at each notice, one look at a time, until a signal or a reader that leaves ends it. */
async function follow(
  open: (onAlert: (id: number | null) => void) => { close(): Promise<void> },
  show: (id: number | null) => Promise<void>,
): Promise<void> {
  let looking = Promise.resolve();
  const listener = open((id) => {
    looking = looking.then(() => show(id)).catch((error: unknown) => say(`${String(error)}\n`));
  });
  await new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve());
    outputClosed.addEventListener('abort', () => resolve(), { once: true });
    if (outputClosed.aborted) resolve();
  });
  await listener.close();
  await looking;
}

function replayCommand(): Command {
  return withStoreFlags(new Command('replay'))
    .description('match a topic against articles that were there before it, and alert those not alerted yet')
    .argument('<topic>')
    .requiredOption('--since <duration>', 'how far back, such as 30d')
    .action((id: string, flags: AlertFlags & { since: string }) =>
      withStore(flags, async ({ store }) => {
        const topic = await needTopic(store.db, id);
        const queued = await replayTopic(store.db, topic.id, sinceMs(flags.since));
        print(`${queued} articles are matched again; what was alerted is not alerted again\n`);
      }),
    );
}
