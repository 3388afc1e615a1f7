import { describe, expect, it } from 'vitest';
import { wayOn } from '../../src/web/login.ts';

describe('the way on after a login', () => {
  it.each([
    ['/topics/belarus?cursor=a%2Fb', '/topics/belarus?cursor=a%2Fb'],
    ['/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example/', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/\t/evil.example', '/'],
    ['/a\r\nset-cookie: x=1', '/'],
    ['/.//evil.example', '/'],
    ['/x/..//evil.example', '/'],
    ['/login?next=/login', '/'],
    ['/logout', '/'],
    [['/a', '/b'], '/'],
    [undefined, '/'],
    [`/${'a'.repeat(3_000)}`, '/'],
  ])('of %j is %s', (next, way) => {
    expect(wayOn(next)).toBe(way);
  });
});
