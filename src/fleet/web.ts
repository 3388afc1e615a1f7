import type { Check } from '../observe/health.ts';
import { createWeb } from '../web/server.ts';
import { isLoopback } from '../web/access.ts';
import { embeddedSecret } from '../store/seal.ts';
import type { Container } from './container.ts';
import type { RoleContext, RunningRole } from './roles.ts';
import { addStateGauges } from './web/gauges.ts';
import { webDeps } from './web/deps.ts';

/** The page, the API and Bull Board, listening. @throws WEB_OPEN, LISTEN_FAILED */
export async function startWeb(
  context: RoleContext,
  checks: Readonly<Record<string, Check>>,
): Promise<RunningRole & { readonly address: string }> {
  const { container } = context;
  const { config, log } = container;
  const { host, port, baseUrl } = config.web;
  addStateGauges(container, context.metrics);
  const deps = webDeps(context, checks);
  const web = await createWeb({
    host,
    port,
    baseUrl,
    adminToken: config.adminToken?.reveal(),
    secret: await secretOf(container),
    deps,
  });
  if (!isLoopback(host) && baseUrl === undefined) {
    log.warn(
      { host },
      'only requests by a loopback name are answered until WIREWATCH_BASE_URL names the address that readers use',
    );
  }
  return { address: web.address, stop: () => web.close() };
}

/** The installation's secret, from which the keys of topic feeds are derived; undefined in a fleet that has none. */
async function secretOf({ config, embedded }: Container): Promise<string | undefined> {
  if (config.secret !== undefined) return config.secret.reveal();
  if (embedded === undefined) return undefined;
  return embeddedSecret(config.dataDir);
}
