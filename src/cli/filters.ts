import { Command, InvalidArgumentError } from 'commander';
import { LANGUAGE_TAG } from '../text/language-tag.ts';

/** `--lang` and `--source`: which articles a query is for; values separated by commas or spaces, the option repeated or not. */
export function withArticleFilters(command: Command): Command {
  return command
    .option('--lang <code...>', 'only articles in these languages', languages)
    .option('--source <domain...>', 'only articles of these outlets', list);
}

/** The parts of an option's value after those of the former ones. */
export function list(value: string, former: readonly string[] = []): string[] {
  return [
    ...former,
    ...value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ];
}

function languages(value: string, former: readonly string[] = []): string[] {
  const all = list(value, former);
  const wrong = all.find((tag) => !LANGUAGE_TAG.test(tag));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not a language such as en or pt-BR.`);
  return all;
}
