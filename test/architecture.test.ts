import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Which room may import which. `*` in `packages` allows any package. */
const ADAPTERS = ['store', 'queue', 'net', 'channel', 'web', 'observe', 'config'] as const;
const DOMAIN = ['feed', 'article', 'story', 'topic', 'digest'] as const;

const ALLOWED: Record<string, readonly string[]> = {
  core: [],
  text: ['core'],
  ...Object.fromEntries(DOMAIN.map((room) => [room, ['core', 'text']])),
  stages: ['core', 'text', ...DOMAIN],
  ...Object.fromEntries(ADAPTERS.map((room) => [room, ['core', 'text', ...DOMAIN, 'stages']])),
  channel: ['core', 'text', ...DOMAIN, 'stages', 'net'],
  fleet: ['core', 'text', ...DOMAIN, 'stages', ...ADAPTERS],
  cli: ['core', 'text', ...DOMAIN, 'stages', ...ADAPTERS, 'fleet'],
  workers: ['core', 'fleet'],
};

/** Pure rooms: no I/O, no process, no clock, no chance. */
const PURE = new Set<string>(['core', 'text', ...DOMAIN, 'stages']);
const IO_PACKAGES =
  /^(node:(fs|net|http|https|dns|child_process|worker_threads)|undici|pg|kysely|bullmq|ioredis|pino|fastify)/;

const root = fileURLToPath(new URL('..', import.meta.url));

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(root, folder, name));
}

const files = [...sources('src'), ...sources('workers')];

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\bnew URL\(\s*)['"]([^'"]+)['"]/g;

function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => match[1] as string);
}

function roomOf(file: string): string {
  const parts = relative(root, file).split('/');
  return parts[0] === 'workers' ? 'workers' : (parts[1] as string);
}

interface Module {
  readonly file: string;
  readonly room: string;
  readonly text: string;
  readonly locals: readonly string[];
  readonly packages: readonly string[];
}

const modules: Module[] = files.map((file) => {
  const text = withoutComments(readFileSync(file, 'utf8'));
  const all = importsOf(text);
  return {
    file: relative(root, file),
    room: roomOf(file),
    text,
    locals: all.filter((name) => /^\.{1,2}\/.*\.tsx?$/.test(name)).map((name) => resolve(dirname(file), name)),
    packages: all.filter((name) => !name.startsWith('.')),
  };
});

describe('the rooms', () => {
  it('looks at every source file there is', () => {
    expect(modules.length).toBe(files.length);
    expect(modules.length).toBeGreaterThan(5);
    expect(modules.flatMap((m) => m.locals).length).toBeGreaterThan(3);
  });

  it('every local import names a file that exists', () => {
    const known = new Set(files);
    const missing = modules.flatMap((m) => m.locals.filter((f) => !known.has(f)).map((f) => `${m.file} → ${f}`));
    expect(missing).toEqual([]);
  });

  it('arrows go down only', () => {
    const broken = modules.flatMap((m) =>
      m.locals
        .map((file) => roomOf(file))
        .filter((room) => room !== m.room && !(ALLOWED[m.room] ?? []).includes(room))
        .map((room) => `${m.file} → ${room}`),
    );
    expect(broken).toEqual([]);
    expect([...new Set(modules.map((m) => m.room))].filter((room) => !(room in ALLOWED))).toEqual([]);
  });

  it('pure rooms do no I/O and read neither clock nor chance', () => {
    const pure = modules.filter((m) => PURE.has(m.room));
    const packages = pure.flatMap((m) => m.packages.filter((p) => IO_PACKAGES.test(p)).map((p) => `${m.file}: ${p}`));
    const globals = pure
      .filter((m) => /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/.test(m.text))
      .map((m) => m.file);
    expect({ packages, globals }).toEqual({ packages: [], globals: [] });
  });

  it('has no cycles, type imports included', () => {
    const edges = new Map(modules.map((m) => [resolve(root, m.file), m.locals]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].map((f) => relative(root, f)).join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of edges.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('only config reads the environment, only observe builds pino, only the edge may exit', () => {
    const outside = (pattern: RegExp, rooms: readonly string[]): string[] =>
      modules.filter((m) => !rooms.includes(m.room) && pattern.test(m.text)).map((m) => m.file);
    expect(outside(/\bprocess\.env\b/, ['config'])).toEqual([]);
    expect(outside(/from 'pino'/, ['observe'])).toEqual([]);
    expect(outside(/\bprocess\.(exit\(|exitCode)/, ['fleet', 'cli', 'workers'])).toEqual([]);
    expect(outside(/\bconsole\./, [])).toEqual([]);
  });

  it('keeps files small, without barrels and default exports', () => {
    const long = modules.filter((m) => readFileSync(join(root, m.file), 'utf8').split('\n').length > 401);
    expect(long.map((m) => m.file)).toEqual([]);
    const defaults = modules.filter((m) => /\bexport default\b/.test(m.text) && !m.file.endsWith('vite.config.ts'));
    expect(defaults.map((m) => m.file)).toEqual([]);
    const barrels = modules.filter((m) => /^\s*export (\*|\{[^}]*\}) from/m.test(m.text));
    expect(barrels.map((m) => m.file)).toEqual([]);
    const names = modules.filter((m) => /(^|\/)(utils?|helpers?|common|manager|index)\.tsx?$/.test(m.file));
    expect(names.map((m) => m.file)).toEqual([]);
  });

  it('worker entries hold no logic', () => {
    const long = modules.filter((m) => m.room === 'workers' && m.text.trim().split('\n').length > 25);
    expect(long.map((m) => m.file)).toEqual([]);
  });
});
