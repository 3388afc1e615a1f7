import { expect, it } from 'vitest';
import { runCommand, spawnCommand } from '../support/processes.ts';
import { useStand } from '../support/stand.ts';
import { until } from '../support/until.ts';
import { seedAlert, seedArticle } from '../web/fixture.ts';

const stand = useStand();

it('alerts tail shows each alert once, however many come together, and one whose transaction ends after a later one', async () => {
  const servers = await stand.fresh();
  const { db, container } = await stand.parts(servers);
  const env = { DATABASE_URL: servers.databaseUrl, WIREWATCH_SECRET: 'a secret for tests only' };
  expect(await runCommand(['topics', 'add', 'word', 'word'], { env })).toMatchObject({ code: 0 });
  const tail = spawnCommand(['alerts', 'tail', '--ndjson'], { env });
  await until(tail.stderr, (text) => text.includes('Waiting for alerts'), { ms: 60_000, what: 'the tail waits' });
  const shown = (): string[] =>
    tail
      .stdout()
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { article: { title: string } }).article.title);

  const slow = await seedArticle(db, { slug: 'slow', title: 'Slow' });
  const fast = await seedArticle(db, { slug: 'fast', title: 'Fast' });
  const client = await container.store.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `WITH made AS (INSERT INTO alert (topic_id, story_id, article_id) SELECT 'word', story_id, id FROM article WHERE id = $1 RETURNING id)
       SELECT pg_notify('wirewatch_alert', id::text) FROM made`,
      [slow],
    );
    await seedAlert(db, 'word', fast);
    await until(shown, (all) => all.length === 1, { ms: 60_000, what: 'the later alert' });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  await until(shown, (all) => all.length === 2, { ms: 60_000, what: 'the alert that was committed last' });
  expect(shown()).toEqual(['Fast', 'Slow']);

  // As many at one instant as one look used to take, and some more.
  await container.store.pool.query(`
    WITH s AS (SELECT id FROM source LIMIT 1), st AS (INSERT INTO story SELECT FROM generate_series(1, 620) RETURNING id),
    a AS (INSERT INTO article (url, source_id, status, basis, revision, alert_since, title, story_id)
      SELECT 'https://example.org/many/' || st.id, s.id, 'matched', 'page', 1, now() - interval '1 day', 'Many', st.id FROM s, st RETURNING id, story_id)
    INSERT INTO alert (topic_id, story_id, article_id) SELECT 'word', story_id, id FROM a`);
  await container.store.pool.query(`SELECT pg_notify('wirewatch_alert', '')`);
  await until(shown, (all) => all.length >= 622, { ms: 60_000, what: 'all alerts that came together' });
  expect(shown()).toHaveLength(622);
  expect(await tail.end('SIGTERM')).toMatchObject({ code: 0 });
}, 180_000);
