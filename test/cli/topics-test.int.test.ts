import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, openStore, type Store } from '../../src/store/open.ts';
import { putTopic } from '../../src/store/topic.ts';
import type { TrialReport } from '../../src/stages/archive/trial.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { runCommand } from '../support/processes.ts';

const DAY_MS = 86_400_000;

describe.skipIf(!hasPostgres('packaged'))('topics test, on a real store', () => {
  let server: TestPostgres;
  let store: Store;
  const env = (): Record<string, string> => ({ DATABASE_URL: server.connectionString, WIREWATCH_SECRET: 'for tests' });

  beforeAll(async () => {
    server = await startPostgres({ bin: 'packaged' });
    store = openStore({ connectionString: server.connectionString, applicationName: 'test' });
    await migrate(store);
    const { db } = store;
    await sql`INSERT INTO source (domain) VALUES ('one.example'), ('two.example')`.execute(db);
    const add = (n: number, title: string, text: string, lang = 'en'): Promise<unknown> =>
      sql`INSERT INTO article (url, source_id, alert_since, title, text, lang, status, revision, discovered_at, published)
        VALUES (${`https://one.example/${n}`}, ${1 + (n % 2)}, now(), ${title}, ${text}, ${lang}, 'unmatched', 1,
          ${new Date(Date.now() - n * DAY_MS)}, ${new Date(Date.now() - n * DAY_MS)})`.execute(db);
    for (let n = 1; n <= 8; n += 1)
      await add(
        n,
        `Harbour strike, day ${n}`,
        `Dockers of Rotterdam${n} walked out over pay${n} again.\n\nThe strike goes on.`,
      );
    // A copy of a text: it joins the story of the first.
    await add(9, 'Harbour strike, day 8', 'Dockers of Rotterdam8 walked out over pay8 again.\n\nThe strike goes on.');
    for (let n = 10; n <= 15; n += 1)
      await add(n, `Bowling night ${n}`, `The league${n} met in alley${n}.\n\nHer third strike won the bowling game.`);
    await add(16, 'Streik', 'The strike in German news.', 'de');
    const topic = { name: 'Strike', query: 'strike', sources: [], tags: [] };
    await putTopic(db, { ...topic, id: 'strike', lang: ['en'] }, 'person');
    await putTopic(db, { ...topic, id: 'pay', query: '@strike NOT bowling', lang: [] }, 'person');
  }, 180_000);
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  const test = async (...args: string[]): Promise<TrialReport> => {
    const { code, stdout, stderr } = await runCommand(['topics', 'test', ...args, '--json'], { env: env() });
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    return JSON.parse(stdout) as TrialReport;
  };

  it('tells matches by day and outlet, samples with passages, copies, alerts a week and likely noise', async () => {
    const found = await test('strike', '--since', '30d');
    expect(found).toMatchObject({ matched: 15, stories: 14, suppressed: 1, complete: true, scanned: 16 });
    expect(Object.values(found.byDay).reduce((a, b) => a + b, 0)).toBe(15);
    expect(found.bySource).toEqual({ 'one.example': 7, 'two.example': 8 });
    expect(found.samples).toHaveLength(15);
    expect(found.samples[0]?.matches[0]?.snippet).toContain('<mark>');
    expect(found.alertsPerWeek).toBeGreaterThan(5);
    expect(found.noiseWords.map(({ word }) => word)).toContain('bowling');
  });

  it('prints the same for people, every day of the month', async () => {
    const { code, stdout } = await runCommand(['topics', 'test', 'strike'], { env: env() });
    expect(code).toBe(0);
    expect(stdout).toContain('15 of 16 articles match, 14 stories; 1 would join an alert');
    expect(stdout).toMatch(/about \d+(\.\d)? alerts a week/);
    expect(stdout.match(/^\d{4}-\d\d-\d\d +\d+$/gm)).toHaveLength(15);
    expect(stdout).toMatch(/one\.example +7/);
    expect(stdout).toMatch(/likely noise.*\n.*bowling \(6\/0\)/);
    expect(stdout.match(/https:\/\/one\.example\//g)).toHaveLength(15);
  });

  it('compares a change with the topic as it is, by the rules that the topic has', async () => {
    const found = await test('strike NOT bowling', '--topic', 'strike');
    expect(found).toMatchObject({ comparedWith: 'strike', gainedCount: 0, lostCount: 6, matched: 9 });
    expect(await test('strike', '--topic', 'strike', '--min-score', '0.3')).toMatchObject({ lostCount: 6 });
    expect(await test('Strike', '--topic', 'strike', '--case-sensitive')).toMatchObject({ matched: 0, lostCount: 15 });
    expect(await test('strike', '--topic', 'strike', '--lang', 'de')).toMatchObject({ gainedCount: 1, lostCount: 15 });
    expect(await test('pay')).toMatchObject({ matched: 10 });
  });

  it('refuses a saved query that is not there, with its place', async () => {
    const { code, stderr } = await runCommand(['topics', 'test', 'oil AND @strik'], { env: env() });
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean @strike?');
  });
});
