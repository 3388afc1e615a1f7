import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rows = readFileSync(`${root}/docs/feed-rules.md`, 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, rule]) => /^[A-Z]\d$/.test(rule ?? ''));

it('every rule of fetching feeds names a test that is there, or a reason', () => {
  expect(rows.length).toBe(52);
  for (const [, rule, , held = ''] of rows) {
    const named = /^`([^`]+)`: ([^;]+)/.exec(held);
    if (named === null) expect(held.length, rule).toBeGreaterThan(15);
    else
      expect(readFileSync(`${root}/${named[1]}`, 'utf8').includes(named[2] as string), `${rule}: ${held}`).toBe(true);
  }
});
