import { describe, expect, it } from 'vitest';
import { TopicIndex } from '../../src/topic/matcher.ts';
import { namesIn, SavedQueries } from '../../src/topic/saved.ts';

describe('saved queries', () => {
  it('names what a query asks for', () => {
    expect(namesIn('@a AND (oil OR title:@b) NOT @a')).toEqual(['a', 'b']);
    expect(namesIn('"@a" OR mail@example.org')).toEqual([]);
    expect(namesIn('@a AND (')).toEqual([]);
  });

  it('knows who has to be read anew, through others and around circles', () => {
    const saved = new SavedQueries();
    saved.set('energy', 'oil OR gas');
    saved.set('north', '@energy AND Norway');
    saved.set('deep', '@north NOT wind');
    saved.set('round', '@circle');
    saved.set('circle', '@round OR oil');
    expect([...saved.usersOf(['energy'])].sort()).toEqual(['deep', 'north']);
    expect([...saved.usersOf(['round'])].sort()).toEqual(['circle', 'round']);
    saved.set('north', 'Norway');
    expect([...saved.usersOf(['energy'])]).toEqual([]);
    expect([...saved.usersOf(['north'])]).toEqual(['deep']);
    saved.remove('deep');
    expect([...saved.usersOf(['north'])]).toEqual([]);
  });

  it('a topic follows the query that it names', () => {
    const saved = new SavedQueries();
    const index = new TopicIndex({ names: saved.lookup });
    const put = (id: string, query: string): void => {
      saved.set(id, query);
      index.set({ id, query });
      for (const user of saved.usersOf([id])) index.set({ id: user, query: saved.lookup(user) as string });
    };
    put('energy', 'oil');
    put('north', '@energy AND Norway');
    const matched = (body: string): string[] =>
      index
        .match({ title: '', body })
        .map((match) => match.topic)
        .sort();
    expect(matched('oil of Norway')).toEqual(['energy', 'north']);
    put('energy', 'wind');
    expect(matched('oil of Norway')).toEqual([]);
    expect(matched('wind of Norway')).toEqual(['energy', 'north']);
  });
});
