/**
 * Pipeline stage: value flow. Operations that make objects of a kind of their own: errors, symbols, proxies, URLs, ports, events to come.
 */
import { addListener } from "../channels.js";
import { newObject, plainSlot, type Slot } from "../heap.js";
import { argument, derived, hasArgument, type Application } from "../model-places.js";
import { factsWithin } from "../parts.js";
import { promiseOf } from "../promises.js";
import { namedKey, readProperty, symbolOfSlot } from "../properties.js";
import { setSlot } from "../property-writes.js";
import {
  addressValue,
  certainConstant,
  constantValue,
  joinAll,
  NOTHING,
  openValue,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
} from "../value.js";
import { address } from "./objects.js";

export function newProxy(application: Application): Value {
  const slots = new Map([
    ["@target", plainSlot(argument(application, 0))],
    ["@handler", plainSlot(argument(application, 1))],
  ]);
  return application.machine.allocate(address(application, "proxy"), newObject({ kind: "proxy" }, { slots }));
}

/** Two ports: what is posted into one comes out of the other. */
export function portPair(application: Application): Value {
  const { machine } = application;
  const ports = ["port1", "port2"].map((name) =>
    machine.allocate(
      address(application, name),
      newObject({ kind: "opaque", shape: undefined, type: "record" }, { exact: false, rest: UNKNOWN }),
    ),
  );
  const [first = UNKNOWN, second = UNKNOWN] = ports;
  for (const at of first.addresses) setSlot(machine, at, "@peer", second, true);
  for (const at of second.addresses) setSlot(machine, at, "@peer", first, true);
  const slots = new Map([
    ["port1", plainSlot(first)],
    ["port2", plainSlot(second)],
  ]);
  return machine.allocate(address(application, "channel"), newObject({ kind: "record" }, { slots }));
}

/** `once(emitter, topic)`: resolves to the arguments of the next event. */
export function onceOf(application: Application): Value {
  const { machine, event } = application;
  const promise = promiseOf(machine, event.frame, event.site, NOTHING);
  const slots = new Map([["@promise", plainSlot(promise)]]);
  const listener = machine.make(
    event.frame,
    event.site,
    "listener",
    { kind: "resolver", settles: "arguments" },
    { slots },
  );
  addListener(application, { name: "events", of: "argument[0]", key: "argument[1]" }, listener);
  return promise;
}

export function newSymbol(application: Application): Value {
  const description = hasArgument(application, 0)
    ? derived(application, argument(application, 0))
    : UNDEFINED;
  return symbolAt(application, address(application, "symbol"), description);
}

/** `Symbol.for(key)`: one symbol for each key, and any where the key is not known. */
export function sharedSymbol(application: Application): Value {
  const { machine } = application;
  const key = argument(application, 0);
  const known = certainConstant(key)?.constant;
  const description = derived(application, key);
  if (known === undefined) return openValue(description.facts);
  return symbolAt(application, machine.book.addressOf(0, "", 0, `symbol ${String(known)}`), description);
}

/** The symbols under which an object has something. */
export function ownSymbols(application: Application): Value {
  const { machine } = application;
  const held = argument(application, 0);
  const symbols = [...held.addresses]
    .flatMap((at) => [...(machine.object(at)?.slots.keys() ?? [])])
    .flatMap((name) => symbolOfSlot(name) ?? []);
  const rest = joinAll([held.open ? UNKNOWN : NOTHING, addressValue(...symbols)]);
  return machine.allocate(address(application, "symbols"), newObject({ kind: "array" }, { rest }));
}

function symbolAt({ machine }: Application, at: Address, description: Value): Value {
  const slots = new Map([["description", plainSlot(description)]]);
  return machine.allocate(at, newObject({ kind: "record" }, { slots }));
}

/** `new Error(message, { cause })`. */
export function newError(application: Application): Value {
  const { machine, event } = application;
  const callee =
    event.callee.kind === "library" ? event.callee.path.filter((part) => part !== "new").join(".") : "Error";
  const name = machine.view.modelOf("", [callee, "new"]) === undefined ? "Error" : callee;
  const message = hasArgument(application, 0) ? argument(application, 0) : constantValue("");
  const slots = new Map<string, Slot>([
    ["message", plainSlot(derived(application, message))],
    ["stack", plainSlot(derived(application, message))],
    ["name", plainSlot(constantValue(name))],
    ["@class", plainSlot(constantValue(name))],
  ]);
  if (hasArgument(application, 1)) {
    slots.set(
      "cause",
      plainSlot(readProperty(machine, event.frame, argument(application, 1), namedKey("cause"), event.site)),
    );
  }
  return machine.allocate(address(application, "error"), newObject({ kind: "error" }, { slots }));
}

/** Any property of the object (a URL, a request) carries what was put into any other. */
export function opaqueObject(application: Application): Value {
  const { machine, event } = application;
  const facts = joinAll(
    event.arguments.values.map(({ value }) =>
      openValue(factsWithin(machine, event.frame, value, event.site)),
    ),
  ).facts;
  return machine.allocate(
    address(application, "object"),
    newObject({ kind: "mingled" }, { exact: false, rest: openValue(facts) }),
  );
}
