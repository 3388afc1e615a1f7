import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify } from '../../channel/signature.ts';
import type { AlertView } from '../../digest/alert-view.ts';

/** An alert as a subscriber's webhook gets it. */
export interface ReceivedAlert extends AlertView {
  readonly webhookId: string;
}

export interface Receiver {
  readonly url: string;
  /** Deliveries whose signature did not fit. */
  readonly forged: () => number;
  stop(): Promise<void>;
}

const MAX_BYTES = 1_000_000;

/**
 * A subscriber of the demo: takes Standard Webhooks on loopback, checks their signatures, and hands on each alert once;
 * the same `webhook-id` again is answered and not counted, as the specification asks of receivers.
 */
export async function startReceiver(secret: string, onAlert: (alert: ReceivedAlert) => void): Promise<Receiver> {
  const seen = new Set<string>();
  let forged = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BYTES) request.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const header = (name: string): string => String(request.headers[name] ?? '');
      const id = header('webhook-id');
      const signed = { id, timestampS: Number(header('webhook-timestamp')), signature: header('webhook-signature') };
      if (!verify([secret], signed, body)) {
        forged += 1;
        response.writeHead(401).end();
        return;
      }
      response.writeHead(204).end();
      if (seen.has(id)) return;
      seen.add(id);
      const { data } = JSON.parse(body) as { data: AlertView };
      onAlert({ ...data, webhookId: id });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    forged: () => forged,
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
