/**
 * Pipeline stage: value flow. `Object.*`, `Reflect.*`, JSON, clones and proxies.
 */
import { callReferences, callValue, callWith, functionsIn } from "../calls.js";
import type { PassedArgument } from "../flow-problem.js";
import { addListener } from "../channels.js";
import { newObject, plainSlot, type AbstractObject, type Slot } from "../heap.js";
import { promiseOf } from "../promises.js";
import { iterated } from "../iteration.js";
import { arrayOf, withSpread } from "../literals.js";
import { derivedFacts, factsOfKind, matchedFacts } from "../match.js";
import { argument, derived, hasArgument, type Application } from "../model-places.js";
import { factsWithin } from "../parts.js";
import {
  deleteProperty,
  isHidden,
  keyOf,
  knownNames,
  namedKey,
  readNamed,
  readProperty,
  setSlot,
  writeProperty,
} from "../properties.js";
import {
  addressValue,
  constantValue,
  isNothing,
  joinAll,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  onlyConstants,
  openValue,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "../value.js";

function address(application: Application, part: string): Address {
  const { machine, event } = application;
  return machine.book.addressOf(event.frame.context, event.frame.file, event.site, part);
}

export function assign(application: Application): Value {
  const { machine, event } = application;
  const target = argument(application, 0);
  const sources = event.arguments.values.slice(1);
  for (const { value, expression } of sources) {
    for (const source of value.addresses) {
      const object = machine.object(source);
      if (object === undefined) continue;
      tellWrites(application, target, expression, object, source);
      for (const [name, slot] of object.slots) {
        if (isHidden(name) && !name.startsWith("@@symbol")) continue;
        const held =
          slot.getter === undefined
            ? slot.value
            : readNamed(machine, event.frame, source, source, name, event.site);
        writeProperty(machine, event.frame, target, namedKey(name), held, event.site);
      }
      if (!isNothing(object.rest))
        writeProperty(
          machine,
          event.frame,
          target,
          { names: undefined, value: NOTHING },
          object.rest,
          event.site,
        );
    }
  }
  return target;
}

/** Copying into an object is writing to it: told with the expression that is copied. */
function tellWrites(
  application: Application,
  target: Value,
  expression: PassedArgument["expression"],
  object: AbstractObject,
  source: Address,
): void {
  const { machine, event } = application;
  void object;
  machine.problem.written(machine, {
    frame: event.frame,
    objects: [...target.addresses],
    targetSite: undefined,
    expression,
    site: expression?.site ?? event.site,
    value: addressValue(source),
    key: undefined,
    names: undefined,
  });
}

export function keys(application: Application): Value {
  const { machine, event } = application;
  const source = argument(application, 0);
  const names = new Set<string>();
  let facts: FactSet = factsOfKind(source.facts, "match");
  let known = !source.open && source.addresses.size > 0;
  for (const at of source.addresses) {
    const object = machine.object(at);
    if (object === undefined) continue;
    facts = joinFacts(facts, derivedFacts(event.frame, object.keyFacts, event.site));
    const own = knownNames(object);
    if (own === undefined || object.detail.kind === "array") known = false;
    for (const name of own ?? []) names.add(name);
  }
  if (known && facts.size === 0 && names.size <= 24) {
    return arrayOf(
      machine,
      address(application, "keys"),
      [...names].map((name) => constantValue(name)),
      undefined,
    );
  }
  return machine.allocate(
    address(application, "keys"),
    newObject({ kind: "array" }, { rest: openValue(facts) }),
  );
}

/** The values of all properties, getters read. */
function propertiesOf(
  application: Application,
  value: Value,
): { names: string[] | undefined; values: Value[]; any: Value } {
  const { machine, event } = application;
  const names: string[] = [];
  const values: Value[] = [];
  let any = value.open ? UNKNOWN : NOTHING;
  let known = value.addresses.size === 1 && !value.open;
  for (const at of value.addresses) {
    const object = machine.object(at);
    if (object === undefined) continue;
    for (const [name, slot] of object.slots) {
      if (isHidden(name)) continue;
      const held =
        slot.getter === undefined
          ? slot.value
          : callValue(machine, event.frame, slot.getter, addressValue(at), [], event.site);
      names.push(name);
      values.push(held);
      any = joinValues(any, held);
    }
    any = joinValues(any, object.rest);
    if (knownNames(object) === undefined) known = false;
  }
  return { names: known ? names : undefined, values, any };
}

export function values(application: Application): Value {
  const { machine } = application;
  const found = propertiesOf(application, argument(application, 0));
  if (found.names !== undefined)
    return arrayOf(machine, address(application, "values"), found.values, undefined);
  return machine.allocate(address(application, "values"), newObject({ kind: "array" }, { rest: found.any }));
}

export function entries(application: Application): Value {
  const { machine, event } = application;
  const source = argument(application, 0);
  const found = propertiesOf(application, source);
  const pair = (part: string, key: Value, value: Value): Value =>
    arrayOf(machine, address(application, `pair ${part}`), [key, value], undefined);
  let keyFacts = NO_FACTS;
  for (const at of source.addresses)
    keyFacts = joinFacts(
      keyFacts,
      derivedFacts(event.frame, machine.object(at)?.keyFacts ?? NO_FACTS, event.site),
    );
  if (found.names !== undefined && keyFacts.size === 0 && found.names.length <= 24) {
    const pairs = found.names.map((name, index) =>
      pair(name, constantValue(name), found.values[index] ?? NOTHING),
    );
    return arrayOf(machine, address(application, "entries"), pairs, undefined);
  }
  const any =
    isNothing(found.any) && keyFacts.size === 0 ? NOTHING : pair("*", openValue(keyFacts), found.any);
  return machine.allocate(address(application, "entries"), newObject({ kind: "array" }, { rest: any }));
}

export function fromEntries(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, argument(application, 0), event.site);
  const target = machine.allocate(address(application, "object"), newObject({ kind: "record" }));
  for (const pair of elements.places ?? [elements.any]) {
    if (isNothing(pair)) continue;
    const parts = iterated(machine, event.frame, pair, event.site);
    const key = parts.leading[0] ?? parts.any;
    writeProperty(machine, event.frame, target, keyOf(key), parts.leading[1] ?? parts.any, event.site);
  }
  return target;
}

export function create(application: Application): Value {
  const { machine } = application;
  const [prototype] = argument(application, 0).addresses;
  return machine.allocate(address(application, "object"), newObject({ kind: "record" }, { prototype }));
}

export function defineProperty(application: Application): Value {
  const target = argument(application, 0);
  define(application, target, keyOf(argument(application, 1)).names ?? [], argument(application, 2));
  return target;
}

function define(application: Application, target: Value, names: readonly string[], descriptor: Value): void {
  const { machine, event } = application;
  const part = (name: string): Value =>
    readProperty(machine, event.frame, descriptor, namedKey(name), event.site);
  const getter = part("get");
  const setter = part("set");
  const isAccessor = functionsIn(machine, getter).length > 0 || functionsIn(machine, setter).length > 0;
  for (const at of target.addresses) {
    for (const name of names) {
      if (isAccessor)
        machine.update(at, (object) => ({
          ...object,
          slots: new Map(object.slots).set(name, { value: NOTHING, getter, setter }),
        }));
      else setSlot(machine, at, name, part("value"), target.addresses.size === 1);
    }
  }
}

export function defineProperties(application: Application): Value {
  const { machine } = application;
  const target = argument(application, 0);
  for (const at of argument(application, 1).addresses) {
    for (const [name, slot] of machine.object(at)?.slots ?? [])
      if (!isHidden(name)) define(application, target, [name], slot.value);
  }
  return target;
}

export function get(application: Application): Value {
  const { machine, event } = application;
  return readProperty(
    machine,
    event.frame,
    argument(application, 0),
    keyOf(argument(application, 1)),
    event.site,
  );
}

export function set(application: Application): Value {
  const { machine, event } = application;
  const target = argument(application, 0);
  const key = keyOf(argument(application, 1));
  const written = event.arguments.values[2];
  machine.problem.written(machine, {
    frame: event.frame,
    objects: [...target.addresses],
    targetSite: undefined,
    expression: written?.expression,
    site: written?.expression?.site ?? event.site,
    value: written?.value ?? UNDEFINED,
    key: key.value,
    names: key.names,
  });
  writeProperty(machine, event.frame, target, key, written?.value ?? UNDEFINED, event.site);
  return UNKNOWN;
}

/** The elements of an array of arguments, each written as the element it is in the literal, where there is one. */
function spreadArguments(
  application: Application,
  index: number,
): { values: PassedArgument[]; rest: PassedArgument | undefined } {
  const { machine, event } = application;
  const list = event.arguments.values[index];
  if (list === undefined) return { values: [], rest: undefined };
  const elements = iterated(machine, event.frame, list.value, event.site);
  const literal = list.expression?.kind === "array" ? list.expression.elements : undefined;
  const simple = literal?.every((element) => element.kind === "element") ?? false;
  const passed = (value: Value, place: number): PassedArgument => {
    const element = simple ? literal?.[place] : undefined;
    return {
      value,
      expression: element?.kind === "element" ? element.expression : list.expression,
      site: undefined,
      spread: !simple,
    };
  };
  if (elements.places !== undefined) return { values: elements.places.map(passed), rest: undefined };
  return { values: [], rest: { ...passed(elements.any, -1), spread: true } };
}

export function apply(application: Application): Value {
  return callOn(application, argument(application, 0), argument(application, 1), 2);
}

function callOn(application: Application, callee: Value, receiver: Value, list: number): Value {
  const { machine, event } = application;
  return callWith(machine, event.frame, callee, receiver, spreadArguments(application, list), event.site);
}

export function constructReflected(application: Application): Value {
  const { machine, event } = application;
  return callReferences(machine, event.frame, functionsIn(machine, argument(application, 0)), {
    site: event.site,
    calleeSite: undefined,
    receiver: UNDEFINED,
    arguments: spreadArguments(application, 1),
    written: [],
    construct: true,
  });
}

/** `Reflect.has`, `Object.hasOwn`: a presence test. */
export function hasName(application: Application): Value {
  const { event } = application;
  return withFacts(UNKNOWN, matchedFacts(event.frame, argument(application, 1).facts, event.site));
}

export function remove(application: Application): Value {
  deleteProperty(application.machine, argument(application, 0), keyOf(argument(application, 1)));
  return UNKNOWN;
}

// Functions.

export function call(application: Application): Value {
  const { machine, event } = application;
  const [receiver, ...others] = event.arguments.values;
  return callWith(
    machine,
    event.frame,
    event.receiver,
    receiver?.value ?? UNDEFINED,
    { values: others, rest: event.arguments.rest },
    event.site,
  );
}

export function applyMethod(application: Application): Value {
  return callOn(application, application.event.receiver, argument(application, 0), 1);
}

export function bind(application: Application): Value {
  const { machine, event } = application;
  const [receiver, ...bound] = event.arguments.values;
  machine.problem.bound(machine, event, functionsIn(machine, event.receiver), bound);
  const slots = new Map<string, Slot>([
    ["@target", plainSlot(event.receiver)],
    ["@this", plainSlot(receiver?.value ?? UNDEFINED)],
    ...bound.map(({ value }, index) => [String(index), plainSlot(value)] as const),
  ]);
  return machine.allocate(
    address(application, "bound"),
    newObject({ kind: "bound", count: bound.length }, { slots }),
  );
}

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
  return names?.every((name) => name !== undefined) === true
    ? names.flatMap((name) => name ?? [])
    : undefined;
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

export function newProxy(application: Application): Value {
  const slots = new Map([
    ["@target", plainSlot(argument(application, 0))],
    ["@handler", plainSlot(argument(application, 1))],
  ]);
  return application.machine.allocate(address(application, "proxy"), newObject({ kind: "proxy" }, { slots }));
}

/** Two ports: what is posted into one comes out of the other. */
export function portPair(application: Application): Value {
  const { machine } = application;
  const ports = ["port1", "port2"].map((name) =>
    machine.allocate(
      address(application, name),
      newObject({ kind: "opaque", shape: undefined, type: "record" }, { exact: false, rest: UNKNOWN }),
    ),
  );
  const [first = UNKNOWN, second = UNKNOWN] = ports;
  for (const at of first.addresses) setSlot(machine, at, "@peer", second, true);
  for (const at of second.addresses) setSlot(machine, at, "@peer", first, true);
  const slots = new Map([
    ["port1", plainSlot(first)],
    ["port2", plainSlot(second)],
  ]);
  return machine.allocate(address(application, "channel"), newObject({ kind: "record" }, { slots }));
}

/** `once(emitter, topic)`: resolves to the arguments of the next event. */
export function onceOf(application: Application): Value {
  const { machine, event } = application;
  const promise = promiseOf(machine, event.frame, event.site, NOTHING);
  const slots = new Map([["@promise", plainSlot(promise)]]);
  const listener = machine.make(
    event.frame,
    event.site,
    "listener",
    { kind: "resolver", settles: "arguments" },
    { slots },
  );
  addListener(application, { name: "events", of: "argument[0]", key: "argument[1]" }, listener);
  return promise;
}

export function newSymbol(application: Application): Value {
  return application.machine.allocate(address(application, "symbol"), newObject({ kind: "record" }));
}

/** `new Error(message, { cause })`. */
export function newError(application: Application): Value {
  const { machine, event } = application;
  const callee =
    event.callee.kind === "library" ? event.callee.path.filter((part) => part !== "new").join(".") : "Error";
  const name = machine.view.modelOf("", [callee, "new"]) === undefined ? "Error" : callee;
  const message = hasArgument(application, 0) ? argument(application, 0) : constantValue("");
  const slots = new Map<string, Slot>([
    ["message", plainSlot(derived(application, message))],
    ["stack", plainSlot(derived(application, message))],
    ["name", plainSlot(constantValue(name))],
    ["@class", plainSlot(constantValue(name))],
  ]);
  if (hasArgument(application, 1)) {
    slots.set(
      "cause",
      plainSlot(readProperty(machine, event.frame, argument(application, 1), namedKey("cause"), event.site)),
    );
  }
  return machine.allocate(address(application, "error"), newObject({ kind: "error" }, { slots }));
}

/** Any property of the object (a URL, a request) carries what was put into any other. */
export function opaqueObject(application: Application): Value {
  const { machine, event } = application;
  const facts = joinAll(
    event.arguments.values.map(({ value }) =>
      openValue(factsWithin(machine, event.frame, value, event.site)),
    ),
  ).facts;
  return machine.allocate(
    address(application, "object"),
    newObject({ kind: "mingled" }, { exact: false, rest: openValue(facts) }),
  );
}
