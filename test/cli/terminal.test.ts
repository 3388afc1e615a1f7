import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../src/cli/input.ts';
import { jsonOf, linesOf } from '../../src/cli/terminal.ts';

async function* chunks(...parts: readonly (string | Buffer)[]): AsyncGenerator<string | Buffer> {
  for (const part of parts) {
    await Promise.resolve();
    yield part;
  }
}

async function* endless(part: string): AsyncGenerator<Buffer> {
  for (;;) {
    await Promise.resolve();
    yield Buffer.from(part);
  }
}

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const one of from) out.push(one);
  return out;
}

describe('lines of the input', () => {
  it('come whole however the chunks are cut, with their numbers, without blank ones', async () => {
    const bytes = Buffer.from('{"a":"é\u2028x"}\r\n\n  \nlast – line');
    for (const size of [1, 2, 3, 7, 100]) {
      const cut = Array.from({ length: Math.ceil(bytes.length / size) }, (_, k) =>
        bytes.subarray(k * size, (k + 1) * size),
      );
      expect(await all(linesOf(chunks(...cut)))).toEqual([
        { line: 1, text: '{"a":"é\u2028x"}' },
        { line: 4, text: 'last – line' },
      ]);
    }
  });

  it('end with an error where a line never does', async () => {
    await expect(all(linesOf(endless('word '), 10_000))).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
  });
});

it('a line that is not JSON is named', () => {
  expect(jsonOf({ line: 1, text: '{"id":7}' })).toEqual({ id: 7 });
  expect(() => jsonOf({ line: 3, text: '{"id":' })).toThrow('line 3 is not JSON');
});

it('an input that never ends is refused', async () => {
  await expect(bytesOf(endless('word '), 10_000)).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
  expect((await bytesOf(chunks('a', Buffer.from('b')))).toString()).toBe('ab');
});
