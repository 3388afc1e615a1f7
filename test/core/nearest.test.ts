import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/core/nearest.ts';

const NAMES = ['polling', 'hosts', 'retention', 'network', 'alertSince', 'concurrency'];

describe('nearest', () => {
  it.each([
    ['poling', 'polling'],
    ['host', 'hosts'],
    ['alertsince', 'alertSince'],
    ['netwrok', 'network'],
    ['concurency', 'concurrency'],
    ['retain', undefined],
    ['zebra', undefined],
    ['', undefined],
  ])('%s → %s', (word, meant) => {
    expect(nearest(word, NAMES)).toBe(meant);
  });
});
