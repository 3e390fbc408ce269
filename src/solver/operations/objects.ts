/**
 * Pipeline stage: value flow. `Object.*`, `Reflect.*`, JSON, clones and proxies.
 */
import { callValue, functionsIn } from "../call-dispatch.js";
import type { PassedArgument } from "../flow-problem.js";
import { newObject, plainSlot } from "../heap.js";
import { iterated, partsOfValue } from "../iteration.js";
import { arrayOf, mayBeMissing } from "../literals.js";
import type { Machine } from "../machine.js";
import { derivedFacts, factsOfKind, keyFactsOf } from "../match.js";
import { argument, hasArgument, type Application } from "../model-places.js";
import { isHidden, keyOf, knownNames, namedKey, readNamed, readProperty } from "../properties.js";
import { setSlot, writeProperty } from "../property-writes.js";
import { setPrototype as replacePrototype } from "../prototypes.js";
import {
  addressValue,
  constantValue,
  isNothing,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  openValue,
  withFacts,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type FactSet,
  type Value,
} from "../value.js";

export function address(application: Application, part: string): Address {
  const { machine, event } = application;
  return machine.book.addressOf(event.frame.context, event.frame.file, event.site, part);
}

export function assign(application: Application): Value {
  const { machine, event } = application;
  const target = argument(application, 0);
  for (const { value, expression } of event.arguments.values.slice(1)) {
    const sources = [...value.addresses].filter((source) => machine.object(source) !== undefined);
    const mayBeOther = value.constants.size > 0 || value.open;
    let copy = (): Value => NOTHING;
    for (const [index, source] of sources.entries()) {
      tellWrites(application, target, expression, addressValue(source));
      const other = copy;
      const own = (): Value => copyInto(application, target, source);
      copy = index === 0 && !mayBeOther ? own : () => machine.either(other, own);
    }
    copy();
  }
  return target;
}

function copyInto(application: Application, target: Value, source: Address): Value {
  const { machine, event } = application;
  const { frame, site } = event;
  const object = machine.object(source);
  if (object === undefined) return NOTHING;
  for (const [name, slot] of object.slots) {
    if (isHidden(name) && !name.startsWith("@@symbol")) continue;
    const held =
      slot.getter === undefined ? slot.value : readNamed(machine, frame, source, source, name, site);
    const write = (): Value => {
      writeProperty(machine, frame, target, namedKey(name), held, site);
      return NOTHING;
    };
    if (mayBeMissing(held)) machine.perhaps(write);
    else write();
  }
  if (!isNothing(object.rest))
    writeProperty(machine, frame, target, { names: undefined, value: NOTHING }, object.rest, site);
  return NOTHING;
}

/** Copying into an object is writing to it: told with the expression that is copied. */
function tellWrites(
  application: Application,
  target: Value,
  expression: PassedArgument["expression"],
  value: Value,
): void {
  const { machine, event } = application;
  machine.problem.written(machine, {
    frame: event.frame,
    objects: [...target.addresses],
    targetSite: undefined,
    expression,
    site: expression?.site ?? event.site,
    value,
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
  const found = machine.allocate(
    address(application, "keys"),
    newObject({ kind: "array" }, { rest: openValue(facts) }),
  );
  return withFacts(found, numberFacts(machine, source));
}

/** What decided how many properties the value has. */
function numberFacts(machine: Machine, value: Value): FactSet {
  return factsOfKind(joinFacts(value.facts, keyFactsOf(machine, value)), "match");
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
  const all = machine.allocate(
    address(application, "values"),
    newObject({ kind: "array" }, { rest: found.any }),
  );
  return withFacts(all, numberFacts(machine, argument(application, 0)));
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
  const all = machine.allocate(address(application, "entries"), newObject({ kind: "array" }, { rest: any }));
  return withFacts(all, numberFacts(machine, source));
}

export function fromEntries(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, argument(application, 0), event.site);
  const target = machine.allocate(address(application, "object"), newObject({ kind: "record" }));
  const put = (pair: Value): Value => {
    const parts = iterated(machine, event.frame, pair, event.site);
    const key = parts.leading[0] ?? parts.any;
    writeProperty(
      machine,
      event.frame,
      target,
      keyOf(machine, key),
      parts.leading[1] ?? parts.any,
      event.site,
    );
    return NOTHING;
  };
  if (elements.places !== undefined) elements.places.forEach(put);
  else if (!isNothing(elements.any))
    for (const pair of partsOfValue(elements.any)) machine.perhaps(() => put(pair));
  return target;
}

export function create(application: Application): Value {
  const { machine } = application;
  const prototypes = argument(application, 0).addresses;
  const made = machine.allocate(
    address(application, "object"),
    newObject({ kind: "record" }, { prototypes, exact: !argument(application, 0).open }),
  );
  return hasArgument(application, 1) ? definedBy(application, made, argument(application, 1)) : made;
}

/** `Object.getOwnPropertyDescriptor`. */
export function getOwn(application: Application): Value {
  const { machine, event } = application;
  const value = readProperty(
    machine,
    event.frame,
    argument(application, 0),
    keyOf(application.machine, argument(application, 1)),
    event.site,
  );
  return machine.allocate(
    address(application, "descriptor"),
    newObject({ kind: "record" }, { slots: new Map([["value", plainSlot(value)]]), exact: false }),
  );
}

export function setPrototype(application: Application): Value {
  const target = argument(application, 0);
  for (const at of target.addresses)
    replacePrototype(application.machine, at, argument(application, 1), target.addresses.size === 1);
  return target;
}

export function getPrototype(application: Application): Value {
  const prototypes = [...argument(application, 0).addresses].flatMap((at) => [
    ...(application.machine.object(at)?.prototypes ?? []),
  ]);
  return prototypes.length === 0 ? UNKNOWN : addressValue(...prototypes);
}

export function defineProperty(application: Application): Value {
  const target = argument(application, 0);
  const key = keyOf(application.machine, argument(application, 1));
  const [, , passed] = application.event.arguments.values;
  if (passed !== undefined) tellWrites(application, target, passed.expression, passed.value);
  define(application, target, key.names ?? [], argument(application, 2));
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
  return definedBy(application, argument(application, 0), argument(application, 1));
}

/** The target with a property for each descriptor. */
function definedBy(application: Application, target: Value, descriptors: Value): Value {
  for (const at of descriptors.addresses) {
    for (const [name, slot] of application.machine.object(at)?.slots ?? [])
      if (!isHidden(name) || name.startsWith("@@symbol")) define(application, target, [name], slot.value);
  }
  return target;
}

/** `known(value)`: as far as code made it; of what is known by a type alone, nothing. */
export function known(application: Application): Value {
  const { machine } = application;
  const value = argument(application, 0);
  const made = [...value.addresses].filter((one) => {
    const kind = machine.object(one)?.detail.kind;
    return kind !== "opaque" && kind !== "library";
  });
  if (made.length === 0 && value.constants.size === 0) return UNDEFINED;
  return { ...value, open: false, addresses: new Set(made) };
}

/** `shared(name)`: the one object of that name, for the code of all rows. */
export function shared(application: Application): Value {
  const { machine } = application;
  const [name] = argument(application, 0).constants;
  const address = machine.book.addressWithin(-2, `shared ${String(name)}`);
  if (machine.object(address) === undefined)
    machine.store(address, newObject({ kind: "record" }, { exact: false }));
  return addressValue(address);
}
