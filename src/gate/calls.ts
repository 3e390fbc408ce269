/**
 * Pipeline stage: facts → gate. The value graph of calls in all their forms: what is called, on what, with what. What they
 * run is found out for the whole program (resolve-calls.ts).
 */
import type { Argument, Expression } from "../graph/expression.js";
import { EDGE } from "./edge-kinds.js";
import { flow, receiverOf } from "./expressions.js";
import { NO_NODE, type LocalNode } from "./file-graph.js";
import type { ExpressionPlace } from "./places.js";
import { guardedCopy, propertyName } from "./stores.js";

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

function flowArguments(
  place: ExpressionPlace,
  written: readonly Argument[],
): {
  readonly values: LocalNode[];
  readonly spreadFrom: number;
} {
  const { graph } = place;
  const values = written.map(({ expression, spread }) => {
    // The name of a brand may be a text that a library is given.
    const value =
      expression.kind === "constant" && typeof expression.value === "string"
        ? graph.sharedNode(`t:${expression.value}`)
        : flow(place, expression);
    if (!spread) return guardedCopy(place, value);
    const node = guardedCopy(place, NO_NODE);
    graph.edge(value, node, EDGE.any);
    return node;
  });
  const spread = written.findIndex((argument) => argument.spread);
  return { values, spreadFrom: spread < 0 ? written.length : spread };
}

export function flowCall(place: ExpressionPlace, expression: Of<"call">): LocalNode {
  const { graph } = place;
  const { callee } = expression;
  const isMethod = callee.kind === "read" || callee.kind === "super-read";
  const method = isMethod && callee.key.kind !== "computed" ? propertyName(callee.key) : undefined;
  const called = flow(place, callee);
  const property = method === undefined ? NO_NODE : (graph.properties.at(-1)?.node ?? NO_NODE);
  const receiver =
    callee.kind === "read"
      ? receiverNode(place, callee.object)
      : callee.kind === "super-read"
        ? receiverOf(place)
        : NO_NODE;
  const { values, spreadFrom } = flowArguments(place, expression.arguments);
  const result = graph.at(place, expression.site);
  graph.edge(place.guard, result, EDGE.guard);
  graph.calls.push({
    site: expression.site,
    calleeSite: callee.site,
    procedure: place.procedure,
    callee: called,
    receiver,
    method,
    property,
    methods: method === undefined ? NO_NODE : graph.methods(method),
    overrides: method === undefined ? NO_NODE : graph.overrides(method),
    arguments: values,
    spreadFrom,
    result,
    guard: place.guard,
    construct: false,
  });
  return result;
}

/** The object was flown through already: finds its node. */
function receiverNode(place: ExpressionPlace, object: Expression): LocalNode {
  if (object.kind === "variable") return place.graph.variables[object.reference.variable] ?? NO_NODE;
  return place.graph.siteNodes.get(object.site) ?? NO_NODE;
}

export function flowNew(place: ExpressionPlace, expression: Of<"new">): LocalNode {
  const callee = flow(place, expression.callee);
  return construct(place, expression.site, callee, expression.arguments);
}

function construct(
  place: ExpressionPlace,
  site: number,
  callee: LocalNode,
  written: readonly Argument[],
): LocalNode {
  const { graph } = place;
  const { values, spreadFrom } = flowArguments(place, written);
  const result = graph.at(place, site);
  graph.calls.push({
    site,
    calleeSite: site,
    procedure: place.procedure,
    callee,
    receiver: NO_NODE,
    method: undefined,
    property: NO_NODE,
    methods: NO_NODE,
    overrides: NO_NODE,
    arguments: values,
    spreadFrom,
    result,
    guard: place.guard,
    construct: true,
  });
  return result;
}

export function flowSuperCall(place: ExpressionPlace, expression: Of<"super-call">): LocalNode {
  const { graph } = place;
  const owner = graph.facts.procedures[place.procedure]?.memberOf;
  const base = owner === undefined ? NO_NODE : graph.sharedNode(`s:${graph.facts.file}#${String(owner)}`);
  const result = construct(place, expression.site, base, expression.arguments);
  graph.edge(result, receiverOf(place), EDGE.copy);
  graph.edge(receiverOf(place), result, EDGE.copy);
  return result;
}

export function flowJsx(place: ExpressionPlace, expression: Of<"jsx">): LocalNode {
  const { graph } = place;
  const tag = expression.tag === undefined ? NO_NODE : flow(place, expression.tag);
  const properties = graph.node(place.procedure);
  for (const attribute of expression.attributes) {
    const value = guardedCopy(place, flow(place, attribute.value));
    graph.siteNodes.set(attribute.site, value);
    if (attribute.kind === "property")
      graph.edge(value, graph.property("store", attribute.name, attribute.site), EDGE.copy);
    graph.edge(value, properties, attribute.kind === "property" ? EDGE.member : EDGE.copy);
  }
  for (const child of expression.children) {
    const value = guardedCopy(place, flow(place, child));
    graph.edge(value, graph.property("store", "children", child.site), EDGE.copy);
    graph.edge(value, properties, EDGE.member);
  }
  const result = graph.at(place, expression.site);
  graph.edge(properties, result, EDGE.copy);
  graph.calls.push({
    site: expression.site,
    calleeSite: expression.site,
    procedure: place.procedure,
    callee: tag,
    receiver: NO_NODE,
    method: undefined,
    property: NO_NODE,
    methods: NO_NODE,
    overrides: NO_NODE,
    arguments: [properties],
    spreadFrom: 1,
    result,
    guard: place.guard,
    construct: false,
  });
  return result;
}
