/**
 * Pipeline stage: value flow. Runs what a call may run: procedures, library models, bound functions, resolvers, or the honest default for functions of which nothing is known; and tells the flow problem.
 */
import type { SiteId } from "../graph/expression.js";
import { isTooMuch } from "./passes.js";
import { constructClass } from "./construction.js";
import type { Arguments, CallEvent, PassedArgument } from "./flow-problem.js";
import type { FunctionReference } from "./functions.js";
import { closuresOf, plainSlot, type Closure } from "./heap.js";
import { callLibrary, callUnknown } from "./library-calls.js";
import type { Frame, Machine } from "./machine.js";
import { runProcedure } from "./procedures.js";
import { arrayOf } from "./literals.js";
import { namedKey, readProperty } from "./properties.js";
import { prototypeOfFunction } from "./prototypes.js";
import { promiseOf, settle } from "./promises.js";
import { onceSettled } from "./started-calls.js";
import { calledAs } from "./untyped-libraries.js";
import { joinValues, NOTHING, UNDEFINED, UNKNOWN, type Address, type Value } from "./value.js";

export function passedValues(values: readonly Value[]): Arguments {
  return {
    values: values.map((value) => ({ value, expression: undefined, site: undefined, spread: false })),
    rest: undefined,
  };
}

function noteCrowd(machine: Machine, { file, procedure }: Closure): void {
  machine.hit("MAXIMAL_CLOSURES", file, machine.view.factsOf(file)?.procedures[procedure]?.site ?? 0);
}

/** The functions among the objects that a value may be. */
export function functionsIn(machine: Machine, value: Value): FunctionReference[] {
  const references: FunctionReference[] = [];
  for (const address of value.addresses) {
    const object = machine.object(address);
    const detail = object?.detail;
    switch (detail?.kind) {
      case "closure":
        if (detail.isCrowded === true) noteCrowd(machine, detail);
        for (const closure of closuresOf(detail)) {
          references.push({
            kind: "procedure",
            file: closure.file,
            procedure: closure.procedure,
            closure,
            address,
          });
        }
        break;
      case "class":
        references.push({ kind: "class", address, detail });
        break;
      case "library":
        references.push({
          kind: "library",
          module: detail.module,
          path: detail.path,
          origin: undefined,
          address,
        });
        break;
      case "resolver":
        references.push({ kind: "resolver", address, settles: detail.settles });
        break;
      case "bound":
        references.push({ kind: "bound", address, count: detail.count });
        break;
      case "proxy":
        references.push({ kind: "proxy", address });
        break;
      case "promisified":
        references.push({ kind: "promisified", address });
        break;
      case "record":
        references.push(...calledAs(machine, object, address));
        break;
      case "json":
      case "mingled":
      case undefined:
      case "array":
      case "set":
      case "map":
      case "promise":
      case "iterator":
      case "error":
      case "regular-expression":
      case "scope":
      case "generator":
        break;
      case "opaque": {
        const known = calledAs(machine, object, address);
        references.push(
          ...(known.length > 0 ? known : [{ kind: "unknown", origin: undefined, address } as const]),
        );
      }
    }
  }
  return references;
}

type CallParts = Omit<CallEvent, "frame" | "callee" | "starts"> & Partial<Pick<CallEvent, "starts">>;

/** Runs whichever of the functions it may be. */
export function callReferences(
  machine: Machine,
  frame: Frame,
  references: readonly FunctionReference[],
  parts: CallParts,
): Value {
  const [only] = references;
  if (only === undefined) return NOTHING;
  if (references.length === 1) return callReference(machine, eventOf(frame, only, parts));
  let run = (): Value => callReference(machine, eventOf(frame, only, parts));
  for (const callee of references.slice(1)) {
    const before = run;
    run = () => machine.either(before, () => callReference(machine, eventOf(frame, callee, parts)));
  }
  return run();
}

/** Each event has its fields in one order: the machine's busiest object stays of one form. */
function eventOf(frame: Frame, callee: FunctionReference, parts: CallParts): CallEvent {
  const { site, calleeSite, receiver, arguments: passed, written, construct } = parts;
  const { starts = false, decorates = false } = parts;
  const event = {
    frame,
    site,
    calleeSite,
    callee,
    receiver,
    arguments: passed,
    written,
    construct,
    starts,
    decorates,
  };
  return parts.parts === undefined ? event : { ...event, parts: parts.parts };
}

function callReference(machine: Machine, event: CallEvent): Value {
  machine.counters.calls++;
  const { callee, frame } = event;
  if (callee.kind === "bound") return callBound(machine, event, callee.address, callee.count);
  if (callee.kind === "proxy") return callProxy(machine, event, callee.address);
  if (callee.kind === "resolver") {
    settle(machine, frame, callee.address, event);
    return UNDEFINED;
  }
  if (callee.kind === "promisified") return callPromisified(machine, event, callee.address);
  if (callee.kind === "procedure" && !machine.view.relevance.enters(callee.file, callee.procedure))
    return skipped(machine, event);
  const passed = machine.problem.called(machine, event);
  const received = passed === event.arguments ? event : { ...event, arguments: passed };
  const result = runReference(machine, received);
  if (machine.isDead()) return NOTHING;
  if (event.starts)
    onceSettled(machine, result, "returned", (promise) => {
      machine.problem.returned(machine, received, promise);
    });
  return machine.problem.returned(machine, received, result);
}

/** A call that can have no part in any leak: what it gives may be anything, and carries nothing. */
function skipped(machine: Machine, event: CallEvent): Value {
  machine.mayThrow();
  const anything = machine.make(event.frame, event.site, "skipped", {
    kind: "opaque",
    shape: undefined,
    type: "any",
  });
  return joinValues(joinValues(anything, UNKNOWN), UNDEFINED);
}

function runReference(machine: Machine, event: CallEvent): Value {
  const { callee, frame } = event;
  switch (callee.kind) {
    case "procedure":
      if (isTooMuch(machine, frame.file, event.site)) return callUnknown(machine, event);
      return event.construct
        ? constructByFunction(machine, frame, callee, event)
        : runProcedure(machine, frame, callee, event);
    case "class":
      return event.construct ? constructClass(machine, frame, callee.address, event) : UNKNOWN;
    case "library":
      return callLibrary(machine, event, callee);
    case "unknown":
      return callUnknown(machine, event);
    case "resolver":
    case "bound":
    case "proxy":
    case "promisified":
      return NOTHING;
  }
}

/** `new f(…)`: the function fills a new object, unless it gives back one of its own. */
function constructByFunction(
  machine: Machine,
  frame: Frame,
  callee: Extract<FunctionReference, { kind: "procedure" }>,
  event: CallEvent,
): Value {
  const prototypes = callee.address < 0 ? undefined : prototypeOfFunction(machine, callee.address).addresses;
  const instance = machine.make(
    frame,
    event.site,
    "instance",
    { kind: "record" },
    prototypes && { prototypes },
  );
  const given = runProcedure(machine, frame, callee, { ...event, receiver: instance });
  if (machine.isDead()) return NOTHING;
  return given.addresses.size > 0 ? { ...NOTHING, addresses: given.addresses } : instance;
}

/** Calls the function with a callback more, which settles the promise that comes back. */
function callPromisified(machine: Machine, event: CallEvent, address: Address): Value {
  const { frame, site } = event;
  const promise = promiseOf(machine, frame, site, NOTHING);
  const slots = new Map([["@promise", plainSlot(promise)]]);
  const callback = machine.make(
    frame,
    site,
    "callback",
    { kind: "resolver", settles: "callback" },
    { slots },
  );
  const target = machine.object(address)?.slots.get("@target")?.value ?? NOTHING;
  const passed = [
    ...event.arguments.values,
    { value: callback, expression: undefined, site: undefined, spread: false },
  ];
  callReferences(machine, frame, functionsIn(machine, target), {
    ...event,
    arguments: { values: passed, rest: event.arguments.rest },
  });
  return promise;
}

function callBound(machine: Machine, event: CallEvent, address: Address, count: number): Value {
  const object = machine.object(address);
  if (object === undefined) return NOTHING;
  const bound: PassedArgument[] = [];
  for (let index = 0; index < count; index++) {
    const value = object.slots.get(String(index))?.value ?? UNDEFINED;
    bound.push({ value, expression: undefined, site: undefined, spread: false, bound: true });
  }
  const target = object.slots.get("@target")?.value ?? NOTHING;
  return callReferences(machine, event.frame, functionsIn(machine, target), {
    ...event,
    receiver: object.slots.get("@this")?.value ?? UNDEFINED,
    arguments: { values: [...bound, ...event.arguments.values], rest: event.arguments.rest },
  });
}

/** The handler's own trap for calls, if it has one, otherwise the target. */
function callProxy(machine: Machine, event: CallEvent, address: Address): Value {
  const { frame, site, receiver, construct } = event;
  const object = machine.object(address);
  const target = object?.slots.get("@target")?.value ?? NOTHING;
  const handler = object?.slots.get("@handler")?.value ?? NOTHING;
  const trap = readProperty(machine, frame, handler, namedKey(construct ? "construct" : "apply"), site);
  if (functionsIn(machine, trap).length === 0)
    return callReferences(machine, frame, functionsIn(machine, target), event);
  const { values, rest } = event.arguments;
  const list = machine.book.addressOf(frame.context, frame.file, site, "arguments of a proxy");
  const given = arrayOf(
    machine,
    list,
    values.map(({ value }) => value),
    rest?.value,
  );
  const passed = construct ? [target, given] : [target, receiver, given];
  return callValue(machine, frame, trap, handler, passed, site);
}

/** Calls a function value from within the machine: no text of the program hands the arguments over. */
export function callValue(
  machine: Machine,
  frame: Frame,
  callee: Value,
  receiver: Value,
  values: readonly Value[],
  site: SiteId,
): Value {
  return callWith(machine, frame, callee, receiver, passedValues(values), site);
}

export function callWith(
  machine: Machine,
  frame: Frame,
  callee: Value,
  receiver: Value,
  passed: Arguments,
  site: SiteId,
): Value {
  const references = functionsIn(machine, callee);
  if (references.length === 0) return UNKNOWN;
  return callReferences(machine, frame, references, {
    site,
    calleeSite: undefined,
    receiver,
    arguments: passed,
    written: [],
    construct: false,
  });
}
