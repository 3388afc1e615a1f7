import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { VARIABLES, type Variable } from '../../src/config/variables.ts';
import { folderWith } from '../support/folder.ts';

const page = readFileSync('docs/configuration.md', 'utf8');

describe('docs/configuration.md', () => {
  it('has an example that works', () => {
    const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      const config = loadConfig({ env: {}, configFile: 'w.yaml', folder: folderWith({ 'w.yaml': block }) });
      expect(config.declared.feeds).toHaveLength(2);
      expect(config.declared.subscriptions).toMatchObject([{ digest: { timezone: 'Europe/Minsk' } }]);
    }
  });

  it('names every variable', () => {
    const variables = Object.values(VARIABLES as Readonly<Record<string, Variable>>);
    for (const name of [...SETTINGS, ...variables].flatMap(({ names }) => names)) expect(page).toContain(`\`${name}\``);
  });
});

describe('config/wirewatch.yaml', () => {
  it('says of every value that it sets what the default is', () => {
    const example = loadConfig({ env: {}, configFile: 'config/wirewatch.yaml' });
    const { declared: _declared, file: _file, ...rest } = example;
    const { declared: _none, file: _nothing, ...defaults } = loadConfig({ env: {} });
    expect(JSON.parse(JSON.stringify(rest))).toEqual(JSON.parse(JSON.stringify(defaults)));
  });
});
