import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../observe/log.ts';
import { listen } from '../../store/listen.ts';
import type { Store } from '../../store/open.ts';
import { endSession, findSession, openSession, SESSION_SECONDS } from '../../store/session.ts';
import { findToken } from '../../store/token.ts';
import { ACCESS_CHANNEL, checkPassword, countUsers } from '../../store/users.ts';
import type { AccountDeps } from '../../web/deps.ts';

/** Users, tokens and sessions of the store, as the web asks for them. */
export function accountDeps({ db, pool }: Store, log: Log): AccountDeps {
  return {
    counts: () => countUsers(db),
    checkPassword: (name, password) => checkPassword(db, name, password),
    findToken: (token) => findToken(db, token),
    findSession: (session) => findSession(db, session),
    openSession: (name) => openSession(db, name),
    endSession: (session) => endSession(db, session),
    sessionSeconds: SESSION_SECONDS,
    listen: (onChange) =>
      listen(pool, [ACCESS_CHANNEL], onChange, (error) =>
        log.warn({ reason: messageOf(error) }, 'changes of users and tokens are not heard of at once'),
      ),
  };
}
