import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublic, isWithin, parseAddress, parseRanges } from '../../src/net/addresses.ts';

const judged = (text: string): boolean | null => {
  const address = parseAddress(text);
  return address === null ? null : isPublic(address);
};

describe('isPublic', () => {
  it.each([
    // the edges of the special-purpose blocks, and their neighbours
    ['9.255.255.255', true],
    ['10.0.0.0', false],
    ['10.255.255.255', false],
    ['11.0.0.0', true],
    ['100.63.255.255', true],
    ['100.64.0.0', false],
    ['100.127.255.255', false],
    ['100.128.0.0', true],
    ['126.255.255.255', true],
    ['127.255.255.254', false],
    ['128.0.0.1', true],
    ['169.253.255.255', true],
    ['169.254.169.254', false],
    ['172.15.255.255', true],
    ['172.16.0.0', false],
    ['172.31.255.255', false],
    ['192.0.0.170', false],
    ['192.0.1.1', true],
    ['192.88.99.1', false],
    ['198.17.255.255', true],
    ['198.19.255.255', false],
    ['223.255.255.255', true],
    ['239.255.255.250', false],
    ['255.255.255.255', false],
    ['0.0.0.0', false],
    ['0.1.2.3', false],
    ['168.63.129.16', false],
  ])('says of IPv4 %s: %s', (address, expected) => {
    expect(judged(address)).toBe(expected);
  });

  it.each([
    ['::', false],
    ['::1', false],
    ['::8.8.8.8', false],
    ['::ffff:8.8.8.8', true],
    ['::ffff:192.168.0.1', false],
    ['::ffff:7f00:1', false],
    ['::ffff:0:127.0.0.1', false],
    ['64:ff9b::8.8.8.8', true],
    ['64:ff9b::10.0.0.1', false],
    ['64:ff9b:1::8.8.8.8', false],
    ['2002:808:808::1', true],
    ['2002:a00:1::', false],
    ['2002:a9fe:a9fe::', false],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', false],
    ['2001:db8::1', false],
    ['2001:200::1', true],
    ['2606:4700::1111', true],
    ['3fff::1', false],
    ['4000::1', false],
    ['fe80::1%eth0', false],
    ['fd00:ec2::254', false],
    ['ff0e::1', false],
  ])('says of IPv6 %s: %s', (address, expected) => {
    expect(judged(address)).toBe(expected);
  });

  it('judges a mapped address as the IPv4 that it is', () => {
    fc.assert(
      fc.property(fc.ipV4(), (v4) => {
        expect(judged(`::ffff:${v4}`)).toBe(judged(v4));
        expect(judged(`64:ff9b::${v4}`)).toBe(judged(v4));
      }),
    );
  });

  it('finds no address in other text', () => {
    for (const text of ['', 'example.com', '1.2.3.4.5', '[::1]', '::1/128']) expect(judged(text)).toBeNull();
  });
});

describe('parseRanges', () => {
  const within = (address: string, ...cidrs: string[]): boolean => {
    const it = parseAddress(address);
    return it !== null && isWithin(it, parseRanges(cidrs));
  };

  it('takes CIDRs and single addresses of both families', () => {
    expect(within('127.9.9.9', '127.0.0.0/8')).toBe(true);
    expect(within('::ffff:127.0.0.1', '127.0.0.0/8')).toBe(true);
    expect(within('128.0.0.1', '127.0.0.0/8', '::1')).toBe(false);
    expect(within('::1', '10.0.0.0/8', '::1')).toBe(true);
    expect(within('10.0.0.7', '10.0.0.7')).toBe(true);
    expect(within('10.0.0.8', '10.0.0.7')).toBe(false);
    expect(within('fd12::9', 'fd00::/8')).toBe(true);
  });

  it.each(['', 'localhost', '10.0.0.0/33', '10.0.0/8x', '::/129'])('refuses %j', (cidr) => {
    expect(() => parseRanges([cidr])).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
