/**
 * Pipeline stage: value flow. Exported functions that the program calls itself may be called by others as well: in any
 * order, and more than once (spec, section 5), though with what the program's own calls give them. Each such call is kept
 * on the heap, and made again when the rest of the program has run. Only a module that keeps something for later can
 * tell the difference.
 */
import type { ClassFacts, Expression, FileId } from "../graph/expression.js";
import type { FileFacts, Procedure, Statement } from "../graph/procedure.js";
import { callWith, passedValues } from "./call-dispatch.js";
import type { CallEvent } from "./flow-problem.js";
import { newObject, plainSlot, type AbstractObject } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import type { ProcedureCallee } from "./procedures.js";
import { slotValue } from "./properties.js";
import { runIfChanged } from "./reruns.js";
import { turn } from "./roots.js";
import { isUnchanged, type Objects } from "./summaries.js";
import { addressValue, type Address, type Value } from "./value.js";

/** A call that may be made at any time. */
export interface RepeatableCall {
  readonly frame: Frame;
  readonly site: number;
  readonly count: number;
  /** What it found when it was made first. */
  readonly found: Objects;
}

/**
 * Notes which functions others may call as well as the program: of modules that other ones import, and of all others the
 * methods of exported objects. Functions that such a module exports are called with anything in any case.
 */
export function findCalledExports(
  machine: Machine,
  files: Iterable<FileId>,
  imported: ReadonlySet<FileId>,
): void {
  for (const file of files) {
    const facts = machine.view.factsOf(file);
    if (facts === undefined || facts.exports.length === 0 || machine.problem.purposesOf(file, 0).length > 0)
      continue;
    const dependent = dependentProcedures(facts);
    const exported = [...(imported.has(file) ? exportedFunctions(facts) : []), ...exportedMethods(facts)];
    for (const procedure of exported)
      if (dependent.has(procedure)) machine.calledExports.add(`${file}#${String(procedure)}`);
  }
}

/** Procedures that look at what the module keeps, or that name others which do. */
function dependentProcedures(facts: FileFacts): ReadonlySet<number> {
  const [module, ...others] = facts.procedures;
  const kept = new Set<number>();
  for (const statement of module?.body ?? [])
    if (keepsSomething(facts, statement) && statement.target.kind === "variable")
      kept.add(statement.target.reference.variable);
  const found = new Set<number>();
  if (kept.size === 0) return found;
  const named = new Map(others.map(({ id, body }) => [id, moduleVariablesIn(body)]));
  for (let size = -1; size < found.size;) {
    size = found.size;
    for (const { id, parent, kind } of others) {
      const isDependent = kind === "method" || [...(named.get(id) ?? [])].some((one) => kept.has(one));
      if (!isDependent) continue;
      found.add(id);
      if (parent !== undefined) found.add(parent);
    }
    for (const [variable, procedure] of functionVariables(module))
      if (found.has(procedure)) kept.add(variable);
    for (const { id, parent } of others) if (found.has(id) && parent !== undefined) found.add(parent);
  }
  return found;
}

/** Variables of the module that are named in these trees, which are plain data. */
function moduleVariablesIn(body: readonly Statement[]): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting: object[] = [body];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ("record" in node && "variable" in node && node.record === 0) found.add(Number(node.variable));
    for (const part of Object.values(node) as unknown[])
      if (typeof part === "object" && part !== null) waiting.push(part);
  }
  return found;
}

/** Functions of the module's top level, by the variables that hold them. */
function functionVariables(module: Procedure | undefined): readonly (readonly [number, number])[] {
  const hoisted = (module?.hoisted ?? []).map(
    ({ reference, procedure }) => [reference.variable, procedure] as const,
  );
  const declared = (module?.body ?? []).flatMap((statement) =>
    statement.kind === "declare" &&
    statement.target.kind === "variable" &&
    statement.value?.kind === "function"
      ? [[statement.target.reference.variable, statement.value.procedure] as const]
      : [],
  );
  return [...hoisted, ...declared];
}

type Declaration = Extract<Statement, { kind: "declare" }>;

/** A variable of the module that may be changed, or whose content may. */
function keepsSomething({ variables }: FileFacts, statement: Statement): statement is Declaration {
  if (statement.kind !== "declare") return false;
  const { target, value } = statement;
  const declaredBy =
    target.kind === "variable" ? variables[target.reference.variable]?.declaredBy : undefined;
  return declaredBy === "let" || declaredBy === "var" || (value !== undefined && !FIXED.has(value.kind));
}
const FIXED: ReadonlySet<string> = new Set([
  "function",
  "class",
  "constant",
  "regular-expression",
  "template",
]);

function exportedVariables({ exports }: FileFacts): ReadonlySet<number> {
  return new Set(exports.flatMap((one) => (one.kind === "local" ? [one.reference.variable] : [])));
}

/** Functions under names of their own. */
function exportedFunctions(facts: FileFacts): readonly number[] {
  const names = exportedVariables(facts);
  return functionVariables(facts.procedures[0]).flatMap(([variable, procedure]) =>
    names.has(variable) ? [procedure] : [],
  );
}

/** The methods of objects that the module exports. */
function exportedMethods(facts: FileFacts): readonly number[] {
  const names = exportedVariables(facts);
  return (facts.procedures[0]?.body ?? []).flatMap((statement) => {
    if (statement.kind !== "declare" || statement.target.kind !== "variable") return [];
    if (!names.has(statement.target.reference.variable)) return [];
    const { value } = statement;
    if (value?.kind === "object") return methodsIn(value.members);
    return value?.kind === "new" ? methodsOfInstance(facts, value.callee) : [];
  });
}

/** The methods of the class that is made an instance of; those of the whole module where it may have inherited some. */
function methodsOfInstance({ procedures, variables }: FileFacts, callee: Expression): readonly number[] {
  const name = callee.kind === "variable" ? variables[callee.reference.variable]?.name : undefined;
  const [made] = classesIn(procedures[0]?.body ?? []).filter((one) => one.name === name);
  if (made === undefined || made.extends !== undefined)
    return procedures.flatMap(({ id, kind }) => (kind === "method" ? [id] : []));
  return made.members.flatMap((member) => (member.kind === "method" ? [member.procedure] : []));
}

function classesIn(body: readonly Statement[]): readonly ClassFacts[] {
  return body.flatMap((statement) => {
    if (statement.kind !== "declare") return [];
    const { value } = statement;
    const parts = value?.kind === "sequence" ? value.expressions : [value];
    return parts.flatMap((part) => (part?.kind === "class" ? [part.class] : []));
  });
}

type Members = Extract<
  NonNullable<Extract<Statement, { kind: "declare" }>["value"]>,
  { kind: "object" }
>["members"];

function methodsIn(members: Members): readonly number[] {
  return members.flatMap((member) =>
    member.kind === "property" && member.value.kind === "function" ? [member.value.procedure] : [],
  );
}

/** Keeps a call of such a function, with what it is given. */
export function keepCall(
  machine: Machine,
  caller: Frame,
  callee: ProcedureCallee,
  event: CallEvent,
  values: readonly Value[],
): void {
  const key = `${callee.file}#${String(callee.procedure)}`;
  if (!machine.calledExports.has(key) || callee.address < 0 || event.calleeSite === undefined) return;
  const address = machine.book.addressOf(0, caller.file, event.site, `call of ${key}`);
  const slots = new Map(values.map((value, index) => [String(index), plainSlot(value)]));
  slots.set("@function", plainSlot(addressValue(callee.address)));
  slots.set("@this", plainSlot(event.receiver));
  machine.allocate(address, newObject({ kind: "scope" }, { slots }));
  if (machine.repeatable.has(address)) return;
  const found = stateOf(machine, callee.file, event.receiver);
  machine.repeatable.set(address, { frame: caller, site: event.site, count: values.length, found });
}

/** What the module keeps, and the object that the method is called on, with what hangs on them. */
function stateOf(machine: Machine, file: FileId, receiver: Value): Objects {
  const found = new Map<Address, AbstractObject | undefined>();
  const add = (addresses: Iterable<Address>): void => {
    for (const address of addresses) found.set(address, machine.object(address));
  };
  add([machine.moduleScope(file), ...receiver.addresses]);
  for (const object of [...found.values()])
    for (const { value } of object?.slots.values() ?? []) add(value.addresses);
  return found;
}

/** Makes the calls again that were kept, each as a turn of its own, if they find something else than they did. */
export function repeatCalls(machine: Machine): void {
  for (const [address, call] of machine.repeatable) {
    if (machine.state === undefined || isUnchanged(call.found, machine.state)) continue;
    for (const at of [address, machine.book.olderOf(address)]) {
      if (machine.object(at) === undefined) continue;
      runIfChanged(machine, `call ${String(at)}`, () => {
        turn(machine, call.frame.file, () => {
          repeat(machine, at, call);
        });
      });
    }
  }
}

function repeat(machine: Machine, address: Address, { frame, site, count }: RepeatableCall): void {
  const slot = (name: string): Value => slotValue(machine, address, name);
  const values = Array.from({ length: count }, (_, index) => slot(String(index)));
  callWith(machine, frame, slot("@function"), slot("@this"), passedValues(values), site);
}
