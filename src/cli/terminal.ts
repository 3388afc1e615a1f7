import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { styleText } from 'node:util';
import { WireError } from '../core/errors.ts';

/** Writes results to stdout. */
export function print(text: string): void {
  process.stdout.write(text);
}

/** Writes everything that is not a result to stderr. */
export function say(text: string): void {
  process.stderr.write(text);
}

/** Writes one JSON value and a line end to stdout, and waits while the reader is slower than we are. */
export async function printJson(value: unknown): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, 'drain');
}

export interface InputLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** Characters of one line: a bound for input that never ends. */
const MAX_LINE = 1 << 26;

/**
 * The lines of standard input as they come, blank ones left out, never all of them in memory.
 * @throws INPUT_UNREADABLE where a line does not end
 */
export function inputLines(): AsyncGenerator<InputLine> {
  return linesOf(process.stdin);
}

/**
 * The lines of a stream of UTF-8. Only LF and CR LF end a line: JSON may hold U+2028 as it is.
 * @throws INPUT_UNREADABLE where a line is longer than `most` characters
 */
export async function* linesOf(chunks: AsyncIterable<unknown>, most = MAX_LINE): AsyncGenerator<InputLine> {
  const decoder = new StringDecoder('utf8');
  let line = 1;
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (typeof chunk === 'string' ? chunk : decoder.write(chunk as Buffer)).split('\n');
    parts[0] = rest + (parts[0] as string);
    rest = parts.pop() as string;
    for (const text of parts) {
      if (text.trim() !== '') yield { line, text: text.replace(/\r$/, '') };
      line += 1;
    }
    if (rest.length > most) throw new WireError('INPUT_UNREADABLE', `line ${line} does not end in ${most} characters`);
  }
  rest += decoder.end();
  if (rest.trim() !== '') yield { line, text: rest.replace(/\r$/, '') };
}

type Style = Parameters<typeof styleText>[0];

/** Text in a style where standard output is a terminal with colours, else as it is. */
export function paint(style: Style, text: string): string {
  return process.stdout.isTTY && process.stdout.hasColors() ? styleText(style, text) : text;
}
