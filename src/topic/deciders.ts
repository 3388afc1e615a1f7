const BITS = 12;
const PIECE = 1 << BITS;
/** From here on a list grows as the engine likes, by half; shorter ones are exact. */
const LONG = 32;

/**
 * The ids of the topics that a phrase decides, by the phrase's node, in the order of their postings: so that what an article
 * matches is read in a row, and not from all over a table of a million topics.
 */
export class Deciders {
  readonly #pieces: (string | string[] | undefined)[][] = [];

  /** One id as it is, several in a list. */
  get(node: number): string | readonly string[] | undefined {
    return this.#pieces[node >>> BITS]?.[node & (PIECE - 1)];
  }

  add(node: number, id: string): void {
    const have = this.get(node);
    if (have === undefined) this.#set(node, id);
    else if (typeof have === 'string') this.#set(node, [have, id]);
    else if (have.length < LONG) this.#set(node, have.concat([id]));
    else (have as string[]).push(id);
  }

  /** The last takes its place. */
  remove(node: number, index: number): void {
    const have = this.get(node);
    if (have === undefined || typeof have === 'string') this.#set(node, undefined);
    else if (have.length === 2) this.#set(node, have[1 - index]);
    else {
      const last = (have as string[]).pop() as string;
      if (index < have.length) (have as string[])[index] = last;
    }
  }

  #set(node: number, value: string | string[] | undefined): void {
    const piece = (this.#pieces[node >>> BITS] ??= Array.from<undefined>({ length: PIECE }));
    piece[node & (PIECE - 1)] = value;
  }
}
