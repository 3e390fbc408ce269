/**
 * Pipeline stage: value flow. Decorators of members, of both kinds: those of the language are called with the member and
 * a context and may give another one; those of `experimentalDecorators` with its holder, its name and a descriptor,
 * which they may also change.
 */
import type { Expression } from "../graph/expression.js";
import { applyDecorator } from "./calls.js";
import { functionsIn } from "./call-dispatch.js";
import { newObject, plainSlot } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { slotValue } from "./properties.js";
import {
  addressValue,
  constantValue,
  joinAll,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
} from "./value.js";

interface Decorated {
  readonly decorators: readonly Expression[];
  /** The prototype, or the class of a static member. */
  readonly holder: Address;
  readonly name: string;
}

/** What is decorated: undefined for a field, whose decorators give a function of its initial value. */
interface Member {
  readonly part: "value" | "get" | "set";
  readonly value: Value;
}

/** Applies the decorators, innermost first; gives what stands in the member's place. */
export function decorated(machine: Machine, frame: Frame, place: Decorated, member: Member): Value {
  let result = member.value;
  for (const decorator of place.decorators.toReversed()) {
    const given = machine.view.legacyDecorators
      ? byDescriptor(machine, frame, decorator, place, { ...member, value: result })
      : applyDecorator(machine, frame, decorator, [
          result,
          contextOf(machine, frame, decorator, place, member),
        ]);
    if (machine.isDead()) return result;
    if (functionsIn(machine, given).length > 0) result = { ...NOTHING, addresses: given.addresses };
  }
  return result;
}

/** The second argument of the language's own decorators, as far as it is known. */
function contextOf(
  machine: Machine,
  frame: Frame,
  { site }: Expression,
  { name }: Decorated,
  { part, value }: Member,
): Value {
  const isField = functionsIn(machine, value).length === 0;
  const kinds = isField ? ["field", "accessor"] : [{ value: "method", get: "getter", set: "setter" }[part]];
  const slots = new Map([
    ["kind", plainSlot({ ...NOTHING, constants: new Set(kinds) })],
    ["name", plainSlot(constantValue(name))],
  ]);
  return machine.make(frame, site, "context", { kind: "record" }, { slots, rest: UNKNOWN, exact: false });
}

function byDescriptor(
  machine: Machine,
  frame: Frame,
  decorator: Expression,
  { holder, name }: Decorated,
  { part, value }: Member,
): Value {
  const isField = functionsIn(machine, value).length === 0;
  const slots = new Map([[part, plainSlot(value)]]);
  const descriptor = isField
    ? UNDEFINED
    : machine.allocate(
        machine.book.addressOf(frame.context, frame.file, decorator.site, "descriptor"),
        newObject({ kind: "record" }, { slots, exact: false }),
      );
  const given = applyDecorator(machine, frame, decorator, [
    addressValue(holder),
    constantValue(name),
    descriptor,
  ]);
  const descriptors = given.addresses.size > 0 ? given.addresses : descriptor.addresses;
  return joinAll([...descriptors].map((address) => slotValue(machine, address, part)));
}
