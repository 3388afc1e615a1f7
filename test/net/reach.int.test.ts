import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createGuard } from '../../src/net/guard.ts';
import { reach } from '../../src/net/reach.ts';

const open = createGuard({ allow: ['127.0.0.0/8'], resolve: (name) => Promise.reject(unknown(name)) });

function unknown(name: string): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
}

it('a host is reached, or what failed is said: its name, its refusal, our guard, its silence', async () => {
  const server = createServer((socket) => socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/feed`;
  expect(await reach(url, 5_000, open)).toEqual({ host: `127.0.0.1:${port}`, fault: null, refused: false });
  expect(await reach(url, 5_000, createGuard({ allow: [] }))).toMatchObject({
    fault: '127.0.0.1 is not a public address',
    refused: true,
  });
  server.close();
  await once(server, 'close');
  expect(await reach(url, 5_000, open)).toMatchObject({ fault: 'the connection is refused' });
  expect(await reach('https://paper.example/rss', 5_000, open)).toEqual({
    host: 'paper.example',
    fault: 'its name is not known',
    refused: false,
  });
  const silent = createGuard({ allow: [], resolve: () => new Promise(() => {}) });
  expect(await reach('https://paper.example/rss', 50, silent)).toMatchObject({ fault: 'no connection within 0.05 s' });
});
