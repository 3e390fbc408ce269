/**
 * Pipeline stage: value flow. Generators: calling one runs nothing; the first draw runs its body, whose `yield`s gather
 * in the generator object; what `next` is given comes back as the value of `yield` on the next draw.
 */
import type { Expression } from "../graph/expression.js";
import { evaluate } from "./expressions.js";
import { newObject, plainSlot, slotsWith } from "./heap.js";
import { iterated } from "./iteration.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { guarded } from "./match.js";
import { enter, newFrame } from "./procedures.js";
import { setSlot, slotValue } from "./properties.js";
import { awaited } from "./promises.js";
import { throwValue } from "./exits.js";
import {
  certainConstant,
  constantValue,
  includesValue,
  isNothing,
  joinValues,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
} from "./value.js";

/** Everything that the generator yields; its body runs if it was not drawn from before. */
export function drawn(machine: Machine, frame: Frame, address: Address): Value {
  draw(machine, frame, address);
  return slotValue(machine, address, "@yielded");
}

/** What the generator gives out in the end, yielded or returned. */
export function drawAll(machine: Machine, frame: Frame, address: Address): Value {
  draw(machine, frame, address);
  return joinValues(slotValue(machine, address, "@yielded"), slotValue(machine, address, "@returned"));
}

/** `next(sent)`: an object with the value and whether it was the last. */
export function nextOf(machine: Machine, frame: Frame, address: Address, sent: Value, site: number): Value {
  const known = slotValue(machine, address, "@sent");
  const isFirst = isNothing(slotValue(machine, address, "@drawn"));
  if (!isFirst && !includesValue(known, sent)) {
    setSlot(machine, address, "@sent", joinValues(known, sent), true);
    setSlot(machine, address, "@drawn", NOTHING, true);
  }
  const value = drawAll(machine, frame, address);
  const result = machine.book.addressOf(frame.context, frame.file, site, "step");
  return machine.allocate(
    result,
    newObject(
      { kind: "record" },
      {
        slots: new Map([
          ["value", plainSlot(joinValues(value, UNDEFINED))],
          ["done", plainSlot(UNKNOWN)],
        ]),
      },
    ),
  );
}

function draw(machine: Machine, frame: Frame, address: Address): void {
  const object = machine.object(address);
  if (object?.detail.kind !== "generator" || !isNothing(slotValue(machine, address, "@drawn"))) return;
  setSlot(machine, address, "@drawn", constantValue(true), true);
  const [functionAddress] = slotValue(machine, address, "@function").addresses;
  const closure = functionAddress === undefined ? undefined : machine.object(functionAddress)?.detail;
  if (closure?.kind !== "closure") return;
  const values: Value[] = [];
  const count = certainConstant(slotValue(machine, address, "@count"))?.constant;
  for (let index = 0; index < (typeof count === "number" ? count : 0); index++) {
    values.push(slotValue(machine, address, `@argument${String(index)}`));
  }
  const further = slotValue(machine, address, "@arguments");
  const running = newFrame(
    machine,
    frame,
    {
      kind: "procedure",
      file: closure.file,
      procedure: closure.procedure,
      closure,
      address: functionAddress ?? -1,
    },
    {
      thisValue: slotValue(machine, address, "@this"),
      values,
      further: isNothing(further) ? undefined : further,
      site: address,
      generator: address,
    },
  );
  const thrown = newExit(machine.throws.at(-1)?.implicit ?? false);
  machine.throws.push(thrown);
  machine.depth++;
  const returned = machine.depth > 40 ? UNKNOWN : enter(machine, running);
  machine.depth--;
  machine.throws.pop();
  const after = machine.state;
  if (thrown.state !== undefined && after === undefined) {
    machine.state = thrown.state;
    throwValue(machine, thrown.value);
    return;
  }
  addTo(machine, address, "@returned", returned);
}

function addTo(machine: Machine, address: Address, name: string, value: Value): void {
  machine.update(address, (object) =>
    slotsWith(object, name, plainSlot(joinValues(object.slots.get(name)?.value ?? NOTHING, value))),
  );
}

/** `yield value` hands the value out and gives back what `next` was called with. */
export function yieldValue(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "yield" }>,
): Value {
  const operand = expression.operand === undefined ? UNDEFINED : evaluate(machine, frame, expression.operand);
  if (machine.isDead()) return NOTHING;
  const { generator } = frame;
  if (expression.delegate) return delegate(machine, frame, operand, expression.site);
  const isAsync = frame.procedure.async;
  const value = isAsync ? awaited(machine, operand) : operand;
  frame.observer?.(expression.operand, value, frame);
  if (generator === undefined) return UNKNOWN;
  addTo(machine, generator, "@yielded", guarded(machine, value));
  const sent = slotValue(machine, generator, "@sent");
  return isNothing(sent) ? UNDEFINED : sent;
}

/** `yield* inner`: hands on all that the inner one yields, and is what it returns. */
function delegate(machine: Machine, frame: Frame, inner: Value, site: number): Value {
  const elements = iterated(machine, frame, inner, site);
  if (frame.generator !== undefined)
    addTo(machine, frame.generator, "@yielded", guarded(machine, elements.any));
  let returned = NOTHING;
  for (const address of inner.addresses) {
    if (machine.object(address)?.detail.kind === "generator") {
      returned = joinValues(returned, slotValue(machine, address, "@returned"));
    }
  }
  return isNothing(returned) ? UNDEFINED : returned;
}
