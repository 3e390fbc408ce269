/**
 * Pipeline stage: value flow. `using`: at the end of the block the resource's dispose method runs.
 */
import type { SiteId } from "../graph/expression.js";
import { callValue } from "./call-dispatch.js";
import type { Frame, Machine } from "./machine.js";
import { namedKey, readProperty } from "./properties.js";
import { awaited } from "./promises.js";
import { NOTHING, type Value } from "./value.js";

export interface Resource {
  readonly value: Value;
  readonly async: boolean;
  readonly site: SiteId;
}

export function disposeOf(machine: Machine, frame: Frame, resource: Resource): void {
  if (machine.isDead()) return;
  const { value, site } = resource;
  const names = resource.async ? ["@@asyncDispose", "@@dispose"] : ["@@dispose"];
  machine.perhaps(() => {
    for (const name of names) {
      const method = readProperty(machine, frame, value, namedKey(name), site);
      const result = callValue(machine, frame, method, value, [], site);
      if (resource.async) awaited(machine, result);
    }
    return NOTHING;
  });
}
