import { pino, type DestinationStream, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { maskSecrets } from '../core/secret.ts';
import { maskedFields } from './mask.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** One line a call: what changes stands in `fields`, the message is a constant. */
interface Write {
  (fields: object, message?: string): void;
  (message: string): void;
}

/** What everybody logs with; nobody else knows pino. An error stands in the field `err`. */
export interface Log {
  level: string;
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
  /** A log whose every line has these fields too. */
  child(fields: Record<string, unknown>): Log;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** For eyes instead of machines. */
  readonly pretty: boolean;
  /** Stands in every line: which process of the fleet speaks. */
  readonly role: string;
  /** Where lines go instead of standard error. */
  readonly stream?: DestinationStream;
}

const STDERR = 2;

/**
 * A log to standard error (standard output is for results), JSON or pretty. Values are masked on their way: secrets by
 * type and by the name of their field, user and password and secret parameters of every address in any text.
 */
export function createLog({ level, pretty, role, stream }: LogOptions): Log {
  const out = stream ?? pino.destination({ dest: STDERR, sync: true });
  const destination = pretty ? prettyTo(out) : out;
  const logger = pino(
    {
      level,
      base: { role, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (field: unknown) => field },
      formatters: { level: (label) => ({ level: label }), log: maskedFields },
      hooks: {
        logMethod(args, method) {
          method.apply(this, maskedArguments(args) as Parameters<typeof method>);
        },
      },
    },
    destination,
  );
  return maskChildren(logger);
}

/** Line by line and at once, so that nothing is lost when the process ends. */
function prettyTo(out: DestinationStream): DestinationStream {
  const format = prettyFactory({ ignore: 'pid,role', translateTime: 'SYS:HH:MM:ss.l', singleLine: true });
  return { write: (line) => out.write(format(line) ?? line) };
}

/** Messages are masked too: a library that logs through ours may put an address in one. */
function maskedArguments(args: readonly unknown[]): unknown[] {
  const [first, ...rest] = args;
  if (first instanceof Error)
    return [{ err: first }, ...(rest.length > 0 ? rest.map(maskedText) : [maskSecrets(first.message)])];
  return args.map(maskedText);
}

function maskedText(value: unknown): unknown {
  return typeof value === 'string' ? maskSecrets(value) : value;
}

/** pino writes the fields of a child once, past its formatters. Children inherit `child` from this object. */
function maskChildren(logger: Logger): Logger {
  const { child: original } = logger as unknown as {
    child: (this: Logger, fields: object, ...options: unknown[]) => Logger;
  };
  const child = function (this: Logger, fields: Record<string, unknown>, ...options: unknown[]): Logger {
    return original.call(this, maskedFields(fields), ...options);
  };
  return Object.assign(logger, { child });
}
