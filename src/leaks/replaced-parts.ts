/**
 * Pipeline stage: policy → leak. What is spread into a literal, but replaced by what is written after it, is not handed
 * over: `{ ...account, phone: undefined }` has no phone.
 */
import type { ObjectMember, SiteId } from "../graph/expression.js";
import { plainSlot } from "../solver/heap.js";
import { copied } from "../solver/literals.js";
import type { Frame, Machine } from "../solver/machine.js";
import { NOTHING, UNDEFINED, type Value } from "../solver/value.js";

/** Names of properties. */
export type Replaced = ReadonlySet<string>;

export const ALL_KEPT: Replaced = new Set();

/** For each member of a literal, the names under which something is written for certain after it. */
export function replacedAfter(
  machine: Machine,
  frame: Frame,
  members: readonly ObjectMember[],
  around: Replaced,
): readonly Replaced[] {
  const later: Replaced[] = [];
  let names = around;
  for (const member of members.toReversed()) {
    later.push(names);
    const own = writtenBy(machine, frame, member);
    if (own.length > 0) names = new Set([...names, ...own]);
  }
  return later.reverse();
}

function writtenBy(machine: Machine, frame: Frame, member: ObjectMember): readonly string[] {
  switch (member.kind) {
    case "property":
    case "getter":
      return member.key.kind === "computed" ? [] : [member.key.name];
    case "spread":
      return certainNames(machine, frame.evaluated.get(member.expression) ?? NOTHING);
    case "setter":
    case "prototype":
      return [];
  }
}

/** What an object has under these names is there whichever way it was made. */
function certainNames(machine: Machine, { addresses, constants, open }: Value): readonly string[] {
  const [only, ...others] = addresses;
  const object = only === undefined || open || constants.size > 0 ? undefined : machine.object(only);
  if (object === undefined || others.length > 0 || object.detail.kind !== "record") return [];
  return [...object.slots].flatMap(([name, { value }]) =>
    /^[#@]/.test(name) || value.constants.has(undefined) ? [] : [name],
  );
}

/** A copy of the object without the properties that are replaced. It is there only as long as the caller looks at it. */
export function withoutReplaced(
  machine: Machine,
  frame: Frame,
  value: Value,
  replaced: Replaced,
  site: SiteId,
): Value {
  const copy = copied(machine, frame, value, site);
  for (const address of copy.addresses) {
    machine.update(address, (object) => {
      const slots = new Map(object.slots);
      for (const name of replaced) slots.set(name, plainSlot(UNDEFINED));
      return { ...object, slots };
    });
  }
  return copy;
}
