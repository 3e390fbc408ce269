/**
 * Pipeline stage: value flow. Promises: the constructor, chains and combinators. A callback of a chain runs in a later
 * turn, as a task; what it gives then resolves the promise of the chain.
 */
import { callWith, functionsIn, passedValues } from "../call-dispatch.js";
import { joinStates, newObject, plainSlot } from "../heap.js";
import type { Elements } from "../collection-elements.js";
import { iterated } from "../iteration.js";
import { arrayOf } from "../literals.js";
import { newExit } from "../machine.js";
import { argument, hasArgument, type Application } from "../model-places.js";
import { addToSlot, newPromise, promiseOf, resolverOf, settled } from "../promises.js";
import { slotValue } from "../properties.js";
import { schedule } from "../tasks.js";
import { assimilated } from "../thenables.js";
import { mayBePending } from "../turns.js";
import { factsOfKind } from "../match.js";
import {
  addressValue,
  constantValue,
  isNothing,
  joinAll,
  joinValues,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type Value,
} from "../value.js";

function makePromise(application: Application, resolved: Value, rejected: Value = NOTHING): Address {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "promise");
  machine.allocate(address, newPromise(resolved, rejected));
  return address;
}

export function construct(application: Application): Value {
  const { machine, event } = application;
  const promise = makePromise(application, NOTHING);
  const functions = [resolverOf(machine, promise, "@resolved"), resolverOf(machine, promise, "@rejected")];
  const thrown = newExit();
  machine.throws.push(thrown);
  callWith(machine, event.frame, argument(application, 0), UNDEFINED, passedValues(functions), event.site);
  machine.throws.pop();
  if (thrown.state !== undefined) {
    const { state } = machine;
    machine.state = thrown.state;
    addToSlot(machine, promise, "@rejected", thrown.value);
    machine.state = joinStates(state, machine.state);
  }
  return addressValue(promise);
}

/** `then(onResolved, onRejected)`. */
export function chainThen(application: Application): Value {
  return chain(
    application,
    argument(application, 0),
    hasArgument(application, 1) ? argument(application, 1) : undefined,
  );
}

export function handleRejection(application: Application): Value {
  return chain(application, undefined, argument(application, 0));
}

function chain(
  application: Application,
  onResolved: Value | undefined,
  onRejected: Value | undefined,
): Value {
  const { machine, event } = application;
  const promise = makePromise(application, NOTHING);
  const source = event.receiver;
  const callable = (callback: Value | undefined): boolean =>
    callback !== undefined && functionsIn(machine, callback).length > 0;
  for (const [way, callback] of [
    ["@resolved", onResolved],
    ["@rejected", onRejected],
  ] as const) {
    schedule(machine, event.frame, event.site, way, {
      callee: undefined,
      receiver: UNDEFINED,
      values: [
        source,
        addressValue(promise),
        callable(callback) && callback !== undefined ? callback : UNDEFINED,
      ],
      then: (task) => {
        runLink(application, task, way);
      },
      when: "chain",
    });
  }
  return addressValue(promise);
}

function runLink(application: Application, task: Address, way: "@resolved" | "@rejected"): void {
  const { machine, event } = application;
  const slot = (name: string): Value => machine.object(task)?.slots.get(name)?.value ?? NOTHING;
  const { resolved, rejected } = settled(machine, slot("0"));
  const value = way === "@resolved" ? resolved : rejected;
  const isPromise = [...slot("0").addresses].some(
    (address) => machine.object(address)?.detail.kind === "promise",
  );
  if (isNothing(value) && (way === "@rejected" || isPromise)) return;
  const callback = slot("2");
  const [promise] = slot("1").addresses;
  if (promise === undefined) return;
  if (callback.addresses.size === 0) {
    addToSlot(machine, promise, way, value);
    return;
  }
  const thrown = newExit();
  machine.throws.push(thrown);
  const result = callWith(
    machine,
    event.frame,
    callback,
    UNDEFINED,
    passedValues([isNothing(value) ? UNKNOWN : value]),
    event.site,
  );
  machine.throws.pop();
  if (machine.state === undefined) machine.state = thrown.state;
  if (thrown.state !== undefined) addToSlot(machine, promise, "@rejected", thrown.value);
  const given = assimilated(machine, event.frame, event.site, result);
  addToSlot(machine, promise, "@resolved", withFacts(given, factsOfKind(value.facts, "match")));
}

export function handleEnd(application: Application): Value {
  const { machine, event } = application;
  schedule(machine, event.frame, event.site, "finally", {
    callee: argument(application, 0),
    receiver: UNDEFINED,
    values: [],
    then: undefined,
    when: "chain",
  });
  return event.receiver;
}

export function all(application: Application): Value {
  return combined(application, (promise, elements) => {
    const { machine, event } = application;
    const list = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "all");
    const value =
      elements.places === undefined
        ? machine.allocate(
            list,
            newObject({ kind: "array" }, { rest: settledOrOpen(application, elements.any) }),
          )
        : arrayOf(
            machine,
            list,
            elements.places.map((place) => settledOrOpen(application, place)),
            undefined,
          );
    const chosen = factsOfKind(elements.facts, "match");
    addToSlot(machine, promise, "@resolved", withFacts(value, chosen));
    addToSlot(machine, promise, "@rejected", settled(machine, elements.any).rejected);
  });
}

/** A promise of what becomes of all elements: as soon as all of them have settled. */
function combined(application: Application, finish: (promise: Address, elements: Elements) => void): Value {
  const { machine, event } = application;
  const elements = promisesIn(application);
  const promise = makePromise(application, NOTHING);
  const parts = [...(elements.places ?? []), elements.any];
  if (!parts.some((part) => mayBePending(machine, part))) {
    finish(promise, elements);
    return addressValue(promise);
  }
  const { places, any, facts } = elements;
  const kept = machine.book.addressWithin(promise, "elements");
  const slots = new Map((places ?? []).map((place, index) => [String(index), plainSlot(place)]));
  const parted = { slots, rest: any, length: places?.length, keyFacts: facts };
  machine.allocate(kept, newObject({ kind: "array" }, parted));
  schedule(machine, event.frame, event.site, "all", {
    callee: undefined,
    receiver: UNDEFINED,
    values: [addressValue(kept), addressValue(promise)],
    then: (task, regardless) => {
      const [list] = slotValue(machine, task, "0").addresses;
      const [at] = slotValue(machine, task, "1").addresses;
      const object = list === undefined ? undefined : machine.object(list);
      if (at === undefined || object === undefined) return;
      const now = Array.from(
        { length: object.length ?? 0 },
        (_, index) => object.slots.get(String(index))?.value ?? UNDEFINED,
      );
      const all = [...now, object.rest];
      const hasFailed = all.some((part) => !isNothing(settled(machine, part).rejected));
      if (isNothing(regardless) && !hasFailed && all.some((part) => mayBePending(machine, part))) return;
      const known = object.length === undefined ? undefined : now;
      finish(at, { places: known, leading: now, any: joinAll(all), facts: object.keyFacts });
    },
    when: "chain",
  });
  return addressValue(promise);
}

/** What a list of promises has: objects with a `then` of their own become promises. */
function promisesIn(application: Application): Elements {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, argument(application, 0), event.site);
  const promised = (value: Value): Value => assimilated(machine, event.frame, event.site, value);
  const { places } = elements;
  if (places === undefined)
    return { ...elements, leading: elements.leading.map(promised), any: promised(elements.any) };
  const known = places.map(promised);
  return { ...elements, places: known, leading: known, any: joinAll(known) };
}

/** What an element has resolved to once the tasks that are due have run. */
function settledOrOpen(application: Application, element: Value): Value {
  const { resolved } = settled(application.machine, element);
  return isNothing(resolved) && !isNothing(element) ? UNKNOWN : resolved;
}

export function race(application: Application): Value {
  const { machine, event } = application;
  return promiseOf(machine, event.frame, event.site, promisesIn(application).any);
}

/** `Promise.any`: is rejected with an error that holds all reasons. */
export function any(application: Application): Value {
  const { machine, event } = application;
  const promise = race(application);
  const { rejected } = settled(machine, promise);
  if (isNothing(rejected)) return promise;
  const list = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "reasons");
  const errors = machine.allocate(list, newObject({ kind: "array" }, { rest: rejected }));
  const error = machine.make(
    event.frame,
    event.site,
    "aggregate",
    { kind: "error" },
    { slots: new Map([["errors", plainSlot(errors)]]), exact: false },
  );
  for (const address of promise.addresses) addToSlot(machine, address, "@rejected", error);
  return promise;
}

export function allSettled(application: Application): Value {
  return combined(application, (promise, elements) => {
    addToSlot(application.machine, promise, "@resolved", outcomesOf(application, elements));
  });
}

/** What `allSettled` says of each element. */
function outcomesOf(application: Application, elements: Elements): Value {
  const { machine, event } = application;
  const record = (part: string, slots: readonly (readonly [string, Value])[]): Value =>
    machine.allocate(
      machine.book.addressOf(event.frame.context, event.frame.file, event.site, part),
      newObject(
        { kind: "record" },
        { slots: new Map(slots.map(([name, value]) => [name, plainSlot(value)])) },
      ),
    );
  const outcome = (element: Value, part: string): Value => {
    const { resolved, rejected } = settled(machine, element);
    return joinValues(
      record(`fulfilled ${part}`, [
        ["status", constantValue("fulfilled")],
        ["value", resolved],
      ]),
      record(`rejected ${part}`, [
        ["status", constantValue("rejected")],
        ["reason", isNothing(rejected) ? UNKNOWN : rejected],
      ]),
    );
  };
  const places = elements.places?.map((element, index) => outcome(element, String(index)));
  const any = places === undefined ? outcome(elements.any, "*") : joinAll(places);
  const list = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "settled");
  return places === undefined
    ? machine.allocate(list, newObject({ kind: "array" }, { rest: any }))
    : arrayOf(machine, list, places, undefined);
}

export function resolve(application: Application): Value {
  const { machine, event } = application;
  const given = assimilated(machine, event.frame, event.site, argument(application, 0));
  return addressValue(makePromise(application, given));
}

export function reject(application: Application): Value {
  return addressValue(makePromise(application, NOTHING, argument(application, 0)));
}

export function withResolvers(application: Application): Value {
  const { machine, event } = application;
  const promise = makePromise(application, NOTHING);
  const slots = new Map([
    ["promise", plainSlot(addressValue(promise))],
    ["resolve", plainSlot(resolverOf(machine, promise, "@resolved"))],
    ["reject", plainSlot(resolverOf(machine, promise, "@rejected"))],
  ]);
  return machine.make(event.frame, event.site, "deferred", { kind: "record" }, { slots });
}

/** `util.promisify(f)`: what `f` calls back with becomes what the promise resolves to. */
export function promisify(application: Application): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "promisified");
  const slots = new Map([
    ["@target", plainSlot(argument(application, 0))],
    ["@this", plainSlot(UNDEFINED)],
  ]);
  return machine.allocate(address, newObject({ kind: "promisified" }, { slots }));
}

/** `settled(promise)`: what it resolves to. */
export function resolvedValue(application: Application): Value {
  return settled(application.machine, argument(application, 0)).resolved;
}
