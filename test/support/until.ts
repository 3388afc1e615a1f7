/** Waits until something is so, looking again and again; fails with what it last was. */
export async function until<T>(
  look: () => Promise<T> | T,
  isSo: (value: T) => boolean,
  options: { ms?: number; what?: string } = {},
): Promise<T> {
  const end = performance.now() + (options.ms ?? 30_000);
  for (;;) {
    const value = await look();
    if (isSo(value)) return value;
    if (performance.now() > end)
      throw new Error(`${options.what ?? 'it'} did not come about; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
