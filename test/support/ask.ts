import { Client } from 'pg';

/** Connections that are kept for the next question: to make one costs a server more than most answers. */
const kept = new Map<string, Promise<Client>>();

/** The last question on each: one is asked after the other. */
const asked = new WeakMap<Client, Promise<unknown>>();

/** The rows of one statement. A connection that was lost is made anew for the next one. */
export async function ask<R>(connectionString: string, statement: string, values: unknown[] = []): Promise<R[]> {
  let client = kept.get(connectionString);
  if (client === undefined) {
    client = connect(connectionString);
    kept.set(connectionString, client);
    client.catch(() => drop(connectionString, client));
  }
  const open = await client;
  const answer = (asked.get(open) ?? Promise.resolve()).then(() => open.query(statement, values));
  asked.set(
    open,
    answer.catch(() => undefined),
  );
  return (await answer).rows as R[];
}

/** The rows of one statement, on a connection of its own that is gone when they are there. */
export async function askOnce<R>(connectionString: string, statement: string, values: unknown[] = []): Promise<R[]> {
  const client = await connect(connectionString);
  try {
    return (await client.query(statement, values)).rows as R[];
  } finally {
    await client.end();
  }
}

/** Gives back all that is kept of the server with this address, before it stops or its connections are counted. */
export async function leave(connectionString: string): Promise<void> {
  const server = connectionString.slice(0, connectionString.lastIndexOf('/') + 1);
  const ours = [...kept].filter(([address]) => address.startsWith(server));
  await Promise.all(
    ours.map(async ([address, client]) => {
      drop(address, client);
      await client.then((it) => it.end()).catch(() => undefined);
    }),
  );
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({
    connectionString,
    options: '-c search_path=wirewatch,bullmq,public',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  client.on('end', () => {
    for (const [address, one] of kept)
      void one.then(
        (it) => it === client && drop(address, one),
        () => undefined,
      );
  });
  await client.connect();
  return client;
}

function drop(address: string, client: Promise<Client> | undefined): void {
  if (kept.get(address) === client) kept.delete(address);
}
