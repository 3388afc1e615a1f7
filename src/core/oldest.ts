/** Takes the keys that were set first out of a map until it has at most `most`; to set one anew, delete it before. */
export function dropOldest(map: Map<unknown, unknown>, most: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
