/**
 * Pipeline stage: value flow. Assigning: to variables, properties and patterns; compound and logical assignment.
 */
import type { Expression, PropertyKey, Target } from "../graph/expression.js";
import { callValue } from "./call-dispatch.js";
import { superHolders } from "./calls.js";
import { chooseLogical, evaluate } from "./expressions.js";
import { isOnTheWay } from "./resumption.js";
import { newObject, plainSlot, slotsWith } from "./heap.js";
import { iterated } from "./iteration.js";
import { libraryValue } from "./library-values.js";
import { withSpread } from "./literals.js";
import type { Frame, Machine } from "./machine.js";
import { guarded, withStep } from "./match.js";
import { applyBinary } from "./operators.js";
import { evaluateKey, isHidden, namedKey, type KeyNames } from "./properties.js";
import { writeProperty, setterOf, setSlot } from "./property-writes.js";
import { assignForeignProperty } from "./foreign-properties.js";
import { isRecent } from "./addresses.js";
import { readTyped } from "./typed-reads.js";
import {
  constantValue,
  isForm,
  joinValues,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
  isNothing,
} from "./value.js";

/** Puts `value` into `target`. `expression` is what the value is written as, for a report on it. */
export function assignTo(
  machine: Machine,
  frame: Frame,
  target: Target,
  value: Value,
  expression: Expression | undefined,
): void {
  if (machine.isDead()) return;
  switch (target.kind) {
    case "variable":
      assignVariable(machine, frame, target, value, expression);
      return;
    case "global":
      writeTo(machine, frame, libraryValue(machine, "", ["globalThis"]), namedKey(target.name), value, {
        target,
        expression,
      });
      return;
    case "property": {
      const base = evaluate(machine, frame, target.object);
      if (machine.isDead()) return;
      const key = evaluateKey(machine, frame, target.key);
      writeTo(machine, frame, base, key, value, { target, expression });
      return;
    }
    case "super-property":
      writeSuper(machine, frame, evaluateKey(machine, frame, target.key), value, target.site);
      return;
    case "object-pattern":
      assignObjectPattern(machine, frame, target, value);
      return;
    case "array-pattern":
      assignArrayPattern(machine, frame, target, value);
  }
}

interface Writing {
  readonly target: Target;
  readonly expression: Expression | undefined;
}

function writeTo(
  machine: Machine,
  frame: Frame,
  base: Value,
  key: KeyNames,
  value: Value,
  writing: Writing,
): void {
  if (machine.isDead()) return;
  const { target, expression } = writing;
  const stored = machine.problem.written(machine, {
    frame,
    objects: [...base.addresses],
    targetSite: target.site,
    expression,
    site: expression?.site ?? target.site,
    value,
    key: key.value,
    names: key.names,
  });
  writeProperty(
    machine,
    frame,
    base,
    key,
    withStep(frame, stored, "stored", expression?.site ?? target.site),
    target.site,
  );
  assignForeignProperty(machine, frame, base, stored, target.site);
}

/** `super.x = value`: a setter above the class, or else a property of `this`. */
function writeSuper(machine: Machine, frame: Frame, key: KeyNames, value: Value, site: number): void {
  for (const name of key.names ?? []) {
    const setters = [...superHolders(machine, frame)].flatMap(
      (address) => setterOf(machine, address, name) ?? [],
    );
    for (const setter of setters) callValue(machine, frame, setter, frame.thisValue, [value], site);
    if (setters.length > 0) continue;
    for (const address of frame.thisValue.addresses)
      setSlot(machine, address, name, guarded(machine, value), frame.thisValue.addresses.size === 1);
  }
}

function assignVariable(
  machine: Machine,
  frame: Frame,
  target: Extract<Target, { kind: "variable" }>,
  value: Value,
  expression: Expression | undefined,
): void {
  const { record, variable } = target.reference;
  const address = frame.records.get(record);
  if (address === undefined) return;
  const name = String(variable);
  const facts = frame.facts.variables[variable];
  if (!target.declares && facts !== undefined) {
    machine.problem.written(machine, {
      frame,
      objects: [],
      targetSite: facts.site,
      expression,
      site: expression?.site ?? target.site,
      value,
      key: undefined,
      names: undefined,
    });
  }
  const isShared = !target.declares && record !== frame.procedure.record;
  const kept = isShared ? withStep(frame, value, "stored", expression?.site ?? target.site) : value;
  const stored = target.declares ? kept : guarded(machine, kept);
  machine.update(address, (object) => {
    const known = object.slots.get(name);
    const next = isRecent(address) || known === undefined ? stored : joinValues(known.value, stored);
    return slotsWith(object, name, plainSlot(next));
  });
  if (target.declares && facts !== undefined) machine.problem.declared(machine, frame, facts.site, value);
}

function withDefault(machine: Machine, frame: Frame, value: Value, otherwise: Expression | undefined): Value {
  if (otherwise === undefined || !value.constants.has(undefined)) return value;
  const given: Value = {
    ...value,
    constants: new Set([...value.constants].filter((constant) => constant !== undefined)),
  };
  if (isNothing(given)) return evaluate(machine, frame, otherwise);
  return joinValues(
    given,
    machine.perhaps(() => evaluate(machine, frame, otherwise)),
  );
}

function assignObjectPattern(
  machine: Machine,
  frame: Frame,
  target: Extract<Target, { kind: "object-pattern" }>,
  value: Value,
): void {
  const taken: string[] = [];
  for (const property of target.properties) {
    if (machine.isDead()) return;
    const key = evaluateKey(machine, frame, property.key);
    taken.push(...(key.names ?? []).filter((name) => !isForm(name)));
    const read = machine.problem.produced(
      machine,
      { frame, site: property.site, how: "property", presenceOnly: isIgnored(property.target), callees: [] },
      readTyped(machine, frame, value, key, property.site, property.otherwise !== undefined),
    );
    const given = withDefault(machine, frame, read, property.otherwise);
    assignTo(machine, frame, property.target, given, writtenAs(frame, property.site, property.target, given));
  }
  if (target.rest !== undefined)
    assignTo(machine, frame, target.rest, restOf(machine, frame, value, taken, target.site), undefined);
}

/** A pattern within the pattern only takes hold of the object. */
function isIgnored(target: Target): boolean {
  return target.kind === "object-pattern" || target.kind === "array-pattern";
}

/** A value that a pattern takes out of an object and writes elsewhere is reported at the pattern's element. */
function writtenAs(frame: Frame, site: number, target: Target, value: Value): Expression | undefined {
  if (target.kind !== "property") return undefined;
  const element: Expression = { kind: "opaque", site, parts: [] };
  frame.evaluated.set(element, value);
  return element;
}

function restOf(machine: Machine, frame: Frame, value: Value, taken: readonly string[], site: number): Value {
  const copy = withSpread(machine, frame, newObject({ kind: "record" }), value, site);
  const slots = new Map([...copy.slots].filter(([name]) => !taken.includes(name)));
  const address = machine.book.addressOf(frame.context, frame.file, site, "rest");
  return machine.allocate(address, { ...copy, slots });
}

function assignArrayPattern(
  machine: Machine,
  frame: Frame,
  target: Extract<Target, { kind: "array-pattern" }>,
  value: Value,
): void {
  const wanted = target.rest === undefined ? target.elements.length : undefined;
  const elements = iterated(machine, frame, value, target.site, wanted);
  const at = (place: number): Value => {
    if (elements.places !== undefined) return elements.places[place] ?? UNDEFINED;
    return joinValues(elements.leading[place] ?? elements.any, UNDEFINED);
  };
  for (const [place, element] of target.elements.entries()) {
    if (element === undefined || machine.isDead()) continue;
    const read = machine.problem.produced(
      machine,
      { frame, site: element.site, how: "property", presenceOnly: isIgnored(element.target), callees: [] },
      at(place),
    );
    const given = withDefault(machine, frame, read, element.otherwise);
    assignTo(machine, frame, element.target, given, writtenAs(frame, element.site, element.target, given));
  }
  if (target.rest === undefined) return;
  const start = target.elements.length;
  const address = machine.book.addressOf(frame.context, frame.file, target.site, "rest");
  const places = elements.places?.slice(start) ?? elements.leading.slice(start);
  const slots = new Map(places.map((one, place) => [String(place), plainSlot(one)]));
  const rest = elements.places === undefined ? elements.any : NOTHING;
  const length = elements.places === undefined ? undefined : places.length;
  assignTo(
    machine,
    frame,
    target.rest,
    machine.allocate(address, newObject({ kind: "array" }, { slots, rest, length })),
    undefined,
  );
}

/** The present value of a target that is read before it is written (`+=`, `??=`, `++`). */
function readTarget(machine: Machine, frame: Frame, target: Target): Value {
  switch (target.kind) {
    case "variable":
      return evaluate(machine, frame, {
        kind: "variable",
        site: target.site,
        reference: target.reference,
        presenceOnly: true,
      });
    case "global":
      return evaluate(machine, frame, { kind: "global", site: target.site, name: target.name });
    case "property":
      return evaluate(machine, frame, readOf(target.site, target.object, target.key));
    case "super-property":
      return evaluate(machine, frame, { kind: "super-read", site: target.site, key: target.key });
    case "object-pattern":
    case "array-pattern":
      return UNKNOWN;
  }
}

function readOf(site: number, object: Expression, key: PropertyKey): Expression {
  return { kind: "read", site, object, key, optional: false, presenceOnly: true };
}

export function assignExpression(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "assign" }>,
): Value {
  const { target, operator, value } = expression;
  if (operator === undefined) {
    const assigned = evaluate(machine, frame, value);
    assignTo(machine, frame, target, assigned, value);
    return machine.isDead() ? NOTHING : assigned;
  }
  const before = readTarget(machine, frame, target);
  if (operator === "&&" || operator === "||" || operator === "??") {
    const assign = (): Value => {
      const assigned = evaluate(machine, frame, value);
      assignTo(machine, frame, target, assigned, value);
      return assigned;
    };
    if (isOnTheWay(frame, value)) return assign();
    return chooseLogical(machine, before, operator, assign, (kept) => {
      if (operator === "&&") narrowTarget(machine, frame, target, kept);
    });
  }
  const operand = evaluate(machine, frame, value);
  if (machine.isDead()) return NOTHING;
  const result = applyBinary(machine, frame, operator, before, operand, expression.site);
  assignTo(machine, frame, target, result, value);
  return result;
}

/** What `&&=` leaves as it was is falsy (`kept`), and says nothing of a text's content: nothing is written. */
function narrowTarget(machine: Machine, frame: Frame, target: Target, kept: Value): void {
  if (target.kind === "variable") {
    const address = frame.records.get(target.reference.record);
    if (address !== undefined) narrowSlot(machine, address, String(target.reference.variable), kept);
  } else if (target.kind === "property") {
    const base = frame.evaluated.get(target.object);
    const name = target.key.kind === "computed" ? undefined : target.key.name;
    const [address, ...others] = base?.addresses ?? [];
    if (address !== undefined && others.length === 0 && name !== undefined)
      narrowSlot(machine, address, name, kept);
  }
}

/** Only of the most recent object is it known that its slot is what was read. */
function narrowSlot(machine: Machine, address: Address, name: string, kept: Value): void {
  const object = machine.object(address);
  const slot = object?.slots.get(name);
  if (object === undefined || slot === undefined || slot.getter !== undefined) return;
  if (isRecent(address)) machine.store(address, slotsWith(object, name, plainSlot(kept)));
}

export function updateExpression(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "update" }>,
): Value {
  const before = readTarget(machine, frame, expression.target);
  if (machine.isDead()) return NOTHING;
  const after = applyBinary(machine, frame, expression.operator, before, constantValue(1), expression.site);
  assignTo(machine, frame, expression.target, after, undefined);
  return expression.prefix ? after : before;
}

/** Own enumerable names of an object, as values; `undefined` stands for names that are not known. */
export function namesOf(machine: Machine, value: Value): { readonly names: readonly string[] | undefined } {
  const names = new Set<string>();
  for (const address of value.addresses) {
    const object = machine.object(address);
    if (
      object === undefined ||
      !object.exact ||
      object.rest.open ||
      object.rest.addresses.size > 0 ||
      object.rest.constants.size > 0
    ) {
      return { names: undefined };
    }
    for (const name of object.slots.keys()) if (!isHidden(name)) names.add(name);
  }
  if ([...names].some(isForm)) return { names: undefined };
  return value.open || value.addresses.size === 0 ? { names: undefined } : { names: [...names] };
}
