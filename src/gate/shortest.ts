/**
 * Pipeline stage: gate. Shortest distances where lengths are small whole numbers (Dial's algorithm: what is equally far away
 * waits in one ring).
 */

/** Something that is numbered from 0, and how far away it is. */
export type Distant = readonly [item: number, distance: number];

/** The distance of each of `count` items from the starts. `goOn` visits what comes next, with the length of the way there. */
export function shortestDistances(
  count: number,
  starts: Iterable<Distant>,
  goOn: (item: number, visit: (next: number, length: number) => void) => void,
): Float64Array {
  const found = new Float64Array(count).fill(Infinity);
  const rings: number[][] = [];
  let distance = 0;
  const arrive = (item: number, at: number): void => {
    if (item < 0 || at >= (found[item] ?? 0)) return;
    found[item] = at;
    (rings[at] ??= []).push(item);
  };
  const visit = (next: number, length: number): void => {
    arrive(next, distance + length);
  };
  for (const [item, at] of starts) arrive(item, at);
  for (; distance < rings.length; distance++)
    for (const item of rings[distance] ?? []) if (found[item] === distance) goOn(item, visit);
  return found;
}
