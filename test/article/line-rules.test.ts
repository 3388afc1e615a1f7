import { describe, expect, it } from 'vitest';
import { isDuration, isLabel, isLigature, isListHeading, isTimed, withoutIcons } from '../../src/article/line-rules.ts';

describe('withoutIcons', () => {
  it.each([
    ['play_arrow The supply chain, explained', 'The supply chain, explained'],
    ['play_arrowThe supply chain', 'The supply chain'],
    ['More on this arrow_forward', 'More on this'],
    ['keyboard_arrow_up play_circle_filled Listen', 'Listen'],
    ['play_arrow', 'play_arrow'],
    ['play_arrow_x is a name of mine', 'play_arrow_x is a name of mine'],
    ['user_name is a field', 'user_name is a field'],
    ['no icon', 'no icon'],
  ])('%s', (line, bare) => {
    expect(withoutIcons(line)).toBe(bare);
  });

  it('is linear', () => {
    const start = performance.now();
    withoutIcons('play_'.repeat(100_000));
    withoutIcons(' play_arrow'.repeat(50_000));
    withoutIcons(`${' '.repeat(100_000)}_`);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

it('tells what a line is', () => {
  expect(['24:10', '1:24:10', '5 min read', 'at 24:10'].map(isDuration)).toEqual([true, true, true, false]);
  expect(['An hour of it 24:10', '24:10', 'By 4:99'].map(isTimed)).toEqual([true, false, false]);
  expect(['share', 'play_arrow', 'shares'].map(isLabel)).toEqual([true, true, false]);
  expect(['play_arrow', 'play_arrow more_vert', 'user_name'].map(isLigature)).toEqual([true, true, false]);
  expect(['Podcasts', 'Podcasts:', 'Podcasts of old'].map(isListHeading)).toEqual([true, true, false]);
});
