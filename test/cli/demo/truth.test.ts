import { describe, expect, it } from 'vitest';
import { extractPage } from '../../../src/article/extract.ts';
import { paragraphsOf } from '../../../src/article/feed-text.ts';
import { Desk } from '../../../src/cli/demo/desk.ts';
import { seededRandom, followUp } from '../../../src/cli/demo/follow-up.ts';
import { feedBody } from '../../../src/cli/demo/markup.ts';
import type { Outlet, Piece } from '../../../src/cli/demo/outlet.ts';
import { OUTLETS } from '../../../src/cli/demo/outlets/all.ts';
import { DEMO_TOPICS } from '../../../src/cli/demo/topics.ts';
import { TopicIndex } from '../../../src/topic/matcher.ts';

const index = new TopicIndex();
for (const topic of DEMO_TOPICS) index.set(topic);

function matched(outlet: Outlet, piece: Piece): string[] {
  const body = [...(piece.standfirst === undefined ? [] : [piece.standfirst]), ...paragraphsOf(feedBody(piece.text))];
  const document = { title: piece.title, body: body.join('\n\n'), lang: outlet.lang };
  return index.match(document).map(({ topic }) => topic);
}

const words = (piece: Piece): string[] => piece.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function shingles(piece: Piece): Set<string> {
  const all = words(piece);
  return new Set(all.slice(4).map((_, at) => all.slice(at, at + 5).join(' ')));
}

const PIECES = OUTLETS.flatMap((outlet) =>
  outlet.pieces.map((piece) => ({ outlet, piece, name: `${outlet.host}/${piece.slug}` })),
);

const NOW = Date.parse('2026-03-02T12:00:00Z');
const desk = new Desk({
  outlets: OUTLETS,
  startedAt: NOW - 86_400_000,
  seed: 1,
  address: (outlet, slug) => `http://${outlet.host}/${slug}`,
});
desk.publishAll(NOW - 86_400_000);
const PAGES = OUTLETS.flatMap((outlet) =>
  desk
    .articlesOf(outlet)
    .filter(({ piece }) => piece.page === undefined)
    .map((item) => ({ outlet, item, url: item.url })),
);
/** Headlines beside an article that topics would match. */
const OTHERS = PIECES.filter(({ piece }) => piece.topics.length > 0)
  .slice(0, 12)
  .map(({ outlet, piece }) => ({ title: piece.title, url: `http://${outlet.host}/${piece.slug}` }));

describe('the truth about the sample articles', () => {
  it.each(PIECES)('$name satisfies the topics that it is said to', ({ outlet, piece }) => {
    expect(matched(outlet, piece).sort()).toEqual([...piece.topics].sort());
    if (piece.revision !== undefined) {
      expect(matched(outlet, { ...piece, ...piece.revision }).sort()).toEqual([...piece.topics].sort());
    }
  });

  it.each(PAGES)('$url, cleaned, still does, and its furniture adds none', ({ outlet, item }) => {
    const html = outlet.page({ ...item, base: `http://${outlet.host}`, others: OTHERS });
    const { title, text } = extractPage(html, { url: item.url, now: NOW });
    const found = index.match({ title: title ?? '', body: text, lang: outlet.lang }).map(({ topic }) => topic);
    expect(found.sort()).toEqual([...item.piece.topics].sort());
  });

  it('covers every topic, in and out of the back catalogue, in five languages', () => {
    expect(PIECES.length).toBeGreaterThanOrEqual(48);
    expect(new Set(OUTLETS.map((outlet) => outlet.lang)).size).toBeGreaterThanOrEqual(5);
    const old = PIECES.filter(({ piece }) => piece.when !== 'live' && piece.when.hoursAgo > 24);
    for (const { id } of DEMO_TOPICS) {
      const about = PIECES.filter(({ piece }) => piece.topics.includes(id));
      expect(about.filter((each) => !old.includes(each)).length).toBeGreaterThanOrEqual(2);
    }
    expect(old.filter(({ piece }) => piece.topics.length > 0).length).toBeGreaterThanOrEqual(6);
  });

  it('has articles of the length that news has', () => {
    for (const { piece } of PIECES) expect(words(piece).length).toBeGreaterThan(200);
  });
});

describe('the pieces that the newsroom writes by itself', () => {
  const written = Array.from({ length: 60 }, (_, n) => followUp(OUTLETS, 7, n + 1));

  it('satisfy the topics that they are said to', () => {
    for (const { outlet, piece } of written) expect(matched(outlet, piece)).toEqual([...piece.topics]);
    expect(written.filter(({ piece }) => piece.topics.length > 0).length).toBeGreaterThan(20);
    expect(written.filter(({ piece }) => piece.topics.length === 0).length).toBeGreaterThan(10);
  });

  it('share little text with each other', () => {
    const sets = written.map(({ piece }) => shingles(piece));
    let most = 0;
    for (const [at, one] of sets.entries()) {
      for (const other of sets.slice(at + 1)) {
        const both = [...one].filter((shingle) => other.has(shingle)).length;
        most = Math.max(most, both / Math.min(one.size, other.size));
      }
    }
    expect(most).toBeLessThan(0.4);
  });

  it('come again from the same seed', () => {
    expect(followUp(OUTLETS, 7, 5)).toEqual(written[4]);
    expect(followUp(OUTLETS, 8, 5)).not.toEqual(written[4]);
    const random = seededRandom(1);
    expect(Array.from({ length: 1000 }, random).every((value) => value >= 0 && value < 1)).toBe(true);
  });
});
