import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { isWireError, messageOf, WireError } from '../core/errors.ts';
import { findFeeds } from '../feed/discover.ts';
import type { FeedDocument, FeedEntry } from '../feed/document.ts';
import { readFeed, readFeedText } from '../feed/read.ts';
import { decodeBytes } from '../text/charset.ts';
import { type Input, readInput } from './input.ts';
import { readUrl } from './read-url.ts';
import { type InputLine, inputLines, jsonOf, print, printJson } from './terminal.ts';

interface FeedFlags {
  readonly json?: boolean;
  readonly ndjson?: boolean;
}

/** `wirewatch feed`: what a feed says, or which feeds a page has. */
export function feedCommand(): Command {
  return new Command('feed')
    .description('read a feed; of a web page, find its feeds')
    .argument('[input]', 'a file, an address, or - for standard input (default)')
    .option('--json', 'print one JSON value')
    .option('--ndjson', 'read {"id","path"|"xml","contentType","url"} a line, print a line for each')
    .action(async (input: string | undefined, flags: FeedFlags) => {
      if (flags.ndjson === true && input !== undefined)
        throw new WireError('USAGE', '--ndjson reads standard input and takes no file');
      if (flags.ndjson === true) await readLines();
      else await readOne(input ?? '-', flags.json === true);
    });
}

async function readOne(name: string, json: boolean): Promise<void> {
  const input = await readInput(name, readUrl);
  const options = { contentType: input.contentType ?? null, url: input.url ?? null };
  try {
    const document = readFeed(input.bytes, options);
    if (json) await printJson(outputOf(document));
    else print(overview(document));
  } catch (error) {
    if (!isWireError(error) || error.detail['looks'] !== 'an HTML page') throw error;
    await printFound(input, json, error);
  }
}

async function printFound(input: Input, json: boolean, error: WireError): Promise<void> {
  const { text } = decodeBytes(input.bytes, { contentType: input.contentType ?? null, kind: 'html' });
  const feeds = findFeeds(text, input.url ?? 'about:blank');
  if (feeds.length === 0) {
    // No cause: it would say the same once more.
    throw new WireError('FEED_SYNTAX', 'this is an HTML page, and it names no feed', { detail: error.detail });
  }
  if (json) await printJson({ feeds });
  else print(feeds.map(({ url, title }) => `${url}  ${title}\n`).join(''));
}

async function readLines(): Promise<void> {
  for await (const line of inputLines()) await printJson(await answer(line));
}

interface FeedRequest {
  readonly id?: unknown;
  readonly path?: unknown;
  readonly xml?: unknown;
  readonly contentType?: unknown;
  readonly url?: unknown;
}

async function answer(input: InputLine): Promise<object> {
  let id: unknown = null;
  try {
    const request = jsonOf(input) as FeedRequest | null;
    id = request?.id ?? null;
    return { id, ...outputOf(await readRequest(request ?? {}, input.line)) };
  } catch (error) {
    return { id, error: isWireError(error) ? `${error.code}: ${messageOf(error)}` : messageOf(error) };
  }
}

async function readRequest({ path, xml, contentType, url }: FeedRequest, line: number): Promise<FeedDocument> {
  const from = typeof url === 'string' ? url : null;
  // A text that is given as such has no charset left to find out.
  if (typeof xml === 'string') return readFeedText(xml, from);
  if (typeof path !== 'string') throw new WireError('USAGE', `line ${line}: expected "path" or "xml"`);
  return readFeed(await readFile(path), {
    contentType: typeof contentType === 'string' ? contentType : null,
    url: from,
  });
}

/** The form of CONTRACTS: the head without the entries, and the entries. */
function outputOf({ entries, ...feed }: FeedDocument): {
  feed: Omit<FeedDocument, 'entries'>;
  entries: readonly FeedEntry[];
} {
  return { feed, entries };
}

function overview(document: FeedDocument): string {
  const head = [
    document.title ?? '(no title)',
    document.link ?? '',
    `${document.format}, ${document.entries.length} entries`,
  ];
  const entries = document.entries.map(
    (entry) =>
      `${(entry.published ?? entry.updated ?? '').slice(0, 16).padEnd(16)}  ${entry.title ?? '(no title)'}\n${' '.repeat(18)}${entry.link ?? ''}\n`,
  );
  return `${head.filter((part) => part !== '').join('\n')}\n\n${entries.join('')}`;
}
