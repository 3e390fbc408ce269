/**
 * Pipeline stage: value flow. Operations that write objects out and make them anew: JSON and structured clones.
 */
import { callValue, functionsIn } from "../call-dispatch.js";
import { newObject, plainSlot, type AbstractObject, type Slot } from "../heap.js";
import { iterated } from "../iteration.js";
import { derivedFacts, factsOfKind } from "../match.js";
import { argument, derived, hasArgument, type Application } from "../model-places.js";
import { jsonForm } from "../json-form.js";
import { factsWithin } from "../parts.js";
import { readNamed } from "../properties.js";
import {
  addressValue,
  constantValue,
  isNothing,
  joinFacts,
  joinValues,
  NOTHING,
  onlyConstants,
  openValue,
  UNDEFINED,
  UNKNOWN,
  UNKNOWN_TEXT,
  withFacts,
  type Address,
  type Value,
} from "../value.js";
import { address } from "./objects.js";

/** What becomes of the parts of an object that is written out or made anew. */
interface Rewriting {
  /** Whether the objects are asked for `toJSON`. */
  readonly asks: boolean;
  /** The only names that are kept, if not all are. */
  readonly allowed: readonly string[] | undefined;
  /** A function of key and value that says what stands for the value, before its parts are looked at. */
  readonly replacer: Value | undefined;
  /** The same, after its parts have been made. */
  readonly reviver: Value | undefined;
}

const EVERYTHING: Rewriting = { asks: false, allowed: undefined, replacer: undefined, reviver: undefined };

/** What `JSON.stringify` would write: `toJSON` is asked, a constant list of keys leaves the others out. */
export function stringify(application: Application): Value {
  const { machine, event } = application;
  const value = argument(application, 0);
  const rewriting = {
    ...EVERYTHING,
    asks: true,
    allowed: allowedNames(application),
    replacer: functionGiven(application),
  };
  const written = viewOf(application, value, rewriting, "");
  const indent = hasArgument(application, 2) ? argument(application, 2) : NOTHING;
  const facts = joinFacts(factsWithin(machine, event.frame, written, event.site), indent.facts);
  const text = openValue(
    derivedFacts(event.frame, factsOfKind(facts, "value", "match", "foreign"), event.site),
  );
  // The text remembers what it was made of: parsing gives the same parts again.
  const snapshot = machine.allocate(
    address(application, "json"),
    newObject({ kind: "json" }, { slots: new Map([["@parsed", plainSlot(written)]]) }),
  );
  const form = hasArgument(application, 1) ? UNKNOWN_TEXT : jsonForm(machine, value);
  const known = form === UNKNOWN_TEXT ? {} : { patterns: new Set([form]), whole: true };
  return { ...text, ...known, addresses: snapshot.addresses };
}

/** The second argument, if it is a function. */
function functionGiven(application: Application): Value | undefined {
  if (!hasArgument(application, 1)) return undefined;
  const given = argument(application, 1);
  return functionsIn(application.machine, given).length > 0 ? given : undefined;
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

/** A deep copy of what is under `key`, as a serialiser sees it. */
function viewOf(
  application: Application,
  value: Value,
  rewriting: Rewriting,
  key: string | undefined,
  depth = 0,
): Value {
  const { machine } = application;
  const { replacer, reviver } = rewriting;
  let seen = rewriting.asks ? convertedToJson(application, value) : value;
  if (replacer !== undefined) seen = rewritten(application, replacer, key, seen);
  if (seen.addresses.size === 0 || depth > 8)
    return reviver === undefined ? seen : rewritten(application, reviver, key, seen);
  let view: Value = { ...seen, addresses: NOTHING.addresses };
  for (const at of seen.addresses) {
    const object = machine.object(at);
    if (object === undefined) continue;
    if (object.detail.kind === "closure" || object.detail.kind === "library") continue;
    view = joinValues(view, copyOf(application, at, object, rewriting, depth));
  }
  return reviver === undefined ? view : rewritten(application, reviver, key, view);
}

/** What stands for the value: objects with `toJSON` say it themselves. */
function convertedToJson(application: Application, value: Value): Value {
  const { machine, event } = application;
  if (value.addresses.size === 0) return value;
  let converted: Value = { ...value, addresses: NOTHING.addresses };
  for (const at of value.addresses) {
    const method = readNamed(machine, event.frame, at, at, "toJSON", event.site);
    const own = functionsIn(machine, method).some(({ kind }) => kind === "procedure");
    const one = addressValue(at);
    converted = joinValues(
      converted,
      own ? callValue(machine, event.frame, method, one, [], event.site) : one,
    );
  }
  return converted;
}

function rewritten(application: Application, by: Value, key: string | undefined, value: Value): Value {
  const { machine, event } = application;
  const name = key === undefined ? UNKNOWN : constantValue(key);
  return machine.round(() => callValue(machine, event.frame, by, UNDEFINED, [name, value], event.site));
}

function copyOf(
  application: Application,
  at: Address,
  object: AbstractObject,
  rewriting: Rewriting,
  depth: number,
): Value {
  const { machine, event } = application;
  const { frame, site } = event;
  const { allowed } = rewriting;
  const copyAddress = machine.book.addressOf(frame.context, frame.file, site, `copy of ${String(at)}`);
  if (machine.object(copyAddress) !== undefined && depth > 0) return addressValue(copyAddress);
  const slots = new Map<string, Slot>();
  const isArray = object.detail.kind === "array";
  machine.store(copyAddress, newObject({ kind: "record" }));
  // Sets and maps become "{}" in JSON, but a clone keeps them: what they hold stays under their hidden slots.
  if (rewriting.asks && (object.detail.kind === "map" || object.detail.kind === "set"))
    return addressValue(copyAddress);
  for (const [name, slot] of object.slots) {
    const isHidden = name.startsWith("@");
    if (name.startsWith("#") || name.startsWith("@@symbol") || name === "@pattern") continue;
    if (allowed !== undefined && !isHidden && !isArray && !allowed.includes(name)) continue;
    const held =
      slot.getter === undefined
        ? slot.value
        : callValue(machine, frame, slot.getter, addressValue(at), [], site);
    const how = isHidden ? EVERYTHING : rewriting;
    slots.set(name, plainSlot(viewOf(application, held, how, name, depth + 1)));
  }
  const { kind } = object.detail;
  const isKept = kind === "opaque" || kind === "array" || kind === "map" || kind === "set";
  const hasRest = !isNothing(object.rest) && (allowed === undefined || isArray);
  const rest = hasRest ? viewOf(application, object.rest, rewriting, undefined, depth + 1) : NOTHING;
  const { exact, length, keyFacts } = object;
  const detail = isKept ? object.detail : { kind: "record" as const };
  machine.store(copyAddress, newObject(detail, { slots, rest, exact, length, keyFacts }));
  return addressValue(copyAddress);
}

export function parse(application: Application): Value {
  const { machine } = application;
  const text = argument(application, 0);
  const rewriting = { ...EVERYTHING, reviver: functionGiven(application) };
  let value = NOTHING;
  for (const at of text.addresses)
    value = joinValues(value, machine.object(at)?.slots.get("@parsed")?.value ?? NOTHING);
  if (!isNothing(value))
    return withFacts(viewOf(application, value, rewriting, ""), factsOfKind(text.facts, "match"));
  const parts = derived(application, text);
  const made = machine.allocate(
    address(application, "parsed"),
    newObject({ kind: "opaque", shape: undefined, type: "any" }, { exact: false, rest: parts }),
  );
  const parsed = joinValues(made, parts);
  const { reviver } = rewriting;
  if (reviver === undefined) return parsed;
  const revived = rewritten(application, reviver, undefined, parts);
  for (const at of made.addresses) machine.update(at, (object) => ({ ...object, rest: revived }));
  return rewritten(application, reviver, "", joinValues(made, revived));
}

export function clone(application: Application): Value {
  return viewOf(application, argument(application, 0), EVERYTHING, "");
}
