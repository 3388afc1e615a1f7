import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, openStore, type Store } from '../../src/store/open.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';

const [bin] = postgresBins();

describe.skipIf(bin === undefined)('migrations (skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  let store: Store;
  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
    store = openStore({ connectionString: server.connectionString, applicationName: 'test' });
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  it('run once, and a store of a newer version is told from a broken one', async () => {
    expect((await migrate(store)).length).toBeGreaterThan(0);
    expect(await migrate(store)).toEqual([]);
    await sql`INSERT INTO wirewatch.migration_done (name, timestamp) VALUES ('9999-later', now()::text)`.execute(
      store.db,
    );
    await expect(migrate(store)).rejects.toMatchObject({
      code: 'STORE_MIGRATION',
      message: expect.stringContaining('made by a newer wirewatch (9999-later)'),
    });
  });
});
