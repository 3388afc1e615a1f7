import { z } from 'zod';
import { PROBLEM_TYPE } from './problem.ts';
import type { AnyRoute } from './route.ts';
import { ProblemView } from './views.ts';

type Json = Record<string, unknown>;

const TAGS: Readonly<Record<string, string>> = {
  topics: 'Named standing queries, and trials of them on the archive.',
  feeds: 'What is watched.',
  articles: 'What was found, with the life line of each article.',
  stories: 'Articles, of any outlets, that tell the same news.',
  alerts: 'One topic, one story: what matched first, why, and what joined it.',
  channels: 'Where alerts can go.',
  subscriptions: 'A topic’s alerts to a channel.',
  deliveries: 'What was sent, and what was not.',
  status: 'How it is all going.',
};

/** The OpenAPI 3.1 document of the routes; schemas with an id stand once, under `components`. */
export function openApi(routes: readonly AnyRoute[]): Json {
  const components: Json = {};
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const {
      $schema: _,
      $defs,
      ...json
    } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', reused: 'inline' }) as Json;
    for (const [name, definition] of Object.entries(($defs ?? {}) as Json)) components[name] = definition;
    return json;
  };
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const at = (paths[`/api/v1${route.path}`] ??= {});
    at[route.method.toLowerCase()] = operation(route, schemaOf);
  }
  paths['/api/v1/events'] = { get: EVENTS };
  schemaOf(z.object({ problem: ProblemView }), 'output');
  return relinked({
    openapi: '3.1.0',
    info: {
      title: 'wirewatch',
      version: '1',
      description:
        'Watches the news for people. Errors are RFC 9457 problem details; lists page by `next` and `cursor`.',
    },
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ bearer: [] }, { basic: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A token of `wirewatch tokens create`.' },
        basic: { type: 'http', scheme: 'basic', description: 'A user with the password.' },
      },
      responses: {
        Problem: {
          description: 'What went wrong.',
          content: { [PROBLEM_TYPE.split(';', 1)[0] as string]: { schema: { $ref: '#/$defs/Problem' } } },
        },
      },
    },
  }) as Json;
}

type SchemaOf = (schema: z.ZodType, io: 'input' | 'output') => Json;

function operation(
  { method, path, tag, summary, params, query, body, answer, status = 200 }: AnyRoute,
  schemaOf: SchemaOf,
): Json {
  const parameters = [...parametersOf('path', params, schemaOf), ...parametersOf('query', query, schemaOf)];
  const json = (schema: z.ZodType, io: 'input' | 'output'): Json => ({
    content: { 'application/json': { schema: schemaOf(schema, io) } },
  });
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[{}]/g, '').replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [tag],
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: true, ...json(body, 'input') } }),
    responses: {
      ...(answer === undefined
        ? { 204: { description: 'Done.' } }
        : { [status]: { description: 'Done.', ...json(answer, 'output') } }),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined, schemaOf: SchemaOf): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...type } = property;
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description !== undefined && { description }),
      schema: type,
    };
  });
}

/** `#/$defs/X` of each schema as `#/components/schemas/X` of the document. */
function relinked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relinked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace('#/$defs/', '#/components/schemas/')
        : relinked(inner),
    ]),
  );
}

const EVENTS: Json = {
  operationId: 'getEvents',
  tags: ['alerts'],
  summary: 'Alerts as they are made, as server-sent events.',
  parameters: [
    { name: 'topic', in: 'query', required: false, schema: { type: 'string' }, description: 'Only of this topic.' },
    {
      name: 'Last-Event-ID',
      in: 'header',
      required: false,
      schema: { type: 'string' },
      description: 'The alert id after which to go on.',
    },
  ],
  responses: {
    200: {
      description: 'Events `alert` with the alert as data and its id as the event’s; comments every 15 s.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
    default: { $ref: '#/components/responses/Problem' },
  },
};
