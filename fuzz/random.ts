/**
 * Reproducible randomness: the same seed gives the same choices on every machine.
 */
export interface Random {
  /** A whole number from 0 up to, and without, the limit. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** One of the items, or nothing if there are none. */
  any<T>(items: readonly T[]): T | undefined;
  /** Items of the list, each with this probability. */
  some<T>(items: readonly T[], probability: number): readonly T[];
  shuffled<T>(items: readonly T[]): readonly T[];
}

/** The generator "mulberry32": 32 bits of state, even enough for choices among few. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const chance = (probability: number): boolean => next() < probability;
  return {
    below,
    chance,
    pick: (items) => items[below(items.length)] ?? items[0],
    any: (items) => items[below(items.length)],
    some: (items, probability) => items.filter(() => chance(probability)),
    shuffled: (items) =>
      items
        .map((item) => ({ item, at: next() }))
        .sort((one, other) => one.at - other.at)
        .map(({ item }) => item),
  };
}
