/**
 * Pipeline stage: value flow. Promises: what they resolve to and are rejected with are hidden slots; awaiting reads
 * them after the tasks that are due have run.
 */
import type { Expression, SiteId } from "../graph/expression.js";
import { isRecent } from "./addresses.js";
import { newObject, plainSlot, slotsWith, type AbstractObject } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { namespaceOf } from "./modules.js";
import type { CallEvent } from "./flow-problem.js";
import { slotValue } from "./properties.js";
import { setSlot } from "./property-writes.js";
import { assimilated } from "./thenables.js";
import { throwValue } from "./exits.js";
import { giveWay } from "./turns.js";
import { arrayOf } from "./literals.js";
import {
  addressValue,
  certainConstant,
  constantValue,
  isNothing,
  joinFacts,
  joinValues,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "./value.js";

/** A promise that resolves to `resolved` (flattened when it is awaited) or is rejected with `rejected`. */
export function promiseOf(
  machine: Machine,
  frame: Frame,
  site: SiteId,
  resolved: Value,
  rejected: Value = NOTHING,
): Value {
  const address = machine.book.addressOf(frame.context, frame.file, site, "promise");
  return machine.allocate(address, newPromise(resolved, rejected));
}

/** The object of such a promise. */
export function newPromise(resolved: Value = NOTHING, rejected: Value = NOTHING): AbstractObject {
  const slots = new Map([
    ["@resolved", plainSlot(resolved)],
    ["@rejected", plainSlot(rejected)],
  ]);
  return newObject({ kind: "promise" }, { slots });
}

/** What a value is once it is settled, and what it may be rejected with. */
export function settled(
  machine: Machine,
  value: Value,
): { readonly resolved: Value; readonly rejected: Value } {
  let resolved = NOTHING;
  let rejected = NOTHING;
  const chosenBy = new Map<Address, FactSet>();
  // Grows while it is gone through: promises resolve to promises, and the facts of each go with what the innermost one holds.
  const waiting = [value];
  for (const one of waiting) {
    const promises = [...one.addresses].filter((address) => isPromise(machine, address));
    const own = withoutAddresses(one, promises);
    if (!isNothing(own)) resolved = joinValues(resolved, own);
    for (const address of promises) {
      const known = chosenBy.get(address);
      const facts = known === undefined ? one.facts : joinFacts(known, one.facts);
      if (facts === known) continue;
      chosenBy.set(address, facts);
      rejected = joinValues(rejected, slotValue(machine, address, "@rejected"));
      waiting.push(withFacts(slotValue(machine, address, "@resolved"), facts));
    }
  }
  return { resolved, rejected };
}

function isPromise(machine: Machine, address: Address): boolean {
  return machine.object(address)?.detail.kind === "promise";
}

function withoutAddresses(value: Value, without: readonly Address[]): Value {
  if (without.length === 0) return value;
  return {
    ...value,
    addresses: new Set([...value.addresses].filter((address) => !without.includes(address))),
  };
}

/** `await value`. */
export function awaited(machine: Machine, value: Value): Value {
  if (machine.isDead()) return NOTHING;
  giveWay(machine, value);
  return outcomeOf(machine, value);
}

/** What `await value` comes to when its turn has come. */
export function outcomeOf(machine: Machine, value: Value): Value {
  if (machine.isDead()) return NOTHING;
  const { resolved, rejected } = settled(machine, value);
  const hasPromise = [...value.addresses].some((address) => isPromise(machine, address));
  if (hasPromise) machine.mayThrow();
  if (!isNothing(rejected)) {
    const before = machine.state;
    throwValue(machine, rejected);
    machine.state = isNothing(resolved) ? undefined : before;
  }
  return isNothing(resolved) && isNothing(rejected) ? UNKNOWN : resolved;
}

/** A function that settles the promise in this way with what it is called with. */
export function resolverOf(machine: Machine, promise: Address, settles: "@resolved" | "@rejected"): Value {
  const slots = new Map([["@promise", plainSlot(addressValue(promise))]]);
  const address = machine.book.addressWithin(promise, settles);
  return machine.allocate(address, newObject({ kind: "resolver", settles }, { slots }));
}

/** Slot of a promise that is settled: what resolvers are called with after that is lost. */
const SETTLED = "@settled";

/** A resolver is called: its promise settles with what it is given. */
export function settle(
  machine: Machine,
  frame: Frame,
  resolver: Address,
  event: Pick<CallEvent, "arguments" | "site">,
): void {
  const passed = event.arguments.values;
  const object = machine.object(resolver);
  if (object?.detail.kind !== "resolver") return;
  const { settles } = object.detail;
  const [first = NOTHING, second = NOTHING] = passed.map(({ value }) => value);
  const promises = object.slots.get("@promise")?.value.addresses ?? NOTHING.addresses;
  for (const address of promises) {
    const isCertain = promises.size === 1 && isRecent(address);
    if (certainConstant(slotValue(machine, address, SETTLED))?.constant === true) continue;
    if (isCertain) setSlot(machine, address, SETTLED, constantValue(true), true);
    noteResolution(machine, frame, address, passed[0]?.expression);
    if (settles === "arguments") {
      const list = machine.book.addressWithin(address, "arguments");
      addToSlot(
        machine,
        address,
        "@resolved",
        arrayOf(
          machine,
          list,
          passed.map(({ value }) => value),
          undefined,
        ),
      );
      continue;
    }
    if (settles !== "callback") {
      const given = passed.length === 0 ? UNDEFINED : first;
      addToSlot(
        machine,
        address,
        settles,
        settles === "@resolved" ? assimilated(machine, frame, event.site, given) : given,
      );
      continue;
    }
    const isError = first.open || first.addresses.size > 0;
    if (isError) addToSlot(machine, address, "@rejected", first);
    addToSlot(machine, address, "@resolved", second);
  }
}

function noteResolution(
  machine: Machine,
  frame: Frame,
  promise: Address,
  expression: Expression | undefined,
): void {
  if (expression === undefined) return;
  const known =
    machine.resolutions.get(promise) ?? new Map<Expression, { expression: Expression; frame: Frame }>();
  known.set(expression, { expression, frame });
  machine.resolutions.set(promise, known);
}

/** Adds to what a hidden slot may hold. */
export function addToSlot(machine: Machine, address: Address, name: string, value: Value): void {
  machine.update(address, (object) =>
    slotsWith(object, name, plainSlot(joinValues(object.slots.get(name)?.value ?? NOTHING, value))),
  );
}

/** `import("m")` is a promise of the module's namespace, `require("m")` the module itself. */
export function importedLater(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "import-call" }>,
): Value {
  if (expression.module === undefined) return UNKNOWN;
  const namespace = namespaceOf(
    machine,
    frame,
    expression.specifier,
    expression.module,
    expression.promise ? "*" : "export=",
  );
  return expression.promise ? promiseOf(machine, frame, expression.site, namespace) : namespace;
}
