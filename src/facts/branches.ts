/**
 * Pipeline stage: source file → facts. Lowers `if`, `switch` and `try`.
 */
import ts from "typescript";
import type { CatchClause, Statement } from "../graph/procedure.js";
import { lowerExpression } from "./expressions.js";
import { recordOpenedBy, within, type Place } from "./facts-builder.js";
import { lowerPattern } from "./patterns.js";
import { blockOf, hoistedIn, lowerBlock, lowerBody, lowerStatements } from "./statements.js";

/** `if … else if … else`, without recursion along the `else`s. */
export function lowerIf(place: Place, node: ts.IfStatement): Statement {
  const rungs: ts.IfStatement[] = [node];
  let last = node.elseStatement;
  while (last !== undefined && ts.isIfStatement(last)) {
    rungs.push(last);
    last = last.elseStatement;
  }
  const first = rungs.shift() ?? node;
  const otherwise = rungs.reduceRight<Statement | undefined>(
    (next, rung) => lowerRung(place, rung, next),
    last && lowerBody(place, last),
  );
  return lowerRung(place, first, otherwise);
}

function lowerRung(place: Place, node: ts.IfStatement, otherwise: Statement | undefined): Statement {
  const test = lowerExpression(place, node.expression, "presence");
  return { kind: "if", test, then: lowerBody(place, node.thenStatement), otherwise };
}

/** `switch`: its cases share one scope. */
export function lowerSwitch(place: Place, node: ts.SwitchStatement, labels: readonly string[]): Statement {
  const inside = within(place, node.caseBlock);
  const clauses = node.caseBlock.clauses;
  return {
    kind: "switch",
    site: place.facts.site(node),
    subject: lowerExpression(place, node.expression, "value"),
    record: recordOpenedBy(place, node.caseBlock),
    hoisted: clauses.flatMap((clause) => hoistedIn(inside, clause.statements)),
    cases: clauses.map((clause) => ({
      test: ts.isCaseClause(clause) ? lowerExpression(inside, clause.expression, "value") : undefined,
      body: lowerStatements(inside, clause.statements),
    })),
    labels,
  };
}

/** `try … catch … finally`. */
export function lowerTry(place: Place, node: ts.TryStatement): Statement {
  return {
    kind: "try",
    block: lowerBlock(place, node.tryBlock),
    handler: node.catchClause && lowerCatch(place, node.catchClause),
    finalizer: node.finallyBlock && lowerBlock(place, node.finallyBlock),
  };
}

/** The parameter and the body share one scope. */
function lowerCatch(place: Place, node: ts.CatchClause): CatchClause {
  const inside = within(place, node);
  const name = node.variableDeclaration?.name;
  return {
    target: name && lowerPattern(inside, name, true),
    record: recordOpenedBy(place, node),
    body: blockOf(inside, node.block.statements, undefined),
  };
}
