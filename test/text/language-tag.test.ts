import { describe, expect, it } from 'vitest';
import { LANGUAGE_TAG } from '../../src/text/language-tag.ts';

describe('LANGUAGE_TAG', () => {
  it.each(['en', 'pt-BR', 'zh-Hant-TW', 'sr-Latn', 'fil'])('%s is one', (text) => {
    expect(LANGUAGE_TAG.test(text)).toBe(true);
  });
  it.each(['', 'e', 'en,ru', 'en ru', 'english', 'en_US', 'en-', '12'])('%j is none', (text) => {
    expect(LANGUAGE_TAG.test(text)).toBe(false);
  });
});
