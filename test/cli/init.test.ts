import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { initCommand } from '../../src/cli/init.ts';
import { loadConfig } from '../../src/config/load.ts';
import { folderWith } from '../support/folder.ts';

let out = '';
let err = '';
beforeEach(() => {
  [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => vi.restoreAllMocks());

const init = (folder: string) => initCommand().parseAsync(['node', 'init', folder]);

describe('init', () => {
  it('writes a configuration that loads, and says what next', async () => {
    const folder = join(folderWith(), 'new', 'watch');
    await init(folder);
    expect(out.trim().split('\n')).toEqual(
      ['wirewatch.yaml', 'feeds.opml', 'topics.yaml'].map((name) => join(folder, name)),
    );
    expect(err).toContain(`wirewatch start --config ${join(folder, 'wirewatch.yaml')}`);
    const config = loadConfig({ env: {}, configFile: join(folder, 'wirewatch.yaml') });
    expect(config.declared.topics.length).toBeGreaterThan(0);
    expect(config.declared.opml?.text).toContain('xmlUrl');
  });

  it('overwrites nothing', async () => {
    const folder = folderWith();
    writeFileSync(join(folder, 'topics.yaml'), 'mine');
    await expect(init(folder)).rejects.toMatchObject({
      code: 'OUTPUT_REFUSED',
      message: `nothing was written, as there is already ${join(folder, 'topics.yaml')}`,
    });
    expect(readdirSync(folder)).toEqual(['topics.yaml']);
    expect(readFileSync(join(folder, 'topics.yaml'), 'utf8')).toBe('mine');
  });

  it('says so where it can’t write', async () => {
    const file = join(folderWith({ plain: '' }), 'plain');
    await expect(init(join(file, 'x'))).rejects.toMatchObject({ code: 'OUTPUT_REFUSED' });
  });
});
