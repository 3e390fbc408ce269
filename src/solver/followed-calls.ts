/**
 * Pipeline stage: value flow. Objects of libraries that get more after something was made of them: what is put into a
 * subject later goes through `subject.pipe(…)` and to who has subscribed before. Calls by declaration are kept at the
 * objects that hold values of type parameters, and done again when these get another one.
 */
import type { SignatureForm } from "../graph/type-form.js";
import type { CallEvent } from "./flow-problem.js";
import { newObject, plainSlot, slotsWith, type Slot } from "./heap.js";
import type { Machine } from "./machine.js";
import type { TypeBindings } from "./type-bindings.js";
import { contentOf, putContent } from "./type-contents.js";
import { addressValue, joinValues, NOTHING, UNDEFINED, type Address, type Value } from "./value.js";

/** The hidden slot of an object with the calls that it is followed by. */
const FOLLOWED = "@followed";

export interface FollowedCall {
  readonly event: CallEvent;
  readonly signature: SignatureForm;
  /** What it gave back. */
  readonly result: Value;
}

/** Remembers a call at the objects whose contents had a part in it. */
export function follow(bindings: TypeBindings, signature: SignatureForm, result: Value): void {
  const { machine, event, holders } = bindings;
  const gives = signature.result.kind === "record" && signature.result.contents.size > 0;
  if (holders.size === 0 || (!gives && bindings.callbacks.length === 0)) return;
  const { frame, site } = event;
  const place = machine.book.addressOf(frame.context, frame.file, site, "followed");
  const slots = new Map<string, Slot>([
    ["@receiver", plainSlot(event.receiver)],
    ["@result", plainSlot(gives ? result : NOTHING)],
  ]);
  for (const [index, { value }] of event.arguments.values.entries())
    slots.set(`@argument ${String(index)}`, plainSlot(value));
  const detail = { kind: "opaque", shape: undefined, type: "function", form: signature } as const;
  const kept = machine.allocate(place, newObject(detail, { slots, exact: false }));
  for (const holder of holders) {
    machine.update(holder, (object) => {
      const before = object.slots.get(FOLLOWED)?.value ?? NOTHING;
      return slotsWith(object, FOLLOWED, plainSlot(joinValues(before, kept)));
    });
  }
}

/** Puts a value into an object, and goes through the calls again that it is followed by. */
export function feed(
  { machine, event }: Pick<TypeBindings, "machine" | "event">,
  address: Address,
  [name, value]: readonly [string, Value],
  again: (call: FollowedCall) => void,
): void {
  const before = contentOf(machine, addressValue(address), name);
  putContent(machine, address, name, value);
  if (contentOf(machine, addressValue(address), name) === before) return;
  const followed = machine.object(address)?.slots.get(FOLLOWED)?.value ?? NOTHING;
  for (const kept of followed.addresses) {
    const call = callOf(machine, event, kept);
    if (call === undefined || machine.declaredCalls.has(kept)) continue;
    machine.declaredCalls.add(kept);
    again(call);
    machine.declaredCalls.delete(kept);
  }
}

function callOf(machine: Machine, event: CallEvent, kept: Address): FollowedCall | undefined {
  const object = machine.object(kept);
  if (object?.detail.kind !== "opaque" || object.detail.form === undefined) return undefined;
  const { form } = object.detail;
  if (!("outer" in form)) return undefined;
  const slot = (name: string): Value => object.slots.get(name)?.value ?? UNDEFINED;
  const count = [...object.slots.keys()].filter((name) => name.startsWith("@argument ")).length;
  const values = Array.from({ length: count }, (_, index) => ({
    value: slot(`@argument ${String(index)}`),
    expression: undefined,
    site: undefined,
    spread: false,
  }));
  const given = { ...event, receiver: slot("@receiver"), arguments: { values, rest: undefined } };
  return { event: given, signature: form, result: slot("@result") };
}
