import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Asks 127.0.0.1 for an address whatever its host name is: `NAME.localhost` does not resolve everywhere. */
export async function localGet(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  const { host, port, pathname, search } = new URL(url);
  const sent = request({
    host: '127.0.0.1',
    port,
    method,
    path: pathname + search,
    headers: { Host: host, ...headers },
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const bytes = await buffer(response);
  return { status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() };
}
