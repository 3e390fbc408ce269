/**
 * Pipeline stage: value flow. Values that libraries provide: globals, imported modules and the methods that arrays,
 * maps, promises and other built-in objects have. They are objects known by their path, under one address each.
 */
import type { Constant, SiteId } from "../graph/expression.js";
import { newObject, slotsWith, type AbstractObject, type ObjectDetail, type Slot } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { addressValue, NOTHING, UNKNOWN, type Value } from "./value.js";

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
  let place = placeBelow(machine.libraries, module);
  for (const name of path) place = placeBelow(place, name);
  place.value ??= addressValue(machine.book.addressWithin(-1, `${module}:${path.join(".")}`));
  for (const address of place.value.addresses) {
    if (machine.object(address) === undefined)
      machine.store(address, newObject({ kind: "library", module, path }, { exact: false }));
  }
  return place.value;
}

/** Where a library's value is found again by its names, one after another. */
export interface LibraryPlace {
  value: Value | undefined;
  readonly names: Map<string, LibraryPlace>;
}

function placeBelow(place: LibraryPlace, name: string): LibraryPlace {
  let below = place.names.get(name);
  if (below === undefined) place.names.set(name, (below = { value: undefined, names: new Map() }));
  return below;
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

/** The classes without types that an object is an instance of, by their names. */
export function classesOf(
  machine: Machine,
  { prototypes }: AbstractObject,
): Extract<ObjectDetail, { kind: "library" }>[] {
  const classes: Extract<ObjectDetail, { kind: "library" }>[] = [];
  for (const prototype of prototypes) {
    const detail = machine.object(prototype)?.detail;
    if (detail?.kind === "library" && detail.path.at(-1) === PROTOTYPE)
      classes.push({ ...detail, path: detail.path.slice(0, -1) });
  }
  return classes;
}

/** Where methods of a library's class are found: what a module is itself, if it is one, is its default export. */
export function prototypeOfLibrary(machine: Machine, module: string, path: readonly string[]): Value {
  return libraryValue(machine, module, [...(path.length === 0 ? ["default"] : path), PROTOTYPE]);
}
const PROTOTYPE = "prototype";

/** What instances of a library's class have from it: methods that are known, and nothing else. */
export function inheritedMember(
  machine: Machine,
  { module, path }: Extract<ObjectDetail, { kind: "library" }>,
  name: string,
): Value {
  if (path.at(-1) !== PROTOTYPE) return libraryMember(machine, { kind: "library", module, path }, name);
  const member = [...path.slice(0, -1), name];
  return machine.view.modelOf(module, member) === undefined ? NOTHING : libraryValue(machine, module, member);
}

const OF_FUNCTIONS: ReadonlySet<string> = new Set(["call", "apply", "bind"]);

/** `JSON.stringify`, `Promise.all`, `crypto.createHash`: a member of a library's value. */
export function libraryMember(
  machine: Machine,
  detail: Extract<ObjectDetail, { kind: "library" }>,
  name: string,
): Value {
  const { module, path } = detail;
  if (path.length === 0 && name === "default") return libraryValue(machine, module, []);
  if (module === "" && path[0] === "globalThis" && path.length === 1) return readGlobal(machine, name);
  // `Array.prototype.slice` is the method that arrays have; `Object.prototype.toString` is one that few objects have still.
  const [owner = "", last] = path;
  if (module === "" && last === "prototype" && path.length === 2) {
    const isOwn = machine.view.modelOf("", [...path, name]) !== undefined;
    return libraryValue(machine, "", isOwn ? [...path, name] : [owner, name]);
  }
  if (OF_FUNCTIONS.has(name) && machine.view.modelOf(module, path) !== undefined)
    return libraryValue(machine, "", ["Function", name]);
  const isStatic = machine.view.modelOf(module, [...path, "static", name]) !== undefined;
  return libraryValue(machine, module, isStatic ? [...path, "static", name] : [...path, name]);
}

/** The objects that global variables are properties of, under all of their names. */
const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(["globalThis", "window", "self", "global"]);

/** A global variable: what the program has put there, or the platform's. */
export function readGlobal(machine: Machine, name: string): Value {
  if (GLOBAL_OBJECTS.has(name)) return libraryValue(machine, "", ["globalThis"]);
  const value = libraryValue(machine, "", [name]);
  for (const address of value.addresses) {
    const slot = machine.object(address)?.slots.get(WRITTEN);
    if (slot !== undefined) return slot.value;
  }
  return value;
}

/** `globalThis.x = value`: that variable of the platform has another value now. A cell of its own for each, so that what looks at one sees no change of another. */
export function writeGlobal(machine: Machine, detail: ObjectDetail, name: string, slot: Slot): void {
  const isGlobalObject =
    detail.kind === "library" &&
    detail.module === "" &&
    detail.path.length === 1 &&
    detail.path[0] === "globalThis";
  if (!isGlobalObject) return;
  for (const address of libraryValue(machine, "", [name]).addresses)
    machine.update(address, (object) => slotsWith(object, WRITTEN, slot));
}
const WRITTEN = "@written";

/** A text, number or truth value that a library keeps (`process.env.HOST`) is any such value, or none where its type allows it. */
export function plainOfLibrary(machine: Machine, frame: Frame, value: Value, site: SiteId): Value {
  if (value.open || value.addresses.size !== 1) return value;
  for (const address of value.addresses) if (machine.object(address)?.detail.kind !== "library") return value;
  const { kind, nullish } = machine.view.typeAt(frame.file, site);
  if (kind !== "text" && kind !== "number" && kind !== "boolean") return value;
  const absent: ReadonlySet<Constant> = nullish ? new Set([...value.constants, undefined]) : value.constants;
  return { ...value, addresses: NOTHING.addresses, open: true, whole: false, constants: absent };
}
