import { describe, expect, it } from 'vitest';
import { TopicIndex } from '../../src/topic/matcher.ts';
import { lookupIn } from '../../src/topic/names.ts';
import { parseQuery } from '../../src/topic/query.ts';
import { faultOfSet, inOrderOfNames, namesIn, SavedQueries } from '../../src/topic/saved.ts';

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

  it('a name that is not there is a fault with its place, and the one that was meant', () => {
    const names = lookupIn(new Map([['sanctions', 'sanction*']]));
    const fault = (query: string): unknown => {
      const parsed = parseQuery(query, { names });
      return parsed.ok ? null : parsed.fault;
    };
    expect(fault('@sanctions AND oil')).toBeNull();
    expect(fault('oil AND @sanktions')).toMatchObject({
      code: 'unknown-name',
      start: 8,
      end: 18,
      hint: 'Did you mean @sanctions?',
    });
    expect(fault('@weather')).toMatchObject({ code: 'unknown-name', hint: 'For the word write "@weather".' });
    expect(parseQuery('@weather').ok, 'without saved queries nothing is known of them').toBe(true);
  });

  it('a set of topics is read as a whole, in whatever order it comes', () => {
    const stored = new Map([
      ['old', 'coal'],
      ['user', '@old AND (@old NOT x)'],
    ]);
    const fault = (...set: [string, string][]): unknown => {
      const found = faultOfSet(
        set.map(([id, query]) => ({ id, query })),
        stored,
      );
      return found === null ? null : [found.topic.id, found.fault.code];
    };
    expect(fault(['a', '@b AND @old'], ['b', 'oil'])).toBeNull();
    expect(fault(['a', '@b'], ['b', '@c'])).toEqual(['a', 'unknown-name']);
    expect(fault(['a', '@b'], ['b', 'oil OR @a'])).toEqual(['a', 'name-cycle']);
    expect(fault(['a', 'oil @a'])).toEqual(['a', 'name-cycle']);
    // What is stored and asks for what changes, too.
    expect(fault(['old', '@user'])).toEqual(['old', 'name-cycle']);
    expect(fault(['old', `coal OR ${'steamships OR '.repeat(10_000)}gas`])).toEqual(['user', 'too-long']);
  });

  it('those that are asked for come first', () => {
    const order = (stored: [string, string][], ...set: [string, string][]): string[] =>
      inOrderOfNames(
        set.map(([id, query]) => ({ id, query })),
        lookupIn(new Map(stored)),
      ).map(({ id }) => id);
    expect(order([], ['a', '@b'], ['b', '@c'], ['c', 'x'], ['d', 'y'])).toEqual(['c', 'b', 'a', 'd']);
    expect(order([['between', '@b']], ['a', '@between'], ['b', 'x'])).toEqual(['b', 'a']);
    expect(order([], ['a', '@b'], ['b', '@a']).toSorted()).toEqual(['a', 'b']);
  });
});
