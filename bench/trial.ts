/**
 * Trials over an archive: articles a second, and the share that the full-text index ruled out, beside the same trial
 * without the index, which must find the same; and what the index costs: milliseconds and bytes an article.
 * `node --import tsx bench/trial.ts [--articles 20000] [--words 400] [--bin packaged|path]`
 * Prints one JSON line a figure. Ends with 1 when a trial with the index finds something else than one without it.
 */
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { archiveOf } from '../src/fleet/archive.ts';
import type { Archive } from '../src/stages/archive/deps.ts';
import { tryTopic, type TrialReport } from '../src/stages/archive/trial.ts';
import { indexArchive } from '../src/store/archive-index.ts';
import { migrate, openStore, type Database } from '../src/store/open.ts';
import { articleKeys } from '../src/topic/prefilter.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { pick, random, type Random } from '../test/support/random-topics.ts';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '20000' },
    words: { type: 'string', default: '400' },
    bin: { type: 'string', default: 'packaged' },
  },
});
const ARTICLES = Number(values.articles);
const WORDS = Number(values.words);
const VOCABULARY = 75_000;
const BATCH = 500;
const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bran clor dren flam grov stal'.split(
  ' ',
);

/** What is asked for, from rare to everywhere. */
const QUERIES: Readonly<Record<string, string>> = {
  'a phrase in 1 of 1000': '"quartz harbour"',
  'a name in 1 of 50': 'Belarus',
  'groups with NOT': '(Belarus OR quartz*) AND (harbour OR minister) NOT football',
  'a wildcard': 'sanct*',
  'a word in every second': 'minister',
  'what the index cannot be asked': '*arbour',
};

function vocabulary(next: Random): string[] {
  const word = (): string => Array.from({ length: 2 + Math.floor(next() * 3) }, () => pick(SYLLABLES, next)).join('');
  return Array.from({ length: VOCABULARY }, word);
}

/** Words by Zipf's law, as news have them, with what is asked for strewn in. */
function textOf(next: Random, words: readonly string[]): string {
  const out: string[] = [];
  const length = Math.round(WORDS * (0.5 + next()));
  for (let k = 0; k < length; k += 1) out.push(words[Math.floor(VOCABULARY ** next()) - 1] as string);
  const strew = (share: number, what: string): void => {
    if (next() < share) out.splice(Math.floor(next() * out.length), 0, what);
  };
  strew(0.001, 'Quartz Harbour');
  strew(0.02, 'Belarus');
  strew(0.02, 'sanctions');
  strew(0.05, 'football');
  strew(0.5, 'ministers');
  return out.map((word, k) => word + (k % 60 === 59 ? '.\n\n' : k % 15 === 14 ? '.' : '')).join(' ');
}

async function fill(db: Database, next: Random): Promise<void> {
  const words = vocabulary(next);
  await sql`INSERT INTO source (domain) SELECT 'outlet-' || n || '.example' FROM generate_series(1, 40) n`.execute(db);
  for (let done = 0; done < ARTICLES; done += BATCH) {
    const texts = Array.from({ length: Math.min(BATCH, ARTICLES - done) }, () => textOf(next, words));
    await sql`
      INSERT INTO article (url, source_id, alert_since, title, text, lang, status, revision, discovered_at)
      SELECT 'https://example.org/' || (${done}::int + n), 1 + n % 40, now(), left(text, 60), text, 'en', 'unmatched', 1,
        now() - (${ARTICLES - done}::int - n) * interval '120 seconds'
      FROM unnest(${texts}::text[]) WITH ORDINALITY AS t(text, n)`.execute(db);
  }
}

function say(figure: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** What the row of an article's keys costs the statement that writes its text, by the same statement without it. */
async function writing(db: Database): Promise<void> {
  const texts = 1_000;
  const rewrite = async (): Promise<number> => {
    const at = performance.now();
    for (let id = 1; id <= texts; id += 1)
      await sql`UPDATE article SET text = text || '.', parsed_at = now() WHERE id = ${id}`.execute(db);
    return (performance.now() - at) / texts;
  };
  const ms = { with: Infinity, without: Infinity };
  for (let turn = 0; turn < 3; turn += 1) {
    await sql`ALTER TABLE article DISABLE TRIGGER USER`.execute(db);
    ms.without = Math.min(ms.without, await rewrite());
    await sql`ALTER TABLE article ENABLE TRIGGER USER`.execute(db);
    ms.with = Math.min(ms.with, await rewrite());
  }
  say({ what: 'a text is written', msWithItsRow: round(ms.with), msWithout: round(ms.without) });
}

async function sizes(db: Database): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    SELECT (pg_relation_size('article_words') + pg_relation_size(reltoastrelid))::int AS keys,
      pg_relation_size('article_words_keys')::int AS gin, (SELECT sum(octet_length(text)) FROM article)::int AS texts
    FROM pg_class WHERE oid = 'article_words'::regclass`.execute(db);
  const each = (name: string): number => Math.round((rows[0]?.[name] ?? 0) / ARTICLES);
  return { keys: each('keys'), gin: each('gin'), text: each('texts') };
}

async function index(db: Database): Promise<void> {
  const { rows } = await sql<{ text: string }>`SELECT text FROM article ORDER BY id LIMIT 2000`.execute(db);
  for (const { text } of rows.slice(0, 500)) articleKeys({ title: '', body: text, lang: 'en' });
  const keysAt = performance.now();
  let keys = 0;
  for (const { text } of rows) keys += articleKeys({ title: '', body: text, lang: 'en' })?.length ?? 0;
  const keysMs = performance.now() - keysAt;
  const cpu = process.cpuUsage();
  const at = performance.now();
  while ((await indexArchive(db, 50)) > 0);
  const ms = performance.now() - at;
  const { user, system } = process.cpuUsage(cpu);
  say({
    what: 'index',
    articles: ARTICLES,
    keysAnArticle: Math.round(keys / rows.length),
    msAnArticle: {
      keysAlone: round(keysMs / rows.length),
      wall: round(ms / ARTICLES),
      cpuOfNode: round((user + system) / 1000 / ARTICLES),
    },
    bytesAnArticle: await sizes(db),
  });
}

const round = (n: number): number => Math.round(n * 1000) / 1000;

async function timed(archive: Archive, query: string): Promise<{ report: TrialReport; ms: number }> {
  const at = performance.now();
  const to = new Date(Date.now() + 60_000);
  const report = await tryTopic({ id: 'trial', query }, { archive, from: new Date(0), to });
  return { report, ms: performance.now() - at };
}

const server = await startPostgres({ bin: values.bin as 'packaged' | 'path' });
const store = openStore({ connectionString: server.connectionString, applicationName: 'bench' });
try {
  await migrate(store);
  const next = random(1);
  const filledAt = performance.now();
  await fill(store.db, next);
  say({ what: 'fill', articles: ARTICLES, msAnArticle: round((performance.now() - filledAt) / ARTICLES) });
  await writing(store.db);
  await index(store.db);
  await sql`VACUUM ANALYZE`.execute(store.db);
  const indexed = archiveOf(store.db);
  const scanning: Archive = { ...indexed, candidates: (filter, _, slice) => indexed.candidates(filter, null, slice) };
  await timed(scanning, 'nothing');
  for (const [what, query] of Object.entries(QUERIES)) {
    const [fast, slow] = [await timed(indexed, query), await timed(scanning, query)];
    const same = fast.report.matched === slow.report.matched && fast.report.stories === slow.report.stories;
    if (!same) process.exitCode = 1;
    say({
      what,
      query,
      matched: fast.report.matched,
      ruledOut: `${round((1 - fast.report.read / ARTICLES) * 100)} %`,
      ms: Math.round(fast.ms),
      articlesPerS: Math.round((ARTICLES / fast.ms) * 1000),
      withoutIndex: { ms: Math.round(slow.ms), articlesPerS: Math.round((ARTICLES / slow.ms) * 1000) },
      same,
    });
  }
  say({ what: 'memory', peakMb: Math.round(process.resourceUsage().maxRSS / 1024) });
} finally {
  await store.close();
  await server.stop();
}
