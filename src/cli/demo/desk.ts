import { followUp } from './follow-up.ts';
import type { Outlet, Piece, Published } from './outlet.ts';
import type { TopicId } from './topics.ts';

/** An article as the world sees it. */
export interface Article {
  readonly url: string;
  readonly title: string;
  readonly outlet: string;
  readonly lang: string;
  /** Milliseconds since the epoch. */
  readonly published: number;
  readonly topics: readonly TopicId[];
}

/** One alert that must come: the topic, its story, and the addresses, any of which may be first; the others join it. */
export interface ExpectedAlert {
  readonly topic: TopicId;
  readonly story: string;
  readonly urls: readonly string[];
}

const HOUR = 3_600_000;
/** Pieces written while the newsroom lives on; older ones are forgotten. */
const MAX_FOLLOW_UPS = 300;
const PUBLICATIONS_UNTIL_REVISED = 3;

export interface DeskOptions {
  readonly outlets: readonly Outlet[];
  /** Milliseconds since the epoch; dates of the back catalogue count from here. */
  readonly startedAt: number;
  readonly seed: number;
  readonly address: (outlet: Outlet, slug: string) => string;
}

interface Line {
  readonly outlet: Outlet;
  readonly piece: Piece;
}

/** The news desk: what has appeared, what comes next, and the truth about all of it. Time is handed in. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #lineUp: Line[];
  readonly #published: Published[] = [];
  readonly #revisions: { readonly line: Line; readonly due: number }[] = [];
  readonly #followUps: string[] = [];
  #publications = 0;
  #written = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#lineUp = roundRobin(options.outlets);
    for (const outlet of options.outlets) {
      for (const piece of outlet.pieces) {
        if (piece.when === 'live') continue;
        this.#add({ outlet, piece }, options.startedAt - piece.when.hoursAgo * HOUR);
      }
    }
  }

  /** How many of the prepared live pieces have not appeared. */
  get pending(): number {
    return this.#lineUp.length;
  }

  /** What an outlet has out, newest first. */
  articlesOf(outlet: Outlet): readonly Published[] {
    return this.#published.filter((item) => item.outlet === outlet).sort((a, b) => b.published - a.published);
  }

  /** Brings out the next prepared piece; when all are out, writes a new one. */
  publishNext(now: number): Article {
    this.#revise(now);
    const line = this.#lineUp.shift() ?? this.#write();
    this.#publications += 1;
    if (line.piece.revision !== undefined) {
      this.#revisions.push({ line, due: this.#publications + PUBLICATIONS_UNTIL_REVISED });
    }
    return articleOf(this.#add(line, now));
  }

  /** Brings out every prepared piece that is left. */
  publishAll(now: number): void {
    while (this.pending > 0) this.publishNext(now);
  }

  /** The alerts that must come of everything prepared and everything written so far, each exactly once. */
  expected(): ExpectedAlert[] {
    const alerts = new Map<string, ExpectedAlert & { urls: string[] }>();
    for (const article of this.#truth()) {
      for (const topic of article.alertable ? article.piece.topics : []) {
        const key = `${topic} ${article.story}`;
        const alert = alerts.get(key) ?? { topic, story: article.story, urls: [] };
        alert.urls.push(article.url);
        alerts.set(key, alert);
      }
    }
    return [...alerts.values()];
  }

  /** The addresses that must not alert on any topic, out or not. */
  neverAlert(): string[] {
    return this.#truth()
      .filter((article) => !article.alertable || article.piece.topics.length === 0)
      .map((article) => article.url);
  }

  #truth(): { url: string; story: string; piece: Piece; alertable: boolean }[] {
    const out = this.#published.map(({ outlet, piece }) => ({ outlet, piece }));
    return [...out, ...this.#lineUp].map(({ outlet, piece }) => {
      const url = this.#options.address(outlet, piece.slug);
      return { url, piece, story: piece.story ?? url, alertable: piece.when === 'live' || piece.when.hoursAgo < 24 };
    });
  }

  #add({ outlet, piece }: Line, at: number): Published {
    const instant = Math.floor(at / 1000) * 1000;
    const url = this.#options.address(outlet, piece.slug);
    const item = { outlet, piece, url, published: instant, modified: instant };
    this.#published.push(item);
    return item;
  }

  #write(): Line {
    this.#written += 1;
    const line = followUp(this.#options.outlets, this.#options.seed, this.#written);
    this.#followUps.push(this.#options.address(line.outlet, line.piece.slug));
    const oldest = this.#followUps.length > MAX_FOLLOW_UPS ? this.#followUps.shift() : undefined;
    if (oldest !== undefined) {
      const index = this.#published.findIndex((item) => item.url === oldest);
      this.#published.splice(index, 1);
    }
    return line;
  }

  #revise(now: number): void {
    while (this.#revisions[0] !== undefined && this.#revisions[0].due <= this.#publications) {
      const { outlet, piece } = (this.#revisions.shift() as { line: Line }).line;
      const index = this.#published.findIndex((item) => item.outlet === outlet && item.piece === piece);
      const item = this.#published[index] as Published;
      const { title = piece.title, text } = piece.revision as NonNullable<Piece['revision']>;
      this.#published[index] = { ...item, piece: { ...piece, title, text }, modified: Math.floor(now / 1000) * 1000 };
    }
  }
}

function articleOf({ outlet, piece, url, published }: Published): Article {
  return { url, title: piece.title, outlet: outlet.name, lang: outlet.lang, published, topics: piece.topics };
}

/** The live pieces of all outlets, one of each outlet in turn. */
function roundRobin(outlets: readonly Outlet[]): Line[] {
  const queues = outlets.map((outlet) =>
    outlet.pieces.filter((piece) => piece.when === 'live').map((piece) => ({ outlet, piece })),
  );
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue[turn] ?? [])).flat();
}
