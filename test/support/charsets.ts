const ENCODERS = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Bytes of a text in a charset that `TextEncoder` does not speak, by turning its decoder round. @throws for what it can't say */
export function encode(
  text: string,
  charset: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'shift_jis',
): Buffer {
  if (charset === 'utf-8') return Buffer.from(text);
  if (charset === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (charset === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  let table = ENCODERS.get(charset);
  if (table === undefined) ENCODERS.set(charset, (table = turned(charset)));
  return Buffer.from(
    [...text].flatMap((char) => {
      const bytes = table.get(char);
      if (bytes === undefined) throw new Error(`${char} is not of ${charset}`);
      return bytes;
    }),
  );
}

function turned(charset: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(charset, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const learn = (...bytes: number[]): void => {
    try {
      const char = decoder.decode(Uint8Array.from(bytes));
      if ([...char].length === 1 && !table.has(char)) table.set(char, bytes);
    } catch {
      // no character of it
    }
  };
  for (let byte = 0; byte < 256; byte += 1) learn(byte);
  if (charset === 'shift_jis')
    for (let lead = 0x81; lead <= 0xfc; lead += 1) for (let trail = 0x40; trail <= 0xfc; trail += 1) learn(lead, trail);
  return table;
}
