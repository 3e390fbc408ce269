/**
 * Pipeline stage: facts → gate. The value graph of values that go somewhere: under a name or an unknown key.
 */
import type { PropertyKey, SiteId } from "../graph/expression.js";
import { EDGE } from "./edge-kinds.js";
import { flow } from "./expressions.js";
import { NO_NODE, type LocalNode } from "./file-graph.js";
import type { ExpressionPlace } from "./places.js";

/** In the place of a method's name that is computed, as `[Symbol.iterator]` is. */
export const COMPUTED = "[]";

export function propertyName(key: Exclude<PropertyKey, { kind: "computed" }>): string {
  return key.kind === "private" ? `#${key.name.replace(/^#/, "")}` : key.name;
}

/** A value that goes somewhere here: whether it does was decided by the guard. */
export function guardedCopy(place: ExpressionPlace, value: LocalNode): LocalNode {
  const { graph } = place;
  const node = graph.node(place.procedure);
  graph.edge(value, node, EDGE.copy);
  graph.edge(place.guard, node, EDGE.guard);
  return node;
}

/** What is stored at a place, and under which key, which may be unknown. */
interface Stored {
  readonly key: PropertyKey;
  readonly value: LocalNode;
  readonly site: SiteId;
}

export function storeInto(place: ExpressionPlace, object: LocalNode, { key, value, site }: Stored): void {
  const { graph } = place;
  if (key.kind !== "computed") {
    graph.edge(value, graph.property("store", propertyName(key), site), EDGE.copy);
    return;
  }
  graph.edge(keyNode(place, key), object, EDGE.keep);
  graph.edge(value, object, EDGE.dynamic);
}

/** The node of a computed key. */
export function keyNode(place: ExpressionPlace, key: PropertyKey): LocalNode {
  return key.kind === "computed" ? flow(place, key.expression) : NO_NODE;
}
