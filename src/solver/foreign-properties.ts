/** Pipeline stage: value flow. Functions that are put into objects which the program hasn't made (`port.onmessage = listener`). */
import type { SiteId } from "../graph/expression.js";
import type { Origin } from "../graph/origin.js";
import { functionsIn, passedValues } from "./call-dispatch.js";
import type { Frame, Machine } from "./machine.js";
import { applyModel } from "./model-application.js";
import { schedule } from "./tasks.js";
import { UNKNOWN, type Value } from "./value.js";

/** By the property's model, where it has one; otherwise whoever has the object may call the function at any later time. */
export function assignForeignProperty(
  machine: Machine,
  frame: Frame,
  base: Value,
  value: Value,
  site: SiteId,
): void {
  if (!isForeign(machine, base) || functionsIn(machine, value).length === 0) return;
  const origin = machine.view.originAt(frame.file, site);
  // Of an object of the program's own types the program calls what it has put there.
  if (origin !== undefined && !isDeclaredElsewhere(origin)) return;
  const model =
    origin && machine.view.modelOf(origin.home.kind === "node" ? origin.home.module : "", origin.path);
  if (model === undefined) {
    schedule(machine, frame, site, "handler", {
      callee: value,
      receiver: base,
      values: [UNKNOWN, UNKNOWN],
      then: undefined,
      when: "event",
    });
    return;
  }
  applyModel(
    machine,
    {
      frame,
      site,
      calleeSite: undefined,
      callee: { kind: "unknown", origin, address: undefined },
      receiver: base,
      arguments: passedValues([value]),
      written: [],
      construct: false,
      starts: false,
    },
    model,
  );
}

function isDeclaredElsewhere({ home }: Origin): boolean {
  return home.kind !== "program";
}

function isForeign(machine: Machine, base: Value): boolean {
  if (base.addresses.size === 0) return base.open;
  return [...base.addresses].some((address) => {
    const kind = machine.object(address)?.detail.kind;
    return kind === "opaque" || kind === "library" || kind === "mingled";
  });
}
