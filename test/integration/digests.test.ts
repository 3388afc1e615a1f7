import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { writeDigests } from '../../src/store/digests.ts';
import { lifeLine } from '../../src/store/life-line.ts';
import { useStand, type Parts } from '../support/stand.ts';
import { until } from '../support/until.ts';
import { seedAlert, seedArticle } from '../web/fixture.ts';

const HOOK = 'https://hooks.example/services/aB3dE5gH7jK9mN1pQ3sT5vX7';

describe('digests', () => {
  const stand = useStand();

  /** Parts with a daily digest of each topic to one hook. */
  async function start(topics: readonly string[]): Promise<Parts> {
    const parts = await stand.parts({
      topics: topics.map((id) => ({ id, name: id, query: id })),
      subscriptions: topics.map((topic) => ({
        topic,
        channel: { type: 'webhook', url: HOOK },
        rhythm: 'digest',
        digest: '0 8 * * *',
      })),
    });
    await writeDigests(parts.db, 10); // fixes the first instants
    return parts;
  }

  /** Lets the digests be due now. */
  const due = (parts: Parts): Promise<unknown> => sql`UPDATE subscription SET digest_at = now()`.execute(parts.db);

  interface Section {
    readonly topic: { readonly id: string };
    readonly count: number;
    readonly alerts: readonly { readonly alert: { readonly id: string } }[];
  }
  async function sections(parts: Parts): Promise<Section[][]> {
    const rows = await parts.query<{ body: string }>(`SELECT body FROM delivery WHERE type = 'digest' ORDER BY id`);
    return rows.map(({ body }) => (JSON.parse(body) as { data: { topics: Section[] } }).data.topics);
  }

  it('hold an alert whose transaction ends after their instant', async () => {
    const parts = await start(['harbour']);
    const article = await seedArticle(parts.db, { slug: 'late', title: 'Late harbour' });
    let commit = (): void => {};
    const held = new Promise<void>((resolve) => (commit = resolve));
    let inserted = (): void => {};
    const isIn = new Promise<void>((resolve) => (inserted = resolve));
    const alerting = parts.db.transaction().execute(async (tx) => {
      await sql`
        INSERT INTO alert (topic_id, story_id, article_id) SELECT 'harbour', story_id, id FROM article WHERE id = ${article}`.execute(
        tx,
      );
      inserted();
      await held;
    });
    await isIn;
    await due(parts);
    const writing = writeDigests(parts.db, 10);
    await until(
      () =>
        parts.query<{ n: number }>(
          `SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND relation = 'alert'::regclass`,
        ),
      ([row]) => row?.n === 1,
      { what: 'the digest to wait for the alert' },
    );
    commit();
    await alerting;
    expect(await writing).toBe(1);
    expect(await sections(parts)).toMatchObject([[{ topic: { id: 'harbour' }, count: 1 }]]);
  });

  it('hold each alert once, of a subscription none from before it was made, and count what they do not show', async () => {
    const parts = await start(['harbour', 'bridge']);
    for (let n = 0; n < 101; n += 1)
      await seedAlert(parts.db, 'harbour', await seedArticle(parts.db, { slug: `h${n}`, title: `Harbour ${n}` }));
    await seedAlert(parts.db, 'bridge', await seedArticle(parts.db, { slug: 'old', title: 'Old bridge' }));
    await sql`UPDATE subscription SET digest_from = clock_timestamp() WHERE topic_id = 'bridge'`.execute(parts.db);
    const fresh = await seedAlert(
      parts.db,
      'bridge',
      await seedArticle(parts.db, { slug: 'new', title: 'New bridge' }),
    );
    await due(parts);
    expect(await writeDigests(parts.db, 10)).toBe(1);
    const [bridge, harbour] = (await sections(parts))[0] ?? [];
    expect(bridge).toMatchObject({ count: 1, alerts: [{ alert: { id: String(fresh) } }] });
    expect(harbour?.count).toBe(101);
    expect(harbour?.alerts).toHaveLength(100);
    await due(parts);
    expect(await writeDigests(parts.db, 10)).toBe(0);
  });

  it('R20 `why` shows the digest that an alert waits for, then the one that has it, also of an article that joined', async () => {
    const parts = await start(['harbour']);
    const first = await seedArticle(parts.db, { slug: 'first', title: 'Harbour opens' });
    await seedAlert(parts.db, 'harbour', first);
    const copy = await seedArticle(parts.db, { slug: 'copy', title: 'Harbour opens' });
    await sql`UPDATE article SET story_id = (SELECT story_id FROM article WHERE id = ${first}) WHERE id = ${copy}`.execute(
      parts.db,
    );
    await sql`
      INSERT INTO match (article_id, topic_id, decision, revision, score, spans, snippet)
      VALUES (${copy}, 'harbour', 'joined', 1, 0.5, '[]', 'x')`.execute(parts.db);
    const shown = {
      topic: 'harbour',
      channel: 'webhook https://hooks.example/services/aB3d[redacted]',
      type: 'digest',
    };
    for (const id of [first, copy])
      expect((await lifeLine(parts.db, id))?.deliveries).toMatchObject([{ ...shown, state: 'due' }]);
    await due(parts);
    await writeDigests(parts.db, 10);
    for (const id of [first, copy])
      expect((await lifeLine(parts.db, id))?.deliveries).toMatchObject([{ ...shown, state: 'pending' }]);
  });
});
