/**
 * How fast feeds are read, in MB/s, against feedsmith in the same run on the same files. wirewatch's figure includes
 * charsets, dates, safe HTML and repair; feedsmith gets text and leaves dates and HTML as they are.
 *
 *   node --import tsx bench/feed.ts [--dir FOLDER of feeds] [--seconds 3] [--json]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseFeed } from 'feedsmith';
import { readFeed } from '../src/feed/read.ts';
import { generatedFeeds } from './feed-samples.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    seconds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});

/** Files below this size measure the start of a parser, not its pace. */
const MIN_BYTES = 2_000;

function samples(): Buffer[] {
  const generated = generatedFeeds().map((text) => Buffer.from(text));
  if (values.dir === undefined) return generated;
  const dir = values.dir;
  const files = readdirSync(dir)
    .filter((name) => /\.(xml|rss|atom)$/.test(name))
    .map((name) => readFileSync(join(dir, name)))
    .filter((bytes) => bytes.length >= MIN_BYTES);
  return [...generated, ...files].filter(readsWithBoth);
}

function readsWithBoth(bytes: Buffer): boolean {
  try {
    return readFeed(bytes, {}).entries.length > 0 && parseFeed(bytes.toString('utf8')).feed !== undefined;
  } catch {
    return false;
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** MB/s of each reader, median of rounds taken in turn, in CPU time: others on the machine weigh on all alike. */
function race(
  files: readonly Buffer[],
  readers: Readonly<Record<string, (bytes: Buffer) => unknown>>,
  seconds: number,
): Record<string, number> {
  const megabytes = files.reduce((sum, bytes) => sum + bytes.length, 0) / 1e6;
  const paces: Record<string, number[]> = Object.fromEntries(Object.keys(readers).map((name) => [name, []]));
  const until = performance.now() + seconds * 1000;
  for (let round = 0; round < 4 || performance.now() < until; round += 1) {
    for (const [name, read] of Object.entries(readers)) {
      const began = process.cpuUsage();
      for (const bytes of files) read(bytes);
      const { user, system } = process.cpuUsage(began);
      if (round > 0) paces[name]?.push(megabytes / ((user + system) / 1e6));
    }
  }
  return Object.fromEntries(Object.entries(paces).map(([name, values]) => [name, median(values)]));
}

const files = samples();
const readers: Record<string, (bytes: Buffer) => unknown> = {
  wirewatch: (bytes) => readFeed(bytes, {}),
  feedsmith: (bytes) => parseFeed(bytes.toString('utf8')),
};
const pace = race(files, readers, Number(values.seconds));
const ratio = (pace['wirewatch'] ?? 0) / (pace['feedsmith'] ?? 1);
const result = {
  files: files.length,
  megabytes: Math.round(files.reduce((sum, bytes) => sum + bytes.length, 0) / 1e5) / 10,
  ...Object.fromEntries(Object.entries(pace).map(([name, value]) => [`${name} MB/s`, Math.round(value * 10) / 10])),
  ratio: Math.round(ratio * 100) / 100,
};
if (values.json) console.log(JSON.stringify(result));
else console.table(result);
