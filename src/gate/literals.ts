/**
 * Pipeline stage: facts → gate. The value graph of what is made in place: objects, arrays, classes.
 */
import type { ClassFacts, Expression, ObjectMember, PropertyKey } from "../graph/expression.js";
import { EDGE } from "./edge-kinds.js";
import { flow, functionNode } from "./expressions.js";
import { NO_NODE, type LocalNode } from "./file-graph.js";
import type { ExpressionPlace } from "./places.js";
import { COMPUTED, guardedCopy, propertyName, storeInto } from "./stores.js";

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

export function flowObject(place: ExpressionPlace, expression: Of<"object">): LocalNode {
  const node = place.graph.at(place, expression.site);
  for (const member of expression.members) flowMember(place, node, member);
  return node;
}

function flowMember(place: ExpressionPlace, object: LocalNode, member: ObjectMember): void {
  const { graph } = place;
  if (member.kind === "spread" || member.kind === "prototype") {
    const whole = member.kind === "spread" ? member.expression : member.value;
    graph.edge(flow(place, whole), object, EDGE.copy);
    return;
  }
  if (member.kind === "property" && member.value.kind === "function" && member.key.kind !== "computed") {
    const method = flow(place, member.value);
    graph.edge(method, graph.methods(propertyName(member.key)), EDGE.copy);
    storeInto(place, object, { key: member.key, value: method, site: member.site });
    graph.edge(method, object, EDGE.member);
    return;
  }
  if (member.kind === "property") {
    const value = guardedCopy(place, flow(place, member.value));
    if (member.value.kind === "function") graph.edge(value, graph.methods(COMPUTED), EDGE.copy);
    graph.siteNodes.set(member.site, value);
    storeInto(place, object, { key: member.key, value, site: member.site });
    graph.edge(value, object, EDGE.member);
    return;
  }
  flowAccessor(place, object, member);
}

function methodName(key: PropertyKey): string {
  return key.kind === "computed" ? COMPUTED : propertyName(key);
}

interface Accessor {
  readonly kind: "getter" | "setter";
  readonly key: PropertyKey;
  readonly procedure: number;
  readonly site: number;
}

/** A getter is read as what it gives, a setter gets what is stored. */
function flowAccessor(
  place: ExpressionPlace,
  object: LocalNode,
  { kind, key, procedure, site }: Accessor,
): void {
  const { graph } = place;
  const { parameters, result } = graph.ofProcedure(procedure);
  functionNode(place, procedure);
  if (kind === "getter") {
    storeInto(place, object, { key, value: result, site });
    graph.edge(result, object, EDGE.contain);
  } else if (key.kind !== "computed") {
    graph.edge(graph.property("read", propertyName(key), site), parameters[0] ?? NO_NODE, EDGE.copy);
  }
}

export function flowArray(place: ExpressionPlace, expression: Of<"array">): LocalNode {
  const { graph } = place;
  const node = graph.at(place, expression.site);
  for (const element of expression.elements) {
    if (element.kind === "hole") continue;
    const value = guardedCopy(place, flow(place, element.expression));
    graph.edge(value, node, element.kind === "spread" ? EDGE.copy : EDGE.put);
  }
  return node;
}

/** A class holds what its static members hold; what is made of it holds what its fields are given. */
export function flowClass(place: ExpressionPlace, facts: ClassFacts): LocalNode {
  const { graph } = place;
  const node = graph.at(place, facts.site);
  if (facts.extends !== undefined) {
    const base = flow(place, facts.extends);
    graph.edge(base, node, EDGE.copy);
    graph.edge(base, graph.sharedNode(`s:${graph.facts.file}#${String(facts.site)}`), EDGE.copy);
  }
  if (facts.constructorProcedure !== undefined) graph.functions.push([node, facts.constructorProcedure]);
  if (facts.self !== undefined) graph.edge(node, graph.variables[facts.self.variable] ?? NO_NODE, EDGE.copy);
  for (const member of facts.members) {
    const method = flowClassMember(place, node, member);
    if (facts.extends === undefined || member.kind !== "method" || member.key.kind === "computed") continue;
    graph.edge(method, graph.overrides(propertyName(member.key)), EDGE.copy);
    // Whoever has an instance may call it: a library that made the base class does.
    graph.edge(method, node, EDGE.method);
  }
  return node;
}

/** Adds the member to the graph; gives a method's node. */
function flowClassMember(
  place: ExpressionPlace,
  owner: LocalNode,
  member: ClassFacts["members"][number],
): LocalNode {
  const { graph } = place;
  if (member.kind === "static-block") {
    graph.edge(owner, graph.ofProcedure(member.procedure).receiver, EDGE.copy);
    return NO_NODE;
  }
  for (const decorator of member.decorators) flow(place, decorator);
  if (member.kind === "field") {
    if (member.initializer === undefined) return NO_NODE;
    const { result, receiver } = graph.ofProcedure(member.initializer);
    storeInto(place, owner, { key: member.key, value: result, site: member.site });
    graph.siteNodes.set(member.site, result);
    graph.edge(result, owner, EDGE.contain);
    graph.edge(owner, receiver, EDGE.called);
  } else if (member.kind === "method") {
    const method = functionNode(place, member.procedure);
    storeInto(place, owner, { key: member.key, value: method, site: member.site });
    graph.edge(method, graph.methods(methodName(member.key)), EDGE.copy);
    return method;
  } else {
    flowAccessor(place, owner, { ...member, kind: member.kind });
  }
  return NO_NODE;
}
