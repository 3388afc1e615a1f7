import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import { AlertLog } from './alert-log.ts';
import type { WebContext } from './context.ts';
import type { WebDeps } from './deps.ts';
import { sendProblem } from './gate.ts';
import { problem } from './problem.ts';
import type { AlertView } from './views.ts';

/** Streams open at once; each holds a connection and a little memory. */
const MAX_STREAMS = 200;
const HEARTBEAT_MS = 15_000;
/** Looked for again this often even if nobody said anything: a notice can get lost with its connection. */
const LOOK_MS = 30_000;
const BATCH = 100;
/** A stream ends after so long, and its client comes back: a login that ran out meanwhile is asked for again. */
const MAX_AGE_MS = 3_600_000;
/** What a client that was away is sent at most. */
const MAX_BACKLOG = 10_000;
/** A client that does not read is let go when this much waits for it; it comes back and goes on where it was. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

interface Stream {
  readonly response: ServerResponse;
  readonly topic: string | undefined;
  /** By the monotonic clock. */
  readonly since: number;
  position: number;
  /** Sent from the store, so that they don't come from the log too. */
  readonly sent: Set<number>;
  busy: boolean;
  again: boolean;
}

/**
 * `GET /api/v1/events`: alerts as they are made (WHATWG HTML, server-sent events), each once, in the order in which they
 * were committed. One listener for all streams. `Last-Event-ID` goes on after an alert.
 */
export function addEvents(app: FastifyInstance, context: WebContext): void {
  const hub = new Hub(context.deps);
  const beat = setInterval(() => hub.beat(), HEARTBEAT_MS).unref();
  const look = setInterval(() => hub.look(), LOOK_MS).unref();
  context.closing.addEventListener('abort', () => hub.end());
  // Whoever may still come in comes back at once, and goes on where it was.
  context.logins.onChange(() => hub.end());
  app.addHook('onClose', async () => {
    clearInterval(beat);
    clearInterval(look);
    await hub.close();
  });
  app.get('/api/v1/events', async (request, reply) => {
    const wanted = wantedOf(request);
    if (wanted === null) {
      return sendProblem(
        reply,
        problem(
          400,
          'REQUEST_INVALID',
          'topic and Last-Event-ID are to be one short text each, the latter an alert id.',
        ),
      );
    }
    if (hub.isFull) {
      reply.header('retry-after', '30');
      return sendProblem(reply, problem(429, 'TOO_MANY_REQUESTS', `At most ${MAX_STREAMS} streams are open at once.`));
    }
    await hub.begin();
    await hub.add(open(reply), wanted.topic, wanted.after);
    return reply;
  });
}

class Hub {
  readonly #deps: WebDeps;
  readonly #streams = new Set<Stream>();
  readonly #log: AlertLog;
  #listener: ReturnType<WebDeps['alerts']['listen']> | undefined;
  #begun: Promise<void> | undefined;
  #hearing: Promise<void> = Promise.resolve();

  constructor(deps: WebDeps) {
    this.#deps = deps;
    this.#log = new AlertLog(deps.alerts);
  }

  get isFull(): boolean {
    return this.#streams.size >= MAX_STREAMS;
  }

  /** Listens from the first stream on. */
  async begin(): Promise<void> {
    this.#begun ??= this.#listen();
    try {
      await this.#begun;
    } catch (error) {
      this.#begun = undefined;
      throw error;
    }
  }

  async #listen(): Promise<void> {
    await this.#log.begin();
    this.#listener = this.#deps.alerts.listen((id) => this.heard(id));
  }

  async add(response: ServerResponse, topic: string | undefined, after: number | undefined): Promise<void> {
    const stream: Stream = {
      response,
      topic,
      since: performance.now(),
      position: this.#log.end,
      sent: new Set(),
      busy: true,
      again: false,
    };
    this.#streams.add(stream);
    response.once('close', () => this.#streams.delete(stream));
    try {
      if (after !== undefined) await this.#goOn(stream, after);
    } catch (error) {
      this.#deps.onError(error, 'what a stream missed could not be read; its client comes back');
      response.destroy();
    }
    stream.busy = false;
    await this.#feed(stream);
  }

  /** From memory where the alert is remembered, else from the store what has a greater id. */
  async #goOn(stream: Stream, after: number): Promise<void> {
    const position = this.#log.positionAfter(after);
    if (position !== null) {
      stream.position = position;
      return;
    }
    let last = after;
    for (let sent = 0; sent < MAX_BACKLOG && isOpen(stream); sent += BATCH) {
      const found = await this.#deps.alerts.since(last, stream.topic, BATCH);
      for (const alert of found) {
        stream.sent.add(Number(alert.id));
        send(stream, alert);
      }
      last = Number(found.at(-1)?.id ?? last);
      if (found.length < BATCH) break;
    }
  }

  /** One notice after the other, so that the log keeps their order. */
  heard(id: number | null): void {
    this.#hearing = this.#hearAfter(this.#hearing, id);
  }

  async #hearAfter(before: Promise<void>, id: number | null): Promise<void> {
    await before;
    try {
      if (await this.#log.heard(id)) for (const stream of this.#streams) void this.#feed(stream);
    } catch (error) {
      this.#deps.onError(error, 'alerts could not be read for the streams; they are looked for again');
    }
  }

  look(): void {
    if (this.#streams.size > 0) this.heard(null);
  }

  async #feed(stream: Stream): Promise<void> {
    stream.again = true;
    if (stream.busy) return;
    stream.busy = true;
    try {
      while (stream.again && isOpen(stream)) {
        stream.again = false;
        const { ids, next } = this.#log.from(stream.position);
        if (ids.length === 0) continue;
        const alerts = new Map((await this.#deps.alerts.some(ids)).map((alert) => [Number(alert.id), alert]));
        for (const id of ids) {
          const alert = alerts.get(id);
          if (
            alert !== undefined &&
            !stream.sent.has(id) &&
            (stream.topic === undefined || alert.topic.id === stream.topic)
          )
            send(stream, alert);
        }
        stream.position = next;
        stream.again = true;
      }
    } catch (error) {
      this.#deps.onError(error, 'a stream of alerts could not be read; it is tried again');
    } finally {
      stream.busy = false;
    }
  }

  beat(): void {
    const oldest = performance.now() - MAX_AGE_MS;
    for (const { response, since } of this.#streams) {
      if (since < oldest) response.end();
      else response.write(': \n\n');
    }
  }

  end(): void {
    for (const { response } of this.#streams) response.end();
  }

  async close(): Promise<void> {
    this.end();
    await this.#listener?.close();
    await this.#hearing;
  }
}

function isOpen({ response }: Stream): boolean {
  return !response.writableEnded && !response.destroyed;
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

function send({ response }: Stream, alert: AlertView): void {
  response.write(`id: ${alert.id}\nevent: alert\ndata: ${JSON.stringify(alert)}\n\n`);
  if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
}
