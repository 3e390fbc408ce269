/**
 * Pipeline stage: value flow. The heap: abstract objects by address, and the state of the program at one point (heap
 * and the matches that decided whether the point is reached). Everything that lives is an object here: records,
 * arrays, functions, scopes of variables, modules. Slots whose names start with "@" are not properties of the
 * program: an array's unknown elements, a map's entries, what a promise resolves to.
 */
import type { FlowFact } from "../graph/flow-fact.js";
import type { ClassFacts, FileId, ProcedureId } from "../graph/expression.js";
import type { FunctionForm, RecordForm, SignatureForm } from "../graph/type-form.js";
import type { ShapeKind, TypeShape } from "../graph/type-shape.js";
import { emptyMap, getEntry, mergeMaps, withEntry, type PersistentMap } from "./persistent-map.js";
import { NOTHING, joinValues, mapFacts, type Address, type FactSet, type Value, sameValue } from "./value.js";
import { MAXIMAL_CLOSURES } from "./limits.js";

/** A property: its value, or its accessors. */
export interface Slot {
  readonly value: Value;
  readonly getter: Value | undefined;
  readonly setter: Value | undefined;
}

/** A function value: a procedure with the scopes that it closes over. */
export interface Closure {
  readonly kind: "closure";
  readonly file: FileId;
  readonly procedure: ProcedureId;
  /** Addresses of the scope records of `Procedure.captures`. */
  readonly environment: readonly Address[];
  /** `this` of arrow functions. */
  readonly boundThis: Value | undefined;
  /** The class whose member it is: where `super` starts. */
  readonly home: Address | undefined;
  /** The same function closing over other scopes, where one object stands for several. */
  readonly others?: readonly Closure[];
  /** There are more of them than are kept (`MAXIMAL_CLOSURES`). */
  readonly isCrowded?: true;
}

/** How a resolver settles its promise; "callback": like a Node callback, with an error or
 * a value; "arguments": resolved to all that it is called with. */
export type Settling = "@resolved" | "@rejected" | "callback" | "arguments";

/** What an object is besides its slots. */
export type ObjectDetail =
  | { readonly kind: "record" }
  | { readonly kind: "array" | "set" | "map" | "promise" | "iterator" | "error" | "regular-expression" }
  | { readonly kind: "scope" }
  | Closure
  /** `f.bind(…)`: slots "@target", "@this", and "0", "1", … for the arguments. */
  | { readonly kind: "bound"; readonly count: number }
  /** A class: slots "@super" and "@prototype"; static members are its properties. */
  | {
      readonly kind: "class";
      readonly file: FileId;
      readonly facts: ClassFacts;
      readonly environment: readonly Address[];
      readonly fieldKeys: ReadonlyMap<number, string>;
    }
  /** What calling a generator function gives: "@function", "@this", "@arguments"; "@sent" is what `next` was given. */
  | { readonly kind: "generator"; readonly async: boolean }
  /** Resolves or rejects a promise ("@promise"), or settles a callback of a model. */
  | { readonly kind: "resolver"; readonly settles: Settling }
  /** `util.promisify(f)`: "@target". */
  | { readonly kind: "promisified" }
  /** Text that `JSON.stringify` made: "@parsed" is what parsing it gives again. */
  | { readonly kind: "json" }
  /** A library's function, namespace or class, known by its path: ["JSON", "stringify"]. */
  | { readonly kind: "library"; readonly module: string; readonly path: readonly string[] }
  /** An object about which a type is all that is known. */
  | {
      readonly kind: "opaque";
      readonly shape: TypeShape | undefined;
      readonly type: ShapeKind;
      /** What its declared type says; of a function with the values of its type parameters in "@types". */
      readonly form?: FunctionForm | SignatureForm | RecordForm;
    }
  /** An object of the platform any property of which carries what was put into any other: a URL, a request. */
  | { readonly kind: "mingled" }
  /** A proxy: "@target", "@handler". */
  | { readonly kind: "proxy" };

export interface AbstractObject {
  readonly detail: ObjectDetail;
  readonly slots: ReadonlyMap<string, Slot>;
  /** What may be under any name that has no slot: the elements at unknown places, what was written under unknown keys. */
  readonly rest: Value;
  /** No other names than the slots' and those that `rest` stands for exist: a missing name is undefined. */
  readonly exact: boolean;
  /** Number of elements of an array where it is certain. */
  readonly length: number | undefined;
  /** Where properties are looked up that it has not got itself; several where it is not known which one it is. */
  readonly prototypes: ReadonlySet<Address>;
  /** Names of purposes whose code owns it: writing into it is handing over. Opaque to the solver. */
  readonly owners: ReadonlySet<string>;
  /** What the names of its properties carry: it was written to under a labelled or matched key. */
  readonly keyFacts: FactSet;
}

/** Why a point of the program is reached: a match came out this way. */
export interface Guard {
  readonly key: string;
  readonly fact: FlowFact;
}
export type Guards = ReadonlyMap<string, Guard>;

export interface State {
  readonly heap: PersistentMap<AbstractObject>;
  readonly guards: Guards;
}

const NO_SLOTS: ReadonlyMap<string, Slot> = new Map();
const NO_OWNERS: ReadonlySet<string> = new Set();
export const NO_GUARDS: Guards = new Map();

export function initialState(): State {
  return { heap: emptyMap(), guards: NO_GUARDS };
}

export function plainSlot(value: Value): Slot {
  return { value, getter: undefined, setter: undefined };
}

export function newObject(detail: ObjectDetail, parts: Partial<AbstractObject> = {}): AbstractObject {
  return {
    detail,
    slots: NO_SLOTS,
    rest: NOTHING,
    exact: true,
    length: undefined,
    prototypes: NOTHING.addresses,
    owners: NO_OWNERS,
    keyFacts: NOTHING.facts,
    ...parts,
  };
}

export function objectAt(state: State, address: Address): AbstractObject | undefined {
  return getEntry(state.heap, address);
}

export function withObject(state: State, address: Address, object: AbstractObject | undefined): State {
  const heap = withEntry(state.heap, address, object);
  return heap === state.heap ? state : { heap, guards: state.guards };
}

export function slotsWith(object: AbstractObject, name: string, slot: Slot | undefined): AbstractObject {
  const known = object.slots.get(name);
  // The same object where nothing changes: fixpoints are found by comparing references.
  if (known === slot || (known !== undefined && slot !== undefined && isSameSlot(known, slot))) return object;
  const slots = new Map(object.slots);
  if (slot === undefined) slots.delete(name);
  else slots.set(name, slot);
  return { ...object, slots };
}

function isSameSlot(left: Slot, right: Slot): boolean {
  return left.value === right.value && left.getter === right.getter && left.setter === right.setter;
}

/** The state at a point that is reached from both: what either may hold; of the guards only those that both have. */
export function joinStates(left: State | undefined, right: State | undefined): State | undefined {
  if (left === undefined || right === undefined || left === right) return left ?? right;
  const heap = mergeMaps(left.heap, right.heap, joinObjects);
  const guards = commonGuards(left.guards, right.guards);
  return heap === left.heap && guards === left.guards ? left : { heap, guards };
}

export function commonGuards(left: Guards, right: Guards): Guards {
  if (left === right || left.size === 0) return left;
  if (right.size === 0) return NO_GUARDS;
  const common = new Map([...left].filter(([key]) => right.has(key)));
  return common.size === left.size ? left : common;
}

export function joinObjects(left: AbstractObject, right: AbstractObject): AbstractObject {
  const slots = joinSlots(left, right);
  const rest = joinValues(left.rest, right.rest);
  const exact = left.exact && right.exact;
  const length = left.length === right.length ? left.length : undefined;
  const owners = joinSets(left.owners, right.owners);
  const prototypes = joinSets(left.prototypes, right.prototypes);
  const keyFacts = joinValues(
    { ...NOTHING, facts: left.keyFacts },
    { ...NOTHING, facts: right.keyFacts },
  ).facts;
  const detail = joinDetails(left.detail, right.detail);
  const same =
    detail === left.detail &&
    slots === left.slots &&
    rest === left.rest &&
    exact === left.exact &&
    length === left.length &&
    owners === left.owners &&
    prototypes === left.prototypes &&
    keyFacts.size === left.keyFacts.size;
  return same ? left : { ...left, detail, slots, rest, exact, length, owners, prototypes, keyFacts };
}

/** Closures of one function over different scopes are kept side by side. */
function joinDetails(left: ObjectDetail, right: ObjectDetail): ObjectDetail {
  if (left === right || left.kind !== "closure" || right.kind !== "closure") return left;
  const known = closuresOf(left);
  const added = closuresOf(right).filter((closure) => !known.some((other) => isSameClosure(other, closure)));
  const isCut = added.length > 0 && known.length >= MAXIMAL_CLOSURES;
  const kept = isCut || added.length === 0 ? left : { ...left, others: [...known.slice(1), ...added] };
  return (isCut || right.isCrowded === true) && left.isCrowded !== true ? { ...kept, isCrowded: true } : kept;
}

/** All closures that one object stands for. */
export function closuresOf(closure: Closure): readonly Closure[] {
  const { others = [], ...first } = closure;
  return [first, ...others];
}

function isSameClosure(left: Closure, right: Closure): boolean {
  return (
    left.file === right.file &&
    left.procedure === right.procedure &&
    left.home === right.home &&
    left.environment.every((address, index) => address === right.environment[index]) &&
    (left.boundThis === right.boundThis ||
      (left.boundThis !== undefined &&
        right.boundThis !== undefined &&
        sameValue(left.boundThis, right.boundThis)))
  );
}

function joinSets<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): ReadonlySet<T> {
  if (left === right || right.size === 0 || [...right].every((one) => left.has(one))) return left;
  return left.size === 0 ? right : new Set([...left, ...right]);
}

/** What a name without a slot is in `object`: undefined where nothing else can exist, anything where not all is known. */
export function missing(object: AbstractObject): Value {
  const absent = joinValues(object.rest, ABSENT);
  return object.exact ? absent : joinValues(absent, { ...NOTHING, open: true });
}
const ABSENT: Value = { ...NOTHING, constants: new Set([undefined]) };

function joinSlots(left: AbstractObject, right: AbstractObject): ReadonlyMap<string, Slot> {
  if (left.slots === right.slots) return left.slots;
  let joined: Map<string, Slot> | undefined;
  for (const [name, slot] of right.slots) {
    const known = left.slots.get(name);
    const next = known === undefined ? joinWithMissing(slot, left) : joinSlot(known, slot);
    if (next === known) continue;
    joined ??= new Map(left.slots);
    joined.set(name, next);
  }
  for (const [name, slot] of left.slots) {
    if (right.slots.has(name)) continue;
    const next = joinWithMissing(slot, right);
    if (next === slot) continue;
    joined ??= new Map(left.slots);
    joined.set(name, next);
  }
  return joined ?? left.slots;
}

function joinWithMissing(slot: Slot, other: AbstractObject): Slot {
  // Scope records and hidden slots come into being when they are first written: before that there is nothing to read.
  if (other.detail.kind === "scope") return slot;
  const value = joinValues(slot.value, missing(other));
  return value === slot.value ? slot : { ...slot, value };
}

function joinSlot(left: Slot, right: Slot): Slot {
  if (left === right) return left;
  const value = joinValues(left.value, right.value);
  const getter = joinOptional(left.getter, right.getter);
  const setter = joinOptional(left.setter, right.setter);
  return value === left.value && getter === left.getter && setter === left.setter
    ? left
    : { value, getter, setter };
}

function joinOptional(left: Value | undefined, right: Value | undefined): Value | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return joinValues(left, right);
}

/** Whether `left` already covers `right`: then another pass with `right` brings nothing new. */
export function includesState(left: State, right: State): boolean {
  return joinStates(left, right) === left;
}

/** The object with every value in it changed. Returns the object itself when nothing changed. */
export function mapObject(object: AbstractObject, change: (value: Value) => Value): AbstractObject {
  let slots: Map<string, Slot> | undefined;
  for (const [name, slot] of object.slots) {
    const value = change(slot.value);
    const getter = slot.getter && change(slot.getter);
    const setter = slot.setter && change(slot.setter);
    if (value === slot.value && getter === slot.getter && setter === slot.setter) continue;
    slots ??= new Map(object.slots);
    slots.set(name, { value, getter, setter });
  }
  const rest = change(object.rest);
  return slots === undefined && rest === object.rest
    ? object
    : { ...object, slots: slots ?? object.slots, rest };
}

/** The object with every slot changed. Returns the object itself when nothing changed. */
export function mapSlots(object: AbstractObject, change: (slot: Slot, name: string) => Slot): AbstractObject {
  let slots: Map<string, Slot> | undefined;
  for (const [name, slot] of object.slots) {
    const next = change(slot, name);
    if (next === slot) continue;
    slots ??= new Map(object.slots);
    slots.set(name, next);
  }
  return slots === undefined ? object : { ...object, slots };
}

export function mapValueFacts(value: Value, change: (fact: FlowFact) => FlowFact | undefined): Value {
  if (value.facts.size === 0) return value;
  return { ...value, facts: mapFacts(value.facts, change) };
}
