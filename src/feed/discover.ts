export interface FoundFeed {
  readonly url: string;
  readonly title: string;
}

/** The feeds that a page names. */
export function findFeeds(_html: string, _url: string): FoundFeed[] {
  return [];
}
