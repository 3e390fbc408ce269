/**
 * Pipeline stage: value flow. What objects of libraries hold as values of their classes' type parameters, in hidden slots
 * by the parameters' names; and where functions that one call gave back share theirs.
 */
import type { FunctionForm } from "../graph/type-form.js";
import type { CallEvent } from "./flow-problem.js";
import { newObject, plainSlot, slotsWith, type AbstractObject } from "./heap.js";
import type { Machine } from "./machine.js";
import { isNothing, joinAll, joinValues, NOTHING, type Address, type Value } from "./value.js";

/** Begins the name of the hidden slot that holds the values of a type parameter. */
export const CONTENT = "@content:";
/** The hidden slot of a function that a call gave back: where its type parameters' values are. */
export const TYPES = "@types";

/** Where the values of type parameters are kept for the functions that a call gives back. */
export function typesOf(machine: Machine, event: CallEvent): Address {
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "types");
  if (machine.object(address) === undefined) machine.store(address, newObject({ kind: "scope" }));
  return address;
}

/** What was put into a library's object as a value of one of its class's type parameters; of any, if it is not known by name. */
export function contentOf(machine: Machine, value: Value, name: string | undefined): Value {
  return joinAll([...value.addresses].map((address) => contentOfObject(machine, address, name)));
}

function contentOfObject(machine: Machine, address: Address, name: string | undefined): Value {
  const object = machine.object(address);
  if (object === undefined) return NOTHING;
  const shared = name === undefined ? NOTHING : sharedContent(machine, object, name);
  const named = name === undefined ? undefined : object.slots.get(CONTENT + name)?.value;
  if (named !== undefined || !isNothing(shared)) return joinValues(named ?? NOTHING, shared);
  const own = object.detail.kind === "opaque" ? object.detail.form?.contents : undefined;
  if (name !== undefined && own?.has(name) === true) return NOTHING;
  const contents = [...object.slots]
    .filter(([slot]) => slot.startsWith(CONTENT))
    .map(([, slot]) => slot.value);
  // A class may give the parameter of the one that it extends another name.
  if (name === undefined || contents.length === 1) return joinAll(contents);
  return object.detail.kind === "iterator" ? object.rest : NOTHING;
}

/** What other functions that came of the same call were given: a provider, a setter. */
function sharedContent(machine: Machine, object: AbstractObject, name: string): Value {
  const types = object.slots.get(TYPES)?.value ?? NOTHING;
  return joinAll(
    [...types.addresses].map(
      (address) => machine.object(address)?.slots.get(`@type:${name}`)?.value ?? NOTHING,
    ),
  );
}

export function putContent(machine: Machine, address: Address, name: string, value: Value): void {
  machine.update(address, (object) => {
    const add = (known: AbstractObject, slot: string): AbstractObject =>
      slotsWith(known, slot, plainSlot(joinValues(known.slots.get(slot)?.value ?? NOTHING, value)));
    return propertiesOf(object, name).reduce(add, add(object, CONTENT + name));
  });
}

/** The properties that are declared as a value of the type parameter (`value` of a `BehaviorSubject<T>`). */
function propertiesOf({ detail }: AbstractObject, name: string): readonly string[] {
  if (detail.kind !== "opaque" || detail.form?.kind !== "record") return [];
  const { contents, properties } = detail.form;
  const content = contents.get(name);
  if (content?.kind !== "parameter") return [];
  return [...properties].flatMap(([property, form]) =>
    form.kind === "parameter" && form.name === content.name ? [property] : [],
  );
}

/** What the declared type of a function that a library gave says of it. */
export function formOf(machine: Machine, address: Address): FunctionForm | undefined {
  const detail = machine.object(address)?.detail;
  return detail?.kind === "opaque" && detail.form?.kind === "function" ? detail.form : undefined;
}
