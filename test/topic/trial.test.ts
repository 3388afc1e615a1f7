import { describe, expect, it } from 'vitest';
import { TopicIndex } from '../../src/topic/matcher.ts';
import { perWeek, Trial } from '../../src/topic/trial.ts';

const index = new TopicIndex();
index.set({ id: 'new', query: 'jaguar' });
index.set({ id: 'old', query: 'jaguar NOT zoo' });

function trial(): Trial<string> {
  const sum = new Trial<string>(5);
  const add = (id: number, title: string, body: string): void => {
    const document = { title, body, lang: 'en' };
    const found = new Map(index.match(document).map((match) => [match.topic, match]));
    sum.add({
      article: String(id),
      document,
      at: `2026-01-0${1 + (id % 3)}T10:00:00Z`,
      source: id % 2 === 0 ? 'a.example' : 'b.example',
      match: found.get('new') ?? null,
      before: found.get('old') ?? null,
    });
  };
  for (let i = 0; i < 6; i++) add(i, 'Jaguar builds cars', 'The factory of Jaguar sells engines.');
  for (let i = 6; i < 12; i++)
    add(i, 'A day out', 'First paragraph.\n\nChildren saw a jaguar behind the fence of the zoo.');
  add(12, 'Nothing', 'Of interest.');
  return sum;
}

describe('Trial', () => {
  it('counts matches by day and source', () => {
    expect(trial().result()).toMatchObject({
      matched: 12,
      byDay: { '2026-01-01': 4, '2026-01-02': 4, '2026-01-03': 4 },
      bySource: { 'a.example': 6, 'b.example': 6 },
    });
  });

  it('estimates the alerts a week from the span of time', () => {
    expect(perWeek(9, new Date('2026-01-01T00:00:00Z'), new Date('2026-01-15T00:00:00Z'))).toBe(4.5);
    expect(perWeek(2, new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T00:05:00Z'))).toBe(14);
  });

  it('shows samples with snippets, and what the change gains', () => {
    const result = trial().result();
    expect(result.samples).toHaveLength(5);
    expect(result.samples[0]?.matches.map(({ field, snippet }) => [field, snippet])).toEqual([
      ['body', 'The factory of <mark>Jaguar</mark> sells engines.'],
      ['title', '<mark>Jaguar</mark> builds cars'],
    ]);
    expect([result.gainedCount, result.lostCount, result.gained.length]).toEqual([6, 0, 5]);
  });

  it('names the words of likely noise', () => {
    const words = trial()
      .result()
      .noiseWords.map(({ word }) => word);
    expect(words).toContain('fence');
    expect(words).not.toContain('factory');
    expect(words).not.toContain('jaguar');
  });
});
