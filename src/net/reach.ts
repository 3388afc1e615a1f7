import { connect } from 'node:net';
import { isWireError } from '../core/errors.ts';
import type { Guard } from './guard.ts';

export interface Reached {
  /** With its port where that is not the scheme's own. */
  readonly host: string;
  /** What failed; null when a connection stood. */
  readonly fault: string | null;
  /** The guard does not let it be tried. */
  readonly refused: boolean;
}

/**
 * Whether a connection to the host of a web address can be made within `ms`; nothing is sent. With a guard only where
 * that lets it.
 */
export async function reach(url: string, ms: number, guard?: Guard): Promise<Reached> {
  const { host, hostname, port, protocol } = new URL(url);
  try {
    guard?.checkUrl(url);
    await connected(
      hostname.replace(/^\[|\]$/g, ''),
      port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
      ms,
      guard,
    );
    return { host, fault: null, refused: false };
  } catch (error) {
    return { host, fault: faultOf(error), refused: isWireError(error) && error.code === 'ADDRESS_REFUSED' };
  }
}

function connected(host: string, port: number, ms: number, guard: Guard | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ...(guard !== undefined && { lookup: guard.lookup }) });
    const timer = setTimeout(() => socket.destroy(new Error(`no connection within ${ms / 1000} s`)), ms);
    socket.once('connect', () => {
      resolve();
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => clearTimeout(timer));
  });
}

/** In words for the common ones; several addresses that failed are told of by the first. */
function faultOf(error: unknown): string {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const code = (first as NodeJS.ErrnoException).code ?? '';
  return WORDS[code] ?? (first instanceof Error ? first.message : String(first));
}

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  ENODATA: 'its name has no address',
  EAI_AGAIN: 'no name server answers',
  ETIMEOUT: 'no name server answers',
  ECONNREFUSED: 'the connection is refused',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
};
