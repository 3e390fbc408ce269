/**
 * Pipeline stage: facts → gate. The value graph of statements: what they assign, return and throw, and which tests decide
 * whether they run. The order of statements plays no role.
 */
import type { FileFacts, HoistedFunction, Statement } from "../graph/procedure.js";
import type { RecordId } from "../graph/expression.js";
import type { TypeMention } from "../graph/type-mention.js";
import { EDGE } from "./edge-kinds.js";
import { flow, functionNode, receiverOf, within } from "./expressions.js";
import { guardedCopy } from "./stores.js";
import { FileGraphBuilder, NO_NODE, type FileGraph } from "./file-graph.js";
import type { ExpressionPlace } from "./places.js";
import { assignTo } from "./targets.js";

/** The value graph of a file. */
export function graphOfFile(facts: FileFacts, mentions: readonly TypeMention[]): FileGraph {
  const graph = new FileGraphBuilder(facts);
  for (const procedure of facts.procedures) {
    const nodes = graph.ofProcedure(procedure.id);
    const place: ExpressionPlace = { graph, procedure: procedure.id, guard: nodes.guard };
    for (const [index, parameter] of procedure.parameters.entries()) {
      const node = nodes.parameters[index] ?? NO_NODE;
      if (parameter.otherwise !== undefined) graph.edge(flow(place, parameter.otherwise), node, EDGE.copy);
      assignTo(place, parameter.target, node);
      graph.edge(node, nodes.arguments, EDGE.put);
      if (parameter.property === undefined) continue;
      graph.edge(node, graph.property("store", parameter.property, parameter.site), EDGE.copy);
      graph.edge(node, receiverOf(place), EDGE.contain);
    }
    hoist(place, procedure.hoisted);
    runAll(place, procedure.body);
  }
  return graph.finish(mentions);
}

function hoist(place: ExpressionPlace, hoisted: readonly HoistedFunction[]): void {
  const { graph } = place;
  for (const { reference, procedure } of hoisted) {
    graph.edge(functionNode(place, procedure), graph.variables[reference.variable] ?? NO_NODE, EDGE.copy);
  }
}

function runAll(place: ExpressionPlace, statements: readonly Statement[]): void {
  for (const statement of statements) run(place, statement);
}

/** Leaving early decides what runs afterwards: the guard of a branch becomes the procedure's. */
function leave(place: ExpressionPlace): void {
  place.graph.edge(place.guard, place.graph.ofProcedure(place.procedure).guard, EDGE.guard);
}

function own(place: ExpressionPlace, record: RecordId | undefined): void {
  if (record === undefined) return;
  const { graph } = place;
  for (const node of graph.variablesIn(record)) graph.procedureOf[node] = place.procedure;
}

function run(place: ExpressionPlace, statement: Statement): void {
  const { graph } = place;
  switch (statement.kind) {
    case "expression":
      flow(place, statement.expression);
      return;
    case "declare": {
      const value = statement.value === undefined ? NO_NODE : flow(place, statement.value);
      const declared = graph.at(place, statement.site);
      graph.edge(value, declared, EDGE.copy);
      assignTo(place, statement.target, declared);
      return;
    }
    case "block":
      own(place, statement.record);
      hoist(place, statement.hoisted);
      runAll(place, statement.body);
      return;
    case "if": {
      const inner = within(place, flow(place, statement.test));
      run(inner, statement.then);
      if (statement.otherwise !== undefined) run(inner, statement.otherwise);
      return;
    }
    case "loop":
      runLoop(place, statement);
      return;
    case "for-of":
    case "for-in":
      runElements(place, statement);
      return;
    case "switch":
      runSwitch(place, statement);
      return;
    case "try":
      run(place, statement.block);
      if (statement.handler !== undefined) runHandler(place, statement.handler);
      if (statement.finalizer !== undefined) run(place, statement.finalizer);
      return;
    case "return": {
      const value = statement.value === undefined ? NO_NODE : flow(place, statement.value);
      const given = guardedCopy(place, value);
      graph.siteNodes.set(statement.site, given);
      graph.edge(given, graph.ofProcedure(place.procedure).result, EDGE.copy);
      leave(place);
      return;
    }
    case "throw":
      graph.edge(guardedCopy(place, flow(place, statement.value)), graph.sharedNode("thrown"), EDGE.copy);
      graph.edge(place.guard, graph.ofProcedure(place.procedure).throwGuard, EDGE.guard);
      leave(place);
      return;
    case "break":
    case "continue":
      leave(place);
      return;
    case "labelled":
      run(place, statement.body);
      return;
    case "export-value": {
      const value = guardedCopy(place, flow(place, statement.value));
      graph.exportValues.set(statement.name, value);
      graph.siteNodes.set(statement.site, value);
    }
  }
}

type Of<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

function runLoop(place: ExpressionPlace, statement: Of<"loop">): void {
  own(place, statement.record);
  runAll(place, statement.initializer);
  const inner = within(place, statement.test === undefined ? NO_NODE : flow(place, statement.test));
  run(inner, statement.body);
  if (statement.update !== undefined) flow(inner, statement.update);
}

function runElements(place: ExpressionPlace, statement: Of<"for-of"> | Of<"for-in">): void {
  const { graph } = place;
  own(place, statement.record);
  const iterated = flow(place, statement.kind === "for-of" ? statement.iterated : statement.object);
  const element = graph.at(place, statement.site);
  graph.edge(iterated, element, EDGE.element);
  // How often the loop runs may have been decided by a match.
  const inner = within(place, iterated);
  assignTo(inner, statement.target, element);
  run(inner, statement.body);
}

function runSwitch(place: ExpressionPlace, statement: Of<"switch">): void {
  const { graph } = place;
  const subject = flow(place, statement.subject);
  const compared = graph.node(place.procedure);
  own(place, statement.record);
  graph.edge(subject, compared, EDGE.guard);
  for (const { test } of statement.cases) {
    if (test === undefined) continue;
    const value = flow(place, test);
    if (test.kind === "constant") continue;
    graph.edge(value, compared, EDGE.compare);
    graph.edge(subject, compared, EDGE.compare);
  }
  const inner = within(place, compared);
  hoist(inner, statement.hoisted);
  for (const { body } of statement.cases) runAll(inner, body);
}

function runHandler(place: ExpressionPlace, handler: NonNullable<Of<"try">["handler"]>): void {
  own(place, handler.record);
  if (handler.target !== undefined) assignTo(place, handler.target, place.graph.sharedNode("thrown"));
  // Whether it is reached at all may have been decided by a match in what was tried.
  run(within(place, place.graph.sharedNode("thrown")), handler.body);
}
