import { describe, expect, it } from "vitest";
import {
  emptyMap,
  entriesOf,
  getEntry,
  keysThatDiffer,
  mergeMaps,
  withEntry,
  type PersistentMap,
} from "./persistent-map.js";

function mapOf<V>(entries: Iterable<readonly [number, V]>): PersistentMap<V> {
  let map = emptyMap<V>();
  for (const [key, value] of entries) map = withEntry(map, key, value);
  return map;
}

/** The same numbers in every run (Lehmer's generator). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Keys of all heights: below 16, around the borders of each level, and the largest there are. */
const KEYS = [
  0,
  1,
  15,
  16,
  17,
  255,
  256,
  4095,
  4096,
  65_535,
  65_536,
  1_048_576,
  2 ** 28,
  2 ** 30,
  2 ** 31 - 1,
];

const larger = (left: number, right: number): number => (right > left ? right : left);

describe("a persistent map", () => {
  it("gives what was put under a key, of whatever size, and nothing under others", () => {
    for (const key of KEYS) {
      const map = withEntry(emptyMap<string>(), key, "here");
      expect(KEYS.filter((other) => getEntry(map, other) === "here")).toEqual([key]);
    }
  });

  it("holds small and large keys beside each other, in ascending order", () => {
    const map = mapOf([...KEYS].reverse().map((key) => [key, `at ${key}`] as const));
    expect([...entriesOf(map)]).toEqual(KEYS.map((key) => [key, `at ${key}`]));
  });

  it("leaves the map that it was made from as it was", () => {
    const before = mapOf([[3, "old"]]);
    withEntry(before, 3, "new");
    withEntry(before, 500, "new");
    expect([...entriesOf(before)]).toEqual([[3, "old"]]);
  });

  it("is itself where nothing changes", () => {
    const map = mapOf([
      [1, "a"],
      [70, "b"],
    ]);
    expect(withEntry(map, 70, "b")).toBe(map);
    expect(withEntry(map, 71, undefined)).toBe(map);
    expect(withEntry(map, 2 ** 30, undefined)).toBe(map);
  });

  it("takes an entry away", () => {
    const map = withEntry(
      mapOf([
        [1, "a"],
        [70, "b"],
      ]),
      1,
      undefined,
    );
    expect(getEntry(map, 1)).toBeUndefined();
    expect([...entriesOf(map)]).toEqual([[70, "b"]]);
  });

  it("finds nothing under negative keys, which stand for no address", () => {
    expect(getEntry(mapOf(KEYS.map((key) => [key, "x"] as const)), -1)).toBeUndefined();
  });
});

describe("merging two persistent maps", () => {
  it("unites them, also where they are of different heights", () => {
    const small = mapOf([
      [1, 10],
      [2, 20],
    ]);
    const large = mapOf([
      [2, 5],
      [2 ** 20, 7],
    ]);
    const expected = [
      [1, 10],
      [2, 20],
      [2 ** 20, 7],
    ];
    expect([...entriesOf(mergeMaps(small, large, larger))]).toEqual(expected);
    expect([...entriesOf(mergeMaps(large, small, larger))]).toEqual(expected);
  });

  it("gives the left one itself where the right one adds nothing", () => {
    const left = mapOf(KEYS.map((key) => [key, 9] as const));
    const right = mapOf([
      [16, 3],
      [65_536, 9],
    ]);
    expect(mergeMaps(left, right, larger)).toBe(left);
    expect(mergeMaps(left, emptyMap<number>(), larger)).toBe(left);
    expect(mergeMaps(left, left, larger)).toBe(left);
  });

  it("looks only at the parts in which they differ", () => {
    const left = mapOf<number>(Array.from({ length: 4096 }, (_, key) => [key, 0] as const));
    const right = withEntry(left, 4000, 1);
    const asked: number[] = [];
    const merged = mergeMaps(left, right, (one, other) => {
      asked.push(other);
      return larger(one, other);
    });
    expect(asked).toEqual([1]);
    expect(getEntry(merged, 4000)).toBe(1);
  });

  it("does not ask about entries that are identical or on one side alone", () => {
    const never = (): never => {
      throw new Error("asked");
    };
    const shared = { name: "shared" };
    const left = mapOf([
      [1, shared],
      [2, { name: "left" }],
    ]);
    const right = mapOf([
      [1, shared],
      [3, { name: "right" }],
    ]);
    expect([...entriesOf(mergeMaps(left, right, never))].map(([, { name }]) => name)).toEqual([
      "shared",
      "left",
      "right",
    ]);
  });
});

describe("a persistent map beside an ordinary one", () => {
  it.each([1, 2, 3])("has the same entries after random operations (seed %i)", (seed) => {
    const random = randomNumbers(seed);
    const key = (): number => KEYS[random(KEYS.length)] ?? random(300);
    let maps: readonly (readonly [PersistentMap<number>, ReadonlyMap<number, number>])[] = [
      [emptyMap(), new Map()],
    ];
    for (let round = 0; round < 400; round++) {
      const [map, plain] = maps[random(maps.length)] ?? [emptyMap<number>(), new Map<number, number>()];
      const next = new Map(plain);
      let changed: PersistentMap<number>;
      if (random(4) === 0) {
        const [other, otherPlain] = maps[random(maps.length)] ?? [map, plain];
        changed = mergeMaps(map, other, larger);
        for (const [at, value] of otherPlain) next.set(at, larger(next.get(at) ?? -1, value));
      } else {
        const at = random(2) === 0 ? key() : random(300);
        const value = random(5) === 0 ? undefined : random(1000);
        changed = withEntry(map, at, value);
        if (value === undefined) next.delete(at);
        else next.set(at, value);
      }
      maps = [...maps.slice(-7), [changed, next]];
      expect([...entriesOf(changed)]).toEqual([...next].sort(([left], [right]) => left - right));
    }
    for (const [map, plain] of maps) for (const at of KEYS) expect(getEntry(map, at)).toBe(plain.get(at));
    for (const [map, plain] of maps) {
      for (const [other, otherPlain] of maps) {
        const keys = new Set([...plain.keys(), ...otherPlain.keys()]);
        const expected = [...keys].filter((at) => plain.get(at) !== otherPlain.get(at));
        expect([...keysThatDiffer(map, other)]).toEqual(expected.toSorted((left, right) => left - right));
      }
    }
  });
});
