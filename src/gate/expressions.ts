/**
 * Pipeline stage: facts → gate. The value graph of expressions: one node for what each of them gives, edges from where
 * it comes.
 */
import type { Expression, PropertyKey, Target } from "../graph/expression.js";
import { SIZE_NAMES } from "../graph/size-names.js";
import { EDGE } from "./edge-kinds.js";
import { NO_NODE, type LocalNode } from "./file-graph.js";
import { MAXIMAL_DEPTH } from "./limits.js";
import type { ExpressionPlace } from "./places.js";
import { flowCall, flowJsx, flowNew, flowSuperCall } from "./calls.js";
import { flowArray, flowClass, flowObject } from "./literals.js";
import { guardedCopy, keyNode, propertyName } from "./stores.js";
import { assignTo } from "./targets.js";

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** Adds the expression to the graph; gives the node of its value. */
export function flow(place: ExpressionPlace, expression: Expression): LocalNode {
  const { graph } = place;
  graph.ofProcedure(place.procedure).size++;
  if (graph.depth >= MAXIMAL_DEPTH) {
    graph.tooDeep = true;
    return NO_NODE;
  }
  graph.depth++;
  const node = flowOf(place, expression);
  graph.depth--;
  if (node !== NO_NODE && !graph.siteNodes.has(expression.site)) graph.siteNodes.set(expression.site, node);
  return node;
}

function flowOf(place: ExpressionPlace, expression: Expression): LocalNode {
  const { graph } = place;
  switch (expression.kind) {
    case "constant":
    case "regular-expression":
      return NO_NODE;
    case "variable":
      return graph.variables[expression.reference.variable] ?? NO_NODE;
    case "import":
      return graph.importNode(expression.specifier, expression.module, expression.name);
    case "import-call":
      return expression.module === undefined
        ? NO_NODE
        : graph.importNode(expression.specifier, expression.module, "*");
    case "global":
      return graph.sharedNode(`g:${expression.name}`);
    case "this":
      return receiverOf(place);
    case "arguments":
      return graph.ofProcedure(place.procedure).arguments;
    case "object":
      return flowObject(place, expression);
    case "array":
      return flowArray(place, expression);
    case "function":
      return functionNode(place, expression.procedure);
    case "class":
      return flowClass(place, expression.class);
    case "read":
      return flowRead(place, expression);
    case "super-read":
      return readFrom(place, expression.site, receiverOf(place), expression.key);
    case "call":
      return flowCall(place, expression);
    case "new":
      return flowNew(place, expression);
    case "super-call":
      return flowSuperCall(place, expression);
    case "jsx":
      return flowJsx(place, expression);
    case "template":
      return made(
        place,
        expression,
        expression.parts.filter((part) => typeof part !== "string"),
      );
    case "opaque":
      return made(place, expression, expression.parts);
    case "unary":
      return flowUnary(place, expression);
    case "binary":
      return flowBinary(place, expression);
    case "logical":
      return flowLogical(place, expression);
    case "conditional":
      return flowConditional(place, expression);
    case "assign":
      return flowAssignment(place, expression);
    case "update":
      return assignTo(place, expression.target, graph.at(place, expression.site));
    case "delete":
      flow(place, expression.object);
      keyNode(place, expression.key);
      return NO_NODE;
    case "sequence":
      return expression.expressions.reduce<LocalNode>((_, part) => flow(place, part), NO_NODE);
    case "await":
    case "assertion":
      return copied(place, expression, flow(place, expression.operand));
    case "chain":
      return flow(place, expression.expression);
    case "yield":
      return flowYield(place, expression);
  }
}

/** The node of `this`: arrow functions have that of the code around them. */
export function receiverOf(place: ExpressionPlace): LocalNode {
  const { graph } = place;
  let procedure = graph.facts.procedures[place.procedure];
  while (procedure?.lexicalThis === true && procedure.parent !== undefined)
    procedure = graph.facts.procedures[procedure.parent];
  return procedure === undefined ? NO_NODE : graph.ofProcedure(procedure.id).receiver;
}

/** A function holds what it gives back: whoever is handed the function may call it. */
export function functionNode(place: ExpressionPlace, procedure: number): LocalNode {
  const { graph } = place;
  const node = graph.node(place.procedure);
  graph.functions.push([node, procedure]);
  graph.edge(graph.ofProcedure(procedure).result, node, EDGE.contain);
  return node;
}

/** The node of an expression with a type of its own. */
function copied(place: ExpressionPlace, expression: Expression, from: LocalNode): LocalNode {
  const node = place.graph.at(place, expression.site);
  place.graph.edge(from, node, EDGE.copy);
  return node;
}

function made(place: ExpressionPlace, expression: Expression, parts: readonly Expression[]): LocalNode {
  const node = place.graph.at(place, expression.site);
  for (const part of parts) place.graph.edge(flow(place, part), node, EDGE.derive);
  return node;
}

function flowRead(place: ExpressionPlace, expression: Of<"read">): LocalNode {
  const { object, key, site } = expression;
  const base = flow(place, object);
  if (object.kind === "import" && object.name === "*" && key.kind === "name") {
    // A member of a module's namespace is what the module exports.
    const member = place.graph.importNode(object.specifier, object.module, key.name);
    const node = readFrom(place, site, base, key);
    place.graph.edge(member, node, EDGE.copy);
    return node;
  }
  if (key.kind === "name" && isGlobalObject(object)) {
    const node = readFrom(place, site, base, key);
    place.graph.edge(place.graph.sharedNode(`g:${key.name}`), node, EDGE.copy);
    return node;
  }
  return readFrom(place, site, base, key);
}

/** `window.fbq` is the global `fbq`. */
function isGlobalObject(object: Expression): boolean {
  if (object.kind === "assertion") return isGlobalObject(object.operand);
  return object.kind === "global" && ["window", "globalThis", "self"].includes(object.name);
}

/** What is read off `base`: what was stored under the name, and what texts and library objects give. */
export function readFrom(place: ExpressionPlace, site: number, base: LocalNode, key: PropertyKey): LocalNode {
  const node = place.graph.at(place, site);
  readInto(place, node, { site, base, key });
  return node;
}

/** What is read at a place: under which key, of what. */
interface ReadAt {
  readonly site: number;
  readonly base: LocalNode;
  readonly key: PropertyKey;
}

function readInto(place: ExpressionPlace, node: LocalNode, { site, base, key }: ReadAt): void {
  const { graph } = place;
  if (key.kind === "computed") {
    graph.edge(keyNode(place, key), node, EDGE.key);
    graph.edge(base, node, EDGE.any);
    return;
  }
  const property = graph.property("read", propertyName(key), site);
  graph.edge(property, node, EDGE.copy);
  graph.edge(base, node, EDGE.read);
  if (SIZE_NAMES.has(propertyName(key))) graph.edge(base, node, EDGE.size);
  else graph.reads.push([base, property, node]);
}

function flowUnary(place: ExpressionPlace, expression: Of<"unary">): LocalNode {
  const node = place.graph.at(place, expression.site);
  const operand = flow(place, expression.operand);
  const says =
    expression.operator === "!" || expression.operator === "typeof" || expression.operator === "void";
  place.graph.edge(operand, node, says ? EDGE.guard : EDGE.derive);
  return node;
}

const COMPARISONS: ReadonlySet<string> = new Set([
  "==",
  "!=",
  "===",
  "!==",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "instanceof",
]);

function flowBinary(place: ExpressionPlace, expression: Of<"binary">): LocalNode {
  const { graph } = place;
  const node = graph.at(place, expression.site);
  const left = flow(place, expression.left);
  const right = flow(place, expression.right);
  const compares = COMPARISONS.has(expression.operator);
  // A comparison with a constant is a format or presence check (spec, section 6).
  const withConstant = expression.left.kind === "constant" || expression.right.kind === "constant";
  const kind = compares ? (withConstant ? EDGE.guard : EDGE.compare) : EDGE.derive;
  graph.edge(left, node, kind);
  graph.edge(right, node, kind);
  // What is an instance of a class has what its type says.
  if (expression.operator === "instanceof") graph.edge(right, left, EDGE.copy);
  return node;
}

function flowLogical(place: ExpressionPlace, expression: Of<"logical">): LocalNode {
  const { graph } = place;
  const node = graph.at(place, expression.site);
  const left = flow(place, expression.left);
  const inner = within(place, left);
  graph.edge(left, node, EDGE.copy);
  graph.edge(guardedCopy(inner, flow(inner, expression.right)), node, EDGE.copy);
  return node;
}

function flowConditional(place: ExpressionPlace, expression: Of<"conditional">): LocalNode {
  const { graph } = place;
  const inner = within(place, flow(place, expression.test));
  const node = graph.at(place, expression.site);
  for (const arm of [expression.then, expression.otherwise])
    graph.edge(guardedCopy(inner, flow(inner, arm)), node, EDGE.copy);
  return node;
}

/** The place inside a branch that `test` decides. */
export function within(place: ExpressionPlace, ...tests: readonly LocalNode[]): ExpressionPlace {
  const { graph } = place;
  const guard = graph.node(place.procedure);
  graph.edge(place.guard, guard, EDGE.guard);
  for (const test of tests) graph.edge(test, guard, EDGE.guard);
  return { ...place, guard };
}

function flowAssignment(place: ExpressionPlace, expression: Of<"assign">): LocalNode {
  const { graph } = place;
  const { operator, target, value } = expression;
  const node = graph.at(place, expression.site);
  const given = flow(place, value);
  const isLogical = operator === "&&" || operator === "||" || operator === "??";
  const kind = operator === undefined || isLogical ? EDGE.copy : EDGE.derive;
  graph.edge(given, node, kind);
  assignTo(place, target, node);
  if (operator !== undefined) graph.edge(heldBy(place, target), node, kind);
  return node;
}

/** What is in the target before it is changed: `list[key] ??= []` gives the list that is there, `total += more` is made of it. */
function heldBy(place: ExpressionPlace, target: Target): LocalNode {
  const { graph } = place;
  switch (target.kind) {
    case "variable":
      return graph.variables[target.reference.variable] ?? NO_NODE;
    case "global":
      return graph.sharedNode(`g:${target.name}`);
    case "property": {
      const held = graph.node(place.procedure);
      readInto(place, held, { site: target.site, base: flow(place, target.object), key: target.key });
      return held;
    }
    case "super-property":
    case "object-pattern":
    case "array-pattern":
      return NO_NODE;
  }
}

function flowYield(place: ExpressionPlace, expression: Of<"yield">): LocalNode {
  const { graph } = place;
  const { result } = graph.ofProcedure(place.procedure);
  const operand =
    expression.operand === undefined ? NO_NODE : guardedCopy(place, flow(place, expression.operand));
  graph.edge(operand, result, expression.delegate ? EDGE.copy : EDGE.put);
  const node = graph.at(place, expression.site);
  graph.edge(graph.sharedNode("sent"), node, EDGE.copy);
  if (expression.delegate) graph.edge(operand, node, EDGE.element);
  return node;
}
