import { dirname, resolve } from 'node:path';
import { WireError } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import { duplicates } from './duplicates.ts';
import { chooseEngine, type Engine } from './engine.ts';
import type { DeclaredFeed, DeclaredSubscription, DeclaredTopic, Declared } from './declared.ts';
import type { Environment } from './environment.ts';
import { errorMap, faultsOf, showFault, sortFaults, type Fault } from './faults.ts';
import { against, Files, type OpmlFile } from './files.ts';
import { Settings, type SettingPath } from './schema.ts';
import { SETTINGS } from './settings.ts';
import { Tree } from './tree.ts';
import { applyEnvironment, readText, readVariable, VARIABLES } from './variables.ts';

/** What files and environment declare; it is brought into the store at start (R22). */
export interface Declarations {
  readonly feeds: readonly DeclaredFeed[];
  /** `feeds: NAME.opml`, not parsed. */
  readonly opml: OpmlFile | undefined;
  readonly topics: readonly DeclaredTopic[];
  readonly subscriptions: readonly DeclaredSubscription[];
  /** Whether what was declared before and no longer is shall be removed. */
  readonly prune: boolean;
}

type Rooms = Omit<Settings, 'feeds' | 'topics' | 'subscriptions' | 'prune' | 'data' | 'alertSince' | 'network'>;

/** Everything that can be set, checked. Plain data; a secret gives itself away by `reveal()` alone. */
export interface Config extends Readonly<Rooms> {
  /** Absolute; undefined where no file was named. */
  readonly file: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly engine: Engine;
  readonly postgresBin: string | undefined;
  readonly declared: Declarations;
  readonly alertSinceMs: number;
  readonly network: {
    readonly allowPrivate: readonly string[];
    readonly userAgent: string | undefined;
    readonly proxy: Secret | undefined;
  };
  readonly secret: Secret | undefined;
  readonly adminToken: Secret | undefined;
  readonly smtpUrl: Secret | undefined;
}

export interface LoadOptions {
  readonly env: Environment;
  /** As `--config` names it; else WIREWATCH_CONFIG does, else there is none. */
  readonly configFile?: string | undefined;
  /** What the command line sets, which wins over everything. */
  readonly overrides?: Partial<Record<SettingPath, string | number | boolean | undefined>>;
  /** What relative paths of environment and command line are relative to. */
  readonly folder?: string;
}

/**
 * The configuration of file, environment and command line, the later winning.
 * @throws CONFIG_INVALID with every fault, one a line: `file:line: path: what is wrong, what was expected (got …)`
 */
export function loadConfig({ env, configFile, overrides = {}, folder = '.' }: LoadOptions): Config {
  const faults: Fault[] = [];
  const files = new Files(faults);
  const tree = new Tree();
  const named = configFile ?? readVariable(VARIABLES.config, env, faults)?.value.reveal();
  const file = named === undefined ? undefined : against(folder, named);
  if (file !== undefined) files.readSettings(file, tree, configFile === undefined ? 'WIREWATCH_CONFIG' : '--config');
  applyEnvironment(env, tree, faults);
  applyOverrides(overrides, tree);
  const opml = files.follow(tree, folder);
  const settings = Settings.safeParse(tree.root, { error: errorMap });
  for (const issue of settings.error?.issues ?? []) {
    faults.push(...faultsOf(issue, tree.root, (path) => tree.placeOf(path)));
  }
  faults.push(...duplicates(tree));
  const given = readGiven(env, faults);
  const proxy = settings.data === undefined ? undefined : proxyOf(settings.data.network.proxy, tree, env, faults);
  if (faults.length > 0 || settings.data === undefined) throw invalid(faults, files.names);
  return assemble(settings.data, { tree, opml, given, proxy, file, folder });
}

function applyOverrides(overrides: NonNullable<LoadOptions['overrides']>, tree: Tree): void {
  for (const [path, raw] of Object.entries(overrides)) {
    const setting = SETTINGS.find((setting) => setting.path === path);
    if (setting === undefined) throw new TypeError(`there is no setting ${path}`);
    if (raw === undefined) continue;
    const value = typeof raw === 'string' ? readText(setting, raw) : raw;
    tree.set(path.split('.'), value, { kind: 'option', name: path });
  }
}

function readGiven(env: Environment, faults: Fault[]) {
  const database = readVariable(VARIABLES.databaseUrl, env, faults);
  const redis = readVariable(VARIABLES.redisUrl, env, faults);
  const smtp = readVariable(VARIABLES.smtpUrl, env, faults);
  if (smtp !== undefined && !/^smtps?:\/\/./i.test(smtp.value.reveal())) {
    const message = 'is not a mail server, expected smtp://user:password@host:587 or smtps://…';
    faults.push({ place: { kind: 'environment', name: smtp.name }, path: [], message });
  }
  return {
    engine: chooseEngine(database, redis, faults),
    smtpUrl: smtp?.value,
    secret: readVariable(VARIABLES.secret, env, faults)?.value,
    adminToken: adminTokenOf(env, faults),
    postgresBin: readVariable(VARIABLES.postgresBin, env, faults)?.value.reveal(),
  };
}

/** The token, which a header must be able to carry (RFC 6750). */
function adminTokenOf(env: Environment, faults: Fault[]): Secret | undefined {
  const given = readVariable(VARIABLES.adminToken, env, faults);
  if (given !== undefined && !/^[\x21-\x7e]{1,4096}$/.test(given.value.reveal())) {
    const message = 'can’t be sent as a bearer token, expected at most 4096 printable ASCII signs without a space';
    faults.push({ place: { kind: 'environment', name: given.name }, path: [], message });
  }
  return given?.value;
}

function proxyOf(proxy: 'env' | Secret | undefined, tree: Tree, env: Environment, faults: Fault[]): Secret | undefined {
  if (proxy !== 'env') return proxy;
  const names = ['HTTPS_PROXY', 'https_proxy'] as const;
  const given = readVariable({ names, isSecret: false, description: '' }, env, faults);
  if (given === undefined) {
    const path = ['network', 'proxy'];
    faults.push({ place: tree.placeOf(path), path, message: 'is env, but HTTPS_PROXY is not set' });
  } else if (!/^https?:\/\/./i.test(given.value.reveal())) {
    const place = { kind: 'environment', name: given.name } as const;
    faults.push({ place, path: [], message: 'is not a proxy, expected http://… or https://…' });
  }
  return given?.value;
}

function invalid(faults: readonly Fault[], files: readonly string[]): WireError {
  const most = 100;
  const lines = sortFaults(faults, files).map((fault) => `  ${showFault(fault)}`);
  const shown = lines.length > most ? [...lines.slice(0, most), `  and ${lines.length - most} more`] : lines;
  const count = lines.length === 1 ? 'one fault' : `${lines.length} faults`;
  return new WireError('CONFIG_INVALID', `the configuration has ${count}:\n${shown.join('\n')}`, {
    detail: { faults: lines.length },
  });
}

interface Parts {
  readonly tree: Tree;
  readonly opml: OpmlFile | undefined;
  readonly given: ReturnType<typeof readGiven>;
  readonly proxy: Secret | undefined;
  readonly file: string | undefined;
  readonly folder: string;
}

function assemble(settings: Settings, { tree, opml, given, proxy, file, folder }: Parts): Config {
  const { feeds, topics, subscriptions, prune, data, alertSince, network, ...rooms } = settings;
  const marked = <T>(name: string, items: readonly T[]): (T & Declared)[] =>
    items.map((item, index) => ({ ...item, ...declaration(tree, name, index) }));
  return {
    ...rooms,
    ...given,
    file: file === undefined ? undefined : resolve(file),
    dataDir: resolve(baseOf(tree, 'data', folder), data),
    declared: {
      feeds: marked('feeds', feeds),
      opml,
      topics: marked('topics', topics),
      subscriptions: marked('subscriptions', subscriptions),
      prune,
    },
    alertSinceMs: alertSince,
    network: { allowPrivate: network.allowPrivate, userAgent: network.userAgent, proxy },
  };
}

function declaration(tree: Tree, name: string, index: number): Declared {
  const place = tree.placeOf([name, index]);
  return place?.kind === 'file'
    ? { declaredIn: place.file, line: place.line }
    : { declaredIn: place?.name ?? '', line: 0 };
}

/** What a relative path at this place is relative to. */
function baseOf(tree: Tree, name: string, folder: string): string {
  const place = tree.placeOf([name]);
  return place?.kind === 'file' ? dirname(place.file) : folder;
}
