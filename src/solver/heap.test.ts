import { describe, expect, it } from "vitest";
import { flowFact, stepAfter } from "../graph/flow-fact.js";
import {
  closuresOf,
  includesState,
  initialState,
  joinObjects,
  joinStates,
  mapObject,
  newObject,
  objectAt,
  plainSlot,
  slotsWith,
  withObject,
  type AbstractObject,
  type Guard,
  type ObjectDetail,
  type State,
} from "./heap.js";
import { MAXIMAL_CLOSURES } from "./limits.js";
import {
  addressValue,
  constantValue,
  joinValues,
  NOTHING,
  onlyConstants,
  UNDEFINED,
  UNKNOWN,
  type Value,
} from "./value.js";

const ONE = constantValue(1);
const TWO = constantValue(2);

function record(parts: Readonly<Record<string, Value>>, more: Partial<AbstractObject> = {}): AbstractObject {
  const slots = new Map(Object.entries(parts).map(([name, value]) => [name, plainSlot(value)]));
  return newObject({ kind: "record" }, { slots, ...more });
}

function stateOf(objects: Readonly<Record<number, AbstractObject>>, ...guards: readonly string[]): State {
  let state = initialState();
  for (const [address, object] of Object.entries(objects)) state = withObject(state, Number(address), object);
  return { ...state, guards: new Map(guards.map((key) => [key, guardOf(key)])) };
}

function guardOf(key: string): Guard {
  return { key, fact: flowFact("match", "Phone", stepAfter(undefined, "source", "toy.ts", 1)) };
}

function slotOf(object: AbstractObject | undefined, name: string): Value | undefined {
  return object?.slots.get(name)?.value;
}

describe("the join of two objects", () => {
  it("joins slot by slot", () => {
    const joined = joinObjects(record({ a: ONE, b: ONE }), record({ a: TWO, b: ONE }));
    expect(slotOf(joined, "a")).toEqual(joinValues(ONE, TWO));
    expect(slotOf(joined, "b")).toEqual(ONE);
  });

  it("knows a name that one of them lacks as perhaps undefined", () => {
    const joined = joinObjects(record({ a: ONE }), record({ b: TWO }));
    expect(slotOf(joined, "a")).toEqual(joinValues(ONE, UNDEFINED));
    expect(slotOf(joined, "b")).toEqual(joinValues(TWO, UNDEFINED));
  });

  it("takes for a missing name what stands for all others", () => {
    const joined = joinObjects(record({ a: ONE }), record({}, { rest: TWO }));
    expect(new Set(onlyConstants(slotOf(joined, "a") ?? NOTHING))).toEqual(new Set([1, 2, undefined]));
    expect(joined.rest).toEqual(TWO);
  });

  it("does not take a variable that has not been made yet for undefined", () => {
    const scope = (parts: Readonly<Record<string, Value>>): AbstractObject => ({
      ...record(parts),
      detail: { kind: "scope" },
      exact: false,
    });
    expect(slotOf(joinObjects(scope({ 0: ONE }), scope({})), "0")).toEqual(ONE);
  });

  it("is exact where both are, and has a length where both have the same", () => {
    const array = (length: number | undefined): AbstractObject => newObject({ kind: "array" }, { length });
    expect(joinObjects(record({}), record({}, { exact: false })).exact).toBe(false);
    expect(joinObjects(array(2), array(2)).length).toBe(2);
    expect(joinObjects(array(2), array(3)).length).toBeUndefined();
  });

  it("keeps accessors of either", () => {
    const getter = slotsWith(record({}), "a", {
      value: NOTHING,
      getter: addressValue(8),
      setter: undefined,
    });
    const slot = joinObjects(record({ a: ONE }), getter).slots.get("a");
    expect(slot).toEqual({ value: ONE, getter: addressValue(8), setter: undefined });
  });

  it("is the left one itself where the right one adds nothing", () => {
    const left = record(
      { a: joinValues(ONE, TWO), b: joinValues(ONE, UNDEFINED) },
      { owners: new Set(["ads"]) },
    );
    expect(joinObjects(left, record({ a: TWO }))).toBe(left);
    expect(joinObjects(left, left)).toBe(left);
  });

  it("belongs to whom either belongs to", () => {
    const joined = joinObjects(
      record({}, { owners: new Set(["ads"]) }),
      record({}, { owners: new Set(["mail"]) }),
    );
    expect([...joined.owners]).toEqual(["ads", "mail"]);
  });
});

describe("the join of two states", () => {
  it("has the objects of both", () => {
    const joined = joinStates(
      stateOf({ 2: record({ a: ONE }) }),
      stateOf({ 2: record({ a: TWO }), 4: record({}) }),
    );
    expect(joined && slotOf(objectAt(joined, 2), "a")).toEqual(joinValues(ONE, TWO));
    expect(joined && objectAt(joined, 4)).toEqual(record({}));
  });

  it("is the one that can be reached, where the other can't", () => {
    const state = stateOf({ 2: record({}) });
    expect(joinStates(state, undefined)).toBe(state);
    expect(joinStates(undefined, state)).toBe(state);
    expect(joinStates(undefined, undefined)).toBeUndefined();
  });

  it("was decided only by what decided both", () => {
    const joined = joinStates(stateOf({}, "found", "late"), stateOf({}, "found", "early"));
    expect([...(joined?.guards.keys() ?? [])]).toEqual(["found"]);
    expect(joinStates(stateOf({}, "found"), stateOf({}))?.guards.size).toBe(0);
  });

  it("is the left one itself where the right one adds nothing: that is how fixpoints are found", () => {
    const left = stateOf({ 2: record({ a: joinValues(ONE, TWO) }), 4: record({}) });
    const right = stateOf({ 2: record({ a: TWO }) }, "found");
    expect(joinStates(left, right)).toBe(left);
    expect([includesState(left, right), includesState(right, left)]).toEqual([true, false]);
  });

  it("takes the loss of a guard for a change", () => {
    const left = stateOf({ 2: record({}) }, "found");
    expect(includesState(left, stateOf({ 2: record({}) }))).toBe(false);
  });
});

describe("changing every value of an object", () => {
  it("reaches slots, accessors and the rest", () => {
    const object: AbstractObject = {
      ...record({ a: ONE }, { rest: ONE }),
      slots: new Map([["a", { value: ONE, getter: ONE, setter: ONE }]]),
    };
    const changed = mapObject(object, (value) => (value === ONE ? TWO : value));
    expect(changed.slots.get("a")).toEqual({ value: TWO, getter: TWO, setter: TWO });
    expect(changed.rest).toBe(TWO);
  });

  it("is the object itself where nothing changes", () => {
    const object = record({ a: ONE, b: UNKNOWN });
    expect(mapObject(object, (value) => value)).toBe(object);
  });
});

describe("closures of one function that one object stands for", () => {
  const over = (scope: number): AbstractObject =>
    newObject({
      kind: "closure",
      file: "a",
      procedure: 1,
      environment: [scope],
      boundThis: undefined,
      home: undefined,
    });
  const joined = (count: number): ObjectDetail =>
    Array.from({ length: count }, (_, at) => over(2 * at)).reduce(joinObjects).detail;

  it.each([
    [MAXIMAL_CLOSURES, MAXIMAL_CLOSURES, undefined],
    [MAXIMAL_CLOSURES + 1, MAXIMAL_CLOSURES, true],
  ])("of %d, %d are kept", (count, kept, isCrowded) => {
    const detail = joined(count);
    if (detail.kind !== "closure") throw new Error(detail.kind);
    expect([closuresOf(detail).length, detail.isCrowded]).toEqual([kept, isCrowded]);
    expect(joinObjects(over(0), { ...over(0), detail }).detail).toMatchObject(isCrowded ? { isCrowded } : {});
  });
});
