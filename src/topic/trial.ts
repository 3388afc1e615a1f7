import type { MatchDocument } from './document.ts';
import type { TopicMatch } from './matcher.ts';
import { matchesOf, type MatchedSpan } from './matches.ts';
import { TokenStream } from './tokens.ts';

/** An article of the archive and what the topic, and its present version, found in it. */
export interface TrialArticle<A> {
  /** What samples show of it. */
  readonly article: A;
  readonly document: MatchDocument;
  /** When it was published or seen, ISO 8601. */
  readonly at: string;
  readonly source: string;
  readonly match: TopicMatch | null;
  /** Of the version to compare with. */
  readonly before?: TopicMatch | null;
}

export interface TrialSample<A> {
  readonly article: A;
  readonly score: number;
  readonly matches: readonly MatchedSpan[];
}

export interface NoiseWord {
  readonly word: string;
  /** Articles with the word among the likely noise, and among the rest. */
  readonly noise: number;
  readonly rest: number;
}

export interface TrialResult<A> {
  readonly matched: number;
  /** `2026-01-31` → matches, by day. */
  readonly byDay: Readonly<Record<string, number>>;
  /** Outlet → matches, the most first. */
  readonly bySource: Readonly<Record<string, number>>;
  /** The newest. */
  readonly samples: readonly TrialSample<A>[];
  /** Words that stand in matches with weak evidence and hardly in those with strong evidence: to be added with NOT. */
  readonly noiseWords: readonly NoiseWord[];
  readonly gained: readonly TrialSample<A>[];
  readonly lost: readonly TrialSample<A>[];
  readonly gainedCount: number;
  readonly lostCount: number;
}

const WEEK_MS = 7 * 86_400_000;
const MATCHES_A_SAMPLE = 5;
const MAX_DAYS = 4000;
const MAX_SOURCES = 5000;
const MAX_WORDS = 50_000;
const WORDS_AN_ARTICLE = 400;
/** Matches whose words are counted: enough to tell noise, however many there are. */
const MAX_WORDED = 2_000;
/** One mention in the body, none in title or lead. */
const WEAK_SCORE = 0.21;
const MIN_LETTERS = 4;
const NOISE_WORDS = 20;
const OTHERS = '(others)';

/** Adds up what a topic would have found in the archive; bounded in memory however long the archive is. */
export class Trial<A> {
  readonly #most: number;
  readonly #byDay = new Map<string, number>();
  readonly #bySource = new Map<string, number>();
  readonly #samples: TrialSample<A>[] = [];
  readonly #gained: TrialSample<A>[] = [];
  readonly #lost: TrialSample<A>[] = [];
  readonly #words = new Map<string, { noise: number; rest: number }>();
  readonly #stream = new TokenStream();
  #counts = { matched: 0, gained: 0, lost: 0, worded: 0, noise: 0 };

  /** @param samples at most, of each kind */
  constructor(samples = 50) {
    this.#most = samples;
  }

  /** Takes the articles one by one, the newest first; those that neither version matches need not come. */
  add(article: TrialArticle<A>): void {
    if (article.match !== null) this.#matched(article, article.match);
    if (article.before === undefined) return;
    if (article.match !== null && article.before === null) {
      this.#counts.gained += 1;
      this.#keep(this.#gained, article, article.match);
    } else if (article.match === null && article.before !== null) {
      this.#counts.lost += 1;
      this.#keep(this.#lost, article, article.before);
    }
  }

  result(): TrialResult<A> {
    const { matched, gained, lost } = this.#counts;
    return {
      matched,
      byDay: Object.fromEntries([...this.#byDay].sort(([a], [b]) => (a < b ? -1 : 1))),
      bySource: Object.fromEntries([...this.#bySource].sort((a, b) => b[1] - a[1])),
      samples: this.#samples,
      noiseWords: this.#noiseWords(),
      gained: this.#gained,
      lost: this.#lost,
      gainedCount: gained,
      lostCount: lost,
    };
  }

  #matched(article: TrialArticle<A>, match: TopicMatch): void {
    this.#counts.matched += 1;
    raise(this.#byDay, article.at.slice(0, 10), MAX_DAYS);
    raise(this.#bySource, article.source, MAX_SOURCES);
    this.#keep(this.#samples, article, match);
    if (this.#counts.worded < MAX_WORDED) this.#gatherWords(article.document, match);
  }

  #keep(list: TrialSample<A>[], { article, document }: TrialArticle<A>, match: TopicMatch): void {
    if (list.length >= this.#most) return;
    list.push({ article, score: match.score, matches: matchesOf(document, match.spans, MATCHES_A_SAMPLE) });
  }

  /** Counts each word of a match once, apart from those that matched. */
  #gatherWords(document: MatchDocument, match: TopicMatch): void {
    const weak = match.score <= WEAK_SCORE;
    this.#counts.worded += 1;
    if (weak) this.#counts.noise += 1;
    const stream = this.#stream;
    stream.clear();
    stream.append(document.title);
    stream.append(document.body);
    const own = matchedWords(document, match);
    const seen = new Set<string>();
    for (let token = 0; token < stream.count && seen.size < WORDS_AN_ARTICLE; token++) {
      if (stream.lengthOf(token) < MIN_LETTERS || stream.lengthOf(token) > 40) continue;
      const word = stream.folded(token);
      if (own.has(word) || seen.has(word) || !/^\p{L}+$/u.test(word)) continue;
      seen.add(word);
      const counts = this.#words.get(word) ?? { noise: 0, rest: 0 };
      counts[weak ? 'noise' : 'rest'] += 1;
      if (this.#words.size < MAX_WORDS || this.#words.has(word)) this.#words.set(word, counts);
    }
  }

  /** By how much more likely a word is among the likely noise (log odds with one article added to each side). */
  #noiseWords(): NoiseWord[] {
    const noisy = this.#counts.noise;
    const rest = this.#counts.worded - noisy;
    if (noisy < 3 || rest < 3) return [];
    const least = Math.max(2, noisy * 0.05);
    return [...this.#words]
      .filter(([, counts]) => counts.noise >= least)
      .map(([word, counts]) => ({ word, ...counts, odds: logOdds(counts.noise, noisy) - logOdds(counts.rest, rest) }))
      .filter(({ odds }) => odds > 1)
      .sort((a, b) => b.odds * Math.log(1 + b.noise) - a.odds * Math.log(1 + a.noise))
      .slice(0, NOISE_WORDS)
      .map(({ word, noise, rest }) => ({ word, noise, rest }));
  }
}

/** Alerts a week, of a number of stories that were found between two instants; to a tenth. */
export function perWeek(stories: number, from: Date, to: Date): number {
  const weeks = Math.max(1 / 7, (to.getTime() - from.getTime()) / WEEK_MS);
  return Math.round((stories / weeks) * 10) / 10;
}

function logOdds(count: number, of: number): number {
  return Math.log((count + 0.5) / (of - count + 0.5));
}

function raise(counts: Map<string, number>, key: string, most: number): void {
  const kept = counts.has(key) || counts.size < most ? key : OTHERS;
  counts.set(kept, (counts.get(kept) ?? 0) + 1);
}

const found = new TokenStream();

function matchedWords(document: MatchDocument, match: TopicMatch): ReadonlySet<string> {
  found.clear();
  for (const { field, start, end } of match.spans) {
    const text = field === 'title' ? document.title : field === 'lead' ? (document.lead ?? '') : document.body;
    found.append(text.slice(start, end));
  }
  return new Set(Array.from({ length: found.count }, (_, token) => found.folded(token)));
}
