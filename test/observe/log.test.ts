import { describe, expect, it } from 'vitest';
import { WireError } from '../../src/core/errors.ts';
import { Secret } from '../../src/core/secret.ts';
import { createLog, type Log } from '../../src/observe/log.ts';

function collected(pretty = false, level: 'trace' | 'info' = 'trace'): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  return { log: createLog({ level, pretty, role: 'fetch', stream }), lines };
}

const parsed = (line: string | undefined): Record<string, unknown> => JSON.parse(line ?? '') as Record<string, unknown>;

describe('the log', () => {
  it('writes one JSON object a line, with role, level, time and a constant message', () => {
    const { log, lines } = collected();
    log.info({ stage: 'fetch', items: 3 }, 'job done');
    expect(lines).toHaveLength(1);
    expect(parsed(lines[0])).toMatchObject({ level: 'info', role: 'fetch', stage: 'fetch', items: 3, msg: 'job done' });
    expect(String(parsed(lines[0])['time'])).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = collected(false, 'info');
    log.debug({}, 'detail');
    expect(lines).toEqual([]);
  });

  const SECRET = 'hunter2';
  const cases: Record<string, (log: Log) => void> = {
    'by type': (log) => log.info({ given: new Secret(SECRET), deep: { a: [new Secret(SECRET)] } }, 'm'),
    'by the name of the field': (log) =>
      log.info({ password: SECRET, o: { adminToken: SECRET, cookie: [SECRET] } }, 'm'),
    'as a header': (log) => log.info({ headers: { Authorization: `Bearer ${SECRET}`, 'x-api-key': SECRET } }, 'm'),
    'in an address': (log) => log.info({ url: `https://u:${SECRET}@h.example/?token=${SECRET}` }, 'm'),
    'in an address in a URL object': (log) => log.info({ url: new URL(`https://u:${SECRET}@h.example/`) }, 'm'),
    'in a message': (log) => log.info(`connected to redis://:${SECRET}@h:1/0`),
    'in a message with fields': (log) => log.info({ a: 1 }, `connected to redis://:${SECRET}@h:1/0`),
    'in an error': (log) => log.error(new Error(`no answer of postgres://u:${SECRET}@h/d`)),
    'in an error’s cause': (log) => {
      const cause = new Error(`no answer of postgres://u:${SECRET}@h/d`);
      log.error({ err: new WireError('QUEUE_AWAY', 'away', { cause, detail: { token: SECRET } }) }, 'm');
    },
    'in a child’s fields': (log) => log.child({ token: SECRET, url: `https://u:${SECRET}@h.example/` }).info('m'),
    'in a grandchild’s': (log) => log.child({ a: 1 }).child({ secret: SECRET }).info({ pwd: SECRET }, 'm'),
    'in maps and sets': (log) =>
      log.info({ map: new Map([['k', new Secret(SECRET)]]), set: new Set([new Secret(SECRET)]) }, 'm'),
  };
  it.each(Object.keys(cases))('shows no secret %s', (name) => {
    for (const pretty of [false, true]) {
      const { log, lines } = collected(pretty);
      cases[name]?.(log);
      expect(lines.join('')).not.toContain(SECRET);
      expect(lines.join('')).toContain('[redacted]');
    }
  });

  it('writes an error with its code, fate and causes', () => {
    const { log, lines } = collected();
    log.error({ err: new WireError('QUEUE_AWAY', 'no queue', { cause: new Error('refused') }) }, 'job failed');
    expect(parsed(lines[0])).toMatchObject({
      msg: 'job failed',
      err: { type: 'WireError', code: 'QUEUE_AWAY', message: 'no queue', cause: { message: 'refused' } },
    });
    expect((parsed(lines[0])['err'] as { stack?: string }).stack).toBeUndefined();
  });

  it('bounds a line: long texts, deep objects, circles, bytes', () => {
    const { log, lines } = collected();
    const circle: Record<string, unknown> = { text: 'x'.repeat(100_000), bytes: new Uint8Array(1e6) };
    circle['self'] = circle;
    log.info({ circle, list: Array.from({ length: 10_000 }, (_, i) => i) }, 'm');
    expect(lines[0]?.length).toBeLessThan(50_000);
    expect(JSON.stringify(parsed(lines[0]))).toContain('[1000000 bytes]');
  });

  it('gives a terminal nothing to obey', () => {
    const { log, lines } = collected(true);
    log.info({ title: '\u001b[2J\u009b2J\u202eevil', url: 'https://h.example/\u001b]0;x\u0007' }, 'page');
    expect(lines.join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001a\u001c-\u001f\u007f-\u009f\u202e]|\u001b(?!\[\d+m)/);
  });

  it('is read by people where it is pretty', () => {
    const { log, lines } = collected(true);
    log.warn({ feeds: 2 }, 'feeds gone quiet');
    expect(lines.join('')).toMatch(/WARN.*feeds gone quiet.*"?feeds"?:\s*2/s);
  });
});
