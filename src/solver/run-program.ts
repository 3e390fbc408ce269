/**
 * Pipeline stage: value flow. Runs the program: modules in the order of their imports, then everything that somebody
 * unknown may call (exported functions, methods of exported classes), in any order and more than once, until the state
 * that they share no longer changes.
 */
import type { FileId } from "../graph/expression.js";
import { findCalledExports, repeatCalls } from "./called-exports.js";
import {
  includesState,
  joinStates,
  mapSlots,
  newObject,
  NO_GUARDS,
  objectAt,
  withObject,
  type State,
  type AbstractObject,
} from "./heap.js";
import { isEntry } from "./key-forms.js";
import { MAXIMAL_ROUNDS } from "./limits.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { cutAt, markOf } from "./cuts.js";
import { entriesOf } from "./persistent-map.js";
import { beginRoot } from "./reruns.js";
import { importedNames, type Roots, runExports } from "./roots.js";
import { hoist, runBody } from "./statements.js";
import { endTurn, runLaterTasks } from "./turns.js";
import { isNothing, joinValues, NOTHING, onlyConstants, UNDEFINED, UNKNOWN, type Value } from "./value.js";

/** Round from which also the roots run that are imported, but that nothing was seen to call. */
const CALLED_ROOTS_FROM = 4;

/** `progress` is told how many of the modules whose turn it is have run; each round begins anew. */
export function runProgram(
  machine: Machine,
  files: readonly FileId[],
  progress: (done: number, total: number) => void = () => undefined,
): void {
  const order = importOrder(machine, relevantFiles(machine, files));
  const imported = importedFiles(machine, order);
  const frames = new Map<FileId, Frame>();
  for (const file of order) {
    const frame = moduleFrame(machine, file, imported);
    if (frame !== undefined) frames.set(file, frame);
  }
  findCalledExports(machine, order, imported);
  const libraries = [...frames.values()].filter(({ file }) => imported.has(file));
  for (const frame of libraries)
    isolated(
      machine,
      frame.file,
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
  const nearest = [...frames.values()]
    .map((frame) => ({ frame, distance: machine.view.relevance.distanceOf(frame.file) }))
    .sort((one, other) => one.distance - other.distance);
  const roots: Roots = { imported: importedNames(machine, order), withCalled: false };
  for (let round = 0; round < MAXIMAL_ROUNDS; round++) {
    const before = machine.state;
    for (const [index, { frame }] of nearest.entries()) {
      progress(index, frames.size);
      runExports(machine, frame, roots);
    }
    isolated(machine, order[0] ?? "", () => {
      runLaterTasks(machine);
    });
    if (roots.withCalled) repeatCalls(machine);
    if (before === undefined || machine.state === undefined) return;
    const isSettled = includesState(before, machine.state);
    if (round > 0) machine.state = widened(before, machine.state);
    if (isSettled && roots.withCalled) return;
    if (isSettled || round >= CALLED_ROOTS_FROM) roots.withCalled = true;
  }
  const [file = ""] = order;
  machine.hit("MAXIMAL_ROUNDS", file, 0);
}

/** Files with something to run for its own sake; what they import runs as well. */
function relevantFiles(machine: Machine, files: readonly FileId[]): readonly FileId[] {
  return files.filter((file) =>
    machine.view.factsOf(file)?.procedures.some(({ id }) => machine.view.relevance.isRoot(file, id)),
  );
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
  return { ...value, constants: new Set(kept), open: true, whole: false };
}

/**
 * Collections that outlive the start of the program may hold, in a later turn, what nobody here has put into them; but for
 * tables of constants, which hold what they were made with and what the program adds.
 */
function openCollections(machine: Machine): void {
  const heap = machine.state?.heap;
  if (heap === undefined) return;
  for (const [address, object] of entriesOf(heap)) {
    const { kind } = object.detail;
    if (isTable(object)) continue;
    if (kind === "map" && object.exact) machine.store(address, { ...object, exact: false });
    const isOpenList = kind === "set" || (kind === "array" && object.length === undefined);
    if (isOpenList) machine.store(address, { ...object, rest: joinValues(object.rest, UNKNOWN) });
  }
}

/** `new Set(["id", "name"])`, `new Map([["id", …]])` */
function isTable({ detail, slots, rest }: AbstractObject): boolean {
  if (![...slots.keys()].some(isEntry)) return false;
  return detail.kind === "set" ? onlyConstants(rest) !== undefined : isNothing(rest) && !slots.has("@key");
}

/** Modules that no other one imports: nobody knows in which order they are loaded, nor whether all of them are. */
function runEntries(machine: Machine, entries: readonly Frame[]): void {
  const start = machine.state;
  let end = start;
  for (const frame of entries) {
    machine.state = start;
    isolated(
      machine,
      frame.file,
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

function moduleFrame(machine: Machine, file: FileId, imported: ReadonlySet<FileId>): Frame | undefined {
  const facts = machine.view.factsOf(file);
  const procedure = facts?.procedures[0];
  if (facts === undefined || procedure === undefined) return undefined;
  const scope = machine.moduleScope(file);
  machine.store(scope, newObject({ kind: "scope" }, { exact: false }));
  if (machine.problem.watches(file)) machine.watch(scope);
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
    stoppable: undefined,
    loops: 0,
    // What a module starts at its end goes on when those that import it have run.
    waits: !imported.has(file),
    resumption: undefined,
    caller: undefined,
    calledAt: 0,
  };
}

/** Runs a root of a file: with work, guards and a way for exceptions of its own; it may end in any state, or not at all. */
export function isolated(machine: Machine, file: FileId, run: () => void, ages = true): void {
  const mark = markOf(machine);
  try {
    isolatedFromOthers(machine, run, ages);
  } catch (error) {
    cutAt(machine, mark, error, file, 0);
  }
}

function isolatedFromOthers(machine: Machine, run: () => void, ages: boolean): void {
  const before = machine.state;
  beginRoot(machine);
  const thrown = newExit();
  machine.throws.push(thrown);
  const runToItsEnd = (): Value => {
    run();
    machine.state = joinStates(machine.state, thrown.state);
    return NOTHING;
  };
  // A module runs once: what it makes stays the only one of its kind.
  if (ages) machine.round(runToItsEnd);
  else runToItsEnd();
  machine.throws.pop();
  const after = machine.state ?? before;
  machine.state = after === undefined ? undefined : withoutGuards(after);
}

function withoutGuards(state: State): State {
  return state.guards === NO_GUARDS ? state : { ...state, guards: NO_GUARDS };
}

function runModule(machine: Machine, frame: Frame): void {
  hoist(machine, frame, frame.procedure.hoisted);
  runBody(machine, frame, frame.procedure.body);
  // Listeners wait until the roots have run: what is nearest to a sink comes before all that frameworks may call.
  endTurn(machine, false);
}
