/**
 * Pipeline stage: value flow. Runs the program: modules in the order of their imports, then everything that somebody
 * unknown may call (exported functions, methods of exported classes), in any order and more than once, until the state
 * that they share no longer changes.
 */
import type { FileFacts } from "../graph/procedure.js";
import type { FileId } from "../graph/expression.js";
import { callReferences, callWith, functionsIn } from "./call-dispatch.js";
import type { Arguments, PassedArgument } from "./flow-problem.js";
import {
  joinStates,
  NO_GUARDS,
  newObject,
  type State,
  includesState,
  mapSlots,
  objectAt,
  withObject,
} from "./heap.js";
import { MAXIMAL_ROUNDS } from "./limits.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { valueOfType } from "./materialize.js";
import { exportedValue } from "./modules.js";
import { entriesOf } from "./persistent-map.js";
import { isHidden } from "./properties.js";
import { hoist, runBody } from "./statements.js";
import { runIfChanged } from "./reruns.js";
import { endTurn, runLaterTasks } from "./tasks.js";
import { addressValue, joinValues, NO_FACTS, NOTHING, UNDEFINED, UNKNOWN, type Value } from "./value.js";

export function runProgram(machine: Machine, files: readonly FileId[]): void {
  const order = importOrder(machine, files);
  const imported = importedFiles(machine, order);
  const frames = new Map<FileId, Frame>();
  for (const file of order) {
    const frame = moduleFrame(machine, file);
    if (frame !== undefined) frames.set(file, frame);
  }
  const libraries = [...frames.values()].filter(({ file }) => imported.has(file));
  for (const frame of libraries)
    isolated(
      machine,
      () => {
        runModule(machine, frame);
      },
      false,
    );
  runEntries(
    machine,
    [...frames.values()].filter(({ file }) => !imported.has(file)),
  );
  openCollections(machine);
  const roots: Roots = { imported: importedNames(machine, order), withCalled: false };
  for (let round = 0; round < MAXIMAL_ROUNDS; round++) {
    const before = machine.state;
    for (const frame of frames.values()) runExports(machine, frame, roots);
    isolated(machine, () => {
      runLaterTasks(machine);
    });
    if (before === undefined || machine.state === undefined) return;
    const isSettled = includesState(before, machine.state);
    if (round > 0) machine.state = widened(before, machine.state);
    if (isSettled && roots.withCalled) return;
    if (isSettled || round >= MAXIMAL_ROUNDS / 2) roots.withCalled = true;
  }
  const [file = ""] = files;
  machine.hit("MAXIMAL_ROUNDS", file, 0);
}

/** Numbers that a round has added to what the rounds share are a counter's: with more rounds they would be any. */
function widened(before: State, after: State): State {
  let state = after;
  for (const [address, object] of entriesOf(after.heap)) {
    const known = objectAt(before, address);
    if (known === undefined || known === object) continue;
    const counts = (value: Value): Value =>
      [...value.constants].some((constant) => typeof constant === "number") ? asNumber(value) : value;
    const changed = mapSlots(object, (slot, name) => {
      const earlier = known.slots.get(name);
      return earlier === undefined || earlier.value.constants.size >= slot.value.constants.size
        ? slot
        : { ...slot, value: counts(slot.value) };
    });
    state = withObject(state, address, changed);
  }
  return state;
}

function asNumber(value: Value): Value {
  const kept = [...value.constants].filter((constant) => typeof constant !== "number");
  return { ...value, constants: new Set(kept), open: true };
}

/** Collections that outlive the start of the program may hold, in a later turn, what nobody here has put into them. */
function openCollections(machine: Machine): void {
  const heap = machine.state?.heap;
  if (heap === undefined) return;
  for (const [address, object] of entriesOf(heap)) {
    const { kind } = object.detail;
    if (kind === "map" && object.exact) machine.store(address, { ...object, exact: false });
    const isOpenList = kind === "set" || (kind === "array" && object.length === undefined);
    if (isOpenList) machine.store(address, { ...object, rest: joinValues(object.rest, UNKNOWN) });
  }
}

/** What is run because somebody unknown may call it. */
interface Roots {
  /** Exports that other files of the program import, as "file|name". */
  readonly imported: ReadonlySet<string>;
  /** Exports that are imported, but that nothing was seen to call, come last. */
  withCalled: boolean;
}

function importedNames(machine: Machine, files: readonly FileId[]): ReadonlySet<string> {
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
    !machine.calledProcedures.has(key)
  );
}

/** Modules that no other one imports: nobody knows in which order they are loaded, nor whether all of them are. */
function runEntries(machine: Machine, entries: readonly Frame[]): void {
  const start = machine.state;
  let end = start;
  for (const frame of entries) {
    machine.state = start;
    isolated(
      machine,
      () => {
        runModule(machine, frame);
      },
      false,
    );
    end = joinStates(end, machine.state);
  }
  machine.state = end;
}

function importedFiles(machine: Machine, files: readonly FileId[]): ReadonlySet<FileId> {
  const imported = new Set<FileId>();
  for (const file of files) {
    for (const request of machine.view.factsOf(file)?.requests ?? []) {
      const target = request.typeOnly
        ? undefined
        : machine.view.importedModule(file, request.specifier, request.module);
      if (target?.kind === "file" && target.file !== file) imported.add(target.file);
    }
  }
  return imported;
}

/** Imported modules run first; a cycle is entered where it is met. */
function importOrder(machine: Machine, files: readonly FileId[]): FileId[] {
  const order: FileId[] = [];
  const seen = new Set<FileId>();
  const visit = (file: FileId): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const facts = machine.view.factsOf(file);
    for (const request of facts?.requests ?? []) {
      if (request.typeOnly) continue;
      const target = machine.view.importedModule(file, request.specifier, request.module);
      if (target.kind === "file") visit(target.file);
    }
    if (facts !== undefined) order.push(file);
  };
  for (const file of [...files].sort()) visit(file);
  return order;
}

function moduleFrame(machine: Machine, file: FileId): Frame | undefined {
  const facts = machine.view.factsOf(file);
  const procedure = facts?.procedures[0];
  if (facts === undefined || procedure === undefined) return undefined;
  const scope = machine.moduleScope(file);
  machine.store(scope, newObject({ kind: "scope" }, { exact: false }));
  return {
    file,
    facts,
    procedure,
    context: 0,
    environment: [],
    records: new Map([[0, scope]]),
    thisValue: UNDEFINED,
    home: undefined,
    arguments: [],
    furtherArguments: undefined,
    returns: newExit(),
    jumps: new Map(),
    evaluated: new Map(),
    observer: undefined,
    generator: undefined,
    caller: undefined,
  };
}

/** Runs a root: with work, guards and a way for exceptions of its own; it may end in any state, or not at all. */
function isolated(machine: Machine, run: () => void, ages = true): void {
  const before = machine.state;
  machine.workOfRoot = 0;
  const thrown = newExit();
  machine.throws.push(thrown);
  // A module runs once: what it makes stays the only one of its kind.
  if (!ages) run();
  else {
    machine.round(() => {
      run();
      return NOTHING;
    });
  }
  machine.throws.pop();
  const after = joinStates(machine.state, thrown.state) ?? before;
  machine.state = after === undefined ? undefined : withoutGuards(after);
}

function withoutGuards(state: State): State {
  return state.guards === NO_GUARDS ? state : { ...state, guards: NO_GUARDS };
}

function runModule(machine: Machine, frame: Frame): void {
  hoist(machine, frame, frame.procedure.hoisted);
  runBody(machine, frame, frame.procedure.body);
  endTurn(machine);
}

/** Calls everything that the module exports, each as a turn of its own. */
function runExports(machine: Machine, frame: Frame, roots: Roots): void {
  for (const [name, value] of exportedValues(machine, frame)) {
    for (const reference of functionsIn(machine, value)) {
      if (reference.kind === "procedure" && reference.file !== frame.file) continue;
      if (reference.kind === "class" && reference.detail.file !== frame.file) continue;
      if (reference.kind !== "procedure" && reference.kind !== "class") continue;
      if (!isRoot(machine, roots, frame, name, reference)) continue;
      runIfChanged(machine, `${frame.file}|${name}|${String(reference.address)}`, () => {
        turn(machine, () => {
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
function turn(machine: Machine, run: () => void): void {
  const before = machine.state;
  isolated(machine, () => {
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
  if (reference.kind === "class" && !machine.dead) callMethodsOf(machine, frame, instance, site);
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
    if (reference.kind !== "procedure" || machine.dead || isCalled(machine, reference)) continue;
    const at = rootSite(machine.view.factsOf(reference.file), reference.procedure);
    const context = machine.book.contextOf(
      machine.book.contextOf(0, reference.file, site),
      reference.file,
      at,
    );
    const passed = anyArguments(machine, frame, reference.file, reference.procedure);
    turn(machine, () => {
      callWith(machine, { ...frame, context }, method, instance, passed, at);
    });
  }
}

/** A method of neutral code that the program calls is given what it is given there. */
function isCalled(machine: Machine, reference: Extract<Root, { kind: "procedure" }>): boolean {
  if (machine.problem.purposesOf(reference.file, reference.procedure).length > 0) return false;
  return machine.calledProcedures.has(`${reference.file}#${String(reference.procedure)}`);
}

function methodsOf(machine: Machine, address: number): Value[] {
  const methods: Value[] = [];
  for (let at: number | undefined = address; at !== undefined; at = machine.object(at)?.prototype) {
    for (const [name, slot] of machine.object(at)?.slots ?? []) {
      if ((name.startsWith("@") && !name.startsWith("@@")) || name.startsWith("#") || name === "constructor")
        continue;
      methods.push(slot.value);
      if (slot.getter !== undefined) methods.push(slot.getter);
      if (slot.setter !== undefined) methods.push(slot.setter);
    }
  }
  return methods;
}
