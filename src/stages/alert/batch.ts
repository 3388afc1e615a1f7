import { WireError } from '../../core/errors.ts';
import { Ahead } from '../ahead.ts';
import { runBatch, type BatchReport, type HeldWork, type ItemOutcome } from '../batch.ts';
import { shownUrl, type BatchJob } from '../jobs.ts';
import type { AlertDeps, ArticleToMatch, MatchCommit } from './deps.ts';

/** Topics may change while an article is matched; so often in a row only when something is wrong. */
const MAX_REMATCHES = 20;

/** Matches articles against every topic and commits each with its story, alerts and deliveries (R18, R19). */
export async function alertBatch(job: BatchJob, deps: AlertDeps, signal: AbortSignal): Promise<BatchReport> {
  const channels = new Set<number>();
  const ahead = new Ahead((items) => deps.store.articlesToMatch(items));
  try {
    return await runBatch('alert', job, deps, signal, async (item, _, left, goOn) => {
      const result = await alertOne(item, await ahead.take(left), deps, goOn);
      for (const channel of result.channels) channels.add(channel);
      return result.outcome;
    });
  } finally {
    if (channels.size > 0) await deps.wakeChannels([...channels]);
  }
}

interface Result {
  readonly outcome: Omit<ItemOutcome, 'work'>;
  readonly channels: readonly number[];
}

async function alertOne(
  item: HeldWork,
  article: ArticleToMatch | null,
  deps: AlertDeps,
  goOn: () => void,
): Promise<Result> {
  if (article === null) return { outcome: { outcome: 'stale' }, channels: [] };
  const url = shownUrl(article.url);
  for (let turn = 0; turn < MAX_REMATCHES; turn += 1) {
    const committed = await matchOnce(item, article, deps, goOn);
    if (committed === null) return { outcome: { outcome: 'stale', url }, channels: [] };
    if (committed !== 'stale-index') {
      for (const { decision } of committed.decisions) deps.onAlert(decision);
      return { outcome: { outcome: outcomeOf(committed), url }, channels: committed.channels };
    }
    await deps.topics.refresh();
  }
  throw new WireError('TOPICS_RESTLESS', 'the topics changed with every try to match this article');
}

async function matchOnce(
  item: HeldWork,
  article: ArticleToMatch,
  deps: AlertDeps,
  goOn: () => void,
): Promise<MatchCommit | 'stale-index' | null> {
  const { version } = deps.topics;
  const decided = new Set(article.decided);
  const found = deps.topics.match(article).filter((match) => !decided.has(match.topic.id));
  if (found.length > 0) return deps.store.commitMatched(item, article, version, deps.fingerprint(article), found);
  // The next one is matched meanwhile, and is committed in one statement with this one.
  const committed = deps.store.commitUnmatched(item, version);
  goOn();
  const done = await committed;
  return done === 'done' ? { decisions: [], channels: [] } : done;
}

function outcomeOf({ decisions }: MatchCommit): string {
  if (decisions.some((d) => d.decision === 'alerted')) return 'alerted';
  return decisions[0]?.decision ?? 'unmatched';
}
