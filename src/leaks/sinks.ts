/**
 * Pipeline stage: policy. Which purposes a call hands its arguments to: those of the body that runs, of the declaration
 * that is called, of the object that it is called on, of the catalog and the settings.
 */
import type { Catalog } from "../catalog/catalog.js";
import type { TagArgument } from "../catalog/tag-call.js";
import { packageOfSpecifier, type PackagePath } from "../settings/package-name.js";
import type { Origin } from "../graph/origin.js";
import type { SettingsSinks } from "../settings/settings-sinks.js";
import type { CallEvent } from "../solver/flow-problem.js";
import type { Machine } from "../solver/machine.js";
import { onlyConstants, type Address, type Value } from "../solver/value.js";
import type { PurposesOfCode } from "../annotations/purposes-of-code.js";
import { ownersOf } from "./sink-stores.js";

export interface SinkLookup {
  readonly purposes: PurposesOfCode;
  readonly catalog: Catalog;
  readonly settingsSinks: SettingsSinks;
}

/** What is called, as far as it concerns purposes. */
export interface CalledSink {
  readonly name: string;
  readonly purposes: readonly string[];
  /** The arguments that reach it; undefined: all. */
  readonly parameters: ReadonlyMap<number, readonly string[]> | undefined;
}

/** Operations of library models that keep what they are given in their receiver. */
const STORING: ReadonlySet<string> = new Set([
  "array.push",
  "array.unshift",
  "array.splice",
  "array.fill",
  "set.add",
  "map.set",
  "map.append",
]);

export function isStoring(operation: string | undefined): boolean {
  return operation !== undefined && STORING.has(operation);
}

export function sinkOfCall(machine: Machine, lookup: SinkLookup, event: CallEvent): CalledSink {
  const { callee } = event;
  switch (callee.kind) {
    case "procedure":
      return sinkOfProcedure(machine, lookup, event, callee.file, callee.procedure);
    case "class": {
      const { file, facts } = callee.detail;
      const purposes = lookup.purposes.ofDeclaration(file, facts.site);
      return {
        name: facts.name,
        purposes,
        parameters: parameterPurposes(machine, lookup, file, facts.constructorProcedure),
      };
    }
    case "library":
      return sinkOfLibrary(machine, lookup, event, callee);
    case "unknown":
      return sinkOfUnknown(machine, lookup, event, callee.origin, callee.address);
    case "resolver":
    case "bound":
    case "proxy":
    case "promisified":
      return { name: "", purposes: [], parameters: undefined };
  }
}

/** Parameters with a purpose of their own. */
function parameterPurposes(
  machine: Machine,
  lookup: SinkLookup,
  file: string,
  procedure: number | undefined,
): ReadonlyMap<number, readonly string[]> | undefined {
  const found = new Map<number, readonly string[]>();
  if (procedure === undefined) return undefined;
  for (const index of machine.view.factsOf(file)?.procedures[procedure]?.parameters.keys() ?? []) {
    const ofParameter = lookup.purposes.ofParameter(file, procedure, index);
    if (ofParameter.length > 0) found.set(index, ofParameter);
  }
  return found.size === 0 ? undefined : found;
}

function sinkOfProcedure(
  machine: Machine,
  lookup: SinkLookup,
  event: CallEvent,
  file: string,
  procedure: number,
): CalledSink {
  const facts = machine.view.factsOf(file)?.procedures[procedure];
  const own = lookup.purposes.ofProcedure(file, procedure);
  const written =
    own.length > 0 || event.calleeSite === undefined
      ? []
      : lookup.purposes.ofMeaning(event.frame.file, event.calleeSite, true);
  const parameters = parameterPurposes(machine, lookup, file, procedure);
  return {
    name: facts?.name ?? "",
    purposes: own.length > 0 ? own : written,
    parameters,
  };
}

function sinkOfLibrary(
  machine: Machine,
  lookup: SinkLookup,
  event: CallEvent,
  callee: Extract<CallEvent["callee"], { kind: "library" }>,
): CalledSink {
  const name = callee.path.at(-1) ?? callee.module;
  const none: CalledSink = { name, purposes: [], parameters: undefined };
  const owned = ownedPurposes(machine, event, callee.module, callee.path, lookup);
  if (owned.length > 0) return { name, purposes: owned, parameters: undefined };
  const path =
    callee.path[0] === "globalThis" || callee.path[0] === "window" ? callee.path.slice(1) : callee.path;
  if (callee.module === "") {
    const [global = ""] = path;
    return { ...none, name: path.join("."), purposes: globalPurposes(machine, lookup, global, event) };
  }
  const home = callee.origin?.home;
  const inPackage = home?.kind === "package" ? home : packageOfSpecifier(callee.module);
  if (inPackage === undefined) return none;
  const stated = purposesStatedByPackage(lookup, event, callee.module, path);
  return {
    ...none,
    purposes: stated.length > 0 ? stated : packagePurposes(machine, lookup, event, inPackage, path),
  };
}

/** By annotations in the package's declarations, and by its package.json. */
function purposesStatedByPackage(
  { purposes }: SinkLookup,
  { frame, calleeSite }: CallEvent,
  module: string,
  path: readonly string[],
): readonly string[] {
  if (calleeSite === undefined || module.startsWith("node:")) return [];
  return purposes.ofExport([module, ...path].join(" "), frame.file, calleeSite);
}

function packagePurposes(
  machine: Machine,
  lookup: SinkLookup,
  event: CallEvent,
  { name, subpath }: PackagePath,
  path: readonly string[],
): readonly string[] {
  const set = lookup.settingsSinks.purposesOfPackage(name, subpath);
  // Of most packages the catalog knows nothing: then nobody has to look into the arguments.
  if (!lookup.catalog.knowsPackage(name)) return set;
  const purposes = [...set, ...lookup.catalog.purposesOfPackage(name, subpath, path)];
  if (purposes.length > 0) return purposes;
  const args = event.arguments.values.map(({ value }) => tagArgument(machine, value));
  return lookup.catalog.purposesOfPackageCall(name, subpath, path, args);
}

function globalPurposes(
  machine: Machine,
  lookup: SinkLookup,
  global: string,
  event: CallEvent,
): readonly string[] {
  const set = lookup.settingsSinks.purposesOfGlobal(global);
  if (set.length > 0) return set;
  if (!lookup.catalog.isMixedTag(global)) return lookup.catalog.purposesOfGlobal(global);
  return lookup.catalog.purposesOfTagCall(
    global,
    event.arguments.values.map(({ value }) => tagArgument(machine, value)),
  );
}

/** What the catalog may know of an argument: constants, and those of its properties, as deep as it asks. */
function tagArgument(machine: Machine, value: Value): TagArgument {
  const constants = (onlyConstants(value) ?? [...value.constants]).filter(
    (constant) => typeof constant === "string",
  );
  return {
    constants,
    get properties() {
      return tagProperties(machine, value);
    },
  };
}

function tagProperties(machine: Machine, value: Value): TagArgument["properties"] {
  const properties: Record<string, TagArgument> = {};
  for (const address of value.addresses)
    for (const [name, slot] of machine.object(address)?.slots ?? [])
      if (!name.startsWith("@") && !name.startsWith("#")) properties[name] = tagArgument(machine, slot.value);
  return Object.keys(properties).length === 0 ? undefined : properties;
}

function sinkOfUnknown(
  machine: Machine,
  lookup: SinkLookup,
  event: CallEvent,
  origin: Origin | undefined,
  address: Address | undefined,
): CalledSink {
  const { frame, calleeSite } = event;
  const declared =
    origin ?? (calleeSite === undefined ? undefined : machine.view.originAt(frame.file, calleeSite));
  const name = declared?.path.join(".") ?? "";
  const none: CalledSink = { name, purposes: [], parameters: undefined };
  const owners = [
    ...ownersOf(machine, event.receiver),
    ...(address === undefined ? [] : (machine.object(address)?.owners ?? [])),
  ];
  if (owners.length > 0) return { ...none, purposes: owners };
  const meant = calleeSite === undefined ? [] : lookup.purposes.ofMeaning(frame.file, calleeSite, false);
  if (meant.length > 0) return { ...none, purposes: meant };
  const global = address === undefined ? undefined : machine.globalNames.get(address);
  if (global !== undefined)
    return { ...none, name: global, purposes: globalPurposes(machine, lookup, global, event) };
  if (declared?.home.kind === "package")
    return { ...none, purposes: packagePurposes(machine, lookup, event, declared.home, declared.path) };
  if (declared?.home.kind === "program" && declared.ambient && declared.path.length >= 1) {
    return { ...none, purposes: globalPurposes(machine, lookup, declared.path[0] ?? "", event) };
  }
  return none;
}

/** A method of the platform that is called on an object of a sink: it matters whether it keeps what it is given. */
function ownedPurposes(
  machine: Machine,
  event: CallEvent,
  module: string,
  path: readonly string[],
  lookup: SinkLookup,
): readonly string[] {
  const owners = ownersOf(machine, event.receiver);
  const model = machine.view.modelOf(module, path);
  // What an operation does to an object that it only reads is known; all else may keep what it is given.
  if (owners.length > 0 && (model?.operation === undefined || isStoring(model.operation))) return owners;
  if (!isStoring(model?.operation)) return [];
  const ofReceiver =
    event.calleeSite === undefined ? [] : lookup.purposes.ofReceiver(event.frame.file, event.calleeSite);
  if (ofReceiver.length > 0) return ofReceiver;
  return dataLayerPurposes(machine, event, lookup);
}

/** `dataLayer.push(…)` is a call of the tag whose queue it is. */
function dataLayerPurposes(machine: Machine, event: CallEvent, lookup: SinkLookup): readonly string[] {
  if (event.calleeSite === undefined) return [];
  const name = machine.globalNames.get([...event.receiver.addresses][0] ?? -1);
  return name === undefined ? [] : globalPurposes(machine, lookup, name, event);
}
