import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Article } from '../article/article.ts';
import { WireError, isWireError, messageOf } from '../core/errors.ts';
import type { ExtractTask, Extracted } from '../fleet/parse-task.ts';
import { type Threads, createThreads } from '../fleet/threads.ts';
import { eachPage, errorText, type Input, mustBeText } from './input.ts';
import { type InputLine, inputLines, jsonOf, print, printJson, say } from './terminal.ts';
import { readUrl } from './read-url.ts';
import { type Notebook, openNotebook } from './site-notebook.ts';

interface Options {
  readonly url?: string;
  readonly memory?: string;
  readonly explain?: boolean;
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly timeout: string;
}

/** A page that takes longer is cut. */
const DEFAULT_TIMEOUT_MS = 10_000;
const THREAD_MEMORY_MB = 512;
const MAX_BYTES = 32_000_000;

/** `wirewatch extract`: pages in, cleaned articles out. */
export function extractCommand(): Command {
  return new Command('extract')
    .description('The cleaned article of a page: title, byline, dates, section, language, text.')
    .argument('[input...]', 'files, addresses, or - for standard input (default)')
    .option('--url <url>', 'the address that the page came from')
    .option('--memory <file>', 'what is known of sites; read, and written back with what these pages taught')
    .option('--explain', 'which source won each field, how sure that is, and what was left out')
    .option('--json', 'print JSON')
    .option('--ndjson', 'one page a line on standard input, one article a line on standard output')
    .option('--timeout <ms>', 'budget of one page', String(DEFAULT_TIMEOUT_MS))
    .action(async (inputs: string[], options: Options) => {
      const timeoutMs = Number(options.timeout);
      if (options.ndjson === true && inputs.length > 0)
        throw new WireError('USAGE', '--ndjson reads standard input and takes no file');
      if (!Number.isInteger(timeoutMs) || timeoutMs < 1) throw new WireError('USAGE', '--timeout takes milliseconds');
      const size = options.ndjson === true ? Math.max(1, Math.min(availableParallelism(), 16)) : 1;
      const threads = createThreads({ size, timeoutMs, memoryMb: THREAD_MEMORY_MB });
      const notebook = await openNotebook(options.memory);
      const session: Session = { threads, notebook, options };
      try {
        if (options.ndjson === true) await extractLines(session, size);
        else await extractInputs(session, inputs.length === 0 ? ['-'] : inputs);
        await notebook?.save();
      } finally {
        await threads.close();
      }
    });
}

interface Session {
  readonly threads: Threads;
  /** What is known of sites, where the user keeps it. */
  readonly notebook: Notebook | null;
  readonly options: Options;
}

/** One page through the threads, with what is known of its site; what it teaches is taken down. */
async function extractOne({ threads, notebook }: Session, task: ExtractTask): Promise<Extracted> {
  if (notebook === null || task.url === undefined) return threads.extract(task);
  const { lines, ...article } = await threads.extract({ ...task, ...notebook.about(task.url), learn: true });
  notebook.learn(task.url, lines ?? []);
  return article;
}

async function extractInputs(session: Session, names: readonly string[]): Promise<void> {
  const { options } = session;
  const answers: unknown[] = [];
  for await (const outcome of eachPage(names, readUrl, (page) => extractOne(session, taskOf(page, options)))) {
    if ('error' in outcome) {
      answers.push(outcome);
      continue;
    }
    const { input, value: article } = outcome;
    answers.push({ ...shown(article, options), ms: article.ms });
    if (options.json !== true) print(`${names.length > 1 ? `== ${input}\n` : ''}${readable(article, options)}\n`);
  }
  if (options.json === true) print(`${JSON.stringify(names.length === 1 ? answers[0] : answers, null, 2)}\n`);
}

function taskOf(input: Input, options: Options): ExtractTask {
  const url = options.url ?? input.url;
  return {
    bytes: input.bytes,
    contentType: input.contentType ?? contentTypeOf(input.name),
    now: Date.now(),
    ...(url === undefined ? {} : { url }),
  };
}

export function contentTypeOf(name: string): string | null {
  if (/\.(?:x?html?|php|aspx?)$/i.test(name)) return 'text/html';
  return /\.(?:txt|text|md)$/i.test(name) ? 'text/plain' : null;
}

/** The fields that the contract names, then what is more. */
export function shown(article: Article, options: Pick<Options, 'explain'>): Record<string, unknown> {
  const { title, author, published, modified, section, lang, canonical, lead, text, kind, reason, evidence } = article;
  const fields = { title, author, published, modified, section, lang, canonical, lead, text, kind };
  return { ...fields, ...(reason === null ? {} : { reason }), ...(options.explain === true ? { evidence } : {}) };
}

function readable(article: Article, options: Options): string {
  const facts = [
    article.author.join(', '),
    article.published === null ? '' : `published ${article.published}`,
    article.modified === null ? '' : `modified ${article.modified}`,
    article.section ?? '',
    article.lang ?? '',
    article.canonical ?? '',
  ].filter((fact) => fact !== '');
  const head = [article.title ?? '(no title)', ...facts];
  if (article.reason !== null) head.push(`not an article: ${article.reason}`);
  return `${head.join('\n')}\n\n${article.text}\n${options.explain === true ? explanation(article) : ''}`;
}

function explanation(article: Article): string {
  const { fields, container, leftOut } = article.evidence;
  const lines = Object.entries(fields).map(
    ([field, { source, confidence }]) => `  ${field}: ${source} (${confidence})`,
  );
  lines.push(`  body: ${container ?? '-'}`);
  lines.push(...leftOut.map(({ reason, text }) => `  left out (${reason}): ${text}`));
  return `\n${lines.join('\n')}\n`;
}

/** Streams pages through the threads; at most a few wait at a time, answers keep the order of the pages. */
async function extractLines(session: Session, size: number): Promise<void> {
  const pending: Promise<unknown>[] = [];
  for await (const line of inputLines()) {
    pending.push(extractLine(session, line));
    if (pending.length >= size * 3) await printJson(await pending.shift());
  }
  for (const answer of pending) await printJson(await answer);
}

async function extractLine(session: Session, line: InputLine): Promise<Record<string, unknown>> {
  const { options } = session;
  let id: unknown = null;
  try {
    const page = parseLine(line);
    ({ id } = page);
    const article = await extractOne(session, await lineTask(page, options));
    return { id, ...shown(article, options), ms: article.ms };
  } catch (error) {
    if (!isWireError(error)) say(`wirewatch: line ${line.line}: ${messageOf(error)}\n`);
    return { id, error: errorText(error) };
  }
}

interface PageLine {
  readonly id: unknown;
  readonly url?: string;
  readonly path?: string;
  readonly html?: string;
  readonly contentType?: string;
}

function parseLine(input: InputLine): PageLine {
  const value = jsonOf(input);
  if (typeof value !== 'object' || value === null)
    throw new WireError('INPUT_UNREADABLE', `line ${input.line} is no object`);
  const { id, url, path, html, contentType } = value as Record<string, unknown>;
  const texts = { url, path, html, contentType };
  const kept = Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { id: id ?? null, ...Object.fromEntries(kept) };
}

async function lineTask(page: PageLine, options: Options): Promise<ExtractTask> {
  const url = page.url ?? options.url;
  const shared = {
    now: Date.now(),
    contentType: page.contentType ?? contentTypeOf(page.path ?? ''),
    ...(url === undefined ? {} : { url }),
  };
  if (page.html !== undefined) return { ...shared, text: page.html };
  if (page.path === undefined) throw new WireError('INPUT_UNREADABLE', 'a line needs path or html');
  const bytes = await readBounded(page.path);
  mustBeText(page.path, bytes);
  return { ...shared, bytes };
}

async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(resolve(path));
    return bytes.length > MAX_BYTES ? bytes.subarray(0, MAX_BYTES) : bytes;
  } catch (cause) {
    throw new WireError('INPUT_UNREADABLE', `cannot read ${path}`, { cause });
  }
}
