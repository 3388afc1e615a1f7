declare module 'ahocorasick' {
  /** Finds all keywords in a text: pairs of the last index and the keywords that end there. */
  class AhoCorasick {
    constructor(keywords: readonly string[]);
    search(text: string): [number, string[]][];
  }
  export = AhoCorasick;
}
