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

/** `--tag`, `--min-score` and `--case-sensitive`: what else a topic asks for beside its query. */
export function withTopicRules(command: Command): Command {
  return withArticleFilters(command)
    .option('--tag <tag...>', 'only articles with these tags', list)
    .option('--min-score <0..1>', 'only matches with at least this score, by where and how often (0: all)', score)
    .option('--case-sensitive', 'only words as they are written: case and accents count, no other forms')
    .option('--no-case-sensitive', 'words in any case and form');
}

export interface TopicRules {
  readonly lang?: string[];
  readonly source?: string[];
  readonly tag?: string[];
  readonly minScore?: number;
  readonly caseSensitive?: boolean;
}

/** What was given of a topic's rules. */
export function rulesOf({ lang, source, tag, minScore, caseSensitive }: TopicRules) {
  return {
    ...(lang !== undefined && { lang }),
    ...(source !== undefined && { sources: source }),
    ...(tag !== undefined && { tags: tag }),
    ...(minScore !== undefined && { minScore: minScore === 0 ? null : minScore }),
    ...(caseSensitive !== undefined && { caseSensitive }),
  };
}

/** An option's value that is a whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const asked = Number(value);
    if (!/^\d{1,15}$/.test(value) || asked < min || asked > max)
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    return asked;
  };
}

function score(value: string): number {
  const asked = Number(value);
  if (value.trim() === '' || !(asked >= 0 && asked <= 1))
    throw new InvalidArgumentError('Expected a number from 0 to 1.');
  return asked;
}
