import { Argument, Command } from 'commander';
import { STAGES, type StageName } from '../stages/jobs.ts';
import { listFailed, retryFailed } from '../store/replay.ts';
import { pauseStages, pausedStages } from '../store/setting.ts';
import { isWireError, messageOf, WireError } from '../core/errors.ts';
import { wholeNumber } from './filters.ts';
import { withContainer, withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { instant, table } from './table.ts';
import { print, printJson, say } from './terminal.ts';

/** `wirewatch queues`: the queues from a terminal. */
export function queuesCommand(): Command {
  const queues = new Command('queues').description('the queues: what waits, what failed, retry, pause');
  queues.addCommand(listCommand(), { isDefault: true });
  queues.addCommand(failedCommand());
  queues.addCommand(retryCommand());
  queues.addCommand(drainCommand());
  queues.addCommand(pauseCommand('pause', 'hand out nothing more; it holds after restarts and a wiped Redis', true));
  queues.addCommand(pauseCommand('resume', 'hand out again', false));
  return queues;
}

function listCommand(): Command {
  return withStoreFlags(new Command('list'))
    .description('how much waits and runs in each queue')
    .option('--json', 'print one JSON value')
    .action((flags: StoreFlags & { json?: boolean }) =>
      withContainer(flags, async ({ queues, store }) => {
        const paused = new Set(await pausedStages(store.db));
        const counts = (await queues.counts()).map((row) => ({ ...row, paused: paused.has(row.stage) }));
        if (flags.json === true) return printJson(counts);
        const rows = counts.map((row) => [
          row.stage,
          row.waiting,
          row.active,
          row.delayed,
          row.failed,
          row.completed,
          row.paused ? 'paused' : '',
        ]);
        print(table(['queue', 'waiting', 'active', 'delayed', 'failed', 'done', ''], rows, ''));
      }),
    );
}

function failedCommand(): Command {
  return withStoreFlags(new Command('failed'))
    .description('what is kept for a person, with its reason')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 100)
    .option('--json', 'print one JSON value, reasons in full')
    .action((flags: StoreFlags & { json?: boolean; limit: number }) =>
      withStore(flags, async ({ store }) => {
        const failed = await listFailed(store.db, flags.limit);
        if (flags.json === true) return printJson(failed);
        const rows = failed.map((row) => [row.id, row.stage, instant(row.since), row.code, row.what, row.reason]);
        print(table(['id', 'stage', 'since', 'code', 'what', 'reason'], rows, 'Nothing has failed.'));
      }),
    );
}

function retryCommand(): Command {
  return withStoreFlags(new Command('retry'))
    .description('try failed things again; nothing is alerted twice')
    .argument('<which>', `an id that "queues failed" shows, a queue (${STAGES.join(', ')}), or all`)
    .action((which: string, flags: StoreFlags) =>
      withStore(flags, async ({ store }) => {
        if (!['all', ...STAGES].includes(which) && !/^(work|body|delivery)-\d+$/.test(which)) {
          throw new WireError('USAGE', `${which} is not an id of "queues failed", a queue, or all`);
        }
        const count = await retryFailed(store.db, which);
        print(`${count} tried again\n`);
      }),
    );
}

const stageArgument = (): Argument => new Argument('[queue...]', 'all by default').choices(STAGES);

function drainCommand(): Command {
  return withStoreFlags(new Command('drain'))
    .description('throw the waiting jobs away; their work is handed out anew, so nothing is lost')
    .addArgument(stageArgument())
    .action((stages: StageName[], flags: StoreFlags) =>
      withContainer(flags, async ({ queues }) => {
        for (const stage of stages.length === 0 ? STAGES : stages) {
          await queues.drain(stage);
          print(`drained: ${stage}\n`);
        }
      }),
    );
}

function pauseCommand(name: string, description: string, paused: boolean): Command {
  return withStoreFlags(new Command(name))
    .description(description)
    .addArgument(stageArgument())
    .action((stages: StageName[], flags: StoreFlags) =>
      withContainer(flags, async ({ queues, store }) => {
        const chosen = stages.length === 0 ? STAGES : stages;
        await pauseStages(store.db, chosen, paused);
        for (const stage of chosen) print(`${name}d: ${stage}\n`);
        try {
          await queues.applyPauses(await pausedStages(store.db));
        } catch (error) {
          if (!isWireError(error) || error.code !== 'QUEUE_AWAY') throw error;
          say(`${messageOf(error)}; what is ${name}d stands in the store, and the queues follow when it does\n`);
        }
      }),
    );
}
