import { describe, expect, it } from 'vitest';
import { TopicIndex } from '../../src/topic/matcher.ts';

const found = (index: TopicIndex, title: string): string[] =>
  index
    .match({ title, body: '' })
    .map(({ topic }) => topic)
    .sort();

describe('topics that one phrase decides', () => {
  it('are each found once, as they come and go by the hundred on one word', () => {
    const index = new TopicIndex();
    const have = new Map<string, (title: string) => boolean>();
    for (let k = 0; k < 900; k++) {
      const id = `t${k % 200}`;
      const change = (k * 7) % 10;
      if (change < 2) {
        expect(index.remove(id)).toBe(have.delete(id));
        continue;
      }
      index.set({ id, query: change < 6 ? 'oil' : 'oil OR gas OR coal', minScore: change === 9 ? 0 : null });
      have.set(id, change < 6 ? (title) => title.includes('oil') : (title) => /oil|gas|coal/.test(title));
      if (k % 9 > 0) continue;
      for (const title of ['oil', 'gas and coal', 'coal, oil, gas', 'tin'])
        expect(found(index, title)).toEqual([...have].flatMap(([own, holds]) => (holds(title) ? [own] : [])).sort());
    }
  });

  it('show every phrase that was found, and the score of all of them', () => {
    const index = new TopicIndex();
    index.set({ id: 'both', query: 'oil OR gas' });
    index.set({ id: 'one', query: 'oil' });
    index.set({ id: 'picky', query: 'oil OR gas', minScore: 0.6 });
    const matches = index.match({ title: 'Oil and gas', body: '' });
    expect(matches.find(({ topic }) => topic === 'both')).toEqual({
      topic: 'both',
      score: 0.67,
      spans: [
        { field: 'title', start: 0, end: 3 },
        { field: 'title', start: 8, end: 11 },
      ],
    });
    expect(matches.map(({ topic }) => topic).sort()).toEqual(['both', 'one', 'picky']);
    expect(index.match({ title: 'Oil', body: '' }).map(({ topic }) => topic)).not.toContain('picky');
  });
});
