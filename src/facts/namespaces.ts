/**
 * Pipeline stage: source file → facts. Lowers namespaces: an object in a variable, and a block whose exported members are
 * put on the object after each declaration.
 */
import ts from "typescript";
import type { Statement } from "../graph/procedure.js";
import { within, type Place } from "./facts-builder.js";
import { isExported, isInstantiated, keywordOf } from "./modifiers.js";
import { nameKey, readName, readVariable, targetOfVariable, variableNamed } from "./names.js";
import { boundNames } from "./scope-declarations.js";
import type { Variable } from "./scope.js";
import { hoistedIn, lowerStatements } from "./statements.js";

/** `namespace N {…}`; without anything that exists at run time it leaves no trace. */
export function lowerNamespace(place: Place, node: ts.ModuleDeclaration): Statement[] {
  const scope = place.facts.scopes.scopes.get(node);
  const object = scope && place.facts.scopes.namespaceOf.get(scope);
  if (object === undefined || node.body === undefined) return [];
  const inside = within(place, node);
  const start = makesObject(object, node) ? [declareEmptyObject(place, object, node)] : [];
  if (!ts.isModuleBlock(node.body)) {
    if (!ts.isModuleDeclaration(node.body)) return start;
    return [...start, ...lowerNamespace(inside, node.body), ...exportName(inside, object, node.body.name)];
  }
  const { statements } = node.body;
  const hoisted = hoistedIn(inside, statements);
  const functions = statements.filter(ts.isFunctionDeclaration);
  const body = [
    ...functions.flatMap((statement) => exportsAfter(inside, object, statement)),
    ...statements.flatMap((statement) => lowerMember(inside, object, statement)),
  ];
  return [...start, { kind: "block", record: undefined, hoisted, body }];
}

function lowerMember(inside: Place, object: Variable, statement: ts.Statement): Statement[] {
  if (ts.isFunctionDeclaration(statement)) return [];
  return [...lowerStatements(inside, [statement]), ...exportsAfter(inside, object, statement)];
}

/** Whether this declaration is the one that makes the object: not for blocks that add to a function, class or enum. */
export function makesObject(variable: Variable, node: ts.Node): boolean {
  const makers = variable.declarations.filter(
    ({ node: other }) => !ts.isModuleDeclaration(other) || isInstantiated(other),
  );
  const isOwn = makers.every(
    ({ node: other }) => ts.isModuleDeclaration(other) || ts.isEnumDeclaration(other),
  );
  return isOwn && makers[0]?.node === node;
}

function declareEmptyObject(place: Place, variable: Variable, node: ts.ModuleDeclaration): Statement {
  return {
    kind: "declare",
    site: place.facts.site(node),
    target: targetOfVariable(place, variable, node.name),
    value: { kind: "object", site: place.facts.site(node), members: [] },
    typed: false,
    using: undefined,
  };
}

/** Puts the names that a statement exports on the namespace's object. */
function exportsAfter(inside: Place, object: Variable, statement: ts.Statement): Statement[] {
  if (!isExported(statement)) return [];
  if (ts.isVariableStatement(statement)) {
    // `export let` and `export var` are properties of the object in the first place.
    if (keywordOf(statement.declarationList) !== "const") return [];
    const names = statement.declarationList.declarations.flatMap((declaration) =>
      boundNames(declaration.name),
    );
    return names.flatMap((name) => exportName(inside, object, name));
  }
  const declares =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  return declares && statement.name !== undefined ? exportName(inside, object, statement.name) : [];
}

function exportName(inside: Place, object: Variable, name: ts.Node): Statement[] {
  if (!ts.isIdentifier(name) || variableNamed(inside, name.text) === undefined) return [];
  const { facts } = inside;
  const target = {
    kind: "property",
    site: facts.site(name),
    object: readVariable(inside, object, name),
    key: nameKey(name.text),
  } as const;
  const value = readName(inside, name, "value");
  return [
    {
      kind: "expression",
      expression: { kind: "assign", site: facts.site(name), target, operator: undefined, value },
    },
  ];
}
