import { describe, expect, it } from 'vitest';
import { openApi } from '../../src/web/openapi.ts';
import { ROUTES } from '../../src/web/routes/all.ts';

const document = openApi(ROUTES) as {
  openapi: string;
  paths: Record<
    string,
    Record<string, { operationId: string; parameters?: { name: string; in: string }[]; responses: object }>
  >;
  components: { schemas: Record<string, unknown> };
};

describe('the description of the API', () => {
  it('holds every route, each with an id of its own and its parameters', () => {
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations).toHaveLength(ROUTES.length + 1);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { method, path } of ROUTES) {
      const operation = document.paths[`/api/v1${path}`]?.[method.toLowerCase()];
      expect(operation, `${method} ${path}`).toBeDefined();
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(
        operation?.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name) ?? [],
      ).toEqual(inPath);
    }
  });

  it('refers to nothing that is not in it', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] as string);
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of new Set(refs)) {
      const at = ref
        .replace('#/', '')
        .split('/')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
      expect(at, ref).toBeDefined();
    }
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Topic', 'Feed', 'Article', 'Alert', 'Story', 'Status', 'Problem']),
    );
  });
});
