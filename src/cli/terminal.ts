import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { styleText } from 'node:util';

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

/** The lines of standard input as they come, blank ones left out, never all of them in memory. */
export async function* inputLines(): AsyncGenerator<InputLine> {
  let line = 0;
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') yield { line, text };
  }
}

type Style = Parameters<typeof styleText>[0];

/** Text in a style where standard output is a terminal with colours, else as it is. */
export function paint(style: Style, text: string): string {
  return process.stdout.isTTY && process.stdout.hasColors() ? styleText(style, text) : text;
}
