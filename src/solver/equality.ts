/**
 * Pipeline stage: value flow. Whether two values or objects say the same, traces included. What is stored again with
 * the same content stays the object that it was: fixpoints, summaries and reruns compare objects by identity.
 */
import type { Step } from "../graph/flow-fact.js";
import type { AbstractObject, ObjectDetail, Slot } from "./heap.js";
import type { FactSet, Value } from "./value.js";

export function equalValues(left: Value, right: Value): boolean {
  if (left === right) return true;
  return (
    left.open === right.open &&
    equalSets(left.addresses, right.addresses) &&
    equalSets(left.constants, right.constants) &&
    equalFacts(left.facts, right.facts) &&
    left.whole === right.whole &&
    equalSets(left.patterns, right.patterns)
  );
}

function equalSets<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): boolean {
  if (left === right) return true;
  if (left.size !== right.size) return false;
  for (const item of left) if (!right.has(item)) return false;
  return true;
}

function equalFacts(left: FactSet, right: FactSet): boolean {
  if (left === right) return true;
  if (left.size !== right.size) return false;
  for (const [key, fact] of left) {
    const other = right.get(key);
    if (other === undefined || !equalTraces(fact.trace, other.trace)) return false;
  }
  return true;
}

function equalTraces(left: Step, right: Step): boolean {
  let one: Step | undefined = left;
  let other: Step | undefined = right;
  while (one !== other) {
    if (one === undefined || other === undefined) return false;
    if (one.length !== other.length || one.site !== other.site) return false;
    if (one.kind !== other.kind || one.file !== other.file) return false;
    one = one.previous;
    other = other.previous;
  }
  return true;
}

export function equalObjects(left: AbstractObject, right: AbstractObject): boolean {
  if (left === right) return true;
  return (
    left.exact === right.exact &&
    left.length === right.length &&
    equalSets(left.prototypes, right.prototypes) &&
    equalDetails(left.detail, right.detail) &&
    equalSlotMaps(left.slots, right.slots) &&
    equalValues(left.rest, right.rest) &&
    equalSets(left.owners, right.owners) &&
    equalFacts(left.keyFacts, right.keyFacts)
  );
}

function equalSlotMaps(left: ReadonlyMap<string, Slot>, right: ReadonlyMap<string, Slot>): boolean {
  if (left === right) return true;
  if (left.size !== right.size) return false;
  for (const [name, slot] of left) {
    const other = right.get(name);
    if (other === undefined || !equalSlots(slot, other)) return false;
  }
  return true;
}

function equalSlots(left: Slot, right: Slot): boolean {
  return (
    left === right ||
    (equalValues(left.value, right.value) &&
      equalOptional(left.getter, right.getter) &&
      equalOptional(left.setter, right.setter))
  );
}

function equalOptional(left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return equalValues(left, right);
}

/** Whether they are of one kind, with the same that the kind brings along. Told different where that is not simple. */
function equalDetails(left: ObjectDetail, right: ObjectDetail): boolean {
  if (left === right) return true;
  switch (left.kind) {
    case "record":
    case "array":
    case "set":
    case "map":
    case "promise":
    case "iterator":
    case "error":
    case "regular-expression":
    case "scope":
    case "promisified":
    case "json":
    case "mingled":
    case "proxy":
      return left.kind === right.kind;
    case "closure":
      return right.kind === "closure" && equalClosures(left, right);
    case "bound":
      return right.kind === "bound" && left.count === right.count;
    case "generator":
      return right.kind === "generator" && left.async === right.async;
    case "resolver":
      return right.kind === "resolver" && left.settles === right.settles;
    case "opaque":
      return right.kind === "opaque" && left.shape === right.shape && left.type === right.type;
    case "class":
    case "library":
      return false;
  }
}

type Closure = Extract<ObjectDetail, { kind: "closure" }>;

function equalClosures(left: Closure, right: Closure): boolean {
  const others = left.others ?? [];
  return (
    left.procedure === right.procedure &&
    left.file === right.file &&
    left.home === right.home &&
    equalOptional(left.boundThis, right.boundThis) &&
    left.environment.length === right.environment.length &&
    left.environment.every((address, index) => address === right.environment[index]) &&
    left.isCrowded === right.isCrowded &&
    others.length === (right.others?.length ?? 0) &&
    others.every((other, index) => {
      const same = right.others?.[index];
      return same !== undefined && equalClosures(other, same);
    })
  );
}
