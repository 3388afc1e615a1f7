import { expect, test } from 'vitest';
import { countWords } from '../../src/article/clean.ts';

test('words are runs of letters and digits; without spaces two signs make one', () => {
  expect(countWords('It’s 3 p.m. — don’t go')).toBe(6);
  expect(countWords('政府は新しい法案')).toBe(4);
});

test('counting ends where enough are found', () => {
  expect(countWords('one two three four', 3)).toBe(3);
  expect(countWords('one two', 3)).toBe(2);
});
