/**
 * Pipeline stage: value flow. Reading properties, with what their types say beyond what is known of the objects: what hangs
 * on an object that came without a body, and which parts are labelled.
 */
import type { SiteId } from "../graph/expression.js";
import { flowFact, stepAfter, type FlowFact } from "../graph/flow-fact.js";
import type { TypeShape } from "../graph/type-shape.js";
import { plainOfLibrary } from "./library-values.js";
import type { Frame, Machine } from "./machine.js";
import { labelled, reified } from "./materialize.js";
import { readProperty, type KeyNames } from "./properties.js";
import { isForm, isNothing, mapFacts, type Value } from "./value.js";

/** Reads a property, with what its type says beyond what is known of it. */
export function readTyped(
  machine: Machine,
  frame: Frame,
  base: Value,
  key: KeyNames,
  site: SiteId,
  hasDefault = false,
): Value {
  const found = plainOfLibrary(machine, frame, readProperty(machine, frame, base, key, site), site);
  if (isNothing(found)) return found;
  // A computed key has the type of all that it might be: where it is known, the part itself says more.
  if (key.names !== undefined && !isNothing(key.value) && isOfOwnKeys(machine, base, key)) return found;
  const read = hasDefault ? found : withoutAbsence(machine, frame, found, site);
  const [parent] = base.addresses;
  const place = (): number =>
    parent === undefined
      ? machine.book.addressOf(frame.context, frame.file, site, "read")
      : machine.book.addressWithin(parent, `.${key.names?.join("|") ?? "*"}`);
  const value = reified(machine, frame, read, site, place);
  if (value !== read && parent !== undefined && base.addresses.size === 1 && key.names?.length === 1) {
    keepReified(machine, parent, key.names[0] ?? "", value);
  }
  const { shape } = machine.view.typeAt(frame.file, site);
  return labelled(machine, frame, readHere(machine, frame, value, shape, site), shape, site);
}

/** Whether the parts that a computed key may name are known: of forms it must be known what else there is. */
function isOfOwnKeys(machine: Machine, base: Value, key: KeyNames): boolean {
  if (key.names?.some(isForm) !== true) return true;
  return !base.open && [...base.addresses].every((address) => machine.object(address)?.exact === true);
}

/** What is not known, but by its type never absent. */
function withoutAbsence(machine: Machine, frame: Frame, value: Value, site: SiteId): Value {
  if (!value.open || !value.constants.has(undefined) || machine.view.typeAt(frame.file, site).nullish)
    return value;
  return { ...value, constants: new Set([...value.constants].filter((constant) => constant !== undefined)) };
}

/** A labelled part of an object of which only the type was known: its source is where it is read. */
function readHere(
  machine: Machine,
  frame: Frame,
  value: Value,
  shape: TypeShape | undefined,
  site: SiteId,
): Value {
  if (shape === undefined || shape.labels.length === 0 || value.facts.size === 0) return value;
  const isUnread = (fact: FlowFact): boolean =>
    fact.kind === "value" && fact.trace.length === 1 && shape.labels.includes(fact.label);
  if (![...value.facts.values()].some(isUnread)) return value;
  const here = stepAfter(undefined, "source", frame.file, site);
  const facts = mapFacts(value.facts, (fact) => {
    if (!isUnread(fact)) return fact;
    const read = flowFact("value", fact.label, here, fact.released, fact.entered);
    machine.passages.noteOrigin(read, fact);
    return read;
  });
  return { ...value, facts };
}

/** What hangs on an object belongs to whom the object belongs to. */
function keepReified(machine: Machine, parent: number, name: string, value: Value): void {
  const owners = machine.object(parent)?.owners ?? new Set<string>();
  if (owners.size > 0)
    for (const address of value.addresses) machine.update(address, (object) => ({ ...object, owners }));
  machine.update(parent, (object) =>
    object.exact || object.slots.has(name)
      ? object
      : {
          ...object,
          slots: new Map(object.slots).set(name, { value, getter: undefined, setter: undefined }),
        },
  );
}
