import { Command } from 'commander';
import type { Article } from '../article/article.ts';
import { isWireError, WireError } from '../core/errors.ts';
import { createThreads } from '../fleet/threads.ts';
import { explain, explanationLines } from '../topic/explain.ts';
import type { MatchDocument } from '../topic/document.ts';
import { TopicIndex, type TopicMatch, type TopicSpec } from '../topic/matcher.ts';
import { lookupIn, type NameLookup } from '../topic/names.ts';
import { parseQuery, pointAt } from '../topic/query.ts';
import { ANSI_STYLE, bestSnippet, PLAIN_STYLE, snippetsOf, textOf, type SnippetStyle } from '../topic/snippet.ts';
import { contentTypeOf, shown } from './extract.ts';
import { eachPage, type Input } from './input.ts';
import { matchLines } from './match-lines.ts';
import { readUrl } from './read-url.ts';
import { print, say } from './terminal.ts';
import { readTopics } from './topics-file.ts';

interface Options {
  readonly topic: readonly string[];
  readonly topics?: string;
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly lenient?: boolean;
  readonly explain?: boolean;
}

const TIMEOUT_MS = 10_000;
const THREAD_MEMORY_MB = 512;
/** With more topics only those that match are explained. */
const EXPLAIN_ALL = 20;

/** `wirewatch match`: pages in, the topics that match them out, with where. */
export function matchCommand(): Command {
  return new Command('match')
    .description('Which topics match a page, and where. Cleans the page first: menus and teasers never match.')
    .argument('[input...]', 'files (HTML or text), addresses, or - for standard input (default)')
    .option('--topic <query>', 'a query; may be given several times', collect, [])
    .option('--topics <file>', 'topics as NDJSON or YAML')
    .option('--json', 'print JSON')
    .option('--ndjson', 'one article a line on standard input, its matches a line on standard output')
    .option('--lenient', 'leave out queries that do not parse, and report each on stderr as a line of JSON')
    .option('--explain', 'print each query as a tree with which parts held')
    .action(run);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function run(inputs: readonly string[], options: Options): Promise<void> {
  if (options.topic.length === 0 && options.topics === undefined)
    throw new WireError('USAGE', 'match needs --topic QUERY or --topics FILE');
  if (options.ndjson === true && inputs.length > 0)
    throw new WireError('USAGE', '--ndjson reads standard input and takes no file');
  const specs = [
    ...[...new Set(options.topic)].map((query) => ({ id: query, query })),
    ...(options.topics === undefined ? [] : await readTopics(options.topics)),
  ];
  const topics = indexOf(specs, options);
  if (options.ndjson === true) await matchLines(topics.index);
  else await matchInputs(topics, inputs.length === 0 ? ['-'] : inputs, options);
}

interface Topics {
  readonly index: TopicIndex;
  readonly specs: readonly TopicSpec[];
  readonly names: NameLookup;
}

/** @throws QUERY_INVALID unless lenient */
function indexOf(specs: readonly TopicSpec[], options: Options): Topics {
  const names = lookupIn(new Map(specs.map((spec) => [spec.id, spec.query])));
  const index = new TopicIndex({ names });
  for (const spec of specs) {
    try {
      index.set(spec);
    } catch (error) {
      if (!isWireError(error) || error.code !== 'QUERY_INVALID') throw error;
      if (options.lenient !== true) throw shownFault(error, spec);
      say(`${JSON.stringify(error.detail)}\n`);
    }
  }
  if (options.ndjson !== true && options.json !== true) for (const query of options.topic) warn(query);
  return { index, specs: specs.filter((spec) => index.has(spec.id)), names };
}

function shownFault(error: WireError, spec: TopicSpec): WireError {
  const { start, end } = error.detail as { start: number; end: number };
  return new WireError('QUERY_INVALID', `${error.message}\n${pointAt(spec.query, start, end)}\n`, {
    detail: error.detail,
  });
}

function warn(query: string): void {
  const parsed = parseQuery(query);
  if (!parsed.ok) return;
  for (const { start, end, message, hint } of parsed.warnings)
    say(`note: ${message} ${hint}\n${pointAt(query, start, end)}\n`);
}

interface Cleaned {
  readonly article: Article;
  readonly document: MatchDocument;
}

async function matchInputs(topics: Topics, names: readonly string[], options: Options): Promise<void> {
  const threads = createThreads({ size: 1, timeoutMs: TIMEOUT_MS, memoryMb: THREAD_MEMORY_MB });
  const results: unknown[] = [];
  const clean = async (page: Input): Promise<Cleaned> => {
    const article = await threads.extract({
      bytes: page.bytes,
      contentType: page.contentType ?? contentTypeOf(page.name),
      now: Date.now(),
      ...(page.url === undefined ? {} : { url: page.url }),
    });
    return { article, document: documentOf(article, page.url) };
  };
  try {
    for await (const outcome of eachPage(names, readUrl, clean)) {
      if ('error' in outcome) {
        results.push(outcome);
        continue;
      }
      const { article, document } = outcome.value;
      const matches = inOrder(topics, topics.index.match(document));
      if (options.json === true) results.push(asJson(outcome.input, article, document, matches, topics, options));
      else print(asText(outcome.input, article, document, matches, topics, options));
    }
  } finally {
    await threads.close();
  }
  if (options.json === true) print(`${JSON.stringify(results, null, 2)}\n`);
}

function documentOf(article: Article, url: string | undefined): MatchDocument {
  const { title, text, lead, lang, author, section, canonical } = article;
  return { title: title ?? '', body: text, lead, lang, author, section, url: canonical ?? url ?? null };
}

/** In the order in which the topics were given. */
function inOrder(topics: Topics, matches: readonly TopicMatch[]): TopicMatch[] {
  const byTopic = new Map(matches.map((match) => [match.topic, match]));
  return topics.specs.flatMap((spec) => byTopic.get(spec.id) ?? []);
}

function asJson(
  input: string,
  article: Article,
  document: MatchDocument,
  matches: readonly TopicMatch[],
  topics: Topics,
  options: Options,
): unknown {
  return {
    input,
    article: shown(article, {}),
    matches: matches.map(({ topic, score, spans }) => ({
      topic,
      score,
      spans: spans.map((span) => ({ ...span, text: textOf(document, span.field).slice(span.start, span.end) })),
      snippet: bestSnippet(document, spans),
    })),
    ...(options.explain === true
      ? {
          explained: toExplain(topics, matches).map((spec) => ({
            topic: spec.id,
            tree: explain(spec, document, topics.names),
          })),
        }
      : {}),
  };
}

function toExplain(topics: Topics, matches: readonly TopicMatch[]): readonly TopicSpec[] {
  if (topics.specs.length <= EXPLAIN_ALL) return topics.specs;
  const matched = new Set(matches.map((match) => match.topic));
  return topics.specs.filter((spec) => matched.has(spec.id));
}

function asText(
  input: string,
  article: Article,
  document: MatchDocument,
  matches: readonly TopicMatch[],
  topics: Topics,
  options: Options,
): string {
  const style: SnippetStyle = process.stdout.isTTY ? ANSI_STYLE : PLAIN_STYLE;
  const one = (text: string): string => text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '');
  const lines = [
    `${one(input)}: ${one(article.title ?? '(no title)')}${article.lang === null ? '' : ` [${article.lang}]`}`,
  ];
  if (article.kind === 'not-article') lines.push(`  not an article: ${article.reason ?? 'unknown reason'}`);
  if (matches.length === 0) lines.push('  no topic matches');
  for (const { topic, score, spans } of matches) {
    lines.push(
      `  ${one(topic)}  (${spans.length} ${spans.length === 1 ? 'place' : 'places'}, score ${score.toFixed(2)})`,
    );
    for (const { field, snippet } of snippetsOf(document, spans, { style, max: 3 }))
      lines.push(`    ${field}: ${snippet}`);
  }
  if (options.explain === true)
    for (const spec of toExplain(topics, matches)) {
      const tree = explain(spec, document, topics.names);
      const found = explanationLines(tree, (span) => one(textOf(document, span.field).slice(span.start, span.end)));
      lines.push(`  why ${one(spec.id)}`, ...found.map((line) => `    ${one(line).padStart(line.length)}`));
    }
  return `${lines.join('\n')}\n`;
}
