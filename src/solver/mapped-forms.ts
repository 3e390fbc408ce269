/**
 * Pipeline stage: value flow. Objects each part of which is a form of the same part of another: a tuple of streams gives
 * a stream of tuples, a record of promises a record of what they resolve to. The parts stay apart.
 */
import type { MappedForm } from "../graph/type-form.js";
import { newObject, plainSlot, type AbstractObject, type Slot } from "./heap.js";
import { isHidden } from "./properties.js";
import { TypeBindings } from "./type-bindings.js";
import { isNothing, joinAll, joinFacts, NOTHING, UNKNOWN, type Address, type Value } from "./value.js";

/** What the other object is, of which `value` has a form of each part. */
export function collectMapped(bindings: TypeBindings, form: MappedForm, value: Value): void {
  const { machine, event } = bindings;
  const place = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "mapped");
  const wholes = [...value.addresses].flatMap((address) => {
    const object = machine.object(address);
    if (object === undefined) return [];
    const made = withParts(object, (part) => itemIn(bindings, form, part));
    return [machine.allocate(machine.book.addressWithin(place, `of ${form.item}`), made)];
  });
  bindings.collect(form.of, joinAll([...wholes, { ...value, addresses: NOTHING.addresses }]));
}

/** What has a form of each part of the other object, as far as that is known. */
export function buildMapped(bindings: TypeBindings, form: MappedForm, place: Address): Value {
  const { machine } = bindings;
  const whole = bindings.build(form.of, machine.book.addressWithin(place, "mapped"));
  const made = [...whole.addresses].flatMap((address) => {
    const object = machine.object(address);
    if (object === undefined) return [];
    const parts = withParts(object, (part, name) => {
      const inner = bindings.within();
      inner.add(form.item, isNothing(part) ? UNKNOWN : part);
      return inner.build(form.each, machine.book.addressWithin(place, `each ${name}`));
    });
    return [machine.allocate(machine.book.addressWithin(place, "parts"), parts)];
  });
  return joinAll([...made, { ...whole, addresses: NOTHING.addresses }]);
}

/** What the part is a form of. */
function itemIn(bindings: TypeBindings, { each, item }: MappedForm, part: Value): Value {
  const inner = bindings.within();
  inner.collect(each, part);
  for (const [name, value] of inner.values) if (name !== item) bindings.add(name, value);
  bindings.callbacks.push(...inner.callbacks);
  for (const holder of inner.holders) bindings.holders.add(holder);
  bindings.concrete = joinFacts(bindings.concrete, inner.concrete);
  return inner.values.get(item) ?? UNKNOWN;
}

function withParts(
  { detail, slots, rest, exact, length }: AbstractObject,
  change: (part: Value, name: string) => Value,
): AbstractObject {
  const parts = new Map<string, Slot>();
  for (const [name, slot] of slots) if (!isHidden(name)) parts.set(name, plainSlot(change(slot.value, name)));
  const isList = detail.kind === "array";
  return newObject(isList ? { kind: "array" } : { kind: "opaque", shape: undefined, type: "record" }, {
    slots: parts,
    rest: isNothing(rest) ? NOTHING : change(rest, "@rest"),
    exact: exact && isList,
    length,
  });
}
