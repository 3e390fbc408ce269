/**
 * Pipeline stage: policy → leak. Finds the boundary expressions in what is handed over: the innermost ones that are
 * written in place and carry a label (spec, section 5). Literals, spreads, templates, arms and the like are looked into;
 * a call, a read, a name is reported as a whole.
 */
import { isRecent } from "../solver/addresses.js";
import type { Closure } from "../solver/heap.js";
import type { Expression, ProcedureId, SiteId } from "../graph/expression.js";
import type { FlowFact } from "../graph/flow-fact.js";
import type { Frame, Machine } from "../solver/machine.js";
import { guardFacts, factsOfKind } from "../solver/match.js";
import { sourceFacts } from "../solver/materialize.js";
import { primitiveOf, textOf } from "../solver/conversions.js";
import { everGiven } from "../solver/iteration.js";
import { copied } from "../solver/literals.js";
import { aside, factsWithin } from "../solver/parts.js";
import { givenBack } from "../solver/probing.js";
import {
  joinFacts,
  NO_FACTS,
  NOTHING,
  onlyConstants,
  openValue,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "../solver/value.js";
import type { TypeShape } from "../graph/type-shape.js";

/** An expression that is handed over as a whole, with what it carries. */
export interface Boundary {
  readonly site: SiteId;
  readonly file: string;
  readonly facts: FactSet;
}

export interface HandOver {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly value: Value;
  readonly expression: Expression | undefined;
  /** Where to report if there is no expression. */
  readonly site: SiteId;
}

/** All boundary expressions of what is handed over; the caller asks which of their facts are forbidden. */
export function boundariesOf(handOver: HandOver): Boundary[] {
  const { expression, machine, frame, site, value } = handOver;
  if (expression === undefined) return [whole(machine, frame, value, site)];
  const found: Boundary[] = [];
  lookInto(machine, frame, expression, found);
  return found;
}

/** By a list of what waits and not by recursion: a sum of 5,000 texts is a tree that is 5,000 deep. */
function lookInto(machine: Machine, frame: Frame, expression: Expression, found: Boundary[]): void {
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const parts: Expression[] = [];
    lookIntoOne({ machine, frame, found, into: (part) => void parts.push(part) }, next);
    for (const part of parts.reverse()) waiting.push(part);
  }
}

interface Look {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly found: Boundary[];
  /** Goes on with a part later. */
  readonly into: (part: Expression) => void;
}

function lookIntoOne({ machine, frame, found, into }: Look, expression: Expression): void {
  switch (expression.kind) {
    case "object":
      for (const member of expression.members) {
        if (member.kind === "property") {
          if (member.key.kind === "computed") into(member.key.expression);
          into(member.value);
        } else if (member.kind === "spread") lookIntoCopied(machine, frame, member.expression, found);
        else if (member.kind === "prototype") into(member.value);
        else if (member.kind === "getter")
          lookIntoFunction(
            machine,
            frame,
            member.procedure,
            member.site,
            frame.evaluated.get(expression),
            found,
          );
      }
      return;
    case "array":
      for (const element of expression.elements) {
        if (element.kind === "element") into(element.expression);
        else if (element.kind === "spread") lookIntoSpread(machine, frame, element.expression, found);
      }
      return;
    case "template":
      for (const part of expression.parts)
        if (typeof part !== "string") lookIntoText(machine, frame, part, found);
      return;
    case "sequence": {
      const last = expression.expressions.at(-1);
      if (last !== undefined) into(last);
      return;
    }
    case "logical":
      if (expression.operator !== "&&") into(expression.left);
      else outcomeOf(frame, expression.left, expression.site, found);
      into(expression.right);
      return;
    case "conditional":
      outcomeOf(frame, expression.test, expression.site, found);
      into(expression.then);
      into(expression.otherwise);
      return;
    case "await":
      into(expression.operand);
      return;
    case "assertion":
      lookIntoAssertion(machine, frame, expression, found);
      return;
    case "binary":
      if (expression.operator === "+") {
        for (const operand of [expression.left, expression.right]) {
          // A sum is a text already; it may be thousands of sums deep.
          if (operand.kind === "binary") into(operand);
          else lookIntoText(machine, frame, operand, found, primitiveOf);
        }
      } else found.push(leaf(machine, frame, expression));
      return;
    case "function":
      lookIntoFunction(
        machine,
        frame,
        expression.procedure,
        expression.site,
        frame.evaluated.get(expression),
        found,
      );
      return;
    case "call":
      lookIntoCall(machine, frame, expression, found);
      return;
    case "new":
      lookIntoNew(machine, frame, expression, found);
      return;
    case "jsx":
      if (expression.tag !== undefined && expression.tag.kind !== "constant") {
        found.push(leaf(machine, frame, expression));
        return;
      }
      for (const attribute of expression.attributes) into(attribute.value);
      for (const child of expression.children) into(child);
      return;
    case "constant":
      return;
    default:
      found.push(leaf(machine, frame, expression));
  }
}

/** Labels that nothing in what is asserted carries come with the type: the assertion itself is their boundary. */
function lookIntoAssertion(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "assertion" }>,
  found: Boundary[],
): void {
  const inner: Boundary[] = [];
  lookInto(machine, frame, expression.operand, inner);
  const known = new Set(inner.flatMap(({ facts }) => labelsIn(facts)));
  const { site, file, facts } = leaf(machine, frame, expression);
  const added = new Map([...facts].filter(([, { kind, label }]) => kind === "value" && !known.has(label)));
  if (added.size > 0) found.push({ site, file, facts: added });
  found.push(...inner);
}

function labelsIn(facts: FactSet): readonly FlowFact["label"][] {
  return [...facts.values()].filter(({ kind }) => kind === "value").map(({ label }) => label);
}

/** What is spread is gone through: it gives its elements. */
function lookIntoSpread(machine: Machine, frame: Frame, expression: Expression, found: Boundary[]): void {
  lookIntoConverted(machine, frame, expression, found, (value) =>
    everGiven(machine, frame, value, expression.site),
  );
}

/** What is copied into an object are own properties: neither what is inherited, nor what inherited getters give. */
function lookIntoCopied(machine: Machine, frame: Frame, expression: Expression, found: Boundary[]): void {
  const inherits = (address: Address): boolean => (machine.object(address)?.prototypes.size ?? 0) > 0;
  const isMore = ({ addresses }: Value): boolean => [...addresses].every(inherits);
  const copyOf = (value: Value): Value =>
    isMore(value) ? copied(machine, frame, value, expression.site) : value;
  lookIntoConverted(machine, frame, expression, found, copyOf, (_, value) => isMore(value));
}

/** What is put into a text is converted: an object gives what its own conversion says. */
function lookIntoText(
  machine: Machine,
  frame: Frame,
  expression: Expression,
  found: Boundary[],
  convert = textOf,
): void {
  lookIntoConverted(machine, frame, expression, found, (value) =>
    convert(machine, frame, value, expression.site),
  );
}

/** Looks into an expression of which only what it is converted to is handed over, where it has no parts of its own. */
function lookIntoConverted(
  machine: Machine,
  frame: Frame,
  expression: Expression,
  found: Boundary[],
  convert: (value: Value) => Value,
  isUntyped = isConvertedByProgram,
): void {
  const inner: Boundary[] = [];
  lookInto(machine, frame, expression, inner);
  const [only] = inner;
  const value = frame.evaluated.get(expression) ?? NOTHING;
  if (inner.length !== 1 || only?.site !== expression.site || value.addresses.size === 0) {
    found.push(...inner);
    return;
  }
  // What the conversion makes is there only as long as the conversion is.
  const converted = aside(machine, () =>
    whole(machine, frame, convert(value), expression.site, isUntyped(machine, value)),
  );
  found.push(converted);
}

/** Whether the conversion is code of the program, so that the type of what is converted says nothing of it. */
function isConvertedByProgram(machine: Machine, value: Value): boolean {
  const kinds = [...value.addresses].map((address) => machine.object(address)?.detail.kind);
  return kinds.every((kind) => kind === "record" || kind === "generator");
}

/** The arms of a conditional on a match are its outcome, also where they are literals. */
function outcomeOf(frame: Frame, tested: Expression, site: SiteId, found: Boundary[]): void {
  const facts = factsOfKind(frame.evaluated.get(tested)?.facts ?? NO_FACTS, "match");
  if (facts.size > 0) found.push({ site, file: frame.file, facts });
}

function lookIntoCall(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "call" }>,
  found: Boundary[],
): void {
  const { callee } = expression;
  const isGenerator =
    callee.kind === "function" && frame.facts.procedures[callee.procedure]?.generator === true;
  if (isGenerator)
    lookIntoFunction(machine, frame, callee.procedure, expression.site, frame.evaluated.get(callee), found);
  else found.push(leaf(machine, frame, expression));
}

/** `new Promise((resolve) => …)`: down to what `resolve` is called with. */
function lookIntoNew(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "new" }>,
  found: Boundary[],
): void {
  const [executor] = expression.arguments;
  const isPromise = expression.callee.kind === "global" && expression.callee.name === "Promise";
  if (!isPromise || executor?.expression.kind !== "function") {
    found.push(leaf(machine, frame, expression));
    return;
  }
  const value = frame.evaluated.get(expression) ?? NOTHING;
  const before = found.length;
  for (const address of value.addresses) {
    const young = isRecent(address) ? address : address - 1;
    for (const resolution of machine.resolutions.get(young)?.values() ?? []) {
      lookInto(machine, resolution.frame, resolution.expression, found);
    }
  }
  if (found.length === before) found.push(whole(machine, frame, value, expression.site));
}

/** A function given as a literal: what its `return` operands carry, wherever they are written in place. */
function lookIntoFunction(
  machine: Machine,
  frame: Frame,
  procedure: ProcedureId,
  site: SiteId,
  value: Value | undefined,
  found: Boundary[],
): void {
  const body = frame.facts.procedures[procedure];
  if (body === undefined) return;
  givenBack(
    machine,
    frame,
    procedure,
    { closure: value, receiver: value },
    site,
    (expression, given, inner) => {
      if (expression !== undefined && inner.procedure.id === procedure)
        lookInto(machine, inner, expression, found);
      else if (expression === undefined)
        found.push({ site, file: frame.file, facts: factsWithin(machine, inner, given, site) });
    },
  );
}

function leaf(machine: Machine, frame: Frame, expression: Expression): Boundary {
  const value = frame.evaluated.get(expression) ?? NOTHING;
  return whole(machine, frame, value, expression.site);
}

function whole(machine: Machine, frame: Frame, value: Value, site: SiteId, untyped = false): Boundary {
  let facts = factsWithin(machine, frame, value, site);
  facts = joinFacts(facts, givenByFunctions(machine, frame, value, site));
  if (!untyped) facts = joinFacts(facts, typedFacts(machine, frame, value, site, facts));
  const constants = onlyConstants(value);
  const varies = constants === undefined;
  if (varies && !isFunctionOnly(machine, value)) facts = joinFacts(facts, guardFacts(machine));
  return { site, file: frame.file, facts };
}

function isFunctionOnly(machine: Machine, value: Value): boolean {
  if (value.open || value.addresses.size === 0) return false;
  return [...value.addresses].every((address) => {
    const kind = machine.object(address)?.detail.kind;
    return kind === "closure" || kind === "library" || kind === "class" || kind === "resolver";
  });
}

/** A function that was made elsewhere carries what it gives back. */
function givenByFunctions(machine: Machine, frame: Frame, value: Value, site: SiteId): FactSet {
  let facts = NO_FACTS;
  const seen = new Set<number>();
  const ask = (address: Address, { procedure, file }: Closure, receiver: Value | undefined): void => {
    const inFile = { ...frame, file, facts: machine.view.factsOf(file) ?? frame.facts };
    const asked = { ...NOTHING, addresses: new Set([address]) };
    givenBack(
      machine,
      inFile,
      procedure,
      { closure: asked, receiver: receiver ?? asked },
      site,
      (_, given, inner) => {
        facts = joinFacts(facts, factsWithin(machine, inner, given, site));
      },
    );
  };
  const visit = (part: Value, depth: number, receiver?: Value): void => {
    for (const address of part.addresses) {
      if (seen.has(address) || depth > 3) continue;
      seen.add(address);
      const object = machine.object(address);
      if (object?.detail.kind === "closure") {
        ask(address, object.detail, receiver);
      } else if (object?.detail.kind === "bound") {
        const held = (name: string): Value => object.slots.get(name)?.value ?? NOTHING;
        visit(held("@target"), depth + 1, held("@this"));
      } else if (object?.detail.kind === "record" || object?.detail.kind === "array") {
        for (const [name, slot] of object.slots)
          if (!name.startsWith("#") && name !== "constructor") visit(slot.value, depth + 1);
      }
    }
  };
  visit(value, 0);
  return facts;
}

/** A type that carries the label is enough, whatever the value's history. */
function typedFacts(machine: Machine, frame: Frame, value: Value, site: SiteId, known: FactSet): FactSet {
  if (onlyConstants(value) !== undefined) return NO_FACTS;
  const { shape } = machine.view.typeAt(frame.file, site);
  if (shape === undefined) return NO_FACTS;
  const labels = new Set<string>();
  collectLabels(shape, labels, new Set());
  const missing = [...labels].filter(
    (label) => ![...known.values()].some((fact) => fact.kind === "value" && fact.label === label),
  );
  return withFacts(openValue(NO_FACTS), sourceFacts(frame, site, missing)).facts;
}

function collectLabels(shape: TypeShape, labels: Set<string>, seen: Set<TypeShape>): void {
  if (seen.has(shape)) return;
  seen.add(shape);
  for (const label of shape.labels) labels.add(label);
  const parts = [...shape.properties.values(), shape.elements, shape.keys, ...(shape.places ?? [])];
  for (const part of parts) if (part !== undefined) collectLabels(part, labels, seen);
}
