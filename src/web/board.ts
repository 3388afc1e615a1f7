import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance } from 'fastify';
import type { StageName } from '../stages/jobs.ts';

export interface BoardDeps {
  /** BullMQ's own queues, on whichever engine. */
  readonly queues: readonly unknown[];
  /** A pause stands in the store, so that it outlives a wiped queue server (R5). */
  readonly pauseStage: (stage: StageName, paused: boolean) => Promise<void>;
}

type BullQueue = ConstructorParameters<typeof BullMQAdapter>[0];

class StageAdapter extends BullMQAdapter {
  readonly #pauseStage: BoardDeps['pauseStage'];

  constructor(queue: BullQueue, pauseStage: BoardDeps['pauseStage']) {
    super(queue);
    this.#pauseStage = pauseStage;
  }

  override async pause(): Promise<void> {
    await this.#pauseStage(this.getName() as StageName, true);
    await super.pause();
  }

  override async resume(): Promise<void> {
    await this.#pauseStage(this.getName() as StageName, false);
    await super.resume();
  }
}

export const BOARD_PATH = '/queues';
export const BOARD_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

/** Its page names a font of another host, which our policy would block with a complaint: it goes without. */
const FOREIGN_LINK = /<link\b[^>]*\bhref="https?:\/\/[^"]*"[^>]*>/g;

/** Bull Board under {@link BOARD_PATH}, from this process alone. */
export async function addBoard(app: FastifyInstance, deps: BoardDeps): Promise<void> {
  const serverAdapter = new FastifyAdapter();
  serverAdapter.setBasePath(BOARD_PATH);
  createBullBoard({
    queues: deps.queues.map((queue) => new StageAdapter(queue as BullQueue, deps.pauseStage)),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'wirewatch queues', miscLinks: [{ text: 'wirewatch', url: '/' }] } },
  });
  await app.register(async (scope) => {
    scope.addHook('onSend', (_, reply, payload, done) => {
      const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
      done(null, isPage && typeof payload === 'string' ? payload.replace(FOREIGN_LINK, '') : payload);
    });
    await scope.register(serverAdapter.registerPlugin(), { prefix: BOARD_PATH });
  });
}
