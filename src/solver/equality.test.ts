import { expect, it } from "vitest";
import { flowFact, stepAfter } from "../graph/flow-fact.js";
import { equalObjects, equalValues } from "./equality.js";
import { newObject, plainSlot } from "./heap.js";
import { addressValue, constantValue, UNKNOWN, withFacts, type Value } from "./value.js";

function labelledAt(site: number, ...further: readonly number[]): Value {
  let trace = stepAfter(undefined, "source", "a.ts", site);
  for (const next of further) trace = stepAfter(trace, "read", "a.ts", next);
  const fact = flowFact("value", "SecurityContact", trace);
  return withFacts(UNKNOWN, new Map([[fact.key, fact]]));
}

it("compares what values say, whatever the order in which it was found", () => {
  expect(equalValues(addressValue(2, 4), addressValue(4, 2))).toBe(true);
  expect(equalValues(addressValue(2, 4), addressValue(2, 6))).toBe(false);
  expect(equalValues(constantValue("a"), constantValue("a"))).toBe(true);
  expect(equalValues(constantValue(1), constantValue("1"))).toBe(false);
});

it("tells traces apart, also where the facts are the same", () => {
  expect(equalValues(labelledAt(1, 2), labelledAt(1, 2))).toBe(true);
  expect(equalValues(labelledAt(1, 2), labelledAt(1, 3))).toBe(false);
  expect(equalValues(labelledAt(1, 2), labelledAt(1))).toBe(false);
});

it("compares objects by slots and detail", () => {
  const record = (value: Value) =>
    newObject({ kind: "record" }, { slots: new Map([["x", plainSlot(value)]]) });
  expect(equalObjects(record(constantValue(1)), record(constantValue(1)))).toBe(true);
  expect(equalObjects(record(constantValue(1)), record(constantValue(2)))).toBe(false);
  expect(equalObjects(record(constantValue(1)), { ...record(constantValue(1)), exact: false })).toBe(false);
  const closure = (scope: number) =>
    newObject({
      kind: "closure",
      file: "a.ts",
      procedure: 1,
      environment: [scope],
      boundThis: undefined,
      home: undefined,
    });
  expect(equalObjects(closure(2), closure(2))).toBe(true);
  expect(equalObjects(closure(2), closure(4))).toBe(false);
});
