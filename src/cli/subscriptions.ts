import { Command } from 'commander';
import { WireError } from '../core/errors.ts';
import { isTimeZone } from '../core/time-zone.ts';
import { nextDigest } from '../store/digests.ts';
import { findChannel, listSubscriptions, putSubscription, removeSubscription } from '../store/channel.ts';
import { needTopic } from '../store/topic.ts';
import { openChannel } from './channels.ts';
import { withContainer, withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { table } from './table.ts';
import { print, printJson } from './terminal.ts';

/** `wirewatch subscriptions`: which topics go where. */
export function subscriptionsCommand(): Command {
  const subscriptions = new Command('subscriptions').description('which topics’ alerts go to which channels');
  subscriptions.addCommand(addCommand());
  subscriptions.addCommand(listCommand());
  subscriptions.addCommand(removeCommand());
  return subscriptions;
}

interface AddFlags extends StoreFlags {
  readonly digest?: string;
  readonly timezone: string;
  readonly updates?: boolean;
}

function addCommand(): Command {
  return withStoreFlags(new Command('add'))
    .description('send a topic’s alerts to a channel')
    .argument('<topic>')
    .argument('<channel>', 'its id, or the address of a webhook, which is then added')
    .option('--digest <cron>', 'gathered, such as "0 7 * * 1-5", instead of at once')
    .option('--timezone <zone>', 'of the digest', 'UTC')
    .option('--updates', 'also when more outlets join a story')
    .action((topicId: string, ref: string, flags: AddFlags) =>
      withContainer(flags, async (container) => {
        if (!isTimeZone(flags.timezone))
          throw new WireError('USAGE', `--timezone: ${flags.timezone} is not a time zone such as Europe/Minsk`);
        const topic = await needTopic(container.store.db, topicId);
        if (flags.digest !== undefined) checkDigest(flags.digest, flags.timezone);
        const known = /^\d{1,15}$/.test(ref) ? await findChannel(container.store.db, Number(ref)) : null;
        if (known === null && /^\d+$/.test(ref)) throw new WireError('NOT_FOUND', `there is no channel ${ref}`);
        const channel = known ?? (await openChannel(container, 'webhook', ref, undefined));
        if ('newSecret' in channel && channel.newSecret !== null)
          print(`the channel’s signing secret, shown only now: ${channel.newSecret}\n`);
        const outcome = await putSubscription(
          container.store.db,
          {
            topicId: topic.id,
            channelId: channel.id,
            rhythm: flags.digest === undefined ? 'instant' : 'digest',
            digest: flags.digest ?? null,
            timezone: flags.digest === undefined ? null : flags.timezone,
            updates: flags.updates === true,
          },
          'person',
        );
        print(`${outcome}: ${topic.id} to channel ${channel.id}\n`);
      }),
    );
}

function checkDigest(cron: string, timezone: string): void {
  try {
    nextDigest(cron, timezone, new Date());
  } catch (cause) {
    throw new WireError('USAGE', `--digest "${cron}" in ${timezone} is not a time such as "0 7 * * 1-5"`, { cause });
  }
}

function listCommand(): Command {
  return withStoreFlags(new Command('list'))
    .description('all subscriptions')
    .option('--json', 'print one JSON value')
    .action((flags: StoreFlags & { json?: boolean }) =>
      withStore(flags, async ({ store }) => {
        const all = await listSubscriptions(store.db);
        if (flags.json === true) return printJson(all);
        const rows = all.map((row) => [
          row.id,
          row.topicId,
          `${row.channelType} ${row.address}`,
          row.digest ?? row.rhythm,
          row.declaredIn,
        ]);
        print(
          table(
            ['id', 'topic', 'channel', 'rhythm', 'declared in'],
            rows,
            'No subscriptions yet: wirewatch subscriptions add TOPIC URL',
          ),
        );
      }),
    );
}

function removeCommand(): Command {
  return withStoreFlags(new Command('remove'))
    .description('end subscriptions; what is pending for them is cancelled')
    .argument('<id...>')
    .action((ids: string[], flags: StoreFlags) =>
      withStore(flags, async ({ store }) => {
        for (const id of ids) {
          if (!/^\d{1,15}$/.test(id) || !(await removeSubscription(store.db, Number(id), 'person'))) {
            throw new WireError('NOT_FOUND', `there is no subscription ${id}`);
          }
          print(`removed: subscription ${id}\n`);
        }
      }),
    );
}
