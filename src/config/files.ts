import { dirname, extname, join, isAbsolute, resolve } from 'node:path';
import { messageOf } from '../core/errors.ts';
import { decodeBytes } from '../text/charset.ts';
import { unknownKey, type Fault, type Place } from './faults.ts';
import { readBytes, readYaml, type Located } from './source.ts';
import type { Tree } from './tree.ts';

/** A feed list that is read by whoever knows OPML. */
export interface OpmlFile {
  readonly path: string;
  readonly text: string;
}

/** What a file that stands for a list may hold beside it. */
const PARTS = { feeds: ['feeds'], topics: ['topics', 'subscriptions'], subscriptions: ['topics', 'subscriptions'] };
type Section = keyof typeof PARTS;

const MAX_OPML_BYTES = 64 * 1024 * 1024;

/** Reads the configuration's files, each once, and puts what they hold into the tree. */
export class Files {
  /** In the order of their reading. */
  readonly names: string[] = [];
  readonly #faults: Fault[];

  constructor(faults: Fault[]) {
    this.#faults = faults;
  }

  readSettings(file: string, tree: Tree, namedBy: string): void {
    const located = this.#yaml(file, { kind: 'option', name: namedBy });
    if (located?.value === undefined || located.value === null) return;
    if (isMapping(located.value)) tree.adopt(located);
    else this.#refuse(file, 1, 'is not allowed, expected a mapping of settings such as "polling: { min: 5m }"');
  }

  /** Replaces every list that is the name of a file by what the file holds; an OPML file is given back. */
  follow(tree: Tree, folder: string): OpmlFile | undefined {
    const done = new Set<string>();
    let opml: OpmlFile | undefined;
    const wanted = (Object.keys(PARTS) as Section[]).map((section) => ({ section, name: tree.root[section] }));
    for (const { section, name } of wanted) if (typeof name === 'string') tree.root[section] = [];
    for (const { section, name } of wanted) {
      const place = tree.placeOf([section]);
      if (typeof name !== 'string' || place === undefined) continue;
      const base = place.kind === 'file' ? dirname(place.file) : folder;
      const file = against(base, name);
      if (section === 'feeds' && ['.opml', '.xml'].includes(extname(file).toLowerCase())) {
        opml = this.#opml(file, place);
      } else if (!done.has(resolve(file))) {
        done.add(resolve(file));
        this.#take(file, section, tree, place);
      }
    }
    return opml;
  }

  #take(file: string, section: Section, tree: Tree, place: Place): void {
    const located = this.#yaml(file, place, [section]);
    const value = located?.value;
    if (located === undefined || value === undefined || value === null) return;
    if (Array.isArray(value)) {
      tree.append(section, value, located, []);
      return;
    }
    if (!isMapping(value)) {
      this.#refuse(file, 1, `is not allowed, expected a list, or a mapping with ${PARTS[section].join(' and ')}`);
      return;
    }
    for (const [key, items] of Object.entries(value)) {
      const keyPlace = located.places.get(JSON.stringify([key])) ?? { kind: 'file', file, line: 1 };
      if (!PARTS[section].includes(key)) {
        this.#faults.push({ place: keyPlace, path: [key], message: unknownKey(key, PARTS[section]) });
      } else if (Array.isArray(items)) {
        tree.append(key, items, located, [key]);
      } else if (items !== null) {
        this.#faults.push({ place: keyPlace, path: [key], message: 'is not allowed, expected a list' });
      }
    }
  }

  #yaml(file: string, place: Place, path: readonly string[] = []): Located | undefined {
    const bytes = this.#bytes(file, place, path);
    if (bytes === undefined) return undefined;
    try {
      return readYaml(new TextDecoder('utf-8', { fatal: true }).decode(bytes), file, this.#faults);
    } catch {
      this.#refuse(file, 1, 'is not allowed, expected text in UTF-8');
      return undefined;
    }
  }

  #opml(path: string, place: Place): OpmlFile | undefined {
    const bytes = this.#bytes(path, place, ['feeds'], MAX_OPML_BYTES);
    return bytes === undefined ? undefined : { path, text: decodeBytes(bytes, { kind: 'xml' }).text };
  }

  #bytes(file: string, place: Place, path: readonly string[], maxBytes?: number): Uint8Array | undefined {
    if (!this.names.includes(file)) this.names.push(file);
    try {
      return readBytes(file, maxBytes);
    } catch (error) {
      this.#faults.push({ place, path, message: `names ${file}, which can’t be read: ${messageOf(error)}` });
      return undefined;
    }
  }

  #refuse(file: string, line: number, message: string): void {
    this.#faults.push({ place: { kind: 'file', file, line }, path: [], message });
  }
}

/** A path as it was named, seen from a folder. */
export function against(folder: string, name: string): string {
  return isAbsolute(name) ? name : join(folder, name);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
