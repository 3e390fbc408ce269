/**
 * Pipeline stage: facts → gate. The value graph of what is assigned to: variables, properties, and patterns of these.
 */
import type { PropertyKey, Target } from "../graph/expression.js";
import { EDGE } from "./edge-kinds.js";
import { flow, readFrom, receiverOf } from "./expressions.js";
import { guardedCopy, storeInto } from "./stores.js";
import { NO_NODE, type LocalNode } from "./file-graph.js";
import type { ExpressionPlace } from "./places.js";

/** Adds the assignment to the graph; gives the value's node. */
export function assignTo(place: ExpressionPlace, target: Target, value: LocalNode): LocalNode {
  const { graph } = place;
  switch (target.kind) {
    case "variable": {
      const variable = graph.variables[target.reference.variable] ?? NO_NODE;
      graph.edge(value, variable, EDGE.copy);
      graph.edge(place.guard, variable, EDGE.guard);
      return value;
    }
    case "global": {
      const variable = graph.sharedNode(`g:${target.name}`);
      graph.edge(value, variable, EDGE.copy);
      graph.edge(place.guard, variable, EDGE.guard);
      return value;
    }
    case "property":
      storeProperty(place, flow(place, target.object), target.key, value, target.site);
      return value;
    case "super-property":
      storeProperty(place, receiverOf(place), target.key, value, target.site);
      return value;
    case "object-pattern":
      assignToProperties(place, target, value);
      return value;
    case "array-pattern":
      for (const element of target.elements) {
        if (element === undefined) continue;
        const part = graph.at(place, element.site);
        graph.edge(value, part, EDGE.element);
        assignPart(place, element.target, part, element.otherwise);
      }
      if (target.rest !== undefined) assignTo(place, target.rest, value);
      return value;
  }
}

function storeProperty(
  place: ExpressionPlace,
  object: LocalNode,
  key: PropertyKey,
  value: LocalNode,
  site: number,
): void {
  const { graph } = place;
  const stored = guardedCopy(place, value);
  graph.siteNodes.set(site, stored);
  storeInto(place, object, { key, value: stored, site });
  graph.edge(stored, object, EDGE.contain);
  graph.stores.push([object, stored]);
  if (object !== NO_NODE) graph.changed.add(object);
}

type ObjectPattern = Extract<Target, { kind: "object-pattern" }>;

function assignToProperties(place: ExpressionPlace, target: ObjectPattern, value: LocalNode): void {
  for (const property of target.properties) {
    const part = readFrom(place, property.site, value, property.key);
    assignPart(place, property.target, part, property.otherwise);
  }
  if (target.rest !== undefined) assignTo(place, target.rest, value);
}

function assignPart(
  place: ExpressionPlace,
  target: Target,
  part: LocalNode,
  otherwise: Parameters<typeof flow>[1] | undefined,
): void {
  if (otherwise !== undefined) place.graph.edge(flow(place, otherwise), part, EDGE.copy);
  assignTo(place, target, part);
}
