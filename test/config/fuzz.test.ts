import * as fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { isWireError } from '../../src/core/errors.ts';
import { loadConfig } from '../../src/config/load.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { folderWith } from '../support/folder.ts';

/** Whatever is read is a configuration, or refused with its faults: never another error. */
function loadsOrRefuses(load: () => unknown): void {
  try {
    load();
  } catch (error) {
    expect(isWireError(error) && error.code).toBe('CONFIG_INVALID');
    expect((error as Error).message).not.toMatch(/undefined|\[object/);
  }
}

const json = fc.jsonValue({ maxDepth: 3 });
const leaf = fc.oneof(json, fc.constantFrom('5m', '0', 'https://a.example/', 'x', 8080, null, [], {}));
const item = fc.dictionary(
  fc.constantFrom(
    'url',
    'tags',
    'every',
    'headers',
    'id',
    'query',
    'lang',
    'topic',
    'channel',
    'type',
    'secret',
    'digest',
  ),
  leaf,
);

describe('the loader', { timeout: 30_000 }, () => {
  it('takes any settings', () => {
    const folder = folderWith();
    const settings = fc.array(
      fc.tuple(fc.constantFrom(...SETTINGS.map(({ path }) => path)), fc.oneof(leaf, fc.array(item))),
    );
    fc.assert(
      fc.property(settings, (entries) => {
        const root: Record<string, unknown> = {};
        for (const [path, value] of entries) {
          const [room = '', key] = path.split('.');
          root[room] = key === undefined ? value : { ...(root[room] as object | undefined), [key]: value };
        }
        writeFileSync(join(folder, 'w.yaml'), stringify(root));
        loadsOrRefuses(() => loadConfig({ env: {}, folder, configFile: 'w.yaml' }));
      }),
      { numRuns: 100 },
    );
  });

  it('takes any text as a file', () => {
    const folder = folderWith();
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('feeds:', '\n  - ', ': ', '{', '}', '[', '&a ', '*a', '<<: ', '!!binary ', '? ', '--- ', '| '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        writeFileSync(join(folder, 'w.yaml'), pieces.join(''));
        loadsOrRefuses(() => loadConfig({ env: {}, folder, configFile: 'w.yaml' }));
      }),
      { numRuns: 200 },
    );
  });

  it('takes any environment', () => {
    const folder = folderWith();
    const names = fc.constantFrom(
      ...SETTINGS.flatMap((setting) => setting.names),
      'REDIS_URL',
      'DATABASE_URL',
      'SMTP_URL',
      'WIREWATCH_SECRET',
    );
    const text = fc.oneof(
      fc.string(),
      json.map((value) => JSON.stringify(value)),
      fc.constantFrom('5m', '[a', '{a: *b}', '-1', '1e9'),
    );
    fc.assert(
      fc.property(fc.dictionary(names, text), (env) => loadsOrRefuses(() => loadConfig({ env, folder }))),
      { numRuns: 100 },
    );
  });
});
