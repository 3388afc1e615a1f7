import type { Inside } from './construct.ts';
import type { FeedElement } from './fields.ts';
import type { HtmlCleaner } from './safe-html.ts';
import type { Attributes, XmlScanner } from './xml.ts';

/** `through`: it holds fields and is none; `skip`: nothing in it counts. */
export type Role = 'root' | 'head' | 'entry' | 'through' | 'skip';

/** What all elements of one document share. */
export interface Surroundings {
  readonly scanner: XmlScanner;
  readonly cleaner: HtmlCleaner;
  readonly atom: boolean;
  /** Reads on to the end of the element just opened. */
  readonly capture: (element: OpenElement) => Inside;
}

const EMPTY: Inside = { text: '', markup: null };

/** An element that has been opened, with what it inherits. */
export class OpenElement implements FeedElement {
  readonly name: string;
  readonly key: string;
  readonly empty: boolean;
  readonly attributes: Attributes;
  /** Short name of the default namespace. */
  readonly space: string;
  readonly base: string | null;
  readonly language: string | null;
  role: Role = 'skip';
  private readonly around: Surroundings;
  private read: Inside | null = null;

  constructor(
    around: Surroundings,
    key: string,
    attributes: Attributes,
    inherited: { readonly space: string; readonly base: string | null; readonly language: string | null },
  ) {
    this.around = around;
    this.name = around.scanner.name;
    this.empty = around.scanner.empty;
    this.key = key;
    this.attributes = attributes;
    this.space = inherited.space;
    this.base = inherited.base;
    this.language = inherited.language;
  }

  get atom(): boolean {
    return this.around.atom;
  }

  get cleaner(): HtmlCleaner {
    return this.around.cleaner;
  }

  /** Whether its inside has been read, its end with it. */
  get consumed(): boolean {
    return this.read !== null;
  }

  inside(): Inside {
    this.read ??= this.empty ? EMPTY : this.around.capture(this);
    return this.read;
  }
}
