/**
 * Pipeline stage: policy → leak. Pulls: in a sink's own code, the first expression that yields a labelled value which
 * came in from outside (spec, section 4). What was reported once is marked, so that reading it again is none.
 */
import type { FlowFact } from "../graph/flow-fact.js";
import type { SiteId } from "../graph/expression.js";
import type { ProducedEvent } from "../solver/flow-problem.js";
import type { Machine } from "../solver/machine.js";
import { joinFacts, NO_FACTS, type FactSet, type Value } from "../solver/value.js";
import { entered, forbidden, reportPull, type LeakContext } from "./hand-over.js";

export function pulled(
  context: LeakContext,
  machine: Machine,
  event: ProducedEvent,
  value: Value,
  purposes: readonly string[],
): Value {
  if (event.presenceOnly) return value;
  const facts = carried(context, machine, event, value, purposes);
  if (facts.size === 0) return value;
  if (isOwn(context, event)) return entered(context, machine, value, purposes);
  const site = event.how === "import" ? bindingSite(event) : event.site;
  reportPull(context, event.frame, site, facts, purposes);
  return entered(context, machine, value, purposes);
}

/** Facts of the value itself, or of the elements of a container, that are forbidden here and not known to have come in. */
function carried(
  context: LeakContext,
  machine: Machine,
  event: ProducedEvent,
  value: Value,
  purposes: readonly string[],
): FactSet {
  const look: Look = { context, machine, purposes, kinds: kindsOf(event) };
  let facts = ofValue(look, value);
  // A store that holds a labelled value among others is only taken hold of: what is read out of it is the pull.
  const byHistory = event.how === "call" || event.how === "parameter";
  if (!byHistory && !isContainerByType(machine, event)) return facts;
  for (const address of value.addresses) facts = joinFacts(facts, ofContainer(look, address, 0));
  return facts;
}

interface Look {
  readonly context: LeakContext;
  readonly machine: Machine;
  readonly purposes: readonly string[];
  readonly kinds: readonly FlowFact["kind"][];
}

/** What was chosen comes in by calling the code that chose it; all else that the sink's code does is its own. */
function kindsOf(event: ProducedEvent): readonly FlowFact["kind"][] {
  return event.how === "call" && event.callees.some(({ kind }) => kind === "procedure")
    ? ["value", "match"]
    : ["value"];
}

function isContainerByType(machine: Machine, event: ProducedEvent): boolean {
  if (event.how === "variable") return false;
  const { shape } = machine.view.typeAt(event.frame.file, event.site);
  const parts = shape === undefined ? [] : [shape.elements, ...(shape.places ?? [])];
  return parts.some((part) => part !== undefined && (part.labels.length > 0 || part.elements !== undefined));
}

function ofValue({ context, purposes, kinds }: Look, value: Value): FactSet {
  if (value.facts.size === 0) return NO_FACTS;
  return new Map(
    [...value.facts].filter(
      ([, fact]) =>
        !fact.entered && kinds.includes(fact.kind) && forbidden(context, fact, purposes) !== undefined,
    ),
  );
}

const CONTAINERS: ReadonlySet<string> = new Set(["array", "set", "map", "promise", "iterator", "generator"]);

function ofContainer(where: Look, address: number, depth: number): FactSet {
  const object = where.machine.object(address);
  if (object === undefined || depth > 4 || !CONTAINERS.has(object.detail.kind)) return NO_FACTS;
  let facts = NO_FACTS;
  const look = (value: Value): void => {
    facts = joinFacts(facts, ofValue(where, value));
    for (const inner of value.addresses) facts = joinFacts(facts, ofContainer(where, inner, depth + 1));
  };
  look(object.rest);
  for (const [name, slot] of object.slots) if (name !== "@this" && name !== "@function") look(slot.value);
  return facts;
}

/** Code of the same purpose handing a value to each other is followed, not reported; so is a variable of the sink's own. */
function isOwn(context: LeakContext, event: ProducedEvent): boolean {
  const { frame, how, callees } = event;
  if (how === "call") {
    return (
      callees.length > 0 &&
      callees.every((callee) => {
        if (callee.kind !== "procedure") return false;
        // What it gives back was reported where it was handed over.
        if (context.handed.has(callee.address)) return true;
        const theirs = context.purposes.ofProcedure(callee.file, callee.procedure);
        const ours = context.purposes.ofProcedure(frame.file, frame.procedure.id);
        return theirs.length > 0 && theirs.every((purpose) => ours.includes(purpose));
      })
    );
  }
  return false;
}

function bindingSite(event: ProducedEvent): SiteId {
  return event.importSite ?? event.site;
}
