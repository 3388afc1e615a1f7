import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGuard } from '../../src/net/guard.ts';
import { createHttp, type Http } from '../../src/net/http.ts';
import { type BadServer, PAGE, startBadServer } from '../support/bad-server.ts';

let target: BadServer;
let proxy: Server;
let proxyUrl: string;
const asked: string[] = [];
let auth: string | undefined;

beforeAll(async () => {
  target = await startBadServer();
  proxy = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    auth = request.headers['proxy-authorization'];
    if (request.url?.includes('denied.example') === true) {
      response.writeHead(407).end();
      return;
    }
    const { pathname, search } = new URL(request.url ?? '', 'http://x');
    const onward = httpRequest({ port: target.port, path: pathname + search, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url ?? ''}`);
    if (request.url?.includes('denied.example') === true) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const onward = connect(target.port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    onward.pipe(socket).pipe(onward);
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  proxyUrl = `http://us:pa@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await target.close();
});

function client(uri: string): Http {
  return createHttp({
    userAgent: 'wirewatch/test (+https://example.org/bot)',
    guard: createGuard({ allow: [] }),
    timeouts: { connectMs: 1000, headersMs: 1000, totalMs: 3000 },
    limits: { maxBytes: 1 << 20, maxRatio: 200, minBytesPerSecond: 64 },
    proxy: uri,
  });
}

describe('a proxy', () => {
  it('is asked for every address, with its credentials, and resolves names itself', async () => {
    const http = client(proxyUrl);
    const answer = await http.request('http://news.example/page');
    expect(Buffer.from(answer.bytes).toString()).toBe(PAGE);
    expect(asked).toEqual(['GET http://news.example/page']);
    expect(auth).toBe(`Basic ${Buffer.from('us:pa').toString('base64')}`);
    const echo = await http.request('http://news.example/echo');
    const { headers } = JSON.parse(Buffer.from(echo.bytes).toString()) as { headers: Record<string, string> };
    expect(headers['host']).toBe('news.example');
    await http.close();
  });

  it('is given no literal of a private network, and none after a redirect', async () => {
    const http = client(proxyUrl);
    await expect(http.request('http://10.0.0.1/')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    await expect(http.follow('http://news.example/to/302?url=http://169.254.169.254/')).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    });
    expect(asked).toEqual(['GET http://news.example/to/302?url=http://169.254.169.254/']);
    await http.close();
  });

  it('is blamed for its own failures', async () => {
    const http = client(proxyUrl);
    for (const url of ['http://denied.example/', 'https://denied.example/']) {
      await expect(http.request(url)).rejects.toMatchObject({ code: 'PROXY_FAILED', fate: 'defer' });
    }
    await http.close();
    const nobody = client('http://127.0.0.1:9');
    await expect(nobody.request('http://news.example/')).rejects.toMatchObject({ code: 'PROXY_FAILED' });
    await nobody.close();
  });
});
