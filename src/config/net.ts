import { type Environment, readEnvironment } from './environment.ts';
import { loadConfig, type Config } from './load.ts';
import { SETTINGS } from './settings.ts';

const NAMES: ReadonlySet<string> = new Set([
  ...SETTINGS.filter(({ path }) => path.startsWith('network.')).flatMap(({ names }) => names),
  'HTTPS_PROXY',
  'https_proxy',
]);

/**
 * What the environment alone says about the network, for commands that run without a configuration and that none of
 * its other faults may stop.
 * @throws CONFIG_INVALID
 */
export function networkEnvironment(env: Environment = readEnvironment()): Config['network'] {
  return loadConfig({ env: Object.fromEntries(Object.entries(env).filter(([name]) => NAMES.has(name))) }).network;
}
