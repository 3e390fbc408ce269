/**
 * Pipeline stage: source file → facts. Lowers loops; the scope of a loop's head is a record made anew for each round
 * where a closure keeps one of its variables.
 */
import ts from "typescript";
import type { Statement } from "../graph/procedure.js";
import type { Expression, Target } from "../graph/expression.js";
import { lowerExpression } from "./expressions.js";
import { recordOpenedBy, within, type Place } from "./facts-builder.js";
import { keywordOf } from "./modifiers.js";
import { lowerPattern, lowerTarget } from "./patterns.js";
import { lowerBody } from "./statements.js";
import { lowerVariables } from "./variables.js";

type Loop = ts.ForStatement | ts.WhileStatement | ts.DoStatement | ts.ForOfStatement | ts.ForInStatement;

/** Whether the statement is a loop of any kind. */
export function isLoop(node: ts.Node): node is Loop {
  return ts.isIterationStatement(node, false);
}

/** Lowers a loop; `labels` stand before it. */
export function lowerLoop(place: Place, node: Loop, labels: readonly string[]): Statement {
  const inside = within(place, node);
  const header = { site: place.facts.site(node), labels, record: recordOpenedBy(place, node) };
  if (ts.isForOfStatement(node)) {
    const iterated = lowerExpression(place, node.expression, "value");
    const target = lowerHead(inside, node.initializer);
    const body = lowerBody(inside, node.statement);
    return { ...header, kind: "for-of", target, iterated, body, async: node.awaitModifier !== undefined };
  }
  if (ts.isForInStatement(node)) {
    const object = lowerExpression(place, node.expression, "value");
    const target = lowerHead(inside, node.initializer);
    return { ...header, kind: "for-in", target, object, body: lowerBody(inside, node.statement) };
  }
  const forHead = ts.isForStatement(node) ? node : undefined;
  return {
    ...header,
    kind: "loop",
    initializer: forHead?.initializer === undefined ? [] : lowerInitializer(inside, forHead.initializer),
    test: lowerTest(inside, ts.isForStatement(node) ? node.condition : node.expression),
    update: forHead?.incrementor && lowerExpression(inside, forHead.incrementor, "value"),
    body: lowerBody(inside, node.statement),
    bodyFirst: ts.isDoStatement(node),
  };
}

function lowerTest(inside: Place, test: ts.Expression | undefined): Expression | undefined {
  return test && lowerExpression(inside, test, "presence");
}

function lowerInitializer(inside: Place, node: ts.ForInitializer): Statement[] {
  if (ts.isVariableDeclarationList(node)) return lowerVariables(inside, node, node);
  return [{ kind: "expression", expression: lowerExpression(inside, node, "value") }];
}

/** What each round's value is put into. */
function lowerHead(inside: Place, node: ts.ForInitializer): Target {
  if (!ts.isVariableDeclarationList(node)) return lowerTarget(inside, node);
  const declaration = node.declarations[0];
  // A head that declares nothing is an error: the values go nowhere.
  if (declaration === undefined) return { kind: "global", site: inside.facts.site(node), name: "" };
  return lowerPattern(inside, declaration.name, keywordOf(node) !== "var");
}
