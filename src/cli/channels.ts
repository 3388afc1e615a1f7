import { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { keyOf, newSecret } from '../channel/signature.ts';
import { WireError } from '../core/errors.ts';
import { SIGNING_SECRET_FORM } from '../core/signing-secret.ts';
import { channelsOf, sender } from '../fleet/stage/deliver.ts';
import type { Container } from '../fleet/container.ts';
import { findChannel, listChannels, putChannel, removeChannel } from '../store/channel.ts';
import { withContainer, withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { table } from './table.ts';
import { print, printJson } from './terminal.ts';

/** `wirewatch channels`: where alerts can go. */
export function channelsCommand(): Command {
  const channels = new Command('channels').description('where alerts can go');
  channels.addCommand(addCommand());
  channels.addCommand(listCommand());
  channels.addCommand(testCommand());
  channels.addCommand(removeCommand());
  return channels;
}

/** The channel at an address, made when it is new; gives its id and the secret if one was made. */
export async function openChannel(
  container: Container,
  type: string,
  address: string,
  secret: string | undefined,
): Promise<{ id: number; made: boolean; newSecret: string | null }> {
  const channel = channelsOf(container).get(type);
  if (channel === undefined)
    throw new WireError(
      'USAGE',
      `there is no channel ${type}; there are: ${[...channelsOf(container).keys()].join(', ')}`,
    );
  if (secret !== undefined) keyOf(secret);
  const normal = channel.normaliseAddress(address);
  container.guard.checkUrl(normal);
  const known = (await listChannels(container.store.db)).some((row) => row.type === type && row.address === normal);
  const fresh = secret === undefined && !known ? newSecret() : null;
  const sealed = secret ?? fresh;
  const put = await putChannel(
    container.store.db,
    { type, address: normal, secretSealed: sealed === null ? null : container.seal.seal(sealed) },
    'person',
  );
  return { ...put, newSecret: fresh };
}

function addCommand(): Command {
  return withStoreFlags(new Command('add'))
    .description('add a webhook; its signing secret is made and shown once, unless one is given')
    .argument('<url>')
    .option('--secret <whsec>', `the secret that signs its deliveries: ${SIGNING_SECRET_FORM}`)
    .action((url: string, flags: StoreFlags & { secret?: string }) =>
      withContainer(flags, async (container) => {
        const { id, made, newSecret: secret } = await openChannel(container, 'webhook', url, flags.secret);
        print(`${made ? 'added' : 'known'}: channel ${id}\n`);
        if (secret !== null) print(`its signing secret, shown only now: ${secret}\n`);
      }),
    );
}

function listCommand(): Command {
  return withStoreFlags(new Command('list'))
    .description('all channels')
    .option('--json', 'print one JSON value')
    .action((flags: StoreFlags & { json?: boolean }) =>
      withStore(flags, async ({ store }) => {
        const channels = await listChannels(store.db);
        if (flags.json === true) return printJson(channels);
        const rows = channels.map((row) => [
          row.id,
          row.type,
          row.address,
          row.reason === null ? row.state : `${row.state}: ${row.reason}`,
        ]);
        print(table(['id', 'type', 'address', 'state'], rows, 'No channels yet: wirewatch channels add URL'));
      }),
    );
}

async function needChannel(
  { store }: Container,
  id: string,
): Promise<NonNullable<Awaited<ReturnType<typeof findChannel>>>> {
  const channel = /^\d{1,15}$/.test(id) ? await findChannel(store.db, Number(id)) : null;
  if (channel === null) throw new WireError('NOT_FOUND', `there is no channel ${id}`);
  return channel;
}

function testCommand(): Command {
  return withStoreFlags(new Command('test'))
    .description('send a test message and say how it was received')
    .argument('<id>')
    .action((id: string, flags: StoreFlags) =>
      withContainer(flags, async (container) => {
        const channel = await needChannel(container, id);
        const result = await sender(container)(
          {
            deliveryId: 0,
            channelId: channel.id,
            channelType: channel.type,
            address: channel.address,
            secretSealed: channel.secretSealed,
            messageId: `msg_test_${randomUUID()}`,
            body: JSON.stringify({
              type: 'test',
              timestamp: new Date().toISOString(),
              data: { message: 'A test from wirewatch.' },
            }),
            attempts: 1,
          },
          new AbortController().signal,
        );
        if (result.status === 'failed') throw new WireError('DELIVERY_FAILED', `${channel.address}: ${result.detail}`);
        if (result.status === 'gone')
          throw new WireError('DELIVERY_FAILED', `${channel.address} answers 410: it wants no messages`);
        print(`received: ${channel.address}\n`);
      }),
    );
}

function removeCommand(): Command {
  return withStoreFlags(new Command('remove'))
    .description('remove channels with their subscriptions')
    .argument('<id...>')
    .action((ids: string[], flags: StoreFlags) =>
      withContainer(flags, async (container) => {
        for (const id of ids) {
          await removeChannel(container.store.db, await needChannel(container, id), 'person');
          print(`removed: channel ${id}\n`);
        }
      }),
    );
}
