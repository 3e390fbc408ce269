/**
 * Pipeline stage: value flow. Objects with a `then` of their own: what awaits one, or resolves a promise with it, calls that
 * method with two functions, and goes on with what it calls the first one with.
 */
import type { SiteId } from "../graph/expression.js";
import { callWith, functionsIn, passedValues } from "./call-dispatch.js";
import { joinStates } from "./heap.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { addToSlot, newPromise, resolverOf } from "./promises.js";
import { readNamed } from "./properties.js";
import { addressValue, joinValues, NOTHING, type Address, type Value } from "./value.js";

/** The value with a promise in the place of each object that has a `then` of its own. */
export function assimilated(machine: Machine, frame: Frame, site: SiteId, value: Value): Value {
  const thenables = new Map<Address, Value>();
  for (const address of value.addresses) {
    if (machine.object(address)?.detail.kind !== "record") continue;
    const then = readNamed(machine, frame, address, address, "then", site);
    if (functionsIn(machine, then).length > 0) thenables.set(address, then);
  }
  if (thenables.size === 0 || machine.isDead()) return value;
  const others = [...value.addresses].filter((address) => !thenables.has(address));
  const rest: Value = { ...value, addresses: new Set(others) };
  const isCertain = thenables.size === 1 && others.length === 0 && value.constants.size === 0 && !value.open;
  let result = rest;
  for (const [thenable, then] of thenables) {
    const promise = machine.book.addressWithin(thenable, `awaited ${String(site)}`);
    result = joinValues(result, machine.allocate(promise, newPromise()));
    const run = (): Value => callThen(machine, frame, site, { thenable, then, promise });
    if (isCertain) run();
    else machine.perhaps(run);
  }
  return machine.isDead() ? NOTHING : result;
}

interface Thenable {
  readonly thenable: Address;
  readonly then: Value;
  /** What it settles. */
  readonly promise: Address;
}

function callThen(
  machine: Machine,
  frame: Frame,
  site: SiteId,
  { thenable, then, promise }: Thenable,
): Value {
  const functions = [resolverOf(machine, promise, "@resolved"), resolverOf(machine, promise, "@rejected")];
  const thrown = newExit();
  machine.throws.push(thrown);
  callWith(machine, frame, then, addressValue(thenable), passedValues(functions), site);
  machine.throws.pop();
  if (thrown.state === undefined) return NOTHING;
  const { state } = machine;
  machine.state = thrown.state;
  addToSlot(machine, promise, "@rejected", thrown.value);
  machine.state = joinStates(state, machine.state);
  return NOTHING;
}
