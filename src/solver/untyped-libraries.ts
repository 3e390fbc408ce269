/**
 * Pipeline stage: value flow. Objects of libraries that come without types: which class they are instances of is known by
 * what made them, from flow models alone, and their methods are looked up in it.
 */
import type { SiteId } from "../graph/expression.js";
import type { FlowModel } from "../graph/flow-model.js";
import type { SiteType } from "../graph/program-view.js";
import type { CallEvent } from "./flow-problem.js";
import type { FunctionReference } from "./functions.js";
import { newObject, type AbstractObject } from "./heap.js";
import { classesOf, prototypeOfLibrary } from "./library-values.js";
import type { Frame, Machine } from "./machine.js";
import { addToPlace, readPlace } from "./model-places.js";
import { NOTHING, UNKNOWN, type Address, type Value } from "./value.js";

type LibraryCallee = Extract<CallEvent["callee"], { kind: "library" }>;

/** The result of a library's function, as an instance of what its row says where no type does. */
export function asInstances(
  machine: Machine,
  event: CallEvent,
  callee: LibraryCallee,
  model: FlowModel | undefined,
  result: Value,
): Value {
  if (machine.isDead() || callee.module === "") return result;
  const made = model?.instances === undefined ? [] : Object.entries(model.instances);
  const isConstructed = event.construct && made.length === 0;
  if (made.length === 0 && !isConstructed) return result;
  // What a row's code makes is none of the objects that types speak of.
  if (model?.code === undefined && !isUntyped(machine, event)) return result;
  const application = { machine, event, result };
  if (isConstructed) inherit(machine, result, prototypeOfLibrary(machine, callee.module, callee.path));
  for (const [place, name] of made) {
    if (readPlace(application, place).addresses.size === 0)
      addToPlace(application, place, unknownObject(machine, event, place));
    const prototype = prototypeOfLibrary(machine, callee.module, name.split("."));
    inherit(machine, readPlace(application, place), prototype);
  }
  return application.result;
}

/** Nobody says what comes of the call. */
export function isUntyped(machine: Machine, { frame, site }: CallEvent): boolean {
  return saysNothing(machine.view.resultAt(frame.file, site));
}

function saysNothing({ kind, shape }: SiteType): boolean {
  return kind === "any" && shape === undefined;
}

function unknownObject(machine: Machine, { frame, site }: CallEvent, place: string): Value {
  const address = machine.book.addressOf(frame.context, frame.file, site, `instance at ${place}`);
  const detail = { kind: "opaque", shape: undefined, type: "any" } as const;
  return machine.allocate(address, newObject(detail, { exact: false, rest: UNKNOWN }));
}

function inherit(machine: Machine, instances: Value, prototype: Value): void {
  for (const address of instances.addresses) {
    const object = machine.object(address);
    if (object === undefined || object.detail.kind === "library") continue;
    if ([...prototype.addresses].every((one) => object.prototypes.has(one))) continue;
    const prototypes = new Set([...object.prototypes, ...prototype.addresses]);
    machine.update(address, (known) => ({ ...known, prototypes }));
  }
}

/** What is called when an object is called that a library made: a client that is a function, a model that is a class. */
export function calledAs(
  machine: Machine,
  object: AbstractObject | undefined,
  address: Address,
): FunctionReference[] {
  if (object === undefined || object.prototypes.size === 0) return [];
  return classesOf(machine, object)
    .filter(
      ({ module, path }) =>
        machine.view.modelOf(module, path) !== undefined ||
        machine.view.modelOf(module, [...path, "new"]) !== undefined,
    )
    .map(({ module, path }) => ({ kind: "library", module, path, origin: undefined, address }));
}

/** Whether no type says what stands there. */
export function isUntypedAt(machine: Machine, { file }: Frame, site: SiteId): boolean {
  return saysNothing(machine.view.typeAt(file, site));
}

/** Where the class is looked up that a class of the program extends. */
export function prototypesOfParents(machine: Machine, classes: Value): ReadonlySet<Address> {
  const found = new Set<Address>(NOTHING.addresses);
  for (const address of classes.addresses) {
    const detail = machine.object(address)?.detail;
    if (detail?.kind !== "library" || detail.module === "") continue;
    for (const prototype of prototypeOfLibrary(machine, detail.module, detail.path).addresses)
      found.add(prototype);
  }
  return found;
}
