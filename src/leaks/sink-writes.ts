/**
 * Pipeline stage: policy → leak. Writing into what belongs to a sink: its fields, its module's stores, objects that were declared for its purpose.
 */
import type { SiteId } from "../graph/expression.js";
import type { PassedArgument, WriteEvent } from "../solver/flow-problem.js";
import type { Frame, Machine } from "../solver/machine.js";
import { UNDEFINED, type Address, type Value } from "../solver/value.js";
import { entered, isSinkCode, type LeakContext, matters, NO_SINK, push } from "./hand-over.js";
import { requestOfWrite } from "./requests.js";
import { keepersOf, mayBeKept, own, ownersOf } from "./sink-stores.js";

export function written(context: LeakContext, machine: Machine, event: WriteEvent): Value {
  const { frame } = event;
  const request = requestOfWrite(machine, context, event);
  for (const passed of request?.passed ?? [])
    push(context, machine, frame, passed, event.site, request?.sink ?? NO_SINK);
  const purposes = isSinkCode(context, frame) ? [] : storePurposes(context, machine, event);
  if (purposes.length === 0) return event.value;
  const passed: PassedArgument = {
    value: event.value,
    expression: event.expression,
    site: undefined,
    spread: false,
  };
  push(context, machine, frame, passed, event.site, { name: "assignment", purposes });
  if (event.key !== undefined && event.key.facts.size > 0) {
    push(context, machine, frame, { ...passed, value: event.key, expression: undefined }, event.site, {
      name: "assignment",
      purposes,
    });
  }
  return entered(context, machine, event.value, purposes);
}

function storePurposes(context: LeakContext, machine: Machine, event: WriteEvent): readonly string[] {
  const { frame, targetSite } = event;
  const objects = event.objects.flatMap((address) => proxied(machine, address));
  const declaredFor =
    targetSite === undefined ? [] : context.purposes.ofWrittenProperty(frame.file, targetSite);
  if (declaredFor.length > 0) return declaredFor;
  const owners = ownersOf(machine, { ...UNDEFINED, addresses: new Set(objects) });
  if (owners.length > 0) return owners;
  return mayBeKept(machine, objects) && matters(machine, frame, event.value)
    ? keepersOf(machine, context.purposes, objects)
    : [];
}

/** A proxy writes to its target. */
function proxied(machine: Machine, address: Address): readonly Address[] {
  const object = machine.object(address);
  if (object?.detail.kind !== "proxy") return [address];
  return [address, ...(object.slots.get("@target")?.value.addresses ?? [])];
}

export function declared(
  context: LeakContext,
  machine: Machine,
  frame: Frame,
  site: SiteId,
  value: Value,
): void {
  const purposes = context.purposes.annotatedAt(frame.file, site);
  if (purposes.length > 0 && value.addresses.size > 0) own(machine, value, purposes);
}
