import { readFile } from 'node:fs/promises';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { WireError } from '../core/errors.ts';
import type { TopicSpec } from '../topic/matcher.ts';

const MAX_BYTES = 1 << 30;

const Topic = z.looseObject({
  id: z.string().min(1),
  query: z.string(),
  lang: z.array(z.string()).optional(),
  sources: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  minScore: z.number().min(0).max(1).nullish(),
  caseSensitive: z.boolean().optional(),
});

/** A single language may stand without a list. */
const Written = z.preprocess(
  (raw) => (hasLang(raw) && typeof raw.lang === 'string' ? { ...raw, lang: [raw.lang] } : raw),
  Topic,
);
const Document = z.union([z.array(Written), z.looseObject({ topics: z.array(Written) }).transform((d) => d.topics)]);

function hasLang(raw: unknown): raw is { lang: unknown } {
  return typeof raw === 'object' && raw !== null && 'lang' in raw;
}

/**
 * The topics of a file: one JSON object a line, or YAML (a list, or `topics:` as in the configuration).
 * @throws INPUT_UNREADABLE, CONFIG_INVALID with the line
 */
export async function readTopics(file: string): Promise<TopicSpec[]> {
  const text = await textOf(file);
  const topics =
    /^\s*\{/.test(text) && /\.(?:ndjson|jsonl|json)$/i.test(file) ? fromLines(text, file) : fromAny(text, file);
  const seen = new Set<string>();
  for (const { id } of topics) {
    if (seen.has(id)) throw new WireError('CONFIG_INVALID', `${file}: two topics have the id ${id}`);
    seen.add(id);
  }
  return topics;
}

async function textOf(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > MAX_BYTES) throw new WireError('INPUT_UNREADABLE', `${file} is too large`);
    return bytes.toString('utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    if (cause instanceof WireError) throw cause;
    throw new WireError('INPUT_UNREADABLE', `cannot read ${file}`, { cause });
  }
}

/** Lines where the first one is a whole JSON object, YAML otherwise. */
function fromAny(text: string, file: string): TopicSpec[] {
  const first = text.trimStart().split('\n', 1)[0] as string;
  return first.startsWith('{') && isJson(first) ? fromLines(text, file) : fromYaml(text, file);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function fromLines(text: string, file: string): TopicSpec[] {
  return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [fromLine(line, `${file}:${i + 1}`)]));
}

function fromLine(line: string, place: string): TopicSpec {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new WireError('CONFIG_INVALID', `${place}: not JSON`, { cause });
  }
  return checked(Written, value, place);
}

function fromYaml(text: string, file: string): TopicSpec[] {
  let value: unknown;
  try {
    value = parseYaml(text, { maxAliasCount: 100 });
  } catch (cause) {
    const line = cause instanceof YAMLParseError ? cause.linePos?.[0].line : undefined;
    throw new WireError('CONFIG_INVALID', `${file}${line === undefined ? '' : `:${line}`}: not YAML`, { cause });
  }
  return checked(Document, value ?? [], file);
}

function checked<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new WireError('CONFIG_INVALID', `${place}: ${issue?.message ?? 'not a list of topics'}${where}`);
}
