import { Command, type CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { withArticleFilters } from '../../src/cli/filters.ts';

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
});
