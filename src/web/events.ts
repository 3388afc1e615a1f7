import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { WebContext } from './context.ts';
import { sendProblem } from './gate.ts';
import { problem } from './problem.ts';
import type { AlertView } from './views.ts';

/** Streams open at once; each holds a connection and a little memory. */
const MAX_STREAMS = 200;
const HEARTBEAT_MS = 15_000;
/** Looked for again this often even if nobody said anything: a notice can get lost with its connection. */
const LOOK_MS = 30_000;
const BATCH = 100;
/** A client that does not read is let go when this much waits for it; it comes back and goes on where it was. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

interface Stream {
  readonly response: ServerResponse;
  readonly topic: string | undefined;
  /** The alert after which it goes on. */
  after: number;
  busy: boolean;
  again: boolean;
}

/**
 * `GET /api/v1/events`: alerts as they are made (WHATWG HTML, server-sent events). One listener for all streams; each
 * stream reads what is after its own last alert, so that nothing is missed and nothing comes twice.
 */
export function addEvents(app: FastifyInstance, context: WebContext): void {
  const streams = new Set<Stream>();
  const { deps, closing } = context;
  const wake = (): void => {
    for (const stream of streams) void feed(stream, deps);
  };
  let listener: ReturnType<typeof deps.alerts.listen> | undefined;
  const beat = setInterval(() => {
    for (const { response } of streams) response.write(': \n\n');
  }, HEARTBEAT_MS).unref();
  const look = setInterval(wake, LOOK_MS).unref();
  closing.addEventListener('abort', () => {
    for (const { response } of streams) response.end();
  });
  app.addHook('onClose', async () => {
    clearInterval(beat);
    clearInterval(look);
    await listener?.close();
  });
  app.get('/api/v1/events', async (request, reply) => {
    if (streams.size >= MAX_STREAMS) {
      reply.header('retry-after', '30');
      return sendProblem(reply, problem(429, 'TOO_MANY_REQUESTS', `At most ${MAX_STREAMS} streams are open at once.`));
    }
    const wanted = wantedOf(request);
    if (wanted === null)
      return sendProblem(
        reply,
        problem(
          400,
          'REQUEST_INVALID',
          'topic and Last-Event-ID are to be one short text each, the latter an alert id.',
        ),
      );
    const after = wanted.after ?? (await deps.alerts.latestId());
    listener ??= deps.alerts.listen(wake);
    const stream: Stream = { response: open(reply), topic: wanted.topic, after, busy: false, again: false };
    streams.add(stream);
    stream.response.once('close', () => streams.delete(stream));
    await feed(stream, deps);
    return reply;
  });
}

function wantedOf(request: FastifyRequest): { topic: string | undefined; after: number | undefined } | null {
  const { topic, lastEventId } = request.query as { topic?: unknown; lastEventId?: unknown };
  const after = request.headers['last-event-id'] ?? lastEventId;
  if (topic !== undefined && (typeof topic !== 'string' || topic.length > 200)) return null;
  if (after === undefined || after === '') return { topic, after: undefined };
  return typeof after === 'string' && /^\d{1,15}$/.test(after) ? { topic, after: Number(after) } : null;
}

function open(reply: FastifyReply): ServerResponse {
  reply.hijack();
  const response = reply.raw;
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) response.setHeader(name, value);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  response.on('error', () => response.destroy());
  response.write('retry: 3000\n\n');
  return response;
}

/** Writes what is new to a stream; calls meanwhile make it look once more. */
async function feed(stream: Stream, { alerts, onError }: WebContext['deps']): Promise<void> {
  stream.again = true;
  if (stream.busy) return;
  stream.busy = true;
  try {
    while (stream.again && !stream.response.writableEnded && !stream.response.destroyed) {
      stream.again = false;
      const found = await alerts.since(stream.after, stream.topic, BATCH);
      for (const alert of found) send(stream, alert);
      if (found.length === BATCH) stream.again = true;
    }
  } catch (error) {
    onError(error, 'a stream of alerts could not be read; it is tried again');
  } finally {
    stream.busy = false;
  }
}

function send(stream: Stream, alert: AlertView): void {
  const { response } = stream;
  stream.after = Number(alert.id);
  response.write(`id: ${alert.id}\nevent: alert\ndata: ${JSON.stringify(alert)}\n\n`);
  if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
}
