/**
 * Pipeline stage: value flow. Places of a flow model at a call: reading what is there, and putting something there.
 */
import type { ParsedModelPath } from "../graph/model-path.js";
import { parseModelPath } from "../graph/model-path.js";
import type { CallEvent } from "./flow-problem.js";
import { DECORATED } from "./decorated-members.js";
import { newObject, plainSlot, slotsWith } from "./heap.js";
import { iterated } from "./iteration.js";
import { isEntry } from "./key-forms.js";
import type { Machine } from "./machine.js";
import { derivedFacts } from "./match.js";
import { factsWithin } from "./parts.js";
import { settled } from "./promises.js";
import { isHidden, namedKey, readProperty, slotValue } from "./properties.js";
import { setSlot } from "./property-writes.js";
import {
  addressValue,
  constantValue,
  isNothing,
  joinAll,
  joinValues,
  NOTHING,
  openValue,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Value,
} from "./value.js";

/** A call of a library with the result that is being put together. */
export interface Application {
  readonly machine: Machine;
  readonly event: CallEvent;
  result: Value;
}

const parsed = new Map<string, ParsedModelPath>();

function pathOf(text: string): ParsedModelPath {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const path = parseModelPath(text);
  if (typeof path === "string") throw new Error(`flow model path ${text}: ${path}`);
  parsed.set(text, path);
  return path;
}

/** Which argument a place is in. */
export function argumentOfPlace(text: string): number | undefined {
  const { base } = pathOf(text);
  return base.kind === "argument" ? base.index : undefined;
}

export function argument(application: Application, index: number): Value {
  const { values, rest } = application.event.arguments;
  return values[index]?.value ?? (rest === undefined ? UNDEFINED : joinValues(rest.value, UNDEFINED));
}

export function hasArgument(application: Application, index: number): boolean {
  const { values, rest } = application.event.arguments;
  return index < values.length || rest !== undefined;
}

function argumentsFrom(application: Application, from: number): Value[] {
  const { values, rest } = application.event.arguments;
  const given = values.slice(from).map(({ value }) => value);
  return rest === undefined ? given : [...given, rest.value];
}

/** All arguments that a path like `arguments[1..]` stands for, one by one. */
export function readEach(application: Application, text: string): Value[] {
  const path = pathOf(text);
  if (path.base.kind === "arguments" && path.parts.length === 0)
    return argumentsFrom(application, path.base.from ?? 0);
  return [readPlace(application, text)];
}

export function readPlace(application: Application, text: string): Value {
  const path = pathOf(text);
  let value = baseOf(application, path);
  for (const part of path.parts) value = partOf(application, value, part);
  return value;
}

function baseOf(application: Application, path: ParsedModelPath): Value {
  switch (path.base.kind) {
    case "receiver":
      return application.event.receiver;
    case "argument":
      return argument(application, path.base.index ?? 0);
    case "arguments":
      return joinAll(argumentsFrom(application, path.base.from ?? 0));
    case "result":
      return application.result;
    case "callee":
      return calleeOf(application.event);
    case "owner":
      return ownerOf(application.event);
  }
}

/** The class that a library gave, of which something is made. */
function calleeOf({ callee }: CallEvent): Value {
  const address = callee.kind === "library" ? callee.address : undefined;
  return address === undefined ? UNKNOWN : addressValue(address);
}

/** Who declares the method: what is generated for each table of a database has its name in it. */
function ownerOf({ callee }: CallEvent): Value {
  const name = callee.kind === "library" ? callee.path.at(-2) : undefined;
  return name === undefined ? UNKNOWN : constantValue(name);
}

type Part = ParsedModelPath["parts"][number];

function partOf(application: Application, value: Value, part: Part): Value {
  const { machine, event } = application;
  const { frame, site } = event;
  switch (part.kind) {
    case "element":
      return iterated(machine, frame, value, site).any;
    case "key":
      return joinAll(
        [...value.addresses].map((address) => machine.object(address)?.slots.get("@key")?.value ?? NOTHING),
      );
    case "value":
      return joinAll([...value.addresses].map((address) => mapValues(machine, address)));
    case "resolved":
      return settled(machine, value).resolved;
    case "rejected":
      return settled(machine, value).rejected;
    case "decorated":
      return joinAll([...value.addresses].map((address) => slotValue(machine, address, DECORATED)));
    case "anything":
      return withFacts(
        { ...value, addresses: NOTHING.addresses, open: true, whole: false },
        factsWithin(machine, frame, value, site),
      );
    case "property":
      return readProperty(machine, frame, value, { names: undefined, value: NOTHING }, site);
    case "name":
      return readProperty(machine, frame, value, namedKey(part.name), site);
  }
}

export function mapValues(machine: Machine, address: number): Value {
  const object = machine.object(address);
  if (object === undefined) return NOTHING;
  let values = object.rest;
  for (const [name, slot] of object.slots) if (isEntry(name)) values = joinValues(values, slot.value);
  return values;
}

/** Adds a value to a place: what was there may still be there. */
export function addToPlace(application: Application, text: string, value: Value): void {
  const path = pathOf(text);
  if (isNothing(value) && value.facts.size === 0) return;
  if (path.base.kind === "result" && path.parts.length === 0) {
    application.result = joinValues(application.result, value);
    return;
  }
  const last = path.parts.at(-1);
  if (last === undefined) return;
  if (path.base.kind === "result" && (last.kind === "element" || last.kind === "name"))
    makeHolder(application, text, last.kind);
  let holder = baseOf(application, path);
  for (const part of path.parts.slice(0, -1)) holder = holderIn(application, holder, part);
  const isPrimitive = holder.addresses.size === 0;
  if (isPrimitive && path.base.kind === "result")
    application.result = withFacts(application.result, value.facts);
  for (const address of holder.addresses) addToObject(application.machine, address, last, value);
}

/** What hangs on an object by a name, and is not known yet: made a thing of its own, so that what is put into it is found again. */
function holderIn(application: Application, whole: Value, part: Part): Value {
  const { machine } = application;
  const held = partOf(application, whole, part);
  if (part.kind !== "name" || !held.open || held.addresses.size > 0) return held;
  const made = [...whole.addresses].flatMap((address) => {
    if (machine.object(address)?.exact !== false) return [];
    const inner = machine.book.addressWithin(address, `.${part.name}`);
    const value = machine.allocate(inner, newObject(UNKNOWN_RECORD, { exact: false, rest: held }));
    setSlot(machine, address, part.name, value, true);
    return [value];
  });
  return joinAll(made);
}

const UNKNOWN_RECORD = { kind: "opaque", shape: undefined, type: "record" } as const;

/** `result.resolved.element`, `result.resolved.name(x)`: what the promise resolves to, where its type did not make it. */
function makeHolder(application: Application, text: string, of: "element" | "name"): void {
  const { machine, event } = application;
  const holder = text.slice(0, text.lastIndexOf("."));
  if (holder === "result" || readPlace(application, holder).addresses.size > 0) return;
  const { frame, site } = event;
  const address = machine.book.addressOf(frame.context, frame.file, site, "list");
  const made =
    of === "element"
      ? newObject({ kind: "array" }, { exact: false })
      : newObject(UNKNOWN_RECORD, { exact: false, rest: UNKNOWN });
  addToPlace(application, holder, machine.allocate(address, made));
}

function addToObject(machine: Machine, address: number, part: Part, value: Value): void {
  const hidden = (name: string): void => {
    machine.update(address, (object) =>
      slotsWith(object, name, plainSlot(joinValues(object.slots.get(name)?.value ?? NOTHING, value))),
    );
  };
  switch (part.kind) {
    case "key":
      hidden("@key");
      return;
    case "resolved":
      hidden("@resolved");
      return;
    case "rejected":
      hidden("@rejected");
      return;
    case "decorated":
      hidden(DECORATED);
      return;
    case "name": {
      const isNew = machine.object(address)?.slots.has(part.name) === false;
      setSlot(machine, address, part.name, value, isNew);
      return;
    }
    case "anything": {
      const facts = openValue(value.facts);
      machine.update(address, (object) => {
        const slots = new Map(
          [...object.slots].map(([name, slot]) => [
            name,
            isHidden(name) ? slot : { ...slot, value: withFacts(slot.value, value.facts) },
          ]),
        );
        return { ...object, slots, rest: joinValues(object.rest, facts), length: undefined };
      });
      return;
    }
    case "element":
    case "value":
    case "property":
      machine.update(address, (object) => ({
        ...object,
        rest: joinValues(object.rest, value),
        length: undefined,
      }));
  }
}

/** The value as it goes on derived: text of it, with its labels. */
export function derived(application: Application, value: Value): Value {
  const { machine, event } = application;
  const facts = value.addresses.size > 0 ? factsWithin(machine, event.frame, value, event.site) : value.facts;
  return openValue(derivedFacts(event.frame, facts, event.site));
}
