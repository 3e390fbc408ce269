/**
 * Pipeline stage: gate. What is known of methods before any call is looked at.
 */
import { NO_NODE } from "./file-graph.js";
import type { Node, ProgramGraph } from "./program-graph.js";

/** Whether a function is stored in a property that a library has declared. */
export function goesToLibraries(graph: ProgramGraph, node: Node): boolean {
  for (let edge = graph.first[node] ?? -1; edge >= 0; edge = graph.next[edge] ?? -1)
    if (graph.properties.isOfLibraries(graph.to[edge] ?? NO_NODE)) return true;
  return false;
}

/** How many methods have each name, by the node of all methods of the name. */
export function candidatesOf(graph: ProgramGraph): ReadonlyMap<Node, number> {
  const methods = new Map<Node, number>();
  for (const [name, node] of graph.sharedNames()) if (name.startsWith("m:")) methods.set(node, 0);
  for (const to of graph.to) {
    const count = methods.get(to);
    if (count !== undefined) methods.set(to, count + 1);
  }
  return methods;
}
