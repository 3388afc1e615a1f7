import type { Access } from './access.ts';
import type { WebDeps } from './deps.ts';
import type { Logins } from './logins.ts';

/** What every part of the server is given. */
export interface WebContext {
  readonly deps: WebDeps;
  readonly now: () => number;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
  /** Of this server as readers reach it, without a slash at the end. */
  readonly origin: () => string;
  readonly feedKeyOf: (topicId: string) => string | undefined;
  readonly logins: Logins;
  readonly access: Access;
}
