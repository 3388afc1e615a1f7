/**
 * What a script does that somebody writes in an afternoon: undici gets the feeds and their pages, linkedom and Readability clean
 * them, a regular expression looks for one phrase (a thousand in one expression take it four times as long). No queue, no
 * store, no politeness, and each page once. Reads `{ feeds, phrase, warmup }` as one JSON line; prints `{ pages, cpuMsPerArticle, matching, peakMb }`.
 */
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { cpuMs, engineOf } from './extract-engines.ts';

const AT_ONCE = 40;

const [line] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const { feeds, phrase, warmup } = JSON.parse(line) as { feeds: string[]; phrase: string; warmup: number };

// The names of the local web are not everywhere known to the resolver.
const dispatcher = new Agent({
  connections: 2,
  connect: { lookup: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]) },
});
const textOf = await engineOf('readability+linkedom');
const words = new RegExp(`\\b${phrase}\\b`, 'i');

async function get(url: string): Promise<string> {
  return (await request(url, { dispatcher })).body.text();
}

const urls = (await Promise.all(feeds.map(get))).flatMap((feed) =>
  [...feed.matchAll(/<item>[\s\S]*?<link>([^<]+)<\/link>/g)].map(([, link]) => link as string),
);
let matching = 0;
let done = 0;
let before = 0;
const queue = urls.values();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const url of queue) {
      if (words.test(textOf(await get(url), url))) matching += 1;
      done += 1;
      if (done === warmup) before = cpuMs();
    }
  }),
);
const used = cpuMs() - before;
await dispatcher.close();
process.stdout.write(
  `${JSON.stringify({
    pages: done,
    cpuMsPerArticle: Math.round((used / (done - warmup)) * 100) / 100,
    matching,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  })}\n`,
);
