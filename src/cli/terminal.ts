import { once } from 'node:events';
import { addAbortSignal } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { styleText } from 'node:util';
import { faultText, WireError } from '../core/errors.ts';

const unread = new AbortController();
/** Aborted once nobody reads the results any more (a pipe into `head`): what would go on for long ends then. */
export const outputClosed: AbortSignal = unread.signal;
let isMute = false;

/**
 * Makes a pipe that closes no accident: what is written after that is dropped, and the command ends by its ordinary
 * way, with its own exit code. Results that can't be kept for another reason (a full disk) fail the command.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (outputClosed.aborted) return;
    unread.abort(error);
    if (error.code === 'EPIPE') return;
    say(`wirewatch: the results can’t be written: ${error.message}\n`);
    process.exitCode = 1;
  });
  process.stderr.on('error', () => {
    isMute = true;
  });
}

/** Writes results to stdout. */
export function print(text: string): void {
  if (!outputClosed.aborted) process.stdout.write(text);
}

/** Writes everything that is not a result to stderr. */
export function say(text: string): void {
  if (!isMute) process.stderr.write(text);
}

/** Says what went wrong. */
export function sayError(error: unknown): void {
  say(`wirewatch: ${faultText(error)}\n`);
}

/** Writes one JSON value and a line end to stdout, and waits while the reader is slower than we are. */
export async function printJson(value: unknown): Promise<void> {
  if (outputClosed.aborted || process.stdout.write(`${JSON.stringify(value)}\n`)) return;
  // A reader that goes away instead ends the wait, too.
  await once(process.stdout, 'drain', { signal: outputClosed }).catch((error: unknown) => {
    if (!outputClosed.aborted) throw error;
  });
}

export interface InputLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** What a line holds. @throws INPUT_UNREADABLE that names the line */
export function jsonOf({ line, text }: InputLine): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new WireError('INPUT_UNREADABLE', `line ${line} is not JSON`, { cause });
  }
}

/** Characters of one line: a bound for input that never ends. */
const MAX_LINE = 1 << 26;

/**
 * The lines of standard input as they come, blank ones left out, never all of them in memory; none more when nobody
 * reads the answers.
 * @throws INPUT_UNREADABLE where a line does not end
 */
export async function* inputLines(): AsyncGenerator<InputLine> {
  try {
    yield* linesOf(addAbortSignal(outputClosed, process.stdin));
  } catch (error) {
    if (!outputClosed.aborted) throw error;
  }
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
