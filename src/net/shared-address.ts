import type { Guard } from './guard.ts';

/**
 * The IP address by which hosts that share a machine are told, for an absolute address: of several the lowest, so that it
 * does not change with the order of the name server's answers; null where there is none that may be connected to.
 */
export function sharedAddress(guard: Guard, url: string): Promise<string | null> {
  const { hostname } = new URL(url);
  return new Promise((resolve) => {
    guard.lookup(hostname, { all: true }, (error, found) => {
      if (error !== null || typeof found === 'string') resolve(null);
      else resolve(found.map(({ address }) => address).sort()[0] ?? null);
    });
  });
}
