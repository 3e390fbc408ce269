/**
 * Pipeline stage: value flow. Modules: what an import binding is (read anew at each use, since bindings are live), the
 * namespace object of a module, and what a module exports.
 */
import type { Export } from "../graph/procedure.js";
import type { Expression, FileId, SiteId } from "../graph/expression.js";
import { ambientValue } from "./materialize.js";
import { newObject, plainSlot, slotsWith, type Slot } from "./heap.js";
import { libraryValue } from "./library-values.js";
import type { Frame, Machine } from "./machine.js";
import { namedKey, readProperty } from "./properties.js";
import { addressValue, isNothing, joinValues, NOTHING, UNKNOWN, type Value } from "./value.js";

type ImportExpression = Extract<Expression, { kind: "import" }>;

export function readImport(machine: Machine, frame: Frame, expression: ImportExpression): Value {
  const value = importedValue(machine, frame, expression.specifier, expression.module, expression.name);
  const binding = frame.facts.imports.find(
    ({ specifier, imported }) => specifier === expression.specifier && imported === expression.name,
  );
  return machine.problem.produced(
    machine,
    {
      frame,
      site: expression.site,
      importSite: binding?.site,
      how: "import",
      presenceOnly: expression.presenceOnly,
      callees: [],
    },
    value,
  );
}

/** What `name` of the module that the specifier leads to is now. */
function importedValue(
  machine: Machine,
  frame: Frame,
  specifier: SiteId,
  module: string,
  name: string,
): Value {
  if (name === "*") return namespaceOf(machine, frame, specifier, module, "*");
  const target = machine.view.importedModule(frame.file, specifier, module);
  if (target.kind === "library") return memberOfLibrary(machine, frame, target.module, name, specifier);
  return exportedValue(machine, frame, target.file, name, new Set());
}

function memberOfLibrary(machine: Machine, frame: Frame, module: string, name: string, site: SiteId): Value {
  const whole = libraryValue(machine, module, []);
  if (name === "default" || name === "export=") return whole;
  return readProperty(machine, frame, whole, namedKey(name), site);
}

/** The value that a file exports under a name. */
export function exportedValue(
  machine: Machine,
  frame: Frame,
  file: FileId,
  name: string,
  seen: Set<string>,
): Value {
  const key = `${file}|${name}`;
  const facts = machine.view.factsOf(file);
  if (facts === undefined || seen.has(key)) return UNKNOWN;
  seen.add(key);
  if (facts.commonJs) return commonJsValue(machine, frame, file, name);
  const assigned = machine.object(machine.moduleScope(file))?.slots.get(`export ${name}`);
  if (assigned !== undefined) return assigned.value;
  const own = facts.exports.find(
    (one): one is Exclude<Export, { kind: "all" }> => one.kind !== "all" && one.name === name,
  );
  if (own !== undefined) return exportOf(machine, frame, file, own, seen);
  let found = NOTHING;
  for (const one of facts.exports) {
    if (one.kind !== "all" || name === "default") continue;
    const target = machine.view.importedModule(file, one.specifier, one.module);
    if (target.kind === "library")
      found = joinValues(found, memberOfLibrary(machine, frame, target.module, name, one.specifier));
    else if (exportsName(machine, target.file, name, new Set()))
      found = joinValues(found, exportedValue(machine, frame, target.file, name, seen));
  }
  return isNothing(found) ? UNKNOWN : found;
}

function exportOf(
  machine: Machine,
  frame: Frame,
  file: FileId,
  own: Exclude<Export, { kind: "all" }>,
  seen: Set<string>,
): Value {
  if (own.kind === "local") {
    const scope = machine.moduleScope(file);
    const slot = machine.object(scope)?.slots.get(String(own.reference.variable));
    if (slot !== undefined) return slot.value;
    const variable = machine.view.factsOf(file)?.variables[own.reference.variable];
    if (variable === undefined) return UNKNOWN;
    return ambientValue(machine, { ...frame, file }, variable.site, scope, own.reference.variable);
  }
  const target = machine.view.importedModule(file, own.specifier, own.module);
  if (target.kind === "library") {
    return own.imported === "*"
      ? libraryValue(machine, target.module, [])
      : memberOfLibrary(machine, frame, target.module, own.imported, own.specifier);
  }
  if (own.imported === "*") return namespaceOfFile(machine, frame, target.file, seen);
  return exportedValue(machine, frame, target.file, own.imported, seen);
}

function commonJsValue(machine: Machine, frame: Frame, file: FileId, name: string): Value {
  const facts = machine.view.factsOf(file);
  const variable = facts?.variables.findIndex((one) => one.name === "module" && one.record === 0) ?? -1;
  const holder = machine.object(machine.moduleScope(file))?.slots.get(String(variable))?.value ?? UNKNOWN;
  const exported = readProperty(machine, frame, holder, namedKey("exports"), 0);
  return name === "default" || name === "export=" || name === "*"
    ? exported
    : readProperty(machine, frame, exported, namedKey(name), 0);
}

/** Whether a module exports the name, itself or through others. */
function exportsName(machine: Machine, file: FileId, name: string, seen: Set<FileId>): boolean {
  const facts = machine.view.factsOf(file);
  if (facts === undefined || seen.has(file)) return false;
  seen.add(file);
  return facts.exports.some((one) => {
    if (one.kind !== "all") return one.name === name;
    const target = machine.view.importedModule(file, one.specifier, one.module);
    return target.kind === "file" && exportsName(machine, target.file, name, seen);
  });
}

export function namespaceOf(
  machine: Machine,
  frame: Frame,
  specifier: SiteId,
  module: string,
  name: string,
): Value {
  const target = machine.view.importedModule(frame.file, specifier, module);
  if (target.kind === "library") return libraryValue(machine, target.module, []);
  if (machine.view.factsOf(target.file)?.commonJs === true)
    return commonJsValue(machine, frame, target.file, name);
  if (name === "export=") {
    const assigned = machine.object(machine.moduleScope(target.file))?.slots.get("export export=");
    if (assigned !== undefined) return assigned.value;
  }
  return namespaceOfFile(machine, frame, target.file);
}

/** The namespace object: made anew at each use with what the module exports now, which may be the object itself. */
function namespaceOfFile(
  machine: Machine,
  frame: Frame,
  file: FileId,
  seen: ReadonlySet<string> = new Set(),
): Value {
  const address = machine.book.addressOf(0, file, 0, "namespace");
  const key = `${NAMESPACE_OF}${file}`;
  if (seen.has(key)) return addressValue(address);
  const around = [...seen].filter((one) => one.startsWith(NAMESPACE_OF));
  const slots = new Map<string, Slot>();
  for (const name of exportedNames(machine, file, new Set())) {
    const value = exportedValue(machine, frame, file, name, new Set([...around, key]));
    slots.set(name, plainSlot(value));
  }
  machine.store(address, newObject({ kind: "record" }, { slots, exact: false }));
  return addressValue(address);
}
const NAMESPACE_OF = "namespace of ";

function exportedNames(machine: Machine, file: FileId, seen: Set<FileId>): string[] {
  const facts = machine.view.factsOf(file);
  if (facts === undefined || seen.has(file)) return [];
  seen.add(file);
  return facts.exports.flatMap((one) => {
    if (one.kind !== "all") return [one.name];
    const target = machine.view.importedModule(file, one.specifier, one.module);
    return target.kind === "file"
      ? exportedNames(machine, target.file, seen).filter((name) => name !== "default")
      : [];
  });
}

/** `export = value`. */
export function exportValue(machine: Machine, frame: Frame, name: string, value: Value): void {
  machine.update(machine.moduleScope(frame.file), (object) =>
    slotsWith(object, `export ${name}`, plainSlot(value)),
  );
}
