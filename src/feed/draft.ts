import { parseDate } from '../text/date.ts';
import { type FeedEntry, MAX_LINE, MAX_LIST } from './document.ts';

export type Field = 'id' | 'link' | 'title' | 'summary' | 'content' | 'published' | 'updated' | 'language' | 'author';

const NOTHING: Record<Field, null> = {
  id: null,
  link: null,
  title: null,
  summary: null,
  content: null,
  published: null,
  updated: null,
  language: null,
  author: null,
};
const UNRANKED: Record<Field, number> = {
  id: 100,
  link: 100,
  title: 100,
  summary: 100,
  content: 100,
  published: 100,
  updated: 100,
  language: 100,
  author: 100,
};

/**
 * An entry, or the head of a feed, while it is read. Several elements may say the same thing (`pubDate`, `dc:date`):
 * the one of the lowest rank counts, of equal ones the first.
 */
export class Draft {
  private readonly values: Record<Field, string | null> = { ...NOTHING };
  private readonly ranks: Record<Field, number> = { ...UNRANKED };
  readonly tags: string[] = [];
  readonly enclosures: string[] = [];

  /** Whether a value of this rank would count; ask before working one out. */
  wants(field: Field, rank: number): boolean {
    return rank < this.ranks[field];
  }

  offer(field: Field, rank: number, value: string | null): void {
    if (value === null || value === '' || !this.wants(field, rank)) return;
    this.values[field] =
      field === 'summary' || field === 'content' || value.length <= MAX_LINE ? value : value.slice(0, MAX_LINE);
    this.ranks[field] = rank;
  }

  /** As `offer`, but of equal ranks the last counts. */
  replace(field: Field, rank: number, value: string): void {
    if (this.ranks[field] === rank) this.ranks[field] = rank + 1;
    this.offer(field, rank, value);
  }

  offerDate(field: 'published' | 'updated', rank: number, written: string): void {
    if (!this.wants(field, rank)) return;
    const ms = parseDate(written.slice(0, 200));
    if (ms !== null) this.offer(field, rank, new Date(ms).toISOString());
  }

  /** One of several authors; those of the lowest rank are listed. */
  addAuthor(rank: number, name: string | null): void {
    if (name === null || name === '') return;
    const known = this.values.author;
    if (known === null || rank < this.ranks.author) this.offer('author', rank, name);
    else if (rank === this.ranks.author && !known.split(', ').includes(name) && known.length + name.length < MAX_LINE) {
      this.values.author = `${known}, ${name}`;
    }
  }

  addTag(tag: string): void {
    if (tag !== '' && tag.length <= MAX_LINE && this.tags.length < MAX_LIST && !this.tags.includes(tag))
      this.tags.push(tag);
  }

  addEnclosure(url: string | null): void {
    if (url !== null && url.length <= MAX_LINE && this.enclosures.length < MAX_LIST && !this.enclosures.includes(url))
      this.enclosures.push(url);
  }

  /** The rank of what counts so far. */
  rankOf(field: Field): number {
    return this.ranks[field];
  }

  get(field: Field): string | null {
    return this.values[field];
  }

  entry(): FeedEntry {
    return {
      id: this.get('id'),
      link: this.get('link'),
      title: this.get('title'),
      published: this.get('published'),
      updated: this.get('updated'),
      author: this.get('author'),
      language: this.get('language'),
      summary: this.get('summary'),
      contentHtml: this.get('content'),
      enclosures: this.enclosures,
      tags: this.tags,
    };
  }
}
