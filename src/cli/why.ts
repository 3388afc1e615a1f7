import { Command } from 'commander';
import { counted } from '../core/count.ts';
import { WireError } from '../core/errors.ts';
import { articleAt, isWatched, lifeLine, type LifeLine } from '../store/life-line.ts';
import { canonicalUrl } from '../text/url.ts';
import { withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { plainSnippet } from './show-alert.ts';
import { paint, print, printJson } from './terminal.ts';

/** `wirewatch why`: what became of an address. */
export function whyCommand(): Command {
  return withStoreFlags(new Command('why'))
    .description('what became of an address: its status, the decision for each topic, its steps with times')
    .argument('<url>')
    .option('--json', 'print one JSON value')
    .action((url: string, flags: StoreFlags & { json?: boolean }) =>
      withStore(flags, async ({ store }) => {
        const id = await articleAt(store.db, [url, canonicalUrl(url) ?? url]);
        const line = id === null ? null : await lifeLine(store.db, id);
        if (line === null) {
          const isFeed = await isWatched(store.db, url);
          throw new WireError(
            'NOT_FOUND',
            isFeed ? `${url} is a watched feed: see wirewatch feeds show` : `no feed has listed ${url}`,
          );
        }
        if (flags.json === true) return printJson(line);
        print(show(line));
      }),
    );
}

/** The life line for a terminal. */
function show(line: LifeLine): string {
  const out = [paint('bold', line.title ?? line.url), line.url, ''];
  const why = line.code === null ? '' : ` (${line.code}: ${line.reason ?? ''})`;
  out.push(`status     ${paint('bold', line.status)}${why}`);
  if (line.duplicateOf !== null) out.push(`same as    ${line.duplicateOf}`);
  out.push(`text from  ${line.basis === null ? 'nothing yet' : line.basis === 'page' ? 'its page' : 'its feed'}`);
  out.push(`published  ${line.published ?? 'unknown'}   language ${line.lang ?? 'unknown'}   outlet ${line.source}`);
  for (const feed of line.feeds) out.push(`listed by  ${feed.url} since ${feed.firstSeen}`);
  out.push(`trace      ${line.trace}   article ${line.article}${line.story === null ? '' : `   story ${line.story}`}`);
  out.push('', line.topics.length === 0 ? 'No topic matched.' : 'Topics');
  for (const topic of line.topics) {
    out.push(
      `  ${paint('bold', topic.name)}: ${topic.decision}${topic.alert === null ? '' : `, alert ${topic.alert}`}`,
    );
    out.push(`    ${plainSnippet(topic.snippet)}`);
  }
  for (const one of line.deliveries)
    out.push(
      `  ${one.type} for ${one.topic} to ${one.channel}: ${one.state}, ${counted(one.attempts, 'try', 'tries')}${one.reason === null ? '' : ` (${one.reason})`}`,
    );
  if (line.waiting.length > 0) out.push('', 'Ahead');
  for (const work of line.waiting)
    out.push(
      `  ${work.stage} ${work.state}, next ${work.next}, ${counted(work.attempts, 'try', 'tries')}${work.code === null ? '' : ` (${work.code}: ${work.reason ?? ''})`}`,
    );
  out.push('', 'Steps');
  for (const { at, stage, outcome, ...detail } of line.steps)
    out.push(`  ${String(at)}  ${String(stage)} ${String(outcome)}  ${paint('dim', JSON.stringify(detail))}`);
  return `${out.join('\n')}\n`;
}
