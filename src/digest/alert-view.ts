/** Instants are ISO 8601 in UTC; texts are plain unless said otherwise; null is "not known". */

export interface AlertedTopic {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

export interface AlertedArticle {
  readonly id: string;
  readonly url: string;
  readonly title: string | null;
  readonly author: readonly string[];
  /** Registrable domain of the outlet. */
  readonly source: string;
  readonly lang: string | null;
  readonly published: string | null;
  readonly fetched: string | null;
  readonly lead: string | null;
}

export interface AlertedMatch {
  readonly field: string;
  readonly text: string;
  /** UTF-16 offsets into the field. */
  readonly start: number;
  readonly end: number;
  /** HTML: escaped text with the match in `<mark>`. */
  readonly snippet: string;
}

/** Everything that is shown of one alert, in whatever form it goes out. */
export interface AlertView {
  readonly alert: { readonly id: string; readonly createdAt: string };
  readonly topic: AlertedTopic;
  /** `articles`: how many tell the story by now. */
  readonly story: { readonly id: string; readonly articles: number };
  /** The article that matched first. */
  readonly article: AlertedArticle;
  readonly matches: readonly AlertedMatch[];
}
