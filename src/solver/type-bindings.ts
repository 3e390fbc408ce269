/**
 * Pipeline stage: value flow. Values of type parameters at one call of a function without body and model: `collect`
 * finds them in what is handed over, by the declared form of each parameter; `build` makes what has a declared form of
 * them. What a library's object holds is kept in hidden slots of the object, by the names of its class's parameters.
 */
import {
  ANY_FUNCTION,
  namesIn,
  QUIET_FUNCTION,
  TEXT_FORM,
  type ContainerForm,
  type FunctionForm,
  type RecordForm,
  type TypeForm,
} from "../graph/type-form.js";
import type { CallEvent } from "./flow-problem.js";
import { newObject, plainSlot, type ObjectDetail, type Slot } from "./heap.js";
import { functionsIn } from "./call-dispatch.js";
import { isDecoratedAgain } from "./decorated-members.js";
import { heldFunctions } from "./held-functions.js";
import { iterated } from "./iteration.js";
import type { Machine } from "./machine.js";
import { derivedFacts, factsOfKind } from "./match.js";
import { buildMapped, collectMapped } from "./mapped-forms.js";
import { mapValues } from "./model-places.js";
import { factsWithin } from "./parts.js";
import { settled } from "./promises.js";
import { isHidden, keyOf, namedKey, readProperty } from "./properties.js";
import { CONTENT, contentOf, TYPES, typesOf } from "./type-contents.js";
import {
  addressValue,
  isNothing,
  joinAll,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  openValue,
  sameValue,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "./value.js";

/** A function that was handed over, and what its declared type says of it. */
export interface Callback {
  readonly callee: Value;
  readonly form: FunctionForm;
}

export class TypeBindings {
  readonly values = new Map<string, Value>();
  readonly callbacks: Callback[] = [];
  /** Objects whose contents the values were found in. */
  readonly holders = new Set<Address>();
  /** What arguments carry beside the values of type parameters: a text of the result is made of it. */
  concrete: FactSet = NO_FACTS;
  /** Matches that decided what callbacks gave. */
  chosen: FactSet = NO_FACTS;

  constructor(
    readonly machine: Machine,
    readonly event: CallEvent,
    /** What everything that is handed over carries: values of a type parameter that nothing binds may be made of it. */
    readonly passed: FactSet,
    /** Type parameters of the class that the method belongs to. */
    readonly outer: readonly string[] = [],
  ) {}

  /** Bindings of the same call that others don't see. */
  within(): TypeBindings {
    const inner = new TypeBindings(this.machine, this.event, this.passed, this.outer);
    for (const [name, value] of this.values) inner.add(name, value);
    return inner;
  }

  add(name: string, value: Value): void {
    if (isNothing(value)) return;
    this.values.set(name, joinValues(this.values.get(name) ?? NOTHING, value));
  }

  /** Finds the values of type parameters in a value that has the declared form. */
  collect(form: TypeForm, value: Value): void {
    if (isNothing(value) && value.facts.size === 0) return;
    const { machine, event } = this;
    switch (form.kind) {
      case "nothing":
        this.#note(value);
        return;
      case "text":
        this.#note(value);
        this.concrete = joinFacts(this.concrete, factsWithin(machine, event.frame, value, event.site));
        return;
      case "parameter":
        this.add(form.name, value);
        return;
      case "property":
        return;
      case "awaited":
        this.collect(form.of, settled(machine, value).resolved);
        return;
      case "picked":
        this.collect(form.of, value);
        return;
      case "computed":
        this.collect(TEXT_FORM, value);
        return;
      case "mapped":
        collectMapped(this, form, value);
        return;
      case "container":
        this.#collectContainer(form, value);
        return;
      case "record":
        this.#collectRecord(form, value);
        return;
      case "function":
        this.#note(value, form);
        for (const [name, content] of form.contents) this.collect(content, contentOf(machine, value, name));
        return;
      case "either":
        this.#collectEither(form.of, value);
    }
  }

  /** A function may be called, whether its type says so or not; and so may those in a table of functions. */
  #note(value: Value, form = ANY_FUNCTION): void {
    if (functionsIn(this.machine, value).length > 0) this.#noteFunction(value, form);
    else
      for (const held of heldFunctions(this.machine, value))
        if (!isDecoratedAgain(this.machine, this.event, held)) this.#noteFunction(held, QUIET_FUNCTION);
  }

  #noteFunction(callee: Value, form: FunctionForm): void {
    const isKnown = this.callbacks.some((known) => known.form === form && sameValue(known.callee, callee));
    if (!isKnown) this.callbacks.push({ callee, form });
  }

  #collectContainer(form: ContainerForm, value: Value): void {
    const { machine, event } = this;
    if (form.detail === "promise") {
      this.collect(form.element, settled(machine, value).resolved);
      return;
    }
    if (form.detail === "map") {
      this.collect(form.element, joinAll([...value.addresses].map((address) => mapValues(machine, address))));
      const keys = [...value.addresses].map((address) => machine.object(address)?.slots.get("@key")?.value);
      if (form.key !== undefined) this.collect(form.key, joinAll(keys.map((key) => key ?? NOTHING)));
      return;
    }
    const elements = iterated(machine, event.frame, value, event.site);
    for (const [index, place] of (form.places ?? []).entries()) {
      this.collect(place, elements.places?.[index] ?? elements.leading[index] ?? elements.any);
    }
    if (form.places === undefined) this.collect(form.element, elements.any);
  }

  #collectRecord(form: RecordForm, value: Value): void {
    const { machine, event } = this;
    const { frame, site } = event;
    const read = (name: string | undefined): Value =>
      readProperty(
        machine,
        frame,
        { ...value, open: false },
        name === undefined ? { names: undefined, value: NOTHING } : namedKey(name),
        site,
      );
    if (form.contents.size > 0) for (const address of value.addresses) this.holders.add(address);
    for (const [name, property] of form.properties) this.collect(property, read(name));
    if (form.rest !== undefined) this.collect(form.rest, read(undefined));
    for (const [name, content] of form.contents) this.collect(content, contentOf(machine, value, name));
    if (form.rest === undefined) this.#noteOthers(form, value);
  }

  /** Functions in properties of which the declaration says nothing that matters otherwise. */
  #noteOthers({ properties }: RecordForm, value: Value): void {
    for (const address of value.addresses) {
      const object = this.machine.object(address);
      if (object?.detail.kind !== "record") continue;
      for (const [name, slot] of object.slots)
        if (!isHidden(name) && !properties.has(name)) this.#note(slot.value, QUIET_FUNCTION);
    }
  }

  /** Each object goes to the alternative that says most of it, so that a list is no `T` where a `T[]` is possible. */
  #collectEither(forms: readonly TypeForm[], value: Value): void {
    const primitive: Value = { ...value, addresses: NOTHING.addresses };
    for (const form of forms)
      if (form.kind !== "container" && form.kind !== "function") this.collect(form, primitive);
    for (const address of value.addresses) {
      const detail = this.machine.object(address)?.detail;
      const special = forms.filter((form) => detail !== undefined && fitsSpecially(form, detail));
      const fitting = special.length > 0 ? special : forms.filter((form) => fitsAsRecord(form, detail));
      const others = forms.filter(
        ({ kind }) => kind === "parameter" || kind === "text" || kind === "computed",
      );
      const one = withFacts(addressValue(address), value.facts);
      for (const form of fitting.length > 0 ? fitting : others) this.collect(form, one);
    }
  }

  /** What has the declared form, as far as the values of its type parameters are known. `place`: where it is made. */
  build(form: TypeForm, place: Address): Value {
    const { machine, event } = this;
    const names = namesIn(form);
    const isBound = names.length === 0 || names.some((name) => this.values.has(name));
    if (!isBound && form.kind !== "function" && form.kind !== "record") return this.#unbound(names);
    const within = (part: TypeForm, name: string): Value =>
      this.build(part, machine.book.addressWithin(place, name));
    switch (form.kind) {
      case "nothing":
        return openValue(NO_FACTS);
      case "text":
        return openValue(derivedFacts(event.frame, this.concrete, event.site));
      case "parameter":
        return this.#bound(form.name);
      case "property":
        return this.#property(within(form.object, "object"), this.#keyOf(form.key, place));
      case "awaited":
        return settled(machine, within(form.of, "awaited")).resolved;
      case "picked":
        return this.#picked(within(form.of, "picked"), place);
      case "computed": {
        const whole = within(form.of, "computed");
        return form.content ? this.#within(whole) : this.#picked(whole, place);
      }
      case "mapped":
        return buildMapped(this, form, place);
      case "container":
        return this.#container(form, place, within);
      case "record":
        return this.#record(form, place, within);
      case "function":
        return this.#function(form, place);
      case "either":
        return joinAll(this.#known(form.of).map((part, index) => within(part, String(index))));
    }
  }

  /** Of a choice, what is known, if something is. */
  #known(forms: readonly TypeForm[]): readonly TypeForm[] {
    const known = forms.filter(
      (form) => form.kind === "function" || namesIn(form).some((name) => this.values.has(name)),
    );
    return known.length > 0 ? known : forms;
  }

  /** Other values of the type may come from where nobody sees: no constant is certain. */
  #bound(name: string): Value {
    const value = this.values.get(name);
    if (value === undefined) return this.#unbound([name]);
    return value.constants.size === 0 ? value : joinValues(value, UNKNOWN);
  }

  /** Values that nothing binds may be made of all that is handed over; those of the object's own class were in the object before. */
  #unbound(names: readonly string[]): Value {
    const { machine, event } = this;
    if (names.some((name) => !this.outer.includes(name))) return openValue(this.passed);
    const held = factsWithin(machine, event.frame, event.receiver, event.site);
    return openValue(derivedFacts(event.frame, factsOfKind(held, "value", "match"), event.site));
  }

  /** What is in a container or in an object of a library. */
  #within(whole: Value): Value {
    const { machine, event } = this;
    const parts = [...whole.addresses].map((address) => {
      const one = addressValue(address);
      const kind = machine.object(address)?.detail.kind;
      if (kind === "promise") return settled(machine, one).resolved;
      const isList = kind === "array" || kind === "set" || kind === "iterator" || kind === "generator";
      return isList
        ? iterated(machine, event.frame, one, event.site).any
        : contentOf(machine, one, undefined);
    });
    return joinAll([...parts, { ...whole, addresses: NOTHING.addresses }]);
  }

  /** `T[K]` is read under the very key that was handed over. */
  #keyOf(form: TypeForm, place: Address): Value {
    const known = form.kind === "parameter" ? this.values.get(form.name) : undefined;
    return known ?? this.build(form, this.machine.book.addressWithin(place, "key"));
  }

  #property(object: Value, key: Value): Value {
    const { machine, event } = this;
    return readProperty(machine, event.frame, object, keyOf(machine, key), event.site);
  }

  /** A copy of the object's own properties. */
  #picked(whole: Value, place: Address): Value {
    const { machine } = this;
    const { frame, site } = this.event;
    const names = machine.view.memberNamesAt(frame.file, site);
    const copies = [...whole.addresses].flatMap((address) => {
      const object = machine.object(address);
      if (object === undefined) return [];
      const kept = [...object.slots].filter(([name]) => names === undefined || names.includes(name));
      const { detail, rest, exact, length, prototypes, keyFacts } = object;
      return [newObject(detail, { slots: new Map(kept), rest, exact, length, prototypes, keyFacts })];
    });
    const values = copies.map((copy, index) =>
      machine.allocate(machine.book.addressWithin(place, `copy ${String(index)}`), copy),
    );
    return joinAll([...values, { ...whole, addresses: NOTHING.addresses }]);
  }

  #container(form: ContainerForm, place: Address, within: (part: TypeForm, name: string) => Value): Value {
    const { detail } = form;
    const slots = new Map<string, Slot>();
    for (const [index, part] of (form.places ?? []).entries())
      slots.set(String(index), plainSlot(within(part, String(index))));
    const element =
      form.places !== undefined && isNoForm(form.element) ? NOTHING : within(form.element, "@element");
    if (form.key !== undefined) slots.set("@key", plainSlot(within(form.key, "@key")));
    if (detail === "promise") slots.set("@resolved", plainSlot(element));
    return this.machine.allocate(
      place,
      newObject({ kind: detail }, { slots, rest: detail === "promise" ? NOTHING : element, exact: false }),
    );
  }

  #record(form: RecordForm, place: Address, within: (part: TypeForm, name: string) => Value): Value {
    const slots = new Map<string, Slot>();
    for (const [name, part] of form.properties) slots.set(name, plainSlot(within(part, name)));
    for (const [name, part] of form.contents)
      slots.set(CONTENT + name, plainSlot(within(part, CONTENT + name)));
    const isBound = namesIn(form).some((name) => this.values.has(name));
    const others = openValue(isBound ? NO_FACTS : this.passed);
    const rest = form.rest === undefined ? others : within(form.rest, "@rest");
    const keyFacts = form.rest === undefined ? NO_FACTS : this.#factsOfKeys(form);
    return this.machine.allocate(
      place,
      newObject(
        { kind: "opaque", shape: undefined, type: "record", form },
        { slots, rest, exact: false, keyFacts },
      ),
    );
  }

  #factsOfKeys({ keys }: RecordForm): FactSet {
    const { frame, site } = this.event;
    const given = keys?.kind === "parameter" ? this.values.get(keys.name)?.facts : this.concrete;
    return derivedFacts(frame, given ?? this.concrete, site);
  }

  #function(form: FunctionForm, place: Address): Value {
    const { machine, event } = this;
    const slots = new Map([[TYPES, plainSlot(addressValue(typesOf(machine, event)))]]);
    for (const [name, part] of form.contents) {
      if (!this.values.has(name)) continue;
      slots.set(CONTENT + name, plainSlot(this.build(part, machine.book.addressWithin(place, name))));
    }
    return machine.allocate(
      place,
      newObject({ kind: "opaque", shape: undefined, type: "function", form }, { slots, exact: false }),
    );
  }

  /** What a callback gave back that decided something. */
  noteOutcome(value: Value): void {
    this.chosen = joinFacts(this.chosen, factsOfKind(value.facts, "match"));
  }
}

function isNoForm(form: TypeForm): boolean {
  return form.kind === "nothing";
}

/** A list where a list is expected, a function where a function is. */
function fitsSpecially(form: TypeForm, detail: ObjectDetail): boolean {
  if (form.kind === "function") return isFunction(detail);
  if (form.kind !== "container") return false;
  return form.detail === "iterator"
    ? ["array", "set", "map", "iterator", "generator"].includes(detail.kind)
    : form.detail === detail.kind;
}

/** A list is also a record of its elements (`ArrayLike<T>`). */
function fitsAsRecord(form: TypeForm, detail: ObjectDetail | undefined): boolean {
  if (detail === undefined || isFunction(detail)) return false;
  if (form.kind === "picked" || form.kind === "mapped") return true;
  return form.kind === "record" && (detail.kind !== "array" || form.rest !== undefined);
}

function isFunction(detail: ObjectDetail): boolean {
  return (
    ["closure", "bound", "class", "library", "promisified"].includes(detail.kind) ||
    (detail.kind === "opaque" && detail.type === "function")
  );
}
