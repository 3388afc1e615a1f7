const NUMBER = new Intl.NumberFormat('en');

/** `1,234`. */
export function count(n: number): string {
  return NUMBER.format(n);
}

/** `3 feeds`, `1 feed`. */
export function counted(n: number, word: string, plural = `${word}s`): string {
  return `${count(n)} ${n === 1 ? word : plural}`;
}
