import { describe, expect, it } from 'vitest';
import { namesContact, userAgent } from '../../src/net/user-agent.ts';

describe('userAgent (H1)', () => {
  it('names product, version and a contact, and makes none up', () => {
    expect(userAgent('1.2.3')).toBe('wirewatch/1.2.3');
    expect(userAgent('1.2.3', 'https://watch.example.org/')).toBe('wirewatch/1.2.3 (+https://watch.example.org/)');
    expect(userAgent('1.2.3', 'mailto:desk@example.org')).toBe('wirewatch/1.2.3 (+mailto:desk@example.org)');
  });

  it('stays one header value', () => {
    expect(userAgent('1\r\nx: y', 'https://a.example/\r\n(é)')).toBe('wirewatch/1xy (+https://a.example/)');
  });

  it.each([
    ['wirewatch/1.2.3', false],
    ['wirewatch/1.2.3 (+https://watch.example.org/)', true],
    ['desk-bot/1 (mailto:desk@example.org)', true],
    ['desk-bot/1 desk@example.org', true],
    ['Mozilla/5.0 (compatible)', false],
  ])('%s names a contact: %s', (agent, names) => expect(namesContact(agent)).toBe(names));
});
