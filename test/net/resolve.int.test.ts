import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/net/defaults.ts';
import { createGuard } from '../../src/net/guard.ts';
import { createHttp } from '../../src/net/http.ts';
import { createResolve, parseHosts, type Resolve } from '../../src/net/resolve.ts';
import { startBadServer } from '../support/bad-server.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';

let dns: DnsServer;
let folder: string;
const asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-hosts-'));
  await writeFile(join(folder, 'hosts'), '127.0.0.1 localhost\n192.0.2.99\tintra.example Alias.example # by hand\n');
  dns = await startDnsServer({
    'news.example': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] },
    'six.example': { AAAA: ['2001:db8::6'] },
    'mail.example': {},
    'page.example': { A: ['127.0.0.1'] },
    'intra.example': { A: ['192.0.2.50'] },
    'half.example': 'v6-silent',
    'slow.example': 'silent',
    'broken.example': 'servfail',
    ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`dead${n}.example`, 'silent' as const])),
  });
});
afterAll(async () => {
  dns.close();
  await rm(folder, { recursive: true });
});

function resolver(timeoutMs = 300): Resolve {
  const system: Resolve = (name) => {
    asked.push(name);
    return name === 'printer.local' || name === 'db'
      ? Promise.resolve(['10.0.0.9'])
      : Promise.reject(coded('ENOTFOUND'));
  };
  return createResolve({ timeoutMs, servers: [dns.address], hostsFile: join(folder, 'hosts'), system });
}

const coded = (code: string): Error => Object.assign(new Error(code), { code });

describe('createResolve', () => {
  it('gives the addresses of both families, IPv4 first', async () => {
    expect(await resolver()('news.example')).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
    expect(await resolver()('News.Example.')).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
    expect(await resolver()('six.example')).toEqual(['2001:db8::6']);
  });

  it('does not wait for an IPv6 that does not come', async () => {
    const started = performance.now();
    expect(await resolver(2000)('half.example')).toEqual(['192.0.2.7']);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('believes the hosts file first', async () => {
    expect(await resolver()('intra.example')).toEqual(['192.0.2.99']);
    expect(await resolver()('alias.example')).toEqual(['192.0.2.99']);
  });

  it('leaves to the system what no name server knows, and single words', async () => {
    asked.length = 0;
    expect(await resolver()('printer.local')).toEqual(['10.0.0.9']);
    expect(await resolver()('db')).toEqual(['10.0.0.9']);
    await expect(resolver()('no.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver()('mail.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(asked).toEqual(['printer.local', 'db', 'no.example', 'mail.example']);
  });

  it('says when a name server is silent or broken, and asks no thread then', async () => {
    asked.length = 0;
    await expect(resolver(50)('slow.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    await expect(resolver(50)('broken.example')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    expect(asked).toEqual([]);
  });

  it('lets dead names hold up no other, nor any request', async () => {
    const server = await startBadServer();
    const http = createHttp({
      userAgent: 'wirewatch/test (+https://example.org/bot)',
      guard: createGuard({ allow: ['127.0.0.1'], resolve: resolver(1000) }),
      timeouts: { connectMs: 5000, headersMs: 5000, totalMs: 10_000 },
      limits: DEFAULT_LIMITS,
    });
    const dead = Array.from({ length: 20 }, (_, n) =>
      http.request(`http://dead${n}.example/`).catch((error: unknown) => error),
    );
    const started = performance.now();
    expect((await http.request(server.url('/page', 'page.example'))).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(900);
    for (const error of await Promise.all(dead)) expect(error).toMatchObject({ code: 'DNS_TEMPORARY', fate: 'defer' });
    await expect(http.request('http://news.example/')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    await http.close();
    await server.close();
  });
});

describe('parseHosts', () => {
  it('reads lines of address and names', () => {
    const names = parseHosts('\n# no\n127.0.0.1 a A.b\n::1 a\n \t10.0.0.1\tc#d\n10.0.0.2\n');
    expect([...names]).toEqual([
      ['a', ['127.0.0.1', '::1']],
      ['a.b', ['127.0.0.1']],
      ['c', ['10.0.0.1']],
    ]);
  });
});
