import * as fc from 'fast-check';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWireError } from '../../src/core/errors.ts';
import { createGuard } from '../../src/net/guard.ts';
import { createHttp, type Http } from '../../src/net/http.ts';

/** A server that answers each connection's first bytes with whatever the test says. */
let server: Server;
let port: number;
let respond: (socket: Socket) => void = () => {};
let http: Http;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => respond(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
  http = createHttp({
    userAgent: 'wirewatch/test (+https://example.org/bot)',
    guard: createGuard({ allow: ['127.0.0.1'] }),
    timeouts: { connectMs: 300, headersMs: 300, totalMs: 600 },
    limits: { maxBytes: 100_000, maxRatio: 200, minBytesPerSecond: 64 },
  });
});
afterAll(async () => {
  await http.close();
  server.close();
});

/** The status, or the code of the failure; throws for anything that is neither. */
async function outcome(): Promise<string> {
  try {
    return String((await http.request(`http://127.0.0.1:${port}/`)).status);
  } catch (error) {
    if (isWireError(error)) return error.code;
    throw error;
  }
}

const once = (bytes: string | Buffer): ((socket: Socket) => void) => {
  return (socket) => socket.end(bytes);
};

describe('bytes that are no proper answer', () => {
  it.each([
    ['nothing', '', 'CONNECTION_LOST'],
    [
      'an upgrade that nobody asked for',
      'HTTP/1.1 101 Switching\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      /CONNECTION_LOST|HTTP_MALFORMED/,
    ],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      /CONNECTION_LOST|HTTP_MALFORMED/,
    ],
    [
      'length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      /CONNECTION_LOST|HTTP_MALFORMED/,
    ],
    ['a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n', 'HTTP_MALFORMED'],
    ['a huge length', `HTTP/1.1 200 OK\r\ncontent-length: ${'9'.repeat(30)}\r\n\r\n`, /CONNECTION_LOST|HTTP_MALFORMED/],
    ['a chunk that is no number', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 'HTTP_MALFORMED'],
    ['a chunk without its end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab', 'CONNECTION_LOST'],
    ['a zero byte in a header', 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n', 'HTTP_MALFORMED'],
    ['a header called __proto__', 'HTTP/1.1 200 OK\r\n__proto__: x\r\ncontent-length: 0\r\n\r\n', '200'],
    ['a status of no kind', 'HTTP/1.1 999 What\r\ncontent-length: 0\r\n\r\n', '999'],
    ['no status', 'HTTP/1.1 OK\r\n\r\n', 'HTTP_MALFORMED'],
    ['HTTP/0.9', '<html>hello</html>', 'HTTP_MALFORMED'],
    ['a body without length, ended by the connection', 'HTTP/1.0 200 OK\r\n\r\nhello', '200'],
  ])('%s', async (_, bytes, expected) => {
    respond = once(bytes);
    expect(await outcome()).toMatch(expected);
  });

  it('early hints without end', async () => {
    respond = (socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'), 5);
      socket.once('close', () => clearInterval(timer));
    };
    expect(await outcome()).toBe('REQUEST_TIMEOUT');
  });

  it('a second answer behind the first is no answer to the next request', async () => {
    const stale = 'HTTP/1.1 404 Stale\r\ncontent-length: 0\r\n\r\n';
    const fresh = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
    respond = (socket) => socket.write(fresh + stale);
    expect([await outcome(), await outcome(), await outcome()]).not.toContain('404');
  });

  it('whatever it is, it ends in an answer or a code, in time', async () => {
    const answer = Buffer.concat([
      Buffer.from(
        'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n40\r\n',
      ),
      gzipSync('<p>text text text</p>'),
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
    const change = fc.record({ at: fc.nat(answer.length - 1), byte: fc.nat(255), cut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
        let bytes = Buffer.from(answer);
        for (const { at, byte, cut } of changes) {
          if (cut) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
          else if (at < bytes.length) bytes[at] = byte;
        }
        respond = once(bytes);
        const started = performance.now();
        expect(await outcome()).toMatch(/^\d{3}$|^[A-Z_]+$/);
        expect(performance.now() - started).toBeLessThan(1600);
      }),
      { numRuns: 150 },
    );
  });
});
