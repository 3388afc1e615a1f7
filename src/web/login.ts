import type { FastifyInstance, FastifyReply } from 'fastify';
import { sessionCookie, shownBy } from './access.ts';
import type { WebContext } from './context.ts';
import { LOGIN_PATH, visitOf } from './gate.ts';
import { layout } from './page/layout.ts';
import { loginPage, logoutPage, type LoginForm } from './page/login-page.ts';
import { sendPage } from './page/pages.ts';
import { addressKey } from './tries.ts';

const MAX_BYTES = 8 * 1024;
const MAX_NEXT = 2_000;

/** `/login` and `/logout`: a session in a cookie for a browser, against a name and a password. */
export async function addLogin(app: FastifyInstance, context: WebContext): Promise<void> {
  await app.register(async (scope) => {
    // Here alone: elsewhere a form is what another site's page can send without asking.
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: MAX_BYTES },
      (_, body, done) => done(null, new URLSearchParams(body as string)),
    );
    addLoginForm(scope, context);
    addLogout(scope, context);
  });
}

function addLoginForm(scope: FastifyInstance, { access, logins, deps }: WebContext): void {
  const config = { isOpen: true };
  scope.get<{ Querystring: { next?: unknown } }>(LOGIN_PATH, { config }, (request, reply) => {
    const next = wayOn(request.query.next);
    if (!access.hasUsers) return reply.redirect(next, 303);
    return sendForm(reply, 200, { next, name: '', fault: null });
  });
  scope.post(LOGIN_PATH, { config }, async (request, reply) => {
    const given = fieldsOf(request.body);
    const form = (status: number, fault: string) =>
      sendForm(reply, status, { next: given.next, name: given.name, fault });
    const shown = { by: 'basic', name: given.name, password: given.password } as const;
    const visitor = logins.known(shown) ?? (await logins.find(shown, addressKey(request.socket.remoteAddress)));
    if (visitor === null) return form(401, 'There is no user of that name with that password.');
    if ('waitS' in visitor) {
      reply.header('retry-after', String(visitor.waitS));
      return form(429, `Too many failed logins. Try again in ${waitText(visitor.waitS)}.`);
    }
    const session = await deps.accounts.openSession(visitor.name);
    if (session === null) return form(401, 'There is no user of that name any more.');
    const isSecure = access.isSecure(visitOf(request));
    reply.header('set-cookie', sessionCookie(session, { isSecure, seconds: deps.accounts.sessionSeconds }));
    return reply.redirect(given.next, 303);
  });
}

function addLogout(scope: FastifyInstance, { access, deps }: WebContext): void {
  scope.get('/logout', (request, reply) =>
    request.visitor?.by === 'session'
      ? sendFormPage(reply, 'Log out', logoutPage(request.visitor.name))
      : reply.redirect('/', 303),
  );
  scope.post('/logout', { config: { isReading: true } }, async (request, reply) => {
    const visit = visitOf(request);
    const shown = shownBy(visit);
    if (shown?.by === 'session') await deps.accounts.endSession(shown.session);
    reply.header('set-cookie', sessionCookie('', { isSecure: access.isSecure(visit), seconds: 0 }));
    return reply.redirect(LOGIN_PATH, 303);
  });
}

function sendForm(reply: FastifyReply, status: number, form: LoginForm): FastifyReply {
  return sendFormPage(reply.status(status), 'Log in', loginPage(form));
}

/** Under `no-referrer` a browser would send its form with `Origin: null` (Fetch, "append a request Origin header"). */
function sendFormPage(reply: FastifyReply, title: string, body: ReturnType<typeof loginPage>): FastifyReply {
  return sendPage(reply.header('referrer-policy', 'same-origin'), layout({ title, at: '', body }));
}

function fieldsOf(body: unknown): { name: string; password: string; next: string } {
  const fields = body instanceof URLSearchParams ? body : new URLSearchParams();
  return {
    name: (fields.get('name') ?? '').slice(0, 64),
    password: (fields.get('password') ?? '').slice(0, 1_000),
    next: wayOn(fields.get('next')),
  };
}

/** A path of this server to go on to, never another's: `/` for everything that is none. */
export function wayOn(next: unknown): string {
  if (typeof next !== 'string' || next.length > MAX_NEXT || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next)) return '/';
  const url = new URL(next, 'http://here.invalid');
  // `/.//other.example` becomes `//other.example` only now.
  if (url.pathname.startsWith('//') || /^\/log(in|out)\b/.test(url.pathname)) return '/';
  return url.pathname + url.search;
}

function waitText(seconds: number): string {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
