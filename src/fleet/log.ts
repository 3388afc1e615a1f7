import type { Config } from '../config/load.ts';
import { createLog, type Log } from '../observe/log.ts';

/** Whether lines are written for a person's eyes; JSON else. */
export function isPretty({ log: { format } }: Config): boolean {
  return format === 'pretty' || (format === 'auto' && process.stderr.isTTY === true);
}

/** The log that the configuration asks for; pretty on a terminal unless it says otherwise. */
export function logOf(config: Config, role: string): Log {
  return createLog({ level: config.log.level, pretty: isPretty(config), role });
}
