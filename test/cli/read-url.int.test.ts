import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readUrl } from '../../src/cli/read-url.ts';
import { messageOf } from '../../src/core/errors.ts';
import { type BadServer, PAGE, startBadServer } from '../support/bad-server.ts';

let server: BadServer;

beforeAll(async () => {
  server = await startBadServer();
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.log.length = 0;
});
afterAll(() => server.close());

async function messageFrom(url: string): Promise<string> {
  return readUrl(url).then(
    () => 'read',
    (error: unknown) => `${messageOf(error)} [${(error as { code: string }).code}]`,
  );
}

describe('readUrl', () => {
  it('reads an address to its end, with type and final address', async () => {
    vi.stubEnv('WIREWATCH_ALLOW_PRIVATE', '10.0.0.0/8, 127.0.0.0/8');
    vi.stubEnv('WIREWATCH_USER_AGENT', 'desk/1 (+mailto:desk@example.org)');
    const name = server.url('/to/301?url=/gzip');
    const input = await readUrl(name);
    expect(input).toMatchObject({ name, url: server.url('/gzip'), contentType: 'text/html' });
    expect(Buffer.from(input.bytes).toString()).toBe(PAGE);
    expect(server.log[1]?.headers['user-agent']).toBe('desk/1 (+mailto:desk@example.org)');
  });

  it('refuses this machine unless it is allowed, and says how to allow it', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const message = await messageFrom(server.url('/page', host));
      expect(message).toMatch(/WIREWATCH_ALLOW_PRIVATE=127\.0\.0\.0\/8.*\[INPUT_UNREADABLE\]$/);
    }
    expect(server.log).toHaveLength(0);
  });

  it('offers no way to allow a port that is no port of the web', async () => {
    expect(await messageFrom('http://127.0.0.1:22/page')).toBe(
      'cannot read http://127.0.0.1:22/page: port 22 belongs to another protocol, and no page is asked for there [INPUT_UNREADABLE]',
    );
  });

  it('says what is wrong with an address, without its password', async () => {
    vi.stubEnv('WIREWATCH_ALLOW_PRIVATE', '127.0.0.0/8');
    expect(await messageFrom(server.url('/status/404'))).toMatch(/status 404 \[INPUT_UNREADABLE\]/);
    const secret = `http://user:secret@127.0.0.1:${server.port}/reset`;
    expect(await messageFrom(secret)).toMatch(/cannot read http:\/\/127\.0\.0\.1:\d+\/reset: the connection was lost/);
    vi.stubEnv('WIREWATCH_ALLOW_PRIVATE', 'loopback');
    expect(await messageFrom(server.url('/page'))).toMatch(/CONFIG_INVALID/);
  });
});
