/**
 * Pipeline stage: value flow. Operations that write objects out and make them anew: JSON and structured clones.
 */
import { callValue, functionsIn } from "../call-dispatch.js";
import { newObject, plainSlot, type AbstractObject, type Slot } from "../heap.js";
import { iterated } from "../iteration.js";
import { derivedFacts, factsOfKind } from "../match.js";
import { argument, derived, hasArgument, type Application } from "../model-places.js";
import { factsWithin } from "../parts.js";
import { readNamed } from "../properties.js";
import {
  addressValue,
  isNothing,
  joinValues,
  NOTHING,
  onlyConstants,
  openValue,
  withFacts,
  type Address,
  type Value,
} from "../value.js";
import { address } from "./objects.js";

// JSON and clones.

/** What `JSON.stringify` would write: `toJSON` is asked, a constant list of keys leaves the others out. */
export function stringify(application: Application): Value {
  const { machine, event } = application;
  const value = argument(application, 0);
  const written = viewOf(application, value, allowedNames(application), 0);
  const facts = factsWithin(machine, event.frame, written, event.site);
  const text = openValue(
    derivedFacts(event.frame, factsOfKind(facts, "value", "match", "foreign"), event.site),
  );
  // The text remembers what it was made of: parsing gives the same parts again.
  const snapshot = machine.allocate(
    address(application, "json"),
    newObject({ kind: "json" }, { slots: new Map([["@parsed", plainSlot(written)]]) }),
  );
  return { ...text, addresses: snapshot.addresses };
}

function allowedNames(application: Application): readonly string[] | undefined {
  const { machine, event } = application;
  if (!hasArgument(application, 1)) return undefined;
  const list = argument(application, 1);
  if (
    [...list.addresses].some((at) => machine.object(at)?.detail.kind !== "array") ||
    list.addresses.size === 0
  )
    return undefined;
  const elements = iterated(machine, event.frame, list, event.site);
  const names = elements.places?.map((place) => onlyConstants(place)?.map(String));
  if (names === undefined) return undefined;
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length ? known.flat() : undefined;
}

/** A deep copy as a serialiser sees it. */
function viewOf(
  application: Application,
  value: Value,
  allowed: readonly string[] | undefined,
  depth: number,
): Value {
  const { machine, event } = application;
  if (value.addresses.size === 0 || depth > 8) return value;
  let view: Value = { ...value, addresses: NOTHING.addresses };
  for (const at of value.addresses) {
    const object = machine.object(at);
    if (object === undefined) continue;
    const method = readNamed(machine, event.frame, at, at, "toJSON", event.site);
    if (functionsIn(machine, method).some(({ kind }) => kind === "procedure")) {
      view = joinValues(view, callValue(machine, event.frame, method, addressValue(at), [], event.site));
      continue;
    }
    if (object.detail.kind === "closure" || object.detail.kind === "library") continue;
    view = joinValues(view, copyOf(application, at, object, allowed, depth));
  }
  return view;
}

function copyOf(
  application: Application,
  at: Address,
  object: AbstractObject,
  allowed: readonly string[] | undefined,
  depth: number,
): Value {
  const { machine, event } = application;
  const copyAddress = machine.book.addressOf(
    event.frame.context,
    event.frame.file,
    event.site,
    `copy of ${String(at)}`,
  );
  if (machine.object(copyAddress) !== undefined && depth > 0) return addressValue(copyAddress);
  const slots = new Map<string, Slot>();
  machine.store(copyAddress, newObject({ kind: "record" }));
  // Sets and maps become "{}" in JSON, but a clone keeps them: what they hold stays under their hidden slots.
  for (const [name, slot] of object.slots) {
    if (name.startsWith("#") || name === "@pattern") continue;
    if (
      allowed !== undefined &&
      !name.startsWith("@") &&
      object.detail.kind !== "array" &&
      !allowed.includes(name)
    )
      continue;
    const held =
      slot.getter === undefined
        ? slot.value
        : callValue(machine, event.frame, slot.getter, addressValue(at), [], event.site);
    slots.set(name, plainSlot(viewOf(application, held, allowed, depth + 1)));
  }
  const detail =
    object.detail.kind === "opaque" ||
    object.detail.kind === "array" ||
    object.detail.kind === "map" ||
    object.detail.kind === "set"
      ? object.detail
      : { kind: "record" as const };
  const rest =
    allowed === undefined || object.detail.kind === "array"
      ? viewOf(application, object.rest, allowed, depth + 1)
      : NOTHING;
  machine.store(
    copyAddress,
    newObject(detail, { slots, rest, exact: object.exact, length: object.length, keyFacts: object.keyFacts }),
  );
  return addressValue(copyAddress);
}

export function parse(application: Application): Value {
  const { machine } = application;
  const text = argument(application, 0);
  let value = NOTHING;
  for (const at of text.addresses)
    value = joinValues(value, machine.object(at)?.slots.get("@parsed")?.value ?? NOTHING);
  if (!isNothing(value)) return withFacts(value, factsOfKind(text.facts, "match"));
  const made = machine.allocate(
    address(application, "parsed"),
    newObject(
      { kind: "opaque", shape: undefined, type: "any" },
      {
        exact: false,
        rest: derived(application, text),
      },
    ),
  );
  return joinValues(made, derived(application, text));
}

export function clone(application: Application): Value {
  return viewOf(application, argument(application, 0), undefined, 0);
}
