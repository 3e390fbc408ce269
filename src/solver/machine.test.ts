import { describe, expect, it } from "vitest";
import { toyProblem, toyView } from "../testing/toy-run.js";
import { olderAddress } from "./addresses.js";
import { newObject, objectAt, plainSlot, type AbstractObject, type Closure } from "./heap.js";
import { MAXIMAL_READS, MAXIMAL_READS_PER_ROOT } from "./limits.js";
import { Machine, newExit } from "./machine.js";
import {
  addressValue,
  constantValue,
  joinValues,
  NOTHING,
  UNDEFINED,
  type Address,
  type Value,
} from "./value.js";

const ONE = constantValue(1);
const TWO = constantValue(2);

function newMachine(): Machine {
  return new Machine(
    toyView([]),
    toyProblem(() => undefined),
  );
}

function addressAt(machine: Machine, site: number): Address {
  return machine.book.addressOf(0, "toy.ts", site, "object");
}

function record(parts: Readonly<Record<string, Value>>): AbstractObject {
  const slots = new Map(Object.entries(parts).map(([name, value]) => [name, plainSlot(value)]));
  return newObject({ kind: "record" }, { slots });
}

function held(machine: Machine, address: Address, name: string): Value | undefined {
  return machine.object(address)?.slots.get(name)?.value;
}

describe("the bounds of work", () => {
  it("count the objects that are looked at, of one root and of all", () => {
    const machine = newMachine();
    machine.counters.reads = MAXIMAL_READS;
    machine.readsBeforeRoot = MAXIMAL_READS - MAXIMAL_READS_PER_ROOT;
    expect(machine.exhausted).toBeUndefined();
    machine.readsBeforeRoot--;
    expect(machine.exhausted).toBe("MAXIMAL_READS_PER_ROOT");
    machine.object(addressAt(machine, 1));
    expect(machine.exhausted).toBe("MAXIMAL_READS");
  });
});

describe("a round", () => {
  it("makes what it made older, where it is held and in what it gives", () => {
    const machine = newMachine();
    const holder = addressAt(machine, 1);
    const made = addressAt(machine, 2);
    machine.store(holder, record({}));
    const given = machine.round(() => {
      const value = machine.allocate(made, record({ a: ONE }));
      machine.store(holder, record({ made: value }));
      return joinValues(value, UNDEFINED);
    });
    expect(given).toEqual(joinValues(addressValue(olderAddress(made)), UNDEFINED));
    expect(held(machine, holder, "made")).toEqual(addressValue(olderAddress(made)));
    expect(machine.object(made)).toBeUndefined();
    expect(held(machine, olderAddress(made), "a")).toEqual(ONE);
  });

  it("joins what the rounds have made, and leaves the next one's object alone", () => {
    const machine = newMachine();
    const made = addressAt(machine, 2);
    machine.round(() => machine.allocate(made, record({ a: ONE })));
    machine.round(() => machine.allocate(made, record({ a: TWO })));
    machine.allocate(made, record({ a: UNDEFINED }));
    expect(held(machine, olderAddress(made), "a")).toEqual(joinValues(ONE, TWO));
    expect(held(machine, made, "a")).toEqual(UNDEFINED);
  });

  it("does not age what was made before it", () => {
    const machine = newMachine();
    const made = addressAt(machine, 2);
    machine.allocate(made, record({ a: ONE }));
    machine.round(() => {
      machine.update(made, () => record({ a: TWO }));
      return NOTHING;
    });
    expect(held(machine, made, "a")).toEqual(TWO);
  });

  it("renames the scopes that a function closes over, its `this`, and prototypes", () => {
    const machine = newMachine();
    const [scope, closure, instance] = [1, 2, 3].map((site) => addressAt(machine, site));
    if (scope === undefined || closure === undefined || instance === undefined)
      throw new Error("no addresses");
    machine.store(closure, newObject({ kind: "record" }));
    machine.store(instance, newObject({ kind: "record" }));
    const detail: Closure = {
      kind: "closure",
      file: "toy.ts",
      procedure: 1,
      environment: [scope],
      boundThis: addressValue(scope),
      home: scope,
    };
    machine.round(() => {
      machine.allocate(scope, newObject({ kind: "scope" }));
      machine.store(closure, newObject(detail));
      machine.store(instance, newObject({ kind: "record" }, { prototypes: new Set([scope]) }));
      return NOTHING;
    });
    const older = olderAddress(scope);
    expect(machine.object(closure)?.detail).toEqual({
      ...detail,
      environment: [older],
      boundThis: addressValue(older),
      home: older,
    });
    expect(machine.object(instance)?.prototypes).toEqual(new Set([older]));
  });

  it("in a round ages its own first, and nothing twice", () => {
    const machine = newMachine();
    const [outer, inner] = [addressAt(machine, 1), addressAt(machine, 2)];
    machine.round(() => {
      machine.allocate(outer, record({}));
      machine.round(() => machine.allocate(inner, record({})));
      expect(machine.object(inner)).toBeUndefined();
      expect(machine.object(outer)).toBeDefined();
      return NOTHING;
    });
    expect(machine.object(olderAddress(outer))).toBeDefined();
    expect(machine.object(olderAddress(inner))).toBeDefined();
  });
});

describe("ways through a program", () => {
  it("that may both be gone join, with what each of them gives", () => {
    const machine = newMachine();
    const address = addressAt(machine, 1);
    machine.store(address, record({ a: constantValue(0) }));
    const write = (value: Value) => (): Value => {
      machine.store(address, record({ a: value }));
      return value;
    };
    expect(machine.either(write(ONE), write(TWO))).toEqual(joinValues(ONE, TWO));
    expect(held(machine, address, "a")).toEqual(joinValues(ONE, TWO));
  });

  it("that end count for nothing afterwards", () => {
    const machine = newMachine();
    const address = addressAt(machine, 1);
    machine.store(address, record({ a: ONE }));
    const exit = newExit();
    const given = machine.perhaps(() => {
      machine.store(address, record({ a: TWO }));
      machine.leave(exit, TWO);
      return TWO;
    });
    expect(given).toEqual(NOTHING);
    expect(held(machine, address, "a")).toEqual(ONE);
    expect(exit.value).toEqual(TWO);
    expect(exit.state && objectAt(exit.state, address)?.slots.get("a")?.value).toEqual(TWO);
  });

  it("lead into a handler from unknown code only where there is one", () => {
    const machine = newMachine();
    machine.mayThrow();
    expect(machine.throws.at(-1)?.state).toBeUndefined();
    const handler = newExit(true);
    machine.throws.push(handler);
    machine.mayThrow();
    expect(handler.state).toBe(machine.state);
    expect(handler.value.open).toBe(true);
  });
});

describe("bounds", () => {
  it("are noted once for each place", () => {
    const machine = newMachine();
    for (const site of [3, 4, 3]) machine.hit("MAXIMAL_TASKS", "toy.ts", site);
    expect([...machine.counters.limits.values()].map(({ site }) => site)).toEqual([3, 4]);
  });
});
