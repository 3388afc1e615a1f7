import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
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
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const placeOf = (offset: number): Place => ({ kind: 'file', file, line: lines.linePos(offset).line });
  const refuse = (offset: number, message: string): void => {
    faults.push({ place: placeOf(offset), path: [], message });
  };
  for (const { pos, code, message } of document.errors) refuse(pos[0], syntaxMessage(code, message));
  const places = new Map<string, Place>();
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return { value: undefined, places };
  const before = faults.length;
  locate(document.contents, [], {
    put: (path, offset) => places.set(pathKey(path), placeOf(offset)),
    badKey: (offset) => refuse(offset, 'is not a name, expected plain text before the ":"'),
  });
  return { value: faults.length > before ? undefined : plain(document, file, faults), places };
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

interface Visitor {
  put(path: Path, offset: number): void;
  badKey(offset: number): void;
}

function locate(node: unknown, path: Path, visitor: Visitor): void {
  if (path.length > 50) return;
  if (isMap(node)) {
    for (const pair of node.items) {
      if (!isScalar(pair.key)) {
        visitor.badKey(offsetOf(pair.key));
        continue;
      }
      const at = [...path, String(pair.key.value)];
      visitor.put(at, offsetOf(pair.key));
      locate(pair.value, at, visitor);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      visitor.put([...path, index], offsetOf(item));
      locate(item, [...path, index], visitor);
    }
  }
}

function offsetOf(node: unknown): number {
  return (node as { range?: readonly number[] } | null)?.range?.[0] ?? 0;
}
