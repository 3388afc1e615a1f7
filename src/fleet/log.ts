import type { Config } from '../config/load.ts';
import { createLog, type Log } from '../observe/log.ts';

/** The log that the configuration asks for; pretty on a terminal unless it says otherwise. */
export function logOf(config: Config, role: string): Log {
  const pretty = config.log.format === 'pretty' || (config.log.format === 'auto' && process.stderr.isTTY === true);
  return createLog({ level: config.log.level, pretty, role });
}
