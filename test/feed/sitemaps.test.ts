import { describe, expect, it } from 'vitest';
import { chooseSitemaps } from '../../src/feed/sitemaps.ts';

const INDEX = 'https://paper.example/sitemap.xml';
const ref = (path: string, updated: string | null = null) => ({ url: new URL(path, INDEX).href, updated });
const chosen = (refs: ReturnType<typeof ref>[], depth = 0): string[] =>
  chooseSitemaps(refs, INDEX, depth).map(({ url }) => url.replace('https://paper.example', ''));

describe('the sitemaps of an index that are followed', () => {
  it('are those of news first, then the newest by lastmod', () => {
    const day = (d: number): string => `2026-11-${String(d).padStart(2, '0')}T00:00:00.000Z`;
    expect(chosen([ref('/a.xml', day(2)), ref('/b.xml', day(9)), ref('/news.xml', day(1)), ref('/c.xml')])).toEqual([
      '/news.xml',
      '/b.xml',
      '/a.xml',
      '/c.xml',
    ]);
  });

  it('are the newest that the addresses spell, where nothing says when they changed', () => {
    const months = ['2025-12', '2026-02', '2024-11', '2026-01'].map((month) => ref(`/sitemap-${month}.xml`));
    expect(chosen(months)).toEqual([
      '/sitemap-2026-02.xml',
      '/sitemap-2026-01.xml',
      '/sitemap-2025-12.xml',
      '/sitemap-2024-11.xml',
    ]);
    expect(chosen([ref('/map?year=2025&month=9'), ref('/2026/11/24.xml'), ref('/2026/11/23.xml')])[0]).toBe(
      '/2026/11/24.xml',
    );
  });

  it('are not lists of what is no article, where there are others', () => {
    const yoast = ['post', 'page', 'category', 'post_tag', 'author', 'video'].map((name) =>
      ref(`/${name}-sitemap.xml`),
    );
    expect(chosen(yoast)).toEqual(['/post-sitemap.xml']);
    expect(chosen([ref('/sections/sitemap.xml')])).toEqual(['/sections/sitemap.xml']);
  });

  it('stand on the site of the index, each once, and are not the index itself', () => {
    expect(
      chosen([
        ref('/a.xml'),
        ref('/a.xml#top'),
        ref('/sitemap.xml'),
        ref('https://www.paper.example/b.xml'),
        ref('https://evil.example/c.xml'),
        ref('javascript:alert(1)'),
        ref('http://127.0.0.1/d.xml'),
      ]),
    ).toEqual(['/a.xml', 'https://www.paper.example/b.xml']);
  });

  it('are ten at most, three of an index in an index, none deeper', () => {
    const many = Array.from({ length: 500 }, (_, n) => ref(`/part-${n}.xml`));
    expect([0, 1, 2].map((depth) => chosen(many, depth).length)).toEqual([10, 3, 0]);
  });
});
