import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { newSecret, sign } from '../../src/channel/signature.ts';
import { alertBody, type AlertEvent } from '../../src/digest/alert-body.ts';

type IsGenuine = (headers: Record<string, string>, body: string, secret: string, now?: number) => boolean;

const page = await readFile(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');

const block = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? '';

it('the documented receiver verifies what we sign, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wirewatch-docs-'));
  const file = join(folder, 'receiver.mjs');
  await writeFile(file, block('js'));
  const { isGenuine } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { isGenuine: IsGenuine };
  const [old, fresh] = [newSecret(), newSecret()];
  const headers = {
    'webhook-id': 'd1',
    'webhook-timestamp': '1700000000',
    'webhook-signature': sign([fresh, old], 'd1', 1700000000, 'body'),
  };
  const now = 1700000010_000;
  expect([old, fresh].map((secret) => isGenuine(headers, 'body', secret, now))).toEqual([true, true]);
  expect(isGenuine(headers, 'body!', old, now)).toBe(false);
  expect(isGenuine(headers, 'body', newSecret(), now)).toBe(false);
  expect(isGenuine(headers, 'body', old, now + 400_000)).toBe(false);
  expect(isGenuine({}, 'body', old, now)).toBe(false);
  await rm(folder, { recursive: true });
});

it('the documented body is what alertBody writes', () => {
  const example = JSON.parse(block('json')) as { type: AlertEvent['type']; timestamp: string; data: object };
  const { type, timestamp, data } = example;
  expect(JSON.parse(alertBody({ type, timestamp, ...data } as AlertEvent))).toEqual(example);
});
