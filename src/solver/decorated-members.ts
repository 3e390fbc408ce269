/**
 * Pipeline stage: value flow. Decorators of libraries that remember the member they stand at: as a listener of events,
 * as a handler of messages. The library then calls it on an instance that nobody sees being made.
 */
import { functionsIn } from "./call-dispatch.js";
import type { CallEvent } from "./flow-problem.js";
import { heldFunctions } from "./held-functions.js";
import { newObject, plainSlot, slotsWith } from "./heap.js";
import type { Machine } from "./machine.js";
import { slotValue } from "./properties.js";
import { constantValue, joinAll, joinValues, NOTHING, UNKNOWN, type Address, type Value } from "./value.js";

/** The hidden slot of such a decorator: a function that calls whatever member it was applied to. */
export const DECORATED = "@decorated";

/** The hidden slot of what is remembered: the method that is meant where the decorator stands at a class. */
const METHOD = "@method";

/** The decorator that a call of a library gives back; at a class, it remembers the method of that name. */
export function newDecorator(machine: Machine, { frame, site }: CallEvent, method = ""): Value {
  const slots = new Map([
    ["@this", plainSlot(UNKNOWN)],
    [METHOD, plainSlot(constantValue(method))],
  ]);
  const member = machine.allocate(
    machine.book.addressOf(frame.context, frame.file, site, "decorated"),
    newObject({ kind: "bound", count: 0 }, { slots }),
  );
  return machine.allocate(
    machine.book.addressOf(frame.context, frame.file, site, "result"),
    newObject(
      { kind: "opaque", shape: undefined, type: "function" },
      { slots: new Map([[DECORATED, plainSlot(member)]]), exact: false },
    ),
  );
}

/** A decorator is called: with the member and a context, or with the holder, the name and a descriptor of the member. */
export function rememberMember(
  machine: Machine,
  decorator: Value,
  [first, , descriptor]: readonly Value[],
): void {
  for (const address of decorator.addresses) {
    for (const kept of slotValue(machine, address, DECORATED).addresses) {
      const member =
        descriptor === undefined
          ? memberOf(machine, kept, first)
          : joinAll(heldFunctions(machine, descriptor));
      machine.update(kept, (object) =>
        slotsWith(
          object,
          "@target",
          plainSlot(joinValues(object.slots.get("@target")?.value ?? NOTHING, member)),
        ),
      );
    }
  }
}

/** The function that is decorated, or of a class the method that the decorator means. */
function memberOf(machine: Machine, kept: Address, value: Value = NOTHING): Value {
  const [method] = slotValue(machine, kept, METHOD).constants;
  const methods = [...value.addresses]
    .filter((address) => machine.object(address)?.detail.kind === "class")
    .flatMap((address) => [...slotValue(machine, address, "@prototype").addresses])
    .map((prototype) => slotValue(machine, prototype, String(method)));
  return methods.length > 0 ? joinAll(methods) : functionOf(machine, value);
}

function functionOf(machine: Machine, value: Value): Value {
  return functionsIn(machine, value).length > 0 ? value : NOTHING;
}

/** A method that stands under several decorators of libraries is the same to each: what one may do with it, all may. */
export function isDecoratedAgain(machine: Machine, event: CallEvent, { addresses }: Value): boolean {
  if (event.decorates !== true) return false;
  const isKnown = [...addresses].every((address) => machine.decoratedMethods.has(address));
  for (const address of addresses) machine.decoratedMethods.add(address);
  return isKnown;
}

/**
 * A decorator is given a member in a descriptor. Nobody calls it before the program has started; and every handler of a server has
 * decorators, so that what is nearest to a sink comes before all that they may call.
 */
export function isOfDescriptor({ view }: Machine, { decorates }: CallEvent): boolean {
  return decorates === true && view.legacyDecorators;
}
