/**
 * One wirewatch command, as the tests see it: attaches to a data directory, then does what it is told line by line on
 * standard input. Answers are JSON lines. Run as bundled by `clients.ts`, with OPTIONS in JSON as its argument.
 */
import { Client } from 'pg';
import { createInterface } from 'node:readline';
import { isWireError, messageOf } from '../../../src/core/errors.ts';
import { attachEmbedded } from '../../../src/store/embedded/server.ts';

const notes = [];

function answer(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function failed(error) {
  answer({ error: messageOf(error), code: isWireError(error) ? error.code : 'BUG', notes });
}

async function query(server, sql, user) {
  const client = new Client({ ...server.connection, ...(user !== undefined && { user }) });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function obey(server, line) {
  const [order = '', ...rest] = line.split(' ');
  switch (order) {
    case 'query':
      return { rows: await query(server, rest.join(' ')) };
    case 'asPostgres':
      return { rows: await query(server, rest.join(' '), 'postgres') };
    case 'ensure':
      await server.ensure();
      return {};
    case 'hold': {
      const lock = await server.holdStart();
      lock.lost.addEventListener('abort', () => failed(lock.lost.reason));
      return {};
    }
    case 'free':
      return { freeBytes: await server.freeBytes() };
    case 'release':
      await server.release();
      return { notes };
    default:
      throw new Error(`unknown order ${order}`);
  }
}

const told = JSON.parse(process.argv[2] ?? '');
try {
  const begun = performance.now();
  const server = await attachEmbedded({ ...told, onNote: (message) => notes.push(message) });
  const { connection, connectionString, home } = server;
  answer({ ms: Math.round(performance.now() - begun), connection, connectionString, home, notes });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      answer(await obey(server, line));
    } catch (error) {
      failed(error);
    }
    if (line === 'release') break;
  }
  process.stdin.destroy();
} catch (error) {
  failed(error);
  process.stdin.destroy();
}
