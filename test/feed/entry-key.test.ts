import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedEntry } from '../../src/feed/document.ts';
import { entryKey, entryKeys, isReusedId } from '../../src/feed/entry-key.ts';

const entry = (fields: Partial<FeedEntry>): FeedEntry => ({
  id: null,
  link: null,
  title: null,
  published: null,
  updated: null,
  author: null,
  language: null,
  summary: null,
  contentHtml: null,
  enclosures: [],
  tags: [],
  ...fields,
});

/** A store as the parse stage keeps it: an entry is known by any name; then it has all of them. */
function store() {
  const names = new Map<string, FeedEntry>();
  return (...polls: FeedEntry[]): FeedEntry[] =>
    entryKeys({ entries: polls })
      .map(({ aliases }, at) => {
        const now = polls[at] as FeedEntry;
        const known = aliases
          .map((alias) => names.get(alias))
          .find((found) => found !== undefined && !isReusedId(found, now));
        for (const alias of aliases) names.set(alias, now);
        return known === undefined ? now : null;
      })
      .filter((found) => found !== null);
}

const story = (number: number, fields: Partial<FeedEntry> = {}): FeedEntry =>
  entry({
    id: `tag:example.org,2026:${number}`,
    link: `https://example.org/news/${number}`,
    title: `Ministers meet for the ${number}th time`,
    published: `2026-01-02T03:04:${String(number % 60).padStart(2, '0')}.000Z`,
    ...fields,
  });

describe('an entry is known again', () => {
  it.each<[string, Partial<FeedEntry>]>([
    ['as it is', {}],
    [
      'with another title, text and date (an edit)',
      { title: 'Corrected', summary: 'x', published: '2026-01-05T00:00:00.000Z' },
    ],
    ['under another guid', { id: 'urn:new' }],
    ['without a guid', { id: null }],
    ['under another address', { link: 'https://example.org/2026/ministers' }],
    ['with tracking in its address', { id: null, link: 'https://example.org/news/1?utm_source=rss&utm_campaign=7' }],
    ['by https, with www and a slash', { id: null, link: 'http://www.example.org/news/1/' }],
    [
      'after a redesign that changed guid and address, its date kept',
      { id: 'new-1', link: 'https://example.org/stories/ministers-meet' },
    ],
  ])('%s', (_what, change) => {
    const poll = store();
    expect(poll(story(1))).toHaveLength(1);
    expect(poll(story(1, change))).toEqual([]);
  });

  it('after it vanished and came back', () => {
    const poll = store();
    poll(story(1), story(2));
    poll(story(2));
    expect(poll(story(1), story(2))).toEqual([]);
  });

  it('when its guid is its address with a token that changes', () => {
    const poll = store();
    poll(story(1, { id: 'https://example.org/1?utm_id=5', link: null }));
    expect(poll(story(1, { id: 'https://example.org/1?utm_id=6', link: null, published: null }))).toEqual([]);
  });

  it('step by step: each name that it gains is kept', () => {
    const poll = store();
    poll(story(1, { published: null }));
    expect(poll(story(1, { id: 'second', published: null }))).toEqual([]);
    expect(poll(story(1, { id: 'second', link: 'https://example.org/moved', published: null }))).toEqual([]);
    expect(poll(story(1, { id: 'third', link: 'https://example.org/moved', published: null }))).toEqual([]);
  });
});

describe('different entries are told apart', () => {
  it('when they share a guid', () => {
    const poll = store();
    expect(poll(story(1, { id: 'same' }), story(2, { id: 'same' }))).toHaveLength(2);
    expect(poll(story(1, { id: 'same' }), story(2, { id: 'same' }), story(3, { id: 'same' }))).toHaveLength(1);
  });

  it('when they share an address', () => {
    const poll = store();
    const live = { link: 'https://example.org/' };
    expect(poll(story(1, live), story(2, live))).toHaveLength(2);
    expect(poll(story(3, live), story(1, live), story(2, live))).toHaveLength(1);
  });

  it('when guids are places in the feed', () => {
    const poll = store();
    poll(story(1, { id: '1' }), story(2, { id: '2' }));
    expect(poll(story(3, { id: '1' }), story(1, { id: '2' }))).toEqual([story(3, { id: '1' })]);
  });

  it('when a longer guid is handed on to another story', () => {
    const poll = store();
    poll(story(1, { id: 'top-story' }));
    expect(poll(story(2, { id: 'top-story' }))).toHaveLength(1);
  });

  it('when all link to the front page and none has a title', () => {
    const poll = store();
    const note = (id: string) => entry({ id, link: 'https://example.org/', summary: id });
    expect(poll(note('n-1001'))).toHaveLength(1);
    expect(poll(note('n-1002'))).toHaveLength(1);
    expect(poll(note('n-1003'), note('n-1002'), note('n-1001'))).toHaveLength(1);
  });

  it('but not when a site changed title and address of the very same entry', () => {
    const poll = store();
    poll(story(1));
    const edited = { title: 'Corrected beyond recognition', link: 'https://example.org/2026/corrected' };
    expect(poll(story(1, edited))).toEqual([]);
    expect(poll(story(1, { ...edited, title: 'Again', link: 'https://example.org/3', published: null }))).toHaveLength(
      1,
    );
  });

  it('when a short title comes every day, or at the same midnight', () => {
    const poll = store();
    const daily = { title: 'Morning briefing', published: '2026-01-02T00:00:00.000Z' };
    expect(
      poll(entry({ ...daily, link: 'https://example.org/a' }), entry({ ...daily, link: 'https://example.org/b' })),
    ).toHaveLength(2);
  });

  it('when they have neither guid nor address', () => {
    const poll = store();
    expect(
      poll(entry({ title: 'A' }), entry({ title: 'B' }), entry({ summary: 'x' }), entry({ summary: 'y' })),
    ).toHaveLength(4);
    expect(poll(entry({ title: 'A' }), entry({ summary: 'y' }))).toEqual([]);
  });
});

describe('an address of its own', () => {
  const shares = (...entries: FeedEntry[]): boolean[] => entryKeys({ entries }).map(({ sharesLink }) => sharesLink);

  it('is not what several entries link to, nor the front page', () => {
    const live = { link: 'https://example.org/live' };
    expect(shares(story(1, live), story(2, live), story(3))).toEqual([true, true, false]);
    expect(shares(story(1, { link: 'https://example.org/' }))).toEqual([true]);
    expect(shares(story(1, { link: 'https://example.org/?p=5' }))).toEqual([false]);
  });

  it('is what one entry links to that is listed under two ids', () => {
    expect(shares(story(1), story(1, { id: 'sport-1' }))).toEqual([false, false]);
  });
});

describe('names', () => {
  it('are of one length, whatever the entry, and the key is the first', () => {
    fc.assert(
      fc.property(
        fc.record({ id: fc.option(fc.string()), link: fc.option(fc.string()), title: fc.option(fc.string()) }),
        (fields) => {
          const [keys] = entryKeys({ entries: [entry(fields)] });
          expect(keys?.aliases[0]).toBe(keys?.key);
          expect(keys?.key).toBe(entryKey(entry(fields)));
          for (const alias of keys?.aliases ?? []) expect(alias).toMatch(/^[ilmt]:[\w-]{22}$/);
        },
      ),
    );
  });

  it('do not depend on the order of the document', () => {
    const entries = [story(1), story(2, { id: 'same' }), story(3, { id: 'same' })];
    const forwards = entryKeys({ entries }).map(({ key }) => key);
    const backwards = entryKeys({ entries: entries.toReversed() }).map(({ key }) => key);
    expect(backwards.toReversed()).toEqual(forwards);
    expect(new Set(forwards).size).toBe(3);
  });
});
