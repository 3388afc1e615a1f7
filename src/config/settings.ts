import type { z } from 'zod';
import { Settings, type SettingPath } from './schema.ts';
import type { Kind, Meta } from './values.ts';

/** One setting as the environment and the reference page know it. */
export interface Setting {
  readonly path: SettingPath;
  /** The names of its environment variable: the derived one, and the short one where there is one. */
  readonly names: readonly [string, ...string[]];
  readonly kind: Kind;
  /** As it would be written; undefined where there is none. */
  readonly defaultValue: unknown;
  readonly description: string;
}

/** What users know by a shorter name than the derived one. */
const SHORT_NAMES: Partial<Record<SettingPath, string>> = {
  'web.host': 'WIREWATCH_HOST',
  'web.port': 'WIREWATCH_PORT',
  'web.baseUrl': 'WIREWATCH_BASE_URL',
  'network.allowPrivate': 'WIREWATCH_ALLOW_PRIVATE',
  'network.userAgent': 'WIREWATCH_USER_AGENT',
  'network.proxy': 'WIREWATCH_PROXY',
};

/** `hosts.gap` → `WIREWATCH_HOSTS_GAP`. */
function environmentName(path: string): string {
  return `WIREWATCH_${path
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`;
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly defaultValue?: unknown;
}

interface Facts {
  shape?: Readonly<Record<string, z.ZodType>>;
  kind?: Kind | undefined;
  description?: string | undefined;
  defaultValue?: unknown;
}

/** What the layers of a schema say together, the outermost first. */
function factsOf(schema: z.ZodType): Facts {
  const facts: Facts = {};
  for (let at: z.ZodType | undefined = schema; at !== undefined;) {
    const meta = at.meta() as Meta | undefined;
    const definition = at.def as unknown as Definition;
    facts.description ??= meta?.description;
    facts.kind ??= meta?.kind;
    if (definition.type === 'prefault') facts.defaultValue ??= definition.defaultValue;
    if (definition.shape !== undefined) facts.shape = definition.shape;
    at = definition.innerType ?? definition.in;
  }
  return facts;
}

function settingsOf(schema: z.ZodType, path: readonly string[]): Setting[] {
  const { shape, kind, description, defaultValue } = factsOf(schema);
  if (kind === undefined) {
    return Object.entries(shape ?? {}).flatMap(([name, inner]) => settingsOf(inner, [...path, name]));
  }
  const dotted = path.join('.') as SettingPath;
  const short = SHORT_NAMES[dotted];
  const derived = environmentName(dotted);
  const names: Setting['names'] = short === undefined ? [derived] : [short, derived];
  return [{ path: dotted, names, kind, defaultValue, description: description ?? '' }];
}

/** Every setting of wirewatch.yaml, in the order of the schema. */
export const SETTINGS: readonly Setting[] = settingsOf(Settings, []);
