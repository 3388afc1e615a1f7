import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { messageOf } from '../core/errors.ts';
import type { Fault, Path, Place } from './faults.ts';

/** What a file holds, and where each part of it stands. */
export interface Located {
  readonly value: unknown;
  /** Of every key and item, by {@link pathKey}. */
  readonly places: ReadonlyMap<string, Place>;
}

export const pathKey = (path: Path): string => JSON.stringify(path);

const MAX_YAML_BYTES = 32 * 1024 * 1024;

/** The bytes of a regular file of at most `maxBytes`. @throws Error where it can't be read */
export function readBytes(file: string, maxBytes = MAX_YAML_BYTES): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile() && !status.isFIFO()) throw new Error('it is not a file');
    if (status.size > maxBytes) throw new Error(`it is larger than ${maxBytes / 1024 / 1024} MB`);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The content of a YAML text with the line of every part. Its faults go to `faults`, each with its line; where the
 * text can't be read at all the value is undefined.
 */
export function readYaml(text: string, file: string, faults: Fault[]): Located {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  for (const { pos, code, message } of document.errors) {
    faults.push({
      place: { kind: 'file', file, line: lineAt(pos[0]) },
      path: [],
      message: syntaxMessage(code, message),
    });
  }
  const isReadable = document.errors.every(({ code }) => code === 'DUPLICATE_KEY');
  const places = new Map<string, Place>();
  if (isReadable)
    locate(document.contents, [], (path, offset) => {
      places.set(pathKey(path), { kind: 'file', file, line: lineAt(offset) });
    });
  return { value: isReadable ? plain(document, file, faults) : undefined, places };
}

function syntaxMessage(code: string, message: string): string {
  return code === 'DUPLICATE_KEY' ? 'a key stands here twice, expected once' : `is not YAML: ${message.split('\n')[0]}`;
}

/** Aliases are counted by the library, so that a few lines can't grow to gigabytes. */
function plain(document: Document.Parsed, file: string, faults: Fault[]): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    faults.push({ place: { kind: 'file', file, line: 1 }, path: [], message: `is not YAML: ${messageOf(error)}` });
    return undefined;
  }
}

function locate(node: unknown, path: Path, put: (path: Path, offset: number) => void): void {
  if (isAlias(node) || isScalar(node) || path.length > 50) return;
  if (isMap(node)) {
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const at = [...path, String(pair.key.value)];
      put(at, pair.key.range?.[0] ?? 0);
      locate(pair.value, at, put);
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => {
      const at = [...path, index];
      put(at, (item as { range?: readonly number[] }).range?.[0] ?? 0);
      locate(item, at, put);
    });
  }
}
