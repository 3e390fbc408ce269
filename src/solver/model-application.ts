/**
 * Pipeline stage: value flow. Applies a flow model to a call: makes the result, lets values flow, calls the functions
 * that it calls, and asks the named operations for what arrays, maps and promises do.
 */
import type { FlowModel, ModelCall, ModelResult } from "../graph/flow-model.js";
import { applyChannel } from "./channels.js";
import { constantText } from "./constant-texts.js";
import { callWith, functionsIn, passedValues } from "./call-dispatch.js";
import { newDecorator } from "./decorated-members.js";
import type { CallEvent } from "./flow-problem.js";
import { newObject, type ObjectDetail } from "./heap.js";
import { resultOfType } from "./library-calls.js";
import type { Machine } from "./machine.js";
import { factsOfKind, matchedFacts } from "./match.js";
import { addToPlace, argument, derived, readEach, readPlace, type Application } from "./model-places.js";
import { chosenByNamedProperties } from "./query-conditions.js";
import { operationOf } from "./operations/index.js";
import { comparisonFacts } from "./comparisons.js";
import { factsWithin } from "./parts.js";
import { schedule } from "./tasks.js";
import { isUntyped } from "./untyped-libraries.js";
import { isNothing, NO_FACTS, NOTHING, UNDEFINED, UNKNOWN, withFacts, type Value } from "./value.js";

export function applyModel(machine: Machine, event: CallEvent, model: FlowModel): Value {
  const constant = constantText(model, event);
  if (constant !== undefined) return constant;
  const application: Application = { machine, event, result: NOTHING };
  const operation = model.operation === undefined ? undefined : operationOf(model.operation);
  if (operation !== undefined) {
    application.result = operation(application);
  } else {
    application.result = startResult(machine, event, model);
    for (const flow of model.flows ?? []) {
      const value = readPlace(application, flow.from);
      addToPlace(application, flow.to, flow.as === "value" ? value : flowing(application, value));
    }
  }
  for (const channel of model.channels ?? []) applyChannel(application, channel);
  for (const call of model.calls ?? []) applyCall(application, call);
  if (machine.isDead()) return NOTHING;
  return chosenByModel(application, model);
}

/** What flows derived carries the labels and matches, and no provenance beyond them. */
function flowing(application: Application, value: Value): Value {
  return isNothing(value) ? NOTHING : derived(application, value);
}

/** The result as what was chosen by a match, or by a query with what the row names. */
export function chosenByModel(application: Application, model: FlowModel): Value {
  const { machine, event, result } = application;
  let value = result;
  if (model.matches !== undefined) {
    const [left, right] = model.matches.map((place) => readPlace(application, place));
    if (left !== undefined && right !== undefined) {
      value = withFacts(value, comparisonFacts(event.frame, left, right, event.site, false, true));
    }
  }
  for (const place of model.queries ?? []) {
    const condition = readPlace(application, place);
    const facts = factsWithin(machine, event.frame, condition, event.site);
    value = withFacts(value, matchedFacts(event.frame, facts, event.site));
    value = withFacts(value, chosenByNamedProperties(machine, event, condition, result));
  }
  // What a query was made with chose all that comes of it.
  if (model.operation === undefined && model.result === undefined)
    value = withFacts(value, factsOfKind(event.receiver.facts, "match"));
  return value;
}

/** Where a decorator's channel calls a method: that of the decorated class. */
function methodHeard({ channels = [] }: FlowModel): string | undefined {
  return channels.find(({ method }) => method !== undefined)?.method;
}

const DETAILS: Readonly<Record<"array" | "set" | "map" | "promise" | "iterator" | "object", ObjectDetail>> = {
  array: { kind: "array" },
  set: { kind: "set" },
  map: { kind: "map" },
  promise: { kind: "promise" },
  iterator: { kind: "iterator" },
  object: { kind: "opaque", shape: undefined, type: "record" },
};

function startResult(machine: Machine, event: CallEvent, model: FlowModel): Value {
  const result: ModelResult = model.result ?? "type";
  switch (result) {
    case "undefined":
      return UNDEFINED;
    case "text":
    case "number":
    case "boolean":
      return UNKNOWN;
    case "decorator":
      return newDecorator(machine, event, methodHeard(model));
    case "receiver":
      return event.receiver;
    case "argument[0]":
      return argument({ machine, event, result: NOTHING }, 0);
    case "argument[1]":
      return argument({ machine, event, result: NOTHING }, 1);
    case "argument[2]":
      return argument({ machine, event, result: NOTHING }, 2);
    case "type": {
      const type = machine.view.resultAt(event.frame.file, event.site);
      if (resolves(model) && isUntyped(machine, event)) return newResult(machine, event, DETAILS.promise);
      return resultOfType(machine, event.frame, type, event.site, NO_FACTS);
    }
    case "array":
    case "set":
    case "map":
    case "promise":
    case "iterator":
    case "object":
      return newResult(machine, event, DETAILS[result]);
  }
}

/** Whether the row speaks of what the result resolves to. */
function resolves({ flows = [], channels = [], instances = {} }: FlowModel): boolean {
  const isResolved = (place: string | undefined): boolean => place?.startsWith("result.resolved") === true;
  return (
    flows.some(({ to }) => isResolved(to)) ||
    channels.some(({ read }) => isResolved(read)) ||
    Object.keys(instances).some(isResolved)
  );
}

/** A new object that the call makes. */
function newResult(machine: Machine, event: CallEvent, detail: ObjectDetail, part = "result"): Value {
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, part);
  return machine.allocate(address, newObject(detail, { exact: detail.kind !== "opaque" }));
}

function applyCall(application: Application, call: ModelCall): void {
  const { machine, event } = application;
  const callee = readPlace(application, call.function);
  if (machine.isDead() || functionsIn(machine, callee).length === 0) return;
  const values = (call.parameters ?? []).flatMap((place) =>
    place === "unknown" ? [UNKNOWN] : readEach(application, place),
  );
  const receiver = call.this === undefined ? UNDEFINED : readPlace(application, call.this);
  if (call.when !== undefined && call.when !== "now") {
    schedule(machine, event.frame, event.site, call.function, {
      callee,
      receiver,
      values,
      then: undefined,
      when: call.when === "event" ? "event" : "due",
    });
    return;
  }
  const run = (): Value => callWith(machine, event.frame, callee, receiver, passedValues(values), event.site);
  const result = machine.perhaps(run);
  if (call.returns !== undefined) addToPlace(application, call.returns, result);
}
