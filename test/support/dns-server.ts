import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface Records {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
}

/** What the server says of a name: records, nothing at all, or a failure of its own. Other names do not exist. */
export type Zone = Readonly<Record<string, Records | 'silent' | 'servfail' | 'v6-silent'>>;

export interface DnsServer {
  /** As `Resolver.setServers` wants it. */
  readonly address: string;
  /** `A name`, in the order in which they were asked. */
  readonly log: string[];
  close(): void;
}

const TYPES: Readonly<Record<number, 'A' | 'AAAA'>> = { 1: 'A', 28: 'AAAA' };

/** The name and type of the one question (RFC 1035 §4.1.2), and where it ends. */
function question(packet: Buffer): { name: string; type: 'A' | 'AAAA' | undefined; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = packet[at] ?? 0; length > 0; length = packet[at] ?? 0) {
    labels.push(packet.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: TYPES[packet.readUInt16BE(at + 1)], end: at + 5 };
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const words = (text: string): number[] => (text === '' ? [] : text.split(':').map((word) => parseInt(word, 16)));
  const [a, b] = [words(head), words(tail)];
  const all = [...a, ...Array.from({ length: 8 - a.length - b.length }, () => 0), ...b];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 255]));
}

function reply(packet: Buffer, end: number, code: number, addresses: readonly string[], type: number): Buffer {
  const head = Buffer.from(packet.subarray(0, 12));
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  const answers = addresses.map((address) => {
    const data = addressBytes(address);
    const fixed = Buffer.alloc(12);
    fixed.writeUInt16BE(0xc00c, 0);
    fixed.writeUInt16BE(type, 2);
    fixed.writeUInt16BE(1, 4);
    fixed.writeUInt32BE(60, 6);
    fixed.writeUInt16BE(data.length, 10);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([head, packet.subarray(12, end), ...answers]);
}

/** A name server on loopback (RFC 1035, UDP) that knows what the zone says. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const log: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (packet, { address, port }) => {
    const { name, type, end } = question(packet);
    log.push(`${type ?? '?'} ${name}`);
    const known = zone[name];
    if (known === 'silent' || (known === 'v6-silent' && type === 'AAAA')) return;
    const code = known === undefined ? 3 : known === 'servfail' ? 2 : 0;
    const records: Records = known === 'v6-silent' ? { A: ['192.0.2.7'] } : typeof known === 'object' ? known : {};
    const addresses = type === undefined ? [] : (records[type] ?? []);
    socket.send(reply(packet, end, code, addresses, type === 'AAAA' ? 28 : 1), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, log, close: () => void socket.close() };
}
