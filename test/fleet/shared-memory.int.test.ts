import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { emptyMemory, observe, type SiteMemory } from '../../src/article/memory.ts';
import { openMemory, shareMemory, type SharedMemory } from '../../src/fleet/shared-memory.ts';

function learnt(...lines: readonly string[]): SiteMemory {
  const memory = emptyMemory();
  observe(memory, 'https://paper.example/1', lines);
  return memory;
}

/** As a thread receives it. */
function received(shared: SharedMemory): SharedMemory {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(shared);
  const got = (receiveMessageOnPort(port2) as { message: SharedMemory }).message;
  port1.close();
  return got;
}

describe('a site’s memory on its way to the threads', () => {
  it('is the same there, and read once for many pages', () => {
    const memory = learnt('über', 'k:1');
    const shared = shareMemory(memory);
    const first = openMemory(received(shared));
    expect(first).toEqual(memory);
    expect(openMemory(received(shared))).toBe(first);
  });

  it('is read anew when it has changed', () => {
    openMemory(shareMemory(learnt('a')));
    expect(openMemory(received(shareMemory(learnt('b'))))).toEqual(learnt('b'));
  });

  it('is dropped when many others came since, the one used longest ago first', () => {
    const [old, used] = [shareMemory(learnt('old')), shareMemory(learnt('used'))];
    const [first, second] = [openMemory(old), openMemory(used)];
    for (let n = 0; n < 63; n += 1) {
      openMemory(shareMemory(learnt(`${n}`)));
      openMemory(used);
    }
    expect(openMemory(used)).toBe(second);
    expect(openMemory(old)).not.toBe(first);
    expect(openMemory(old)).toEqual(first);
  });
});
