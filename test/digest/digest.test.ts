import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestBody, digestOf } from '../../src/digest/digest.ts';
import { alertView } from './alerts.ts';

const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
const security = { id: 'security', name: 'A security', query: 'security' };
const ALERTS = [
  alertView({ id: 'a1', createdAt: at(1) }),
  alertView({ id: 'a2', createdAt: at(3) }),
  alertView({ id: 'a3', createdAt: at(2), topic: security }),
  alertView({ id: 'a4', createdAt: at(3) }),
];

describe('digestOf', () => {
  it('groups by topic, by name, the newest first', () => {
    const sections = digestOf(ALERTS).map(({ topic, count, alerts }) => [
      topic.id,
      count,
      alerts.map(({ alert }) => alert.id),
    ]);
    expect(sections).toEqual([
      ['security', 1, ['a3']],
      ['belarus', 3, ['a2', 'a4', 'a1']],
    ]);
  });

  it('gives the same for the same alerts, in any order and told twice', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...ALERTS, ...ALERTS], { minLength: 8 }), (shuffled) => {
        expect(digestOf(shuffled)).toEqual(digestOf(ALERTS));
      }),
    );
  });

  it('shows a hundred of a topic, and counts all', () => {
    const many = Array.from({ length: 250 }, (_, n) => alertView({ id: `a${n}` }));
    expect(digestOf(many)).toMatchObject([{ count: 250 }]);
    expect(digestOf(many)[0]?.alerts).toHaveLength(100);
    expect(digestOf([])).toEqual([]);
    expect(digestOf(many.slice(0, 100), new Map([['belarus', 250]]))).toMatchObject([{ count: 250 }]);
  });
});

describe('digestBody', () => {
  it('holds for each alert what its own message would', () => {
    const body = JSON.parse(digestBody(at(5), { from: at(0), to: at(5) }, digestOf(ALERTS))) as unknown;
    expect(body).toMatchObject({
      type: 'digest',
      timestamp: at(5),
      data: {
        from: at(0),
        to: at(5),
        topics: [
          {
            topic: security,
            count: 1,
            alerts: [{ alert: { id: 'a3' }, article: { source: 'example.org' }, matches: [{ start: 104 }] }],
          },
          { topic: { id: 'belarus' }, count: 3 },
        ],
      },
    });
  });
});
