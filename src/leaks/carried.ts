/**
 * Pipeline stage: policy → leak. What an expression carries that is handed over as a whole: what is in its value, what
 * functions in it give back, what its type says, and what a match decided.
 */
import type { SiteId } from "../graph/expression.js";
import type { TypeShape } from "../graph/type-shape.js";
import type { Closure } from "../solver/heap.js";
import type { Frame, Machine } from "../solver/machine.js";
import { guardFacts } from "../solver/match.js";
import { sourceFacts } from "../solver/materialize.js";
import { factsWithin } from "../solver/parts.js";
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
import { givenBySink } from "./foreign-values.js";

/** An expression that is handed over as a whole, with what it carries. */
export interface Boundary {
  readonly site: SiteId;
  readonly file: string;
  readonly facts: FactSet;
}

/** Which parts of a value its expression's type speaks of: not of those that are replaced before it is handed over. */
export type TypedParts = "none" | { readonly without: ReadonlySet<string> };
const ALL_PARTS: TypedParts = { without: new Set() };

export function whole(
  machine: Machine,
  frame: Frame,
  value: Value,
  site: SiteId,
  typed: TypedParts = ALL_PARTS,
): Boundary {
  let facts = factsWithin(machine, frame, value, site);
  facts = joinFacts(facts, givenByFunctions(machine, frame, value, site));
  if (typed !== "none") facts = joinFacts(facts, typedFacts(machine, frame, value, site, facts, typed));
  const chosen = guardFacts(machine);
  if (chosen.size > 0 && varies(machine, frame, value, site) && !isFunctionOnly(machine, value))
    facts = joinFacts(facts, chosen);
  return { site, file: frame.file, facts };
}

/** Constants that were handed over at a place, each alone, in rounds that are run one by one. */
const HANDED_OVER = new WeakMap<Machine, Map<string, unknown>>();

/** A constant does not; but where the rounds of a loop hand over one each, it depends on the round which one. */
function varies(machine: Machine, frame: Frame, value: Value, site: SiteId): boolean {
  const constants = onlyConstants(value);
  if (constants === undefined) return true;
  const [constant, ...others] = constants;
  if (others.length > 0) return false;
  let handedOver = HANDED_OVER.get(machine);
  if (handedOver === undefined) HANDED_OVER.set(machine, (handedOver = new Map<string, unknown>()));
  const place = `${frame.file}|${String(site)}|${callsTo(frame)}`;
  if (handedOver.has(place)) return handedOver.get(place) !== constant;
  handedOver.set(place, constant);
  return false;
}

/** The calls that led there, whichever round of a loop they were made in. */
function callsTo(frame: Frame): string {
  const calls: string[] = [];
  for (let at: Frame | undefined = frame; at !== undefined; at = at.caller)
    calls.push(`${String(at.procedure.id)} ${String(at.calledAt)}`);
  return calls.join("|");
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
      { closure: asked, receiver: receiver ?? asked, given: givenBySink(frame, site) },
      site,
      (_, given, inner) => {
        facts = joinFacts(facts, factsWithin(machine, inner, given, site));
      },
    );
  };
  const visit = (part: Value, receiver?: Value): void => {
    for (const address of part.addresses) {
      if (seen.has(address)) continue;
      seen.add(address);
      const object = machine.object(address);
      if (object?.detail.kind === "closure") {
        ask(address, object.detail, receiver);
      } else if (object?.detail.kind === "bound") {
        const held = (name: string): Value => object.slots.get(name)?.value ?? NOTHING;
        visit(held("@target"), held("@this"));
      } else if (object?.detail.kind === "record" || object?.detail.kind === "array") {
        for (const [name, slot] of object.slots)
          if (!name.startsWith("#") && name !== "constructor") visit(slot.value);
        visit(object.rest);
      }
    }
  };
  visit(value);
  return facts;
}

/** A type that carries the label is enough, whatever the value's history. */
function typedFacts(
  machine: Machine,
  frame: Frame,
  value: Value,
  site: SiteId,
  known: FactSet,
  { without }: Exclude<TypedParts, "none">,
): FactSet {
  if (onlyConstants(value) !== undefined) return NO_FACTS;
  const { shape } = machine.view.typeAt(frame.file, site);
  if (shape === undefined) return NO_FACTS;
  const labels = new Set<string>();
  collectLabels(withoutProperties(shape, without), labels, new Set());
  const missing = [...labels].filter(
    (label) => ![...known.values()].some((fact) => fact.kind === "value" && fact.label === label),
  );
  return withFacts(openValue(NO_FACTS), sourceFacts(frame, site, missing)).facts;
}

function withoutProperties(shape: TypeShape, names: ReadonlySet<string>): TypeShape {
  if (names.size === 0) return shape;
  return { ...shape, properties: new Map([...shape.properties].filter(([name]) => !names.has(name))) };
}

function collectLabels(shape: TypeShape, labels: Set<string>, seen: Set<TypeShape>): void {
  if (seen.has(shape)) return;
  seen.add(shape);
  for (const label of shape.labels) labels.add(label);
  const parts = [...shape.properties.values(), shape.elements, shape.keys, ...(shape.places ?? [])];
  for (const part of parts) if (part !== undefined) collectLabels(part, labels, seen);
}
