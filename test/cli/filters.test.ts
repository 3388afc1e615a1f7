import { Command, type CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { rulesOf, wholeNumber, withArticleFilters, withTopicRules } from '../../src/cli/filters.ts';

function parse(...args: string[]): Record<string, unknown> {
  const command = withArticleFilters(new Command('x'))
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.argument('[rest...]').parse(args, { from: 'user' }).opts();
}

describe('filters of articles', () => {
  it.each([
    [
      ['--lang', 'en,ru'],
      ['en', 'ru'],
    ],
    [
      ['--lang', 'en', 'ru'],
      ['en', 'ru'],
    ],
    [
      ['--lang', 'en', '--lang', 'pt-BR, ru'],
      ['en', 'pt-BR', 'ru'],
    ],
  ])('%j are languages', (args, lang) => expect(parse(...args)).toEqual({ lang }));

  it('what is no language is refused: a topic for it would never match', () => {
    expect(() => parse('--lang', 'english')).toThrow(
      expect.objectContaining<Partial<CommanderError>>({ code: 'commander.invalidArgument' }),
    );
  });

  it('outlets are separated alike', () => {
    expect(parse('--source', 'example.org,example.com')).toEqual({ source: ['example.org', 'example.com'] });
  });

  it('rules of a topic are those that were given; 0 is no threshold', () => {
    const rules = (...args: string[]): object =>
      rulesOf(
        withTopicRules(new Command('x'))
          .exitOverride()
          .configureOutput({ writeErr: () => {} })
          .parse(args, { from: 'user' })
          .opts(),
      );
    expect(rules()).toEqual({});
    expect(rules('--min-score', '0.4', '--case-sensitive', '--tag', 'a,b')).toEqual({
      minScore: 0.4,
      caseSensitive: true,
      tags: ['a', 'b'],
    });
    expect(rules('--min-score', '0', '--no-case-sensitive')).toEqual({ minScore: null, caseSensitive: false });
    for (const wrong of ['2', '-1', 'much', ''])
      expect(() => rules('--min-score', wrong)).toThrow(
        expect.objectContaining<Partial<CommanderError>>({ code: 'commander.invalidArgument' }),
      );
  });
});

describe('a whole number', () => {
  const parsed = wholeNumber(1, 10_000);
  it.each([
    ['1', 1],
    ['10000', 10_000],
  ])('%s', (text, number) => expect(parsed(text)).toBe(number));

  it.each(['0', '-5', 'abc', '', '1.5', '10001', '1e3', ' 5'])('refuses "%s"', (text) => {
    expect(() => parsed(text)).toThrow('whole number from 1 to 10000');
  });
});
