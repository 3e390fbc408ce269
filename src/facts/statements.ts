/**
 * Pipeline stage: source file → facts. The dispatcher of statements. Functions of a list of statements are hoisted: they
 * exist from the start of their block and are no statements of their own.
 */
import ts from "typescript";
import type { HoistedFunction, Statement } from "../graph/procedure.js";
import { isEndOfStack } from "../graph/end-of-stack.js";
import { lowerClassDeclaration } from "./classes.js";
import { lowerIf, lowerSwitch, lowerTry } from "./branches.js";
import { lowerImportAlias, lowerVariableStatement } from "./variables.js";
import { lowerEnum } from "./enums.js";
import { lowerExpression } from "./expressions.js";
import { recordOpenedBy, within, type Place } from "./facts-builder.js";
import { lowerProcedure, nameOf } from "./functions.js";
import { isLoop, lowerLoop } from "./loops.js";
import { isAmbient } from "./modifiers.js";
import { lowerExportAssignment } from "./modules.js";
import { variableNamed } from "./names.js";
import { lowerNamespace } from "./namespaces.js";
import { referenceTo } from "./scope.js";

/**
 * Lowers a list of statements; its functions are hoisted by whoever opens the scope. By a loop: code nests in these lists, and
 * each call of a callback would take from the stack.
 */
export function lowerStatements(place: Place, statements: readonly ts.Statement[]): Statement[] {
  const lowered: Statement[] = [];
  for (const statement of statements)
    if (!ts.isFunctionDeclaration(statement)) lowered.push(...lowerStatement(place, statement));
  return lowered;
}

/** The functions that exist from the start of a list of statements. */
export function hoistedIn(place: Place, statements: readonly ts.Statement[]): HoistedFunction[] {
  return statements.flatMap((statement) =>
    ts.isFunctionDeclaration(statement) ? lowerHoisted(place, statement) : [],
  );
}

function lowerHoisted(place: Place, node: ts.FunctionDeclaration): HoistedFunction[] {
  if (isAmbient(node, place.facts.sourceFile)) return [];
  const procedure = lowerProcedure(place, node, { name: nameOf(place, node), memberOf: undefined });
  const variable = variableNamed(place, node.name?.text ?? "default");
  return procedure === undefined || variable === undefined
    ? []
    : [{ reference: referenceTo(variable), procedure }];
}

/** The body of a loop or branch as one statement. */
export function lowerBody(place: Place, node: ts.Statement): Statement {
  const statements = lowerStatement(place, node);
  const only = statements[0];
  if (only !== undefined && statements.length === 1) return only;
  return { kind: "block", record: undefined, hoisted: [], body: statements };
}

/** `{…}`. */
export function lowerBlock(place: Place, node: ts.Block): Statement {
  return blockOf(within(place, node), node.statements, recordOpenedBy(place, node));
}

/** A block whose scope is open already. */
export function blockOf(
  inside: Place,
  statements: readonly ts.Statement[],
  record: (Statement & { kind: "block" })["record"],
): Statement {
  return {
    kind: "block",
    record,
    hoisted: hoistedIn(inside, statements),
    body: lowerStatements(inside, statements),
  };
}

/** Lowers a statement into none, one or several. `labels`: those that stand before it. */
function lowerStatement(place: Place, node: ts.Statement, labels: readonly string[] = []): Statement[] {
  try {
    return (
      lowerSimple(place, node) ??
      lowerDeclaration(place, node) ??
      lowerControl(place, node, labels) ??
      // What leaves no trace: empty statements, types, imports and exports of names.
      []
    );
  } catch (error) {
    if (!isEndOfStack(error)) throw error;
    place.facts.cuts.push(place.facts.site(node));
    return [];
  }
}

function lowerSimple(place: Place, node: ts.Statement): Statement[] | undefined {
  if (ts.isExpressionStatement(node)) {
    return [{ kind: "expression", expression: lowerExpression(place, node.expression, "value") }];
  }
  if (ts.isReturnStatement(node)) {
    const value = node.expression && lowerExpression(place, node.expression, "value");
    return [{ kind: "return", site: place.facts.site(node), value }];
  }
  if (ts.isThrowStatement(node)) {
    return [
      {
        kind: "throw",
        site: place.facts.site(node),
        value: lowerExpression(place, node.expression, "value"),
      },
    ];
  }
  if (ts.isBreakStatement(node)) return [{ kind: "break", label: node.label?.text }];
  if (ts.isContinueStatement(node)) return [{ kind: "continue", label: node.label?.text }];
  return undefined;
}

function lowerDeclaration(place: Place, node: ts.Statement): Statement[] | undefined {
  if (ts.isVariableStatement(node)) return lowerVariableStatement(place, node);
  if (ts.isClassDeclaration(node)) return lowerClassDeclaration(place, node);
  // Alone, as the body of a branch or after a label, a function is hoisted to the start of that body.
  if (ts.isFunctionDeclaration(node)) return [blockOf(place, [node], undefined)];
  if (ts.isEnumDeclaration(node)) return lowerEnum(place, node);
  if (ts.isModuleDeclaration(node)) return lowerNamespace(place, node);
  if (ts.isImportEqualsDeclaration(node)) return lowerImportAlias(place, node);
  if (ts.isExportAssignment(node)) return lowerExportAssignment(place, node);
  return undefined;
}

function lowerControl(place: Place, node: ts.Statement, labels: readonly string[]): Statement[] | undefined {
  if (ts.isBlock(node)) return [lowerBlock(place, node)];
  if (ts.isIfStatement(node)) return [lowerIf(place, node)];
  if (isLoop(node)) return [lowerLoop(place, node, labels)];
  if (ts.isSwitchStatement(node)) return [lowerSwitch(place, node, labels)];
  if (ts.isTryStatement(node)) return [lowerTry(place, node)];
  if (ts.isLabeledStatement(node)) return lowerLabelled(place, node, labels);
  if (ts.isWithStatement(node)) {
    const parts = [lowerExpression(place, node.expression, "value")];
    const expression = { kind: "opaque", site: place.facts.site(node), parts } as const;
    return [{ kind: "expression", expression }, lowerBody(place, node.statement)];
  }
  return undefined;
}

/** Loops and `switch` know their labels themselves. */
function lowerLabelled(place: Place, node: ts.LabeledStatement, outer: readonly string[]): Statement[] {
  const labels = [...outer, node.label.text];
  const { statement } = node;
  if (ts.isLabeledStatement(statement)) return lowerLabelled(place, statement, labels);
  const body = lowerStatement(place, statement, labels);
  if (isLoop(statement) || ts.isSwitchStatement(statement)) return body;
  return [{ kind: "labelled", labels, body: { kind: "block", record: undefined, hoisted: [], body } }];
}
