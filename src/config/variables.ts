import { parse as parseYaml } from 'yaml';
import { messageOf } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import type { Environment } from './environment.ts';
import { unknownKey, type Fault } from './faults.ts';
import { readBytes } from './source.ts';
import { SETTINGS, type Setting } from './settings.ts';
import type { Tree } from './tree.ts';
import type { Kind } from './values.ts';

/** A variable that no file may hold: a secret, or what must be known before a file is read. */
export interface Variable {
  /** The first that is set counts. */
  readonly names: readonly [string, ...string[]];
  /** A secret may stand in a file instead that `<NAME>_FILE` names. */
  readonly isSecret: boolean;
  readonly description: string;
}

export const VARIABLES = {
  config: { names: ['WIREWATCH_CONFIG'], isSecret: false, description: 'The configuration file; as `--config`.' },
  databaseUrl: {
    names: ['WIREWATCH_DATABASE_URL', 'DATABASE_URL'],
    isSecret: true,
    description: 'PostgreSQL, as `postgres://user:password@host/database`. Without it wirewatch starts its own.',
  },
  redisUrl: {
    names: ['WIREWATCH_REDIS_URL', 'REDIS_URL'],
    isSecret: true,
    description: 'Redis or Valkey for the queues, as `redis://…` or `rediss://…`. Without it they stand in PostgreSQL.',
  },
  secret: {
    names: ['WIREWATCH_SECRET'],
    isSecret: true,
    description: 'What stored credentials are encrypted with; the same in every process of a fleet.',
  },
  adminToken: {
    names: ['WIREWATCH_ADMIN_TOKEN'],
    isSecret: true,
    description: 'A bearer token that may do everything, and the password of `admin` until a user is an admin.',
  },
  smtpUrl: {
    names: ['WIREWATCH_SMTP_URL', 'SMTP_URL'],
    isSecret: true,
    description: 'The server that sends e-mail, as `smtp://user:password@host:587`.',
  },
  postgresBin: {
    names: ['WIREWATCH_POSTGRES_BIN'],
    isSecret: false,
    description: 'The folder of the `postgres` that is started in embedded mode.',
  },
} as const satisfies Record<string, Variable>;

export interface Given {
  readonly name: string;
  readonly value: Secret;
}

/** The first of a variable's names that is set to something, read from its file where `<NAME>_FILE` names one. */
export function readVariable(variable: Variable, env: Environment, faults: Fault[]): Given | undefined {
  for (const name of variable.names) {
    const text = env[name]?.trim();
    const file = variable.isSecret ? env[`${name}_FILE`]?.trim() : undefined;
    const place = { kind: 'environment', name: `${name}_FILE` } as const;
    if (text && file) {
      faults.push({ place, path: [], message: `is set and ${name} too, expected one of them` });
    } else if (file) {
      try {
        const value = Buffer.from(readBytes(file, 64 * 1024))
          .toString('utf8')
          .trim();
        if (value === '') throw new Error('it is empty');
        return { name: place.name, value: new Secret(value) };
      } catch (error) {
        faults.push({ place, path: [], message: `names a file that can’t be read, ${messageOf(error)}` });
      }
    }
    if (text) return { name, value: new Secret(text) };
  }
  return undefined;
}

const PREFIX = 'WIREWATCH_';

/** What orchestrators set of their own accord for a service called wirewatch; it is none of ours. */
const SERVICE_LINK = /_(SERVICE_(HOST|PORT)(_\w+)?|PORT_\d+_(TCP|UDP)(_\w+)?|ENV_\w+)$/;
const isServiceLink = (name: string, text: string): boolean =>
  SERVICE_LINK.test(name) || (name.endsWith('_PORT') && /^(tcp|udp):\/\//.test(text));

/** Writes every setting that the environment holds into the tree; unknown names are faults. */
export function applyEnvironment(env: Environment, tree: Tree, faults: Fault[]): void {
  const ours = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[0].startsWith(PREFIX) &&
      entry[1] !== undefined &&
      entry[1].trim() !== '' &&
      !isServiceLink(entry[0], entry[1]),
  );
  const settings = new Map(SETTINGS.flatMap((setting) => setting.names.map((name) => [name, setting] as const)));
  const others = Object.values(VARIABLES as Readonly<Record<string, Variable>>).flatMap(({ names, isSecret }) =>
    names.flatMap((name) => (isSecret ? [name, `${name}_FILE`] : [name])),
  );
  const known = [...settings.keys(), ...others.filter((name) => name.startsWith(PREFIX))];
  const seen = new Map<Setting, string>();
  for (const [name, text] of ours) {
    const setting = settings.get(name);
    const place = { kind: 'environment', name } as const;
    const earlier = setting === undefined ? undefined : seen.get(setting);
    if (setting === undefined) {
      if (!known.includes(name)) faults.push({ place, path: [], message: unknownKey(name, known, PREFIX) });
    } else if (earlier !== undefined && env[earlier] !== text) {
      faults.push({ place, path: [], message: `says something else than ${earlier}, expected one of them` });
    } else {
      seen.set(setting, name);
      tree.set(setting.path.split('.'), readText(setting, text.trim()), place);
    }
  }
}

/** A setting's text from the environment or the command line as YAML would have given it. */
export function readText(setting: Setting, text: string): unknown {
  return READERS[setting.kind]?.(text) ?? text;
}

const READERS: Partial<Record<Kind, (text: string) => unknown>> = {
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  boolean: (text) => (/^(true|yes|on|1)$/i.test(text) ? true : /^(false|no|off|0)$/i.test(text) ? false : text),
  list: (text) => flow(text) ?? text.split(/[\s,]+/).filter((item) => item !== ''),
  map: flow,
  declared: (text) => flow(text) ?? (/^https?:\/\//i.test(text) ? text.split(/\s+/) : text),
};

/** The value of `[…]` or `{…}`; undefined for other text, and for what is no YAML. */
function flow(text: string): unknown {
  if (!/^[[{]/.test(text) || text.length > 1_000_000) return undefined;
  try {
    return parseYaml(text, { maxAliasCount: 100, logLevel: 'silent' });
  } catch {
    return undefined;
  }
}
