/** The first match of each passage, for where passages are shown. */
export function passagesOf<M extends { readonly snippet: string }>(matches: readonly M[]): M[] {
  const seen = new Set<string>();
  return matches.filter(({ snippet }) => !seen.has(snippet) && seen.add(snippet) !== undefined);
}
