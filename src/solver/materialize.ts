/**
 * Pipeline stage: value flow. Values of which only a type is known: what a call without a body gives, the parameters
 * of a function that anybody may call, what hangs on such objects. A type that carries a label is enough (spec,
 * section 5): its parts are made with the label on them.
 */
import type { SiteId } from "../graph/expression.js";
import { flowFact, stepAfter } from "../graph/flow-fact.js";
import type { ShapeKind, TypeShape } from "../graph/type-shape.js";
import { newObject, plainSlot, type AbstractObject, type ObjectDetail, type Slot } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import type { SiteType } from "../graph/program-view.js";
import {
  addressValue,
  isNothing,
  joinValues,
  NO_FACTS,
  NOTHING,
  openValue,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "./value.js";

/** Facts of a source at `site` whose type carries these labels. */
export function sourceFacts(frame: Frame, site: SiteId, labels: readonly string[]): FactSet {
  const trace = stepAfter(undefined, "source", frame.file, site);
  return new Map(labels.map((label) => flowFact("value", label, trace)).map((fact) => [fact.key, fact]));
}

function detailOf(kind: ShapeKind, shape: TypeShape | undefined): ObjectDetail | undefined {
  switch (kind) {
    case "text":
    case "number":
    case "boolean":
    case "nothing":
      return undefined;
    case "array":
    case "tuple":
      return { kind: "array" };
    case "set":
      return { kind: "set" };
    case "map":
      return { kind: "map" };
    case "promise":
      return { kind: "promise" };
    case "iterable":
      return { kind: "iterator" };
    case "bytes":
    case "record":
    case "function":
    case "any":
      return { kind: "opaque", shape, type: kind };
  }
}

/** A value of the type, under an address of its own. `facts`: what it and everything in it carries beyond its type. */
export function valueOfType(
  machine: Machine,
  frame: Frame,
  type: SiteType,
  address: Address,
  site: SiteId,
  facts: FactSet,
): Value {
  const absent = type.nullish ? UNDEFINED : NOTHING;
  if (type.constants !== undefined && facts.size === 0 && type.shape === undefined) {
    return joinValues({ ...NOTHING, constants: new Set(type.constants) }, absent);
  }
  const value = materialized(machine, frame, type.kind, type.shape, address, site, facts, new Map());
  return joinValues(value, absent);
}

function materialized(
  machine: Machine,
  frame: Frame,
  kind: ShapeKind,
  shape: TypeShape | undefined,
  address: Address,
  site: SiteId,
  facts: FactSet,
  made: Map<TypeShape, Address>,
): Value {
  const own =
    shape === undefined ? facts : withFacts(openValue(facts), sourceFacts(frame, site, shape.labels)).facts;
  const detail = detailOf(kind, shape);
  if (detail === undefined) return openValue(own);
  const known = shape === undefined ? undefined : made.get(shape);
  if (known !== undefined) return withFacts(addressValue(known), own);
  if (shape !== undefined) made.set(shape, address);
  const inside = (part: TypeShape | undefined, name: string): Value =>
    part === undefined
      ? openValue(facts)
      : materialized(
          machine,
          frame,
          part.kind,
          part,
          machine.book.addressWithin(address, name),
          site,
          facts,
          made,
        );
  machine.allocate(address, objectOfShape(detail, shape, inside));
  const value = withFacts(addressValue(address), own);
  return kind === "any" ? joinValues(value, openValue(own)) : value;
}

function objectOfShape(
  detail: ObjectDetail,
  shape: TypeShape | undefined,
  inside: (part: TypeShape | undefined, name: string) => Value,
): AbstractObject {
  const slots = new Map<string, Slot>();
  for (const [name, part] of shape?.properties ?? []) slots.set(name, plainSlot(inside(part, name)));
  for (const [place, part] of (shape?.places ?? []).entries()) {
    slots.set(String(place), plainSlot(inside(part, String(place))));
  }
  const elements = shape?.elements;
  let rest = elements === undefined && shape?.places !== undefined ? UNKNOWN : inside(elements, "@element");
  if (detail.kind === "map") slots.set("@key", plainSlot(inside(shape?.keys, "@key")));
  if (detail.kind === "promise") {
    slots.set("@resolved", plainSlot(rest));
    rest = NOTHING;
  }
  return newObject(detail, { slots, rest, exact: false });
}

/**
 * What hangs on an object and is not known yet: made a thing of its own where the type says that it is an object, so
 * that what is written into it is found again.
 */
export function reified(
  machine: Machine,
  frame: Frame,
  value: Value,
  site: SiteId,
  place: () => Address,
): Value {
  if (!value.open || value.addresses.size > 0) return value;
  const type = machine.view.typeAt(frame.file, site);
  if (type.shape === undefined && detailOf(type.kind, undefined) === undefined) return value;
  if (type.kind === "any" && type.shape === undefined) return value;
  // What has a history keeps it: a label that is on the value already does not start anew.
  const shape = value.facts.size > 0 ? undefined : type.shape;
  if (shape === undefined && detailOf(type.kind, undefined) === undefined) return value;
  const made = valueOfType(
    machine,
    frame,
    { ...type, shape, constants: undefined, nullish: false },
    place(),
    site,
    value.facts,
  );
  return { ...joinValues(made, { ...value, open: false }), open: made.open };
}

/** Puts the labels that a type has onto the parts of a value that lack them. */
export function labelled(
  machine: Machine,
  frame: Frame,
  value: Value,
  shape: TypeShape | undefined,
  site: SiteId,
): Value {
  if (shape === undefined || isNothing(value)) return value;
  return withLabels(machine, frame, value, shape, site, new Set());
}

function withLabels(
  machine: Machine,
  frame: Frame,
  value: Value,
  shape: TypeShape,
  site: SiteId,
  seen: Set<Address>,
): Value {
  const present =
    value.open ||
    value.addresses.size > 0 ||
    [...value.constants].some((constant) => constant !== undefined && constant !== null);
  if (!present) return value;
  const missingLabels = shape.labels.filter(
    (label) => ![...value.facts.values()].some((fact) => fact.kind === "value" && fact.label === label),
  );
  const result = withFacts(value, sourceFacts(frame, site, missingLabels));
  for (const address of value.addresses) {
    if (seen.has(address)) continue;
    seen.add(address);
    labelObject(machine, frame, address, shape, site, seen);
  }
  return result;
}

/** Of what hangs on an object that is not known whole, the type alone says what is in it. */
function withParts(place: LabelledPlace, held: Value, part: TypeShape, name: string): Value {
  const hasParts = part.properties.size > 0 || part.elements !== undefined || part.places !== undefined;
  if (!hasParts || !held.open || held.addresses.size > 0) return held;
  const { machine, frame, address, site } = place;
  const inner = machine.book.addressWithin(address, `typed ${name}`);
  const known = machine.object(inner) !== undefined;
  const made = known
    ? addressValue(inner)
    : materialized(machine, frame, part.kind, part, inner, site, held.facts, new Map());
  return joinValues(held, made);
}

interface LabelledPlace {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly address: Address;
  readonly site: SiteId;
}

function labelObject(
  machine: Machine,
  frame: Frame,
  address: Address,
  shape: TypeShape,
  site: SiteId,
  seen: Set<Address>,
): void {
  const parts: [string, TypeShape][] = [...shape.properties];
  for (const [place, part] of (shape.places ?? []).entries())
    if (part !== undefined) parts.push([String(place), part]);
  for (const [name, part] of parts) {
    const object = machine.object(address);
    const slot = object?.slots.get(name);
    const held = slot?.value ?? (object?.exact === false ? object.rest : undefined);
    if (object === undefined || held === undefined || slot?.getter !== undefined) continue;
    const known = object.exact ? held : withParts({ machine, frame, address, site }, held, part, name);
    const next = withLabels(machine, frame, known, part, site, seen);
    if (next === held) continue;
    machine.update(address, (before) => ({
      ...before,
      slots: new Map(before.slots).set(name, plainSlot(next)),
    }));
  }
  const { elements } = shape;
  if (elements === undefined) return;
  const held = machine.object(address);
  if (held === undefined) return;
  const name = held.detail.kind === "promise" ? "@resolved" : undefined;
  if (name !== undefined) {
    const slot = held.slots.get(name);
    if (slot === undefined) return;
    const next = withLabels(machine, frame, slot.value, elements, site, seen);
    machine.update(address, (known) => ({
      ...known,
      slots: new Map(known.slots).set(name, plainSlot(next)),
    }));
    return;
  }
  const rest = withLabels(machine, frame, held.rest, elements, site, seen);
  if (rest !== held.rest) machine.update(address, (known) => ({ ...known, rest }));
}

/** What a variable holds that nothing was ever assigned to. */
export function ambientValue(
  machine: Machine,
  frame: Frame,
  site: SiteId,
  record: number,
  variable: number,
): Value {
  const address = machine.book.addressWithin(record, `ambient ${String(variable)}`);
  const object = machine.object(address);
  if (object !== undefined) return { ...NOTHING, addresses: new Set([address]) };
  const type = machine.view.typeAt(frame.file, site);
  const value = valueOfType(machine, frame, type, address, site, NO_FACTS);
  const name = frame.facts.variables[variable]?.name;
  if (name !== undefined) machine.globalNames.set(address, name);
  machine.problem.declared(machine, frame, site, value);
  return value;
}
