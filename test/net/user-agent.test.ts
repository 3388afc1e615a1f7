import { describe, expect, it } from 'vitest';
import { userAgent } from '../../src/net/user-agent.ts';

describe('userAgent (H1)', () => {
  it('names product, version and a contact', () => {
    expect(userAgent('1.2.3')).toMatch(/^wirewatch\/1\.2\.3 \(\+https:\/\/\S+\)$/);
    expect(userAgent('1.2.3', 'mailto:desk@example.org')).toBe('wirewatch/1.2.3 (+mailto:desk@example.org)');
  });

  it('stays one header value', () => {
    expect(userAgent('1\r\nx: y', 'https://a.example/\r\n(é)')).toBe('wirewatch/1xy (+https://a.example/)');
  });
});
