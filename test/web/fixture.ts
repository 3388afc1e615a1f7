import { sql } from 'kysely';
import { loadConfig } from '../../src/config/load.ts';
import { startFleet, type Fleet } from '../../src/fleet/boot.ts';
import { createLog } from '../../src/observe/log.ts';
import type { Database } from '../../src/store/open.ts';

export interface StartedWeb {
  readonly fleet: Fleet;
  readonly db: Database;
  readonly base: string;
  /** A request; one that changes something comes from a page of its own. */
  call(
    path: string,
    options?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  /** The JSON of a request that must succeed. */
  json<T = Record<string, unknown>>(path: string, options?: Parameters<StartedWeb['call']>[1]): Promise<T>;
  stop(): Promise<void>;
}

const SECRET = 'a secret of the tests, long enough';

/** The role `web` alone on given servers, on a free port. */
export async function startWeb(env: Record<string, string>): Promise<StartedWeb> {
  const config = loadConfig({ env: { WIREWATCH_SECRET: SECRET, ...env }, overrides: { 'web.port': 0 } });
  const log = createLog({ level: 'fatal', pretty: false, role: 'test' });
  const fleet = await startFleet({ config, roles: ['web'], log });
  const base = fleet.address as string;
  const call: StartedWeb['call'] = (path, { method = 'GET', body, headers = {} } = {}) =>
    fetch(base + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(method !== 'GET' && { origin: base }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    fleet,
    base,
    db: fleet.container.store.db,
    call,
    async json<T>(path: string, options?: Parameters<typeof call>[1]): Promise<T> {
      const answer = await call(path, options);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return JSON.parse(text) as T;
    },
    stop: () => fleet.stop(),
  };
}

/** What an article of the tests is made of; the rest is the same for all. */
export interface SeedArticle {
  readonly slug: string;
  readonly title: string;
  readonly text?: string;
  readonly source?: string;
}

/** An article that was matched, in a story of its own; gives its id. */
export async function seedArticle(
  db: Database,
  { slug, title, text = `${title}.\n\nThe rest of it.`, source = 'example.org' }: SeedArticle,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    WITH s AS (INSERT INTO source (domain) VALUES (${source}) ON CONFLICT (domain) DO UPDATE SET domain = excluded.domain RETURNING id),
    st AS (INSERT INTO story DEFAULT VALUES RETURNING id)
    INSERT INTO article (url, source_id, status, basis, revision, alert_since, title, text, lead, lang, published, story_id, fetched_at, parsed_at, matched_at, steps)
    SELECT ${`https://${source}/${slug}`}, s.id, 'matched', 'page', 1, now() - interval '1 day', ${title}, ${text}, ${title}, 'en', now() - interval '5 minutes', st.id,
      now(), now(), now(), ${JSON.stringify([{ at: new Date().toISOString(), stage: 'fetch', outcome: 'fetched', bytes: 10 }])}::jsonb
    FROM s, st RETURNING id`.execute(db);
  return (rows[0] as { id: number }).id;
}

/** An alert of a topic on an article, with its evidence; those who listen hear of it. Gives its id. */
export async function seedAlert(
  db: Database,
  topic: string,
  articleId: number,
  snippet = 'a <mark>word</mark>',
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      INSERT INTO alert (topic_id, story_id, article_id) SELECT ${topic}, story_id, id FROM article WHERE id = ${articleId} RETURNING id`.execute(
      tx,
    );
    const id = (rows[0] as { id: number }).id;
    await sql`INSERT INTO alert_article (alert_id, article_id) VALUES (${id}, ${articleId})`.execute(tx);
    const spans = [{ field: 'body', text: 'word', start: 2, end: 6, snippet }];
    await sql`
      INSERT INTO match (article_id, topic_id, decision, revision, score, spans, snippet)
      VALUES (${articleId}, ${topic}, 'alerted', 1, 0.5, ${JSON.stringify(spans)}::jsonb, ${snippet})`.execute(tx);
    await sql`SELECT pg_notify('wirewatch_alert', ${String(id)})`.execute(tx);
    return id;
  });
}
