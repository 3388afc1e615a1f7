import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

/** One request as it came. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface BadServer {
  readonly port: number;
  /** Every request so far. */
  readonly log: Seen[];
  /** Connections taken so far. */
  readonly connections: () => number;
  url(path: string, host?: string): string;
  close(): Promise<void>;
}

export const PAGE = `<!doctype html><title>Page</title><p>${'The quick brown fox jumps over the lazy dog. '.repeat(150)}</p>`;
/** 10 MB of zeros in one gzip member of about 10 KB; a body may hold any number of them (RFC 1952 §2.2). */
const ZEROS = gzipSync(Buffer.alloc(10 * 1024 * 1024), { level: 9 });

type Behave = (request: IncomingMessage, response: ServerResponse, rest: string) => void;

const send = (headers: Record<string, string>, body: string | Buffer): Behave => {
  return (_, response) => response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body);
};

/** Writes again and again until the other side goes; `everyMs` 0 as fast as it is read. */
function keepWriting(response: ServerResponse, chunk: Buffer | string, everyMs: number, times = Infinity): void {
  let left = times;
  const write = (): void => {
    while (!response.destroyed && left > 0) {
      left -= 1;
      const more = response.write(chunk);
      if (everyMs > 0) setTimeout(write, everyMs);
      else if (!more) response.once('drain', write);
      if (everyMs > 0 || !more) return;
    }
    response.end();
  };
  write();
}

const BEHAVIOURS: Readonly<Record<string, Behave>> = {
  page: send({}, PAGE),
  empty: send({ 'content-length': '0' }, ''),
  echo: (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      response.end(JSON.stringify({ headers: request.headers, body: Buffer.concat(chunks).toString() })),
    );
  },
  status: (request, response, rest) => {
    const { searchParams, pathname } = new URL(rest, 'http://x');
    response.writeHead(Number(pathname.slice(1)), Object.fromEntries(searchParams)).end('why');
  },
  to: (_, response, rest) => {
    const { searchParams, pathname } = new URL(rest, 'http://x');
    response.writeHead(Number(pathname.slice(1)), { location: searchParams.get('url') ?? '' }).end('moved');
  },
  nowhere: (_, response) => response.writeHead(302).end(),
  chain: (_, response, rest) => {
    const left = Number(rest.slice(1));
    if (left === 0) response.end(PAGE);
    else response.writeHead(left % 2 === 0 ? 301 : 302, { location: `/chain/${left - 1}` }).end();
  },
  loop: (_, response, rest) => response.writeHead(307, { location: rest === '/a' ? '/loop/b' : '/loop/a' }).end(),
  etag: (request, response) => {
    if (request.headers['if-none-match'] === 'W/"x,y\\z"') response.writeHead(304).end();
    else response.writeHead(200, { etag: 'W/"x,y\\z"', 'last-modified': 'Mon, 01 Jan 2024 00:00:00 gmt' }).end(PAGE);
  },
  gzip: send({ 'content-encoding': 'gzip' }, gzipSync(PAGE)),
  'x-gzip': send({ 'content-encoding': 'X-GZIP' }, gzipSync(PAGE)),
  deflate: send({ 'content-encoding': 'deflate' }, deflateSync(PAGE)),
  'deflate-raw': send({ 'content-encoding': 'deflate' }, deflateRawSync(PAGE)),
  br: send({ 'content-encoding': 'br' }, brotliCompressSync(PAGE)),
  twice: send({ 'content-encoding': 'gzip, br' }, brotliCompressSync(gzipSync(PAGE))),
  'lie-gzip': send({ 'content-encoding': 'gzip' }, PAGE),
  'lie-br': send({ 'content-encoding': 'br' }, PAGE),
  'lie-deflate': send({ 'content-encoding': 'deflate' }, PAGE),
  'gzip-as-br': send({ 'content-encoding': 'br' }, gzipSync(PAGE)),
  'gzip-unnamed': send({ 'content-type': 'application/x-gzip' }, gzipSync(PAGE)),
  'utf-8-coding': send({ 'content-encoding': 'UTF-8' }, PAGE),
  'gzip-cut': send({ 'content-encoding': 'gzip' }, gzipSync(PAGE.repeat(40)).subarray(0, 300)),
  'gzip-broken': send(
    { 'content-encoding': 'gzip' },
    Buffer.concat([gzipSync(PAGE).subarray(0, 10), Buffer.alloc(50, 7)]),
  ),
  'big-gzip': send({ 'content-encoding': 'gzip' }, gzipSync(noise(400_000))),
  'big-br': send({ 'content-encoding': 'br' }, brotliCompressSync(noise(400_000))),
  bomb: (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': String(ZEROS.length * 1024) });
    keepWriting(response, ZEROS, 0, 1024);
  },
  'small-bomb': send({ 'content-encoding': 'gzip' }, ZEROS),
  'bomb-in-bomb': send(
    { 'content-encoding': 'gzip' },
    gzipSync(Buffer.concat(Array.from({ length: 60 }, () => ZEROS))),
  ),
  endless: (_, response) => keepWriting(response, Buffer.alloc(65536, 'endless text '), 0),
  'endless-gzip': (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    keepWriting(response, gzipSync(noise(60_000)), 0);
  },
  drip: (_, response) => keepWriting(response, 'x', 200),
  silent: () => {},
  'silent-body': (_, response) => response.writeHead(200, { 'content-length': '1000' }).flushHeaders(),
  'slow-headers': (_, response) => {
    let n = 0;
    const socket = response.socket as Socket;
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket.write(`x-${n++}: y\r\n`), 30);
    socket.once('close', () => clearInterval(timer));
  },
  reset: (_, response) => response.socket?.resetAndDestroy(),
  hangup: (_, response) => response.socket?.destroy(),
  'reset-mid': (_, response) => {
    response.writeHead(200, { 'content-length': '5000' }).write('half');
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  },
  short: (_, response) => {
    response.writeHead(200, { 'content-length': '5000' }).write('half');
    setTimeout(() => response.socket?.end(), 20);
  },
  close: (_, response) => response.writeHead(200, { connection: 'close' }).end(PAGE),
  hints: (_, response) => {
    response.writeEarlyHints({ link: '</a.css>; rel=preload' });
    response.end(PAGE);
  },
  'big-headers': (_, response) => {
    for (let n = 0; n < 100; n++) response.setHeader(`x-${n}`, 'y'.repeat(4000));
    response.end(PAGE);
  },
  malformed: (_, response) => response.socket?.end('HTTP/1.1 200 OK\r\nno colon here\r\n\r\nbody'),
  video: (_, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4' });
    keepWriting(response, Buffer.alloc(65536), 0);
  },
  cookies: (_, response) => response.writeHead(200, { 'set-cookie': ['a=b', 'c=d'] }).end(PAGE),
};

/** Bytes that hardly compress, the same each time. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 42;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = 32 + ((state >>> 16) % 90);
  }
  return bytes;
}

function seen(request: IncomingMessage): Seen {
  const { method = '', url = '', headers } = request;
  return { method, path: url, host: headers.host ?? '', headers, body: '' };
}

function behave(request: IncomingMessage, response: ServerResponse): void {
  const [, name = '', rest = ''] = /^\/([^/?]*)(.*)$/.exec(request.url ?? '') ?? [];
  const it = BEHAVIOURS[name];
  if (it === undefined) response.writeHead(404).end('no such behaviour');
  else it(request, response, rest);
}

/** A web server on loopback that misbehaves as its paths say; listens on every loopback address of IPv4. */
export async function startBadServer(): Promise<BadServer> {
  const log: Seen[] = [];
  let connections = 0;
  const server: Server = createServer({ keepAliveTimeout: 20_000 }, (request, response) => {
    response.on('error', () => {});
    log.push(seen(request));
    behave(request, response);
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    log,
    connections: () => connections,
    url: (path, host = '127.0.0.1') => `http://${host}:${port}${path}`,
    close: () => closeAll(server),
  };
}

function closeAll(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

/** A TCP port that answers every connection with these bytes, or takes it and says nothing. */
export async function startRawServer(answer: Buffer | null): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: TcpServer = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    if (answer !== null) socket.once('data', () => socket.end(answer));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
