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

function rounds(files: readonly Buffer[], read: (bytes: Buffer) => unknown, seconds: number): number {
  const size = files.reduce((sum, bytes) => sum + bytes.length, 0);
  const paces: number[] = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until || paces.length < 3) {
    const began = performance.now();
    for (const bytes of files) read(bytes);
    paces.push(size / 1e6 / ((performance.now() - began) / 1000));
  }
  return paces.sort((a, b) => a - b)[Math.floor(paces.length / 2)] as number;
}

const files = samples();
const seconds = Number(values.seconds);
const readers: Record<string, (bytes: Buffer) => unknown> = {
  wirewatch: (bytes) => readFeed(bytes, {}),
  feedsmith: (bytes) => parseFeed(bytes.toString('utf8')),
};
for (const read of Object.values(readers)) rounds(files, read, 0.5); // warm
const pace = Object.fromEntries(Object.entries(readers).map(([name, read]) => [name, rounds(files, read, seconds)]));
const ratio = (pace['wirewatch'] ?? 0) / (pace['feedsmith'] ?? 1);
const result = {
  files: files.length,
  megabytes: Math.round(files.reduce((sum, bytes) => sum + bytes.length, 0) / 1e5) / 10,
  ...Object.fromEntries(Object.entries(pace).map(([name, value]) => [`${name} MB/s`, Math.round(value * 10) / 10])),
  ratio: Math.round(ratio * 100) / 100,
};
if (values.json) console.log(JSON.stringify(result));
else console.table(result);
