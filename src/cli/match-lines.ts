import { z } from 'zod';
import { isWireError, messageOf, WireError } from '../core/errors.ts';
import { detectLanguage } from '../text/language.ts';
import type { TopicIndex } from '../topic/matcher.ts';
import { inputLines, jsonOf, printJson, say } from './terminal.ts';

const Line = z.looseObject({
  id: z.union([z.string(), z.number()]),
  title: z.string().nullish(),
  body: z.string().nullish(),
  lead: z.string().nullish(),
  url: z.string().nullish(),
  lang: z.string().nullish(),
  author: z.union([z.string(), z.array(z.string())]).nullish(),
  source: z.string().nullish(),
  country: z.string().nullish(),
  section: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
});

/** Characters of an article by which its language is told. */
const SAMPLE = 2000;

/**
 * Answers each article of standard input with its matches, one line of JSON for one, in order, one at a time in memory.
 * A line that is no article gets `{"id","error"}`, and the run goes on.
 */
export async function matchLines(index: TopicIndex): Promise<void> {
  for await (const input of inputLines()) {
    const { line } = input;
    let id: unknown = null;
    try {
      const value = jsonOf(input);
      id = idOf(value);
      await printJson(answer(index, checked(value, line)));
    } catch (error) {
      const message = isWireError(error) ? messageOf(error) : `line ${line}: ${messageOf(error)}`;
      await printJson({ id, error: message });
      say(`${message}\n`);
    }
  }
}

function answer(index: TopicIndex, article: z.output<typeof Line>): unknown {
  const title = article.title ?? '';
  const body = article.body ?? '';
  const lang = article.lang ?? detectLanguage(`${title}\n\n${body.slice(0, SAMPLE)}`);
  const { id, lead, url, author, source, country, section, tags } = article;
  const matches = index.match({ title, body, lead, url, lang, author, source, country, section, tags });
  matches.sort((a, b) => b.score - a.score || (a.topic < b.topic ? -1 : 1));
  return { id, lang, matches };
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
}

function checked(value: unknown, line: number): z.output<typeof Line> {
  const result = Line.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new WireError(
    'INPUT_UNREADABLE',
    `line ${line}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'no article'}`,
  );
}
