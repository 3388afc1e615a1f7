import { spawn } from 'node:child_process';

/** Whom a program runs as. Undefined stands for the user of this process. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

export interface ProgramResult {
  /** Undefined when the program could not be started (missing, not executable, out of reach of the account). */
  readonly code: number | undefined;
  /** Standard output and error together, at most 64 KiB of their end. */
  readonly output: string;
}

const MAX_OUTPUT = 64 * 1024;

export interface ProgramOptions {
  readonly account?: Account | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** How a program that runs to its end did. Nothing of this process's environment reaches it but what `env` holds. */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: options.env,
      ...as(options.account),
    });
    // By hand: Node's own `timeout` holds the process for all of it where the program could not be started.
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
    let output = '';
    const keep = (text: string): void => {
      output = (output + text).slice(-MAX_OUTPUT);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: undefined, output: error.message });
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? 128, output: signal ? `${output}(${signal})` : output });
    });
  });
}

/** The part of spawn's options that changes the user. */
export function as(account: Account | undefined): { uid: number; gid: number } | undefined {
  return account === undefined ? undefined : { uid: account.uid, gid: account.gid };
}

/** The last lines of a log or of a program's output, for a message. */
export function lastLines(text: string, count = 6): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
