import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { part, prepared, preparedName } from '../../src/store/sql.ts';

const db = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

describe('prepared and part', () => {
  test('write parameters as $1 …, in parts too, and what sql.raw gives as it is', () => {
    const since = part`at > ${'then'} AND n < ${3}`;
    const statement = prepared`SELECT ${1} FROM t WHERE ${since} AND lease > ${sql.raw(`interval '12 seconds'`)} AND id = ${'x'}`;
    expect(statement.compile()).toEqual({
      text: `SELECT $1 FROM t WHERE at > $2 AND n < $3 AND lease > interval '12 seconds' AND id = $4`,
      parameters: [1, 'then', 3, 'x'],
    });
  });

  test('a value is always a parameter, never text', () => {
    expect(prepared`SELECT ${`'; DROP TABLE work; --`}`.compile()).toEqual({
      text: 'SELECT $1',
      parameters: [`'; DROP TABLE work; --`],
    });
  });

  test('stand in a statement of Kysely’s as its own parts do', () => {
    const inner = part`a = ${1} AND ${part`b = ${2}`}`;
    const { sql: text, parameters } = sql`SELECT ${0} WHERE ${inner} AND c = ${3}`.compile(db);
    expect({ text, parameters }).toEqual({
      text: 'SELECT $1 WHERE a = $2 AND b = $3 AND c = $4',
      parameters: [0, 1, 2, 3],
    });
  });

  test('a part of Kysely’s that has parameters is refused: their numbers would be wrong', () => {
    expect(() => prepared`SELECT ${sql`a = ${1}`}`.compile()).toThrow(/part/);
  });

  test('only what was prepared has a name, one for each text', async () => {
    const one = (id: number) => prepared`SELECT one FROM t WHERE id = ${id}`;
    await one(1).execute(db);
    await one(2).execute(db);
    await part`SELECT two`.execute(db);
    expect(preparedName(one(3).compile().text)).toMatch(/^wirewatch-\d+$/);
    expect(preparedName('SELECT two')).toBeUndefined();
  });
});
