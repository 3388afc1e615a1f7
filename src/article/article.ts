/** Why a page is not one article. */
export type NotArticleReason = 'empty' | 'consent' | 'paywall' | 'not-found' | 'index';

/** Which source gave a field its value, and how sure that is. */
export interface FieldEvidence {
  /** For instance `json-ld`, `meta:og:title`, `h1`, `dateline`, `url`, `feed`. */
  readonly source: string;
  /** From 0 (a guess) to 1 (several sources agree). */
  readonly confidence: number;
}

/** A part of the page that was left out, and the rule that did it. */
export interface LeftOut {
  readonly reason: string;
  /** The first words of it. */
  readonly text: string;
}

/** How the extraction came about. */
export interface Evidence {
  readonly fields: Readonly<Record<string, FieldEvidence>>;
  /** The element that holds the body, as a selector for people. */
  readonly container: string | null;
  readonly leftOut: readonly LeftOut[];
}

/**
 * A page's article. Times are instants in ISO 8601 (UTC). `text` is the body in paragraphs with a blank line between
 * them, in Unicode NFC; a visible standfirst is its first paragraph and equals `lead`, else `lead` is the first paragraph.
 */
export interface Article {
  readonly title: string | null;
  readonly author: readonly string[];
  readonly published: string | null;
  readonly modified: string | null;
  readonly section: string | null;
  /** ISO 639-1. */
  readonly lang: string | null;
  readonly canonical: string | null;
  readonly lead: string | null;
  readonly text: string;
  readonly kind: 'article' | 'not-article';
  /** Set where `kind` is `not-article`. */
  readonly reason: NotArticleReason | null;
  readonly evidence: Evidence;
}

/** What the feed said of the page. */
export interface Hint {
  readonly title?: string | null;
  readonly published?: string | null;
  readonly summary?: string | null;
  readonly author?: readonly string[];
  readonly lang?: string | null;
}
