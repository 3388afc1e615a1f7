import type { Config } from '../config/load.ts';
import { packageVersion } from '../config/version.ts';
import { namesContact, userAgent } from '../net/user-agent.ts';
import { isLoopback } from '../web/access.ts';

/** What every host is told: what the operator set, else product and version with the page's public address. */
export function agentOf({ network, web }: Pick<Config, 'network' | 'web'>): string {
  if (network.userAgent !== undefined) return network.userAgent;
  const isPublic = web.baseUrl !== undefined && !isLoopback(new URL(web.baseUrl).hostname);
  return userAgent(packageVersion(), isPublic ? web.baseUrl : undefined);
}

/** What is to be told to the operator of it; null where all is well. */
export function agentFault(config: Pick<Config, 'network' | 'web'>): string | null {
  const agent = agentOf(config);
  if (namesContact(agent)) return null;
  return `hosts see "${agent}", which does not say how to reach you: set WIREWATCH_USER_AGENT, such as "${agent} (+https://example.org/about-our-bot)", or WIREWATCH_BASE_URL`;
}
