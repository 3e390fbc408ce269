/**
 * Pipeline stage: value flow. Operations that do by a function what the language does by syntax: `Reflect.*`, and `call`, `apply` and `bind`.
 */
import { callReferences, callWith, functionsIn } from "../call-dispatch.js";
import type { PassedArgument } from "../flow-problem.js";
import { newObject, plainSlot, type Slot } from "../heap.js";
import { iterated } from "../iteration.js";
import { matchedFacts, keyFactsOf } from "../match.js";
import { argument, type Application } from "../model-places.js";
import { keyOf, readProperty } from "../properties.js";
import { deleteProperty, writeProperty } from "../property-writes.js";
import { UNDEFINED, UNKNOWN, withFacts, type Value, joinFacts } from "../value.js";
import { address } from "./objects.js";

export function get(application: Application): Value {
  const { machine, event } = application;
  return readProperty(
    machine,
    event.frame,
    argument(application, 0),
    keyOf(application.machine, argument(application, 1)),
    event.site,
  );
}

export function set(application: Application): Value {
  const { machine, event } = application;
  const target = argument(application, 0);
  const key = keyOf(application.machine, argument(application, 1));
  const written = event.arguments.values[2];
  const stored = machine.problem.written(machine, {
    frame: event.frame,
    objects: [...target.addresses],
    targetSite: undefined,
    expression: written?.expression,
    site: written?.expression?.site ?? event.site,
    value: written?.value ?? UNDEFINED,
    key: key.value,
    names: key.names,
  });
  writeProperty(machine, event.frame, target, key, stored, event.site);
  return UNKNOWN;
}

/** The elements of an array of arguments, each written as the element it is in the literal, where there is one. */
function spreadArguments(
  application: Application,
  index: number,
): { values: PassedArgument[]; rest: PassedArgument | undefined } {
  const { machine, event } = application;
  const list = event.arguments.values[index];
  if (list === undefined) return { values: [], rest: undefined };
  const elements = iterated(machine, event.frame, list.value, event.site);
  const literal = list.expression?.kind === "array" ? list.expression.elements : undefined;
  const simple = literal?.every((element) => element.kind === "element") ?? false;
  const passed = (value: Value, place: number): PassedArgument => {
    const element = simple ? literal?.[place] : undefined;
    return {
      value,
      expression: element?.kind === "element" ? element.expression : list.expression,
      site: undefined,
      spread: !simple,
    };
  };
  if (elements.places !== undefined) return { values: elements.places.map(passed), rest: undefined };
  return { values: [], rest: { ...passed(elements.any, -1), spread: true } };
}

export function apply(application: Application): Value {
  return callOn(application, argument(application, 0), argument(application, 1), 2);
}

function callOn(application: Application, callee: Value, receiver: Value, list: number): Value {
  const { machine, event } = application;
  return callWith(machine, event.frame, callee, receiver, spreadArguments(application, list), event.site);
}

export function constructReflected(application: Application): Value {
  const { machine, event } = application;
  return callReferences(machine, event.frame, functionsIn(machine, argument(application, 0)), {
    site: event.site,
    calleeSite: undefined,
    receiver: UNDEFINED,
    arguments: spreadArguments(application, 1),
    written: [],
    construct: true,
  });
}

/** `Reflect.has`, `Object.hasOwn`: a presence test. */
export function hasName(application: Application): Value {
  const { event } = application;
  return withFacts(
    UNKNOWN,
    matchedFacts(
      event.frame,
      joinFacts(argument(application, 1).facts, keyFactsOf(application.machine, argument(application, 0))),
      event.site,
    ),
  );
}

export function remove(application: Application): Value {
  deleteProperty(
    application.machine,
    argument(application, 0),
    keyOf(application.machine, argument(application, 1)),
  );
  return UNKNOWN;
}

// Functions.

export function call(application: Application): Value {
  const { machine, event } = application;
  const [receiver, ...others] = event.arguments.values;
  return callWith(
    machine,
    event.frame,
    event.receiver,
    receiver?.value ?? UNDEFINED,
    { values: others, rest: event.arguments.rest },
    event.site,
  );
}

export function applyMethod(application: Application): Value {
  return callOn(application, application.event.receiver, argument(application, 0), 1);
}

export function bind(application: Application): Value {
  const { machine, event } = application;
  const [receiver, ...bound] = event.arguments.values;
  machine.problem.bound(machine, event, functionsIn(machine, event.receiver), bound);
  const slots = new Map<string, Slot>([
    ["@target", plainSlot(event.receiver)],
    ["@this", plainSlot(receiver?.value ?? UNDEFINED)],
    ...bound.map(({ value }, index) => [String(index), plainSlot(value)] as const),
  ]);
  return machine.allocate(
    address(application, "bound"),
    newObject({ kind: "bound", count: bound.length }, { slots }),
  );
}
