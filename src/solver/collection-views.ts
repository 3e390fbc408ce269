/**
 * Pipeline stage: value flow. Collections that change while they are gone through: an array is read by its indexes, round by
 * round, and what is added to a set or a map meanwhile has its turn as well.
 */
import type { SiteId } from "../graph/expression.js";
import {
  elementsOfArray,
  elementsOfSet,
  entriesOf,
  joinElements,
  NO_ELEMENTS,
  partsOfMap,
  withInherited,
  type Elements,
} from "./collection-elements.js";
import { plainSlot, type AbstractObject, type Slot } from "./heap.js";
import { arrayOf } from "./literals.js";
import type { Frame, Machine } from "./machine.js";
import { asElement, factsOfKind } from "./match.js";
import {
  certainConstant,
  constantValue,
  includesValue,
  isNothing,
  joinValues,
  NOTHING,
  UNKNOWN,
  type Address,
  type Value,
} from "./value.js";

/** What an iterator shows of its collection. */
export type View = "keys" | "values" | "entries";

/** Slots of an iterator: the collections that it goes through, and what it shows of them. */
const SOURCE = "@source";
const SHOWN = "@shown";

/** The slots by which an iterator remembers what it goes through; none where that is not known. */
export function slotsOfView(machine: Machine, source: Value, view: View): [string, Slot][] {
  if (!isCollection(machine, source)) return [];
  return [
    [SOURCE, plainSlot(source)],
    [SHOWN, plainSlot(constantValue(view))],
  ];
}

/** Whether the value is an array, a set or a map, of which more than a type is known. */
function isCollection(machine: Machine, { open, constants, addresses }: Value): boolean {
  if (open || constants.size > 0 || addresses.size === 0) return false;
  return [...addresses].every((address) => {
    const kind = machine.object(address)?.detail.kind;
    return kind === "array" || kind === "set" || kind === "map";
  });
}

/** What the collection of an iterator holds by now. */
export function viewed(
  machine: Machine,
  frame: Frame,
  iterator: AbstractObject,
  site: SiteId,
): Now | undefined {
  const source = iterator.slots.get(SOURCE)?.value;
  const view = certainConstant(iterator.slots.get(SHOWN)?.value ?? NOTHING)?.constant;
  if (source === undefined || !isView(view)) return undefined;
  const inherited = factsOfKind(source.facts, "match", "foreign", "value");
  return {
    elements: withInherited(elementsShown(machine, frame, source, view, site), inherited),
    isByIndex: isByIndex(machine, source),
  };
}

/** What an iterator over the collections gives. */
export function elementsShown(
  machine: Machine,
  frame: Frame,
  source: Value,
  view: View,
  site: SiteId,
): Elements {
  const parts = [...source.addresses].map((address) => viewOf(machine, frame, address, view, site));
  const [only] = parts;
  if (only === undefined) return NO_ELEMENTS;
  return parts.length === 1 ? only : joinElements(parts);
}

function isView(constant: unknown): constant is View {
  return constant === "keys" || constant === "values" || constant === "entries";
}

interface Now {
  readonly elements: Elements;
  /** Which element comes next is a matter of its index alone. */
  readonly isByIndex: boolean;
}

function isByIndex(machine: Machine, source: Value): boolean {
  return [...source.addresses].every((address) => machine.object(address)?.detail.kind === "array");
}

function viewOf(machine: Machine, frame: Frame, address: Address, view: View, site: SiteId): Elements {
  const object = machine.object(address);
  if (object === undefined) return NO_ELEMENTS;
  if (object.detail.kind === "array") return viewOfArray(machine, frame, object, view, site);
  if (object.detail.kind === "set") {
    const elements = elementsOfSet(object);
    if (view !== "entries") return elements;
    return mapped(elements, (element, part) => pairOf(machine, frame, site, [element, element], part));
  }
  return view === "entries" ? entriesOf(machine, frame, address, object, site) : partsOfMap(object, view);
}

function viewOfArray(
  machine: Machine,
  frame: Frame,
  object: AbstractObject,
  view: View,
  site: SiteId,
): Elements {
  const elements = elementsOfArray(object);
  if (view === "values") return elements;
  return mapped(elements, (element, part, index) => {
    const key = index === undefined ? UNKNOWN : constantValue(index);
    return view === "keys" ? key : pairOf(machine, frame, site, [key, asElement(frame, site, element)], part);
  });
}

function mapped(
  elements: Elements,
  change: (element: Value, part: string, index?: number) => Value,
): Elements {
  const places = elements.places?.map((element, index) => change(element, String(index), index));
  const any = isNothing(elements.any) ? NOTHING : change(elements.any, "any");
  return { ...elements, places, leading: places ?? [], any };
}

function pairOf(
  machine: Machine,
  frame: Frame,
  site: SiteId,
  pair: readonly [Value, Value],
  part: string,
): Value {
  const address = machine.book.addressOf(frame.context, frame.file, site, `pair of view ${part}`);
  return arrayOf(machine, address, pair, undefined);
}

/**
 * What a collection gives that held `before` when somebody began to go through it. One that is gone through in the order in which its elements
 * were added, and has lost or got some, is not known place by place any more.
 */
export function sinceThen(before: Elements, now: Now | undefined): Elements {
  if (now === undefined) return before;
  const { elements, isByIndex: byIndex } = now;
  const isSame = elements.places?.length === before.places?.length && includesValue(before.any, elements.any);
  if (byIndex || isSame) return elements;
  return { ...elements, places: undefined, leading: [], any: joinValues(before.any, elements.any) };
}

/** What going through `value` gives at each moment; `read` asks for it. */
export function liveElements(
  machine: Machine,
  value: Value,
  read: () => Elements,
  first = read(),
): () => Elements {
  if (!isCollection(machine, value) && !isIteratorOfOne(machine, value)) return () => first;
  return () => sinceThen(first, { elements: read(), isByIndex: isByIndex(machine, value) });
}

function isIteratorOfOne(machine: Machine, { open, addresses }: Value): boolean {
  const [address, ...others] = addresses;
  if (open || address === undefined || others.length > 0) return false;
  return machine.object(address)?.slots.has(SOURCE) === true;
}
