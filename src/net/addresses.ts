import ipaddr from 'ipaddr.js';
import { WireError } from '../core/errors.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** One range of addresses. */
export type Range = readonly [Address, number];

const ranges = (list: readonly string[]): Range[] => list.map((cidr) => ipaddr.parseCIDR(cidr));

/** Not globally reachable by the IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast and reserved included. */
const SPECIAL_V4 = ranges([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32', // the platform address inside Azure: public by its number, the machine's host by its route
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);

/** The only block of IPv6 from which public unicast addresses are given out (RFC 4291 §2.4). */
const GLOBAL_V6 = ranges(['2000::/3']);

/** Inside `2000::/3`, yet not public: protocol assignments with Teredo, documentation (RFC 3849, RFC 9637). */
const SPECIAL_V6 = ranges(['2001::/23', '2001:db8::/32', '3fff::/20']);

/** IPv6 that carries an IPv4 to which a translator or relay passes the packets on; value: where it stands, in bytes. */
const CARRIERS: readonly (readonly [Range, number])[] = [
  [ipaddr.parseCIDR('64:ff9b::/96'), 12], // NAT64, RFC 6052
  [ipaddr.parseCIDR('2002::/16'), 2], // 6to4, RFC 3056
];

function inRange(address: Address, [base, bits]: Range): boolean {
  if (address.kind() !== base.kind()) return false;
  return address.kind() === 'ipv4'
    ? (address as ipaddr.IPv4).match(base, bits)
    : (address as ipaddr.IPv6).match(base, bits);
}

const inAny = (address: Address, list: readonly Range[]): boolean => list.some((range) => inRange(address, range));

/** `ipaddr.js` takes the old IPv4-compatible `::a.b.c.d` for a mapped one; the URL parser writes both in hexadecimal. */
function hexadecimal(text: string): string {
  if (!text.includes(':') || !text.includes('.') || !URL.canParse(`http://[${text}]`)) return text;
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

/**
 * The address behind its text, an IPv4-mapped IPv6 (`::ffff:a.b.c.d`, which the system connects to as IPv4) as IPv4;
 * null for what is no address. Takes any text that `ipaddr.js` reads, a zone (`%eth0`) included.
 */
export function parseAddress(text: string): Address | null {
  const plain = hexadecimal(text.replace(/%.*$/, ''));
  if (!ipaddr.isValid(plain)) return null;
  return ipaddr.process(plain);
}

/** Whether packets to the address stay off every network that is not the public one. */
export function isPublic(address: Address): boolean {
  if (address.kind() === 'ipv4') return !inAny(address, SPECIAL_V4);
  for (const [range, at] of CARRIERS) {
    if (!inRange(address, range)) continue;
    return isPublic(ipaddr.fromByteArray(address.toByteArray().slice(at, at + 4)));
  }
  return inAny(address, GLOBAL_V6) && !inAny(address, SPECIAL_V6);
}

/**
 * The ranges that a list of CIDRs names; a bare address stands for itself alone.
 * @throws CONFIG_INVALID
 */
export function parseRanges(list: readonly string[]): readonly Range[] {
  return list.map((text) => {
    const cidr = text.trim();
    try {
      if (cidr.includes('/')) return ipaddr.parseCIDR(cidr);
      const address = ipaddr.parse(cidr);
      return [address, address.kind() === 'ipv4' ? 32 : 128];
    } catch (cause) {
      throw new WireError('CONFIG_INVALID', `"${text}" is not an address range such as 10.0.0.0/8 or fd00::/8`, {
        cause,
      });
    }
  });
}

/** Whether the address lies in one of the ranges. */
export function isWithin(address: Address, list: readonly Range[]): boolean {
  return inAny(address, list);
}
