import { Handout } from '../handout.ts';
import { LEASE_MS } from '../jobs.ts';
import type { Begun, DueUrl, FetchDeps, HeldSlot, RobotsRules } from './deps.ts';

/** R10: a batch ends after this many addresses, this long, or when the host wants a longer pause. */
export const MAX_URLS = 20;
const MAX_MS = 20_000;
export const MAX_PAUSE_MS = 2_000;
/** A pause from which on what was fetched is handed out first, so that it does not wait for the pause. */
const FLUSH_MS = 50;

/** What became of one address: goes into the job's log line. */
export interface FetchOutcome {
  readonly url: string;
  readonly outcome: string;
  readonly code?: string;
  /** Of the article; a feed is the beginning of many. */
  readonly trace?: string;
}

/** What happens to the rest of the batch after an item. */
export type Next = 'go-on' | 'stop';

/** One batch at work at its host: its lease, its pace, and what it has to hand out. */
export class Visit {
  readonly deps: FetchDeps;
  readonly slot: HeldSlot;
  readonly handout: Handout;
  readonly items: FetchOutcome[] = [];
  /** Rows that were claimed, but for those of which the commit is known: the release gives back what is not committed. */
  readonly left = new Set<number>();
  /** What robots.txt says, by origin, for the time of the visit. */
  readonly robots = new Map<string, RobotsRules | 'wait'>();
  crawlDelayMs: number | null;
  /** The address in hand. */
  url: string | null = null;
  /** The origin whose IP address was entered last. */
  #entered: string | null = null;
  readonly #started: number;
  /** Claimed as the visit began, and not yet in hand. */
  #claimed: readonly DueUrl[] | null;
  /** When the lease runs out, by the clock that never jumps and at the earliest: counted from when it was asked for. */
  #leasedUntilMs: number;
  /** The wait for the first request, which was booked as the visit began. */
  #bookedMs: number | null;
  /** When the last request began, on the clock that never jumps. */
  #askedMs: number | null = null;
  readonly #drain: AbortSignal;
  /** Ends what is under way: the fleet drains, or the lease is lost. */
  readonly #end = new AbortController();
  #lost = false;
  /** Commits that nobody waits for before the visit ends, and the first thing that one of them threw. */
  readonly #pending: Promise<void>[] = [];
  #failure: { readonly error: unknown } | null = null;

  /** @param askedMs when the lease was asked for */
  constructor(deps: FetchDeps, { slot, due, waitMs }: Begun, askedMs: number, signal: AbortSignal) {
    this.deps = deps;
    this.slot = slot;
    this.#bookedMs = waitMs;
    this.handout = new Handout('parse', deps.enqueue);
    this.crawlDelayMs = slot.crawlDelayMs;
    this.#started = deps.monotonic();
    this.#leasedUntilMs = askedMs + LEASE_MS;
    this.#claimed = due;
    this.#hold(due ?? []);
    this.#drain = signal;
    // By hand: what `AbortSignal.any` makes stays known to a signal that lives as long as the process.
    if (signal.aborted) this.#onDrain();
    else signal.addEventListener('abort', this.#onDrain, { once: true });
  }

  readonly #onDrain = (): void => this.#end.abort(this.#drain.reason);

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  get lost(): boolean {
    return this.#lost;
  }

  lose(): void {
    this.#lost = true;
    this.#end.abort(new Error('the lease on the host was lost'));
  }

  /** Renews the lease, and ends the visit where somebody else has it. */
  async renew(): Promise<void> {
    const askedMs = this.deps.monotonic();
    if (await this.deps.store.renewSlot(this.slot)) this.#leasedUntilMs = askedMs + LEASE_MS;
    else this.lose();
  }

  /** What is due next at the host, at most `limit`, claimed. */
  async claim(limit: number): Promise<readonly DueUrl[]> {
    const first = this.#claimed;
    this.#claimed = null;
    if (first !== null) return first;
    const due = await this.deps.store.claimDue(this.slot, limit);
    this.#hold(due);
    return due;
  }

  #hold(due: readonly DueUrl[]): void {
    for (const { work } of due) this.left.add(work);
  }

  get over(): boolean {
    if (!this.#mayAsk) return true;
    if (this.#failure !== null || this.items.length >= MAX_URLS) return true;
    return this.deps.monotonic() - this.#started > MAX_MS;
  }

  /** Goes on to the next address while a commit is under way; the visit ends only when it has. */
  commit(run: () => Promise<void>): void {
    this.#pending.push(run().catch(this.#onFailure));
  }

  readonly #onFailure = (error: unknown): void => {
    this.#failure ??= { error };
  };

  /** Waits for the commits under way. Throws what one of them threw. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Lets go of the signal that outlives the visit. */
  close(): void {
    this.#drain.removeEventListener('abort', this.#onDrain);
  }

  note(outcome: FetchOutcome): void {
    this.items.push(outcome);
  }

  /** Waits until the host may be asked again (R11); false when the batch has to end before that (R10). */
  turn(): boolean | Promise<boolean> {
    // Nobody else asks this host and it wants no pause: there is nothing to book, and nothing to wait for.
    if (this.#isEntered && this.#gapMs === 0 && this.slot.isAlone) return this.#mayAsk;
    return this.#turn();
  }

  async #turn(): Promise<boolean> {
    if (!this.#isEntered && !(await this.#enter())) return false;
    const gapMs = this.#gapMs;
    if (gapMs === 0 && this.slot.isAlone) return this.#mayAsk;
    // The store says so too, unless its clock was set on: a pause as long as that is not waited out on a slot.
    if (this.restMs > MAX_PAUSE_MS) return false;
    const waitMs = this.#bookedMs ?? (await this.deps.store.bookRequest(this.slot, gapMs, MAX_PAUSE_MS));
    this.#bookedMs = null;
    if (waitMs === null) return false;
    // Start to start: where this process was late with the last request, the next is as late.
    const pauseMs = Math.max(waitMs, this.restMs);
    if (pauseMs > FLUSH_MS) await this.handout.flush();
    if (pauseMs > 0) await this.deps.sleep(pauseMs, this.signal);
    if (!this.#mayAsk) return false;
    this.#askedMs = this.deps.monotonic();
    return true;
  }

  /**
   * Looked at right before each request (R9): a process that was stopped, or whose renewals did not go through, may have
   * lost its lease without having heard of it.
   */
  get #mayAsk(): boolean {
    return !this.signal.aborted && this.deps.monotonic() < this.#leasedUntilMs;
  }

  get #gapMs(): number {
    return Math.max(this.slot.gapMs, this.crawlDelayMs ?? 0);
  }

  /** What is left of the pause that the host wants after the last request, by when that really began. */
  get restMs(): number {
    return this.#askedMs === null ? 0 : Math.max(0, this.#askedMs + this.#gapMs - this.deps.monotonic());
  }

  /** The IP address of the item in hand is entered already. */
  get #isEntered(): boolean {
    const [url, origin] = [this.url, this.#entered];
    return url === null || (origin !== null && url.startsWith(origin) && url[origin.length] === '/');
  }

  /** Whether one more may ask the IP address of the item in hand (R8). */
  async #enter(): Promise<boolean> {
    if (this.url === null) return true;
    const { origin } = new URL(this.url);
    if (origin === this.#entered) return true;
    const address = await this.deps.addressOf(this.url);
    if (address !== null && !(await this.deps.store.enterAddress(this.slot, address))) return false;
    this.#entered = origin;
    return true;
  }
}
