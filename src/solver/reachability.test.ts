import { expect, it } from "vitest";
import { newObject, plainSlot, type AbstractObject } from "./heap.js";
import { Reachability } from "./reachability.js";
import { addressValue } from "./value.js";

function holding(...addresses: readonly number[]): AbstractObject {
  return newObject({ kind: "record" }, { slots: new Map([["held", plainSlot(addressValue(...addresses))]]) });
}

it("knows what is reached, in whichever order it is watched and stored", () => {
  const reachability = new Reachability();
  reachability.note(10, holding(12), undefined);
  reachability.watch(2);
  reachability.note(2, holding(10), undefined);
  expect([2, 10, 12].every((address) => reachability.has(address))).toBe(true);
  reachability.note(12, holding(14), undefined);
  expect(reachability.has(14)).toBe(true);
  expect(reachability.has(16)).toBe(false);
});

it("keeps what was reached once, and goes on where an object is stored anew", () => {
  const reachability = new Reachability();
  reachability.watch(2);
  const before = holding(4);
  reachability.note(2, before, undefined);
  reachability.note(2, holding(6), before);
  expect(reachability.has(4)).toBe(true);
  expect(reachability.has(6)).toBe(true);
});

it("does not go through functions", () => {
  const reachability = new Reachability();
  reachability.watch(2);
  reachability.note(2, holding(4), undefined);
  const detail = {
    kind: "closure",
    file: "a.ts",
    procedure: 1,
    environment: [6],
    boundThis: undefined,
    home: undefined,
  } as const;
  reachability.note(4, newObject(detail), undefined);
  expect(reachability.has(4)).toBe(true);
  expect(reachability.has(6)).toBe(false);
});
