/**
 * Pipeline stage: value flow. `using`: at the end of the block the resource's dispose method runs.
 */
import type { SiteId } from "../graph/expression.js";
import { callValue, functionsIn } from "./call-dispatch.js";
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
  const dispose = (): Value => {
    for (const name of names) {
      const method = readProperty(machine, frame, value, namedKey(name), site);
      const result = callValue(machine, frame, method, value, [], site);
      if (resource.async) awaited(machine, result);
      if (functionsIn(machine, method).length > 0) break;
    }
    return NOTHING;
  };
  const isPresent = value.addresses.size > 0 && value.constants.size === 0 && !value.open;
  if (isPresent) dispose();
  else machine.perhaps(dispose);
}
