/**
 * Pipeline stage: policy → leak. Finds the boundary expressions in what is handed over: the innermost ones that are
 * written in place and carry a label (spec, section 5). Literals, spreads, templates, arms and the like are looked into;
 * a call, a read, a name is reported as a whole.
 */
import { isRecent } from "../solver/addresses.js";
import type { Expression, ProcedureId, SiteId } from "../graph/expression.js";
import type { FlowFact } from "../graph/flow-fact.js";
import type { Frame, Machine } from "../solver/machine.js";
import { factsOfKind } from "../solver/match.js";
import { primitiveOf, textOf } from "../solver/conversions.js";
import { everGiven } from "../solver/iteration.js";
import { copied } from "../solver/literals.js";
import { aside, factsWithin } from "../solver/parts.js";
import { givenBack } from "../solver/probing.js";
import { NO_FACTS, NOTHING, type Address, type FactSet, type Value } from "../solver/value.js";
import { whole, type Boundary } from "./carried.js";
import { givenBySink } from "./foreign-values.js";
import { ALL_KEPT, replacedAfter, withoutReplaced, type Replaced } from "./replaced-parts.js";

export interface HandOver {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly value: Value;
  readonly expression: Expression | undefined;
  /** Where to report if there is no expression. */
  readonly site: SiteId;
  /** Its properties that are replaced before it is handed over. */
  readonly replaced?: Replaced | undefined;
}

/** All boundary expressions of what is handed over; the caller asks which of their facts are forbidden. */
export function boundariesOf(handOver: HandOver): Boundary[] {
  const { expression, machine, frame, site, value, replaced } = handOver;
  if (expression === undefined) return [whole(machine, frame, value, site)];
  const found: Boundary[] = [];
  lookInto(machine, frame, expression, found, replaced);
  return found;
}

/** By a list of what waits and not by recursion: a sum of 5,000 texts is a tree that is 5,000 deep. */
function lookInto(
  machine: Machine,
  frame: Frame,
  expression: Expression,
  found: Boundary[],
  replaced = ALL_KEPT,
): void {
  const waiting: [Expression, Replaced][] = [[expression, replaced]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const parts: [Expression, Replaced][] = [];
    const [from, of] = next;
    const into: Look["into"] = (part, replacedInPart = ALL_KEPT) => {
      parts.push([part, replacedInPart]);
    };
    lookIntoOne({ machine, frame, found, into, replaced: of }, from);
    for (const part of parts.reverse()) waiting.push(part);
  }
}

interface Look {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly found: Boundary[];
  /** Goes on with a part later. */
  readonly into: (part: Expression, replaced?: Replaced) => void;
  /** What is written after it, in the literal that it is spread into, replaces these properties. */
  readonly replaced: Replaced;
}

function lookIntoOne(look: Look, expression: Expression): void {
  const { machine, frame, found, into, replaced } = look;
  if (isFromBefore(frame, expression)) {
    found.push(leaf(machine, frame, expression, replaced));
    return;
  }
  switch (expression.kind) {
    case "object":
      lookIntoMembers(look, expression);
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
      if (last !== undefined) into(last, replaced);
      return;
    }
    case "logical":
      if (expression.operator !== "&&") into(expression.left, replaced);
      else outcomeOf(frame, expression.left, expression.site, found);
      into(expression.right, replaced);
      return;
    case "conditional":
      outcomeOf(frame, expression.test, expression.site, found);
      into(expression.then, replaced);
      into(expression.otherwise, replaced);
      return;
    case "await":
      lookIntoAwaited(look, expression);
      return;
    case "assertion":
      lookIntoAssertion(look, expression);
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
      lookIntoCall(look, expression);
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
      found.push(leaf(machine, frame, expression, replaced));
  }
}

/** It was evaluated before its function stopped to wait, and its parts are not evaluated again. */
function isFromBefore(frame: Frame, expression: Expression): boolean {
  return expression.kind !== "constant" && frame.stoppable?.operands.has(expression.site) === true;
}

/** What is written under a name counts unless something after it is written under that name, too. */
function lookIntoMembers(look: Look, expression: Extract<Expression, { kind: "object" }>): void {
  const { machine, frame, found, into, replaced } = look;
  const later = replacedAfter(machine, frame, expression.members, replaced);
  for (const [index, member] of expression.members.entries()) {
    const gone = later[index] ?? ALL_KEPT;
    if (member.kind === "spread") lookIntoCopied(machine, frame, member.expression, found, gone);
    else if (member.kind === "prototype") into(member.value);
    else if (member.kind === "property") {
      if (member.key.kind === "computed") into(member.key.expression);
      if (member.key.kind === "computed" || !gone.has(member.key.name)) into(member.value);
    } else if (member.kind === "getter") {
      const object = frame.evaluated.get(expression);
      lookIntoFunction(machine, frame, member.procedure, member.site, object, found);
    }
  }
}

/** Labels that nothing in what is asserted carries come with the type: the assertion itself is their boundary. */
function lookIntoAssertion(
  { machine, frame, found, replaced }: Look,
  expression: Extract<Expression, { kind: "assertion" }>,
): void {
  const inner: Boundary[] = [];
  lookInto(machine, frame, expression.operand, inner, replaced);
  const known = new Set(inner.flatMap(({ facts }) => labelsIn(facts)));
  const { site, file, facts } = leaf(machine, frame, expression, replaced);
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
function lookIntoCopied(
  machine: Machine,
  frame: Frame,
  expression: Expression,
  found: Boundary[],
  replaced: Replaced,
): void {
  if (replaced.size > 0) {
    lookInto(machine, frame, expression, found, replaced);
    return;
  }
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

/** Of a promise, only what it resolved to: by the outcome, since the promise may be one from before the function stopped. */
function lookIntoAwaited(
  { machine, frame, found, replaced }: Look,
  expression: Extract<Expression, { kind: "await" }>,
): void {
  const { operand } = expression;
  const inner: Boundary[] = [];
  lookInto(machine, frame, operand, inner, replaced);
  const hasParts = inner.some(({ site, facts }) => site !== operand.site && facts.size > 0);
  if (hasParts) found.push(...inner);
  else found.push({ ...leaf(machine, frame, expression, replaced), site: operand.site });
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
    whole(machine, frame, convert(value), expression.site, isUntyped(machine, value) ? "none" : undefined),
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
  { machine, frame, found, replaced }: Look,
  expression: Extract<Expression, { kind: "call" }>,
): void {
  const { callee } = expression;
  const isGenerator =
    callee.kind === "function" && frame.facts.procedures[callee.procedure]?.generator === true;
  if (isGenerator)
    lookIntoFunction(machine, frame, callee.procedure, expression.site, frame.evaluated.get(callee), found);
  else found.push(leaf(machine, frame, expression, replaced));
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
    { closure: value, receiver: value, given: givenBySink(frame, site) },
    site,
    (expression, given, inner) => {
      if (expression !== undefined && inner.procedure.id === procedure)
        lookInto(machine, inner, expression, found);
      else if (expression === undefined)
        found.push({ site, file: frame.file, facts: factsWithin(machine, inner, given, site) });
    },
  );
}

function leaf(
  machine: Machine,
  frame: Frame,
  expression: Expression,
  replaced: Replaced = ALL_KEPT,
): Boundary {
  const value = frame.evaluated.get(expression) ?? NOTHING;
  const { site } = expression;
  if (replaced.size === 0) return whole(machine, frame, value, site);
  return aside(machine, () =>
    whole(machine, frame, withoutReplaced(machine, frame, value, replaced, site), site, {
      without: replaced,
    }),
  );
}
