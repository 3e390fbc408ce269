/**
 * Pipeline stage: value flow. Values that libraries provide: globals, imported modules and the methods that arrays,
 * maps, promises and other built-in objects have. They are objects known by their path, under one address each.
 */
import { newObject, type AbstractObject, type ObjectDetail } from "./heap.js";
import type { Machine } from "./machine.js";
import { addressValue, UNKNOWN, type Value } from "./value.js";

/** The interface of the language that an object of this kind has. */
function interfaceOf(detail: ObjectDetail): string | undefined {
  switch (detail.kind) {
    case "array":
      return "Array";
    case "set":
      return "Set";
    case "map":
      return "Map";
    case "promise":
      return "Promise";
    case "iterator":
    case "generator":
      return "Iterator";
    case "error":
      return "Error";
    case "regular-expression":
      return "RegExp";
    case "closure":
    case "bound":
    case "class":
    case "promisified":
    case "resolver":
      return "Function";
    case "record":
    case "opaque":
    case "mingled":
    case "proxy":
      return "Object";
    case "json":
    case "scope":
    case "library":
      return undefined;
  }
}

/** The value of a library's function, class or namespace. */
export function libraryValue(machine: Machine, module: string, path: readonly string[]): Value {
  const address = machine.book.addressWithin(-1, `${module}:${path.join(".")}`);
  if (machine.object(address) === undefined) {
    machine.store(address, newObject({ kind: "library", module, path }, { exact: false }));
  }
  return addressValue(address);
}

/** A member that every object of this kind has; undefined where the interface is not known to have it. */
export function memberOfObject(machine: Machine, object: AbstractObject, name: string): Value | undefined {
  const owner = interfaceOf(object.detail);
  if (owner === undefined) return undefined;
  if (owner !== "Object" && machine.view.modelOf("", [owner, name]) !== undefined) {
    return libraryValue(machine, "", [owner, name]);
  }
  if (name === "size" || name === "length") return owner === "Object" ? undefined : UNKNOWN;
  if (object.detail.kind === "opaque") return undefined;
  if (machine.view.modelOf("", ["Object", name]) !== undefined)
    return libraryValue(machine, "", ["Object", name]);
  return undefined;
}

/** `JSON.stringify`, `Promise.all`, `crypto.createHash`: a member of a library's value. */
export function libraryMember(
  machine: Machine,
  detail: Extract<ObjectDetail, { kind: "library" }>,
  name: string,
): Value {
  const { module, path } = detail;
  if (path.length === 0 && name === "default") return libraryValue(machine, module, []);
  const isStatic = machine.view.modelOf(module, [...path, "static", name]) !== undefined;
  return libraryValue(machine, module, isStatic ? [...path, "static", name] : [...path, name]);
}
