/** Chance that is the same in each run: a generated program is named by its size, its mix and nothing else. */

export class Random {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, and without, 1 (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @param {number} end */
  below(end) {
    return Math.floor(this.next() * end);
  }

  /**
   * @template T
   * @param {readonly [T, ...T[]]} list
   * @returns {T}
   */
  pick(list) {
    return list[this.below(list.length)] ?? list[0];
  }

  /**
   * Some of a list, each once, in the order of the list.
   *
   * @template T
   * @param {readonly T[]} list
   * @param {number} count
   * @returns {T[]}
   */
  some(list, count) {
    return list
      .map((one, place) => ({ one, place, rank: this.next() }))
      .sort((left, right) => left.rank - right.rank)
      .slice(0, count)
      .sort((left, right) => left.place - right.place)
      .map(({ one }) => one);
  }
}
