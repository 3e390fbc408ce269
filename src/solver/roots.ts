/**
 * Pipeline stage: value flow. Roots: what somebody unknown may call – exported functions and classes, methods of exported objects – with arguments of which only the types are known.
 */
import type { ClassFacts, FileId } from "../graph/expression.js";
import type { FileFacts } from "../graph/procedure.js";
import { callReferences, callWith, functionsIn } from "./call-dispatch.js";
import type { Arguments, PassedArgument } from "./flow-problem.js";
import { joinStates } from "./heap.js";
import { type Frame, type Machine } from "./machine.js";
import { valueOfType } from "./materialize.js";
import { exportedValue } from "./modules.js";
import { isHidden } from "./properties.js";
import { prototypesAbove } from "./prototypes.js";
import { runIfChanged } from "./reruns.js";
import { isolated } from "./run-program.js";
import { endTurn } from "./turns.js";
import { addressValue, NO_FACTS, UNDEFINED, UNKNOWN, type Value } from "./value.js";

/** What is run because somebody unknown may call it. */
export interface Roots {
  /** Exports that other files of the program import, as "file|name". */
  readonly imported: ReadonlySet<string>;
  /** Exports that are imported, but that nothing was seen to call, come last. */
  withCalled: boolean;
}

export function importedNames(machine: Machine, files: readonly FileId[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of files) {
    for (const { specifier, module, imported } of machine.view.factsOf(file)?.imports ?? []) {
      const target = machine.view.importedModule(file, specifier, module);
      if (target.kind === "file") names.add(`${target.file}|${imported}`);
    }
  }
  return names;
}

/**
 * A function of a neutral module that the program itself calls is given what it is given there. Others may be called by
 * anybody, and so may a sink's: what its parameters are declared to be is asked of every caller (spec, section 4).
 */
function isRoot(machine: Machine, roots: Roots, frame: Frame, name: string, reference: Root): boolean {
  if (machine.problem.purposesOf(frame.file, 0).length > 0) return true;
  const { imported } = roots;
  if (!imported.has(`${frame.file}|${name}`) && !imported.has(`${frame.file}|*`)) return true;
  if (!roots.withCalled) return false;
  const key =
    reference.kind === "procedure"
      ? `${reference.file}#${String(reference.procedure)}`
      : `${reference.detail.file}@${String(reference.detail.facts.site)}`;
  return (
    machine.seen.has(`${frame.file}|${name}|${String(reference.address)}`) ||
    !machine.calledProcedures.has(key) ||
    // Who gets hold of an instance, or makes one, may call what the program itself does not.
    hasUncalledMethod(machine, reference)
  );
}

/** Calls everything that the module exports, each as a turn of its own. */
export function runExports(machine: Machine, frame: Frame, roots: Roots): void {
  for (const [name, value] of exportedValues(machine, frame)) {
    for (const reference of functionsIn(machine, value)) {
      if (reference.kind === "procedure" && reference.file !== frame.file) continue;
      if (reference.kind === "class" && reference.detail.file !== frame.file) continue;
      if (reference.kind !== "procedure" && reference.kind !== "class") continue;
      if (!isRelevant(machine, reference) || !isRoot(machine, roots, frame, name, reference)) continue;
      runIfChanged(machine, `${frame.file}|${name}|${String(reference.address)}`, () => {
        turn(machine, frame.file, () => {
          callRoot(machine, frame, reference);
        });
      });
    }
    if (!roots.imported.has(`${frame.file}|${name}`) || roots.withCalled) {
      runIfChanged(machine, `${frame.file}|${name}|methods`, () => {
        callMethods(machine, frame, value);
      });
    }
  }
}

/** A turn that somebody unknown may start: afterwards it may or may not have happened. */
export function turn(machine: Machine, file: FileId, run: () => void): void {
  const before = machine.state;
  isolated(machine, file, () => {
    run();
    endTurn(machine);
  });
  machine.state = joinStates(before, machine.state);
}

function exportedValues(machine: Machine, frame: Frame): [string, Value][] {
  const { facts } = frame;
  if (facts.commonJs) return commonJsExports(machine, frame);
  return facts.exports.flatMap((one): [string, Value][] =>
    one.kind === "local" ? [[one.name, exportedValue(machine, frame, frame.file, one.name, new Set())]] : [],
  );
}

function commonJsExports(machine: Machine, frame: Frame): [string, Value][] {
  const whole = exportedValue(machine, frame, frame.file, "*", new Set());
  const found: [string, Value][] = [["module.exports", whole]];
  for (const address of whole.addresses) {
    for (const [name, slot] of machine.object(address)?.slots ?? [])
      if (!isHidden(name)) found.push([name, slot.value]);
  }
  return found;
}

/** A class is if one of its members is. */
function isRelevant(machine: Machine, reference: Root): boolean {
  const { relevance } = machine.view;
  if (reference.kind === "procedure") return relevance.isRoot(reference.file, reference.procedure);
  const { file, facts } = reference.detail;
  if (facts.extends !== undefined) return true;
  return procedureOfMembers(facts).some((procedure) => relevance.isRoot(file, procedure));
}

function procedureOfMembers({ constructorProcedure, members }: ClassFacts): number[] {
  const own = constructorProcedure === undefined ? [] : [constructorProcedure];
  return [
    ...own,
    ...members.flatMap((member) =>
      member.kind === "field"
        ? member.initializer === undefined
          ? []
          : [member.initializer]
        : [member.procedure],
    ),
  ];
}

type Root = Extract<ReturnType<typeof functionsIn>[number], { kind: "procedure" | "class" }>;

function callRoot(machine: Machine, frame: Frame, reference: Root): void {
  const procedure =
    reference.kind === "procedure" ? reference.procedure : reference.detail.facts.constructorProcedure;
  const file = reference.kind === "procedure" ? reference.file : reference.detail.file;
  const passed = anyArguments(machine, frame, file, procedure);
  const site = rootSite(machine.view.factsOf(file), procedure);
  const instance = callReferences(
    machine,
    { ...frame, context: machine.book.contextOf(0, file, site) },
    [reference],
    {
      site,
      calleeSite: undefined,
      receiver: UNDEFINED,
      arguments: passed,
      written: [],
      construct: reference.kind === "class",
    },
  );
  if (reference.kind === "class" && !machine.isDead()) callMethodsOf(machine, frame, instance, site);
}

function rootSite(facts: FileFacts | undefined, procedure: number | undefined): number {
  return procedure === undefined ? 0 : (facts?.procedures[procedure]?.site ?? 0);
}

/** Arguments of which only the parameters' types are known. */
function anyArguments(
  machine: Machine,
  frame: Frame,
  file: FileId,
  procedure: number | undefined,
): Arguments {
  const facts = machine.view.factsOf(file);
  const parameters = procedure === undefined ? [] : (facts?.procedures[procedure]?.parameters ?? []);
  const values = parameters.map((parameter): PassedArgument => {
    const type = machine.view.typeAt(file, parameter.site);
    const address = machine.book.addressOf(0, file, parameter.site, "anything");
    const inFile: Frame = { ...frame, file };
    const value = valueOfType(machine, inFile, type, address, parameter.site, NO_FACTS);
    const optional = parameter.otherwise !== undefined;
    return {
      value: optional ? { ...value, constants: new Set([...value.constants, undefined]) } : value,
      expression: undefined,
      site: undefined,
      spread: false,
    };
  });
  return {
    values: values.filter((_, index) => parameters[index]?.rest !== true),
    rest: restOf(values, parameters),
  };
}

function restOf(
  values: readonly PassedArgument[],
  parameters: readonly { readonly rest: boolean }[],
): PassedArgument | undefined {
  const index = parameters.findIndex(({ rest }) => rest);
  const passed = values[index];
  return passed === undefined ? undefined : { ...passed, value: UNKNOWN };
}

/** Methods of an object or class that is exported: of an object literal's functions, of a class's statics. */
function callMethods(machine: Machine, frame: Frame, value: Value): void {
  for (const address of value.addresses) {
    const object = machine.object(address);
    if (object?.detail.kind === "class" && object.detail.file === frame.file)
      callMethodsOf(machine, frame, addressValue(address), object.detail.facts.site);
    if (object?.detail.kind === "record") callMethodsOf(machine, frame, addressValue(address), 0);
  }
}

/** Calls the methods of an instance in any order. */
function callMethodsOf(machine: Machine, frame: Frame, instance: Value, site: number): void {
  for (let round = 0; round < 3; round++) {
    const before = machine.state;
    for (const address of instance.addresses) {
      for (const method of methodsOf(machine, address))
        callMethod(machine, frame, addressValue(address), method, site);
    }
    if (machine.state === before) return;
  }
}

function callMethod(machine: Machine, frame: Frame, instance: Value, method: Value, site: number): void {
  for (const reference of functionsIn(machine, method)) {
    if (reference.kind !== "procedure" || machine.isDead() || isCalled(machine, reference)) continue;
    if (!machine.view.relevance.isRoot(reference.file, reference.procedure)) continue;
    const at = rootSite(machine.view.factsOf(reference.file), reference.procedure);
    const context = machine.book.contextOf(
      machine.book.contextOf(0, reference.file, site),
      reference.file,
      at,
    );
    const passed = anyArguments(machine, frame, reference.file, reference.procedure);
    turn(machine, reference.file, () => {
      callWith(machine, { ...frame, context }, method, instance, passed, at);
    });
  }
}

/** A method of neutral code that the program calls is given what it is given there. */
function isCalled(machine: Machine, reference: Extract<Root, { kind: "procedure" }>): boolean {
  if (machine.problem.purposesOf(reference.file, reference.procedure).length > 0) return false;
  return machine.calledProcedures.has(`${reference.file}#${String(reference.procedure)}`);
}

function hasUncalledMethod(machine: Machine, reference: Root): boolean {
  const prototypes = machine.object(reference.address)?.slots.get("@prototype")?.value.addresses ?? [];
  return [...prototypes].some((prototype) =>
    methodsOf(machine, prototype).some((method) =>
      functionsIn(machine, method).some((one) => one.kind === "procedure" && !isCalled(machine, one)),
    ),
  );
}

function methodsOf(machine: Machine, address: number): Value[] {
  const methods: Value[] = [];
  const object = machine.object(address);
  const above = [...prototypesAbove(machine, object)].map(([, prototype]) => prototype);
  for (const { slots } of object === undefined ? [] : [object, ...above]) {
    for (const [name, slot] of slots) {
      if ((name.startsWith("@") && !name.startsWith("@@")) || name.startsWith("#") || name === "constructor")
        continue;
      methods.push(slot.value);
      if (slot.getter !== undefined) methods.push(slot.getter);
      if (slot.setter !== undefined) methods.push(slot.setter);
    }
  }
  return methods;
}
