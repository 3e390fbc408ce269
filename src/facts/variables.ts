/**
 * Pipeline stage: source file → facts. Lowers declarations of variables.
 */
import ts from "typescript";
import type { Statement } from "../graph/procedure.js";
import type { Expression } from "../graph/expression.js";
import { lowerExpression } from "./expressions.js";
import type { Place } from "./facts-builder.js";
import { giveName } from "./functions.js";
import { hasWrittenType, isAmbient, keywordOf } from "./modifiers.js";
import { nameKey, readName, targetOfVariable, variableNamed } from "./names.js";
import { lowerPattern, takesMeasures } from "./patterns.js";

/** `const a = 1, { b } = c;`; with `declare` it leaves no trace. */
export function lowerVariableStatement(place: Place, node: ts.VariableStatement): Statement[] {
  return isAmbient(node, place.facts.sourceFile) ? [] : lowerVariables(place, node.declarationList, node);
}

/** The declarations of one list; `commented` is the node that a comment with their types stands before. */
export function lowerVariables(
  place: Place,
  list: ts.VariableDeclarationList,
  commented: ts.Node,
): Statement[] {
  const keyword = keywordOf(list);
  const flags: ts.NodeFlags = list.flags & ts.NodeFlags.BlockScoped;
  const awaits = flags === ts.NodeFlags.AwaitUsing;
  return list.declarations.flatMap((node): Statement[] => {
    const { name, initializer } = node;
    // `var x;` does nothing: the variable exists from the start of its function.
    if (keyword === "var" && initializer === undefined) return [];
    if (initializer !== undefined && ts.isIdentifier(name)) giveName(place, initializer, name.text);
    return [
      {
        kind: "declare",
        site: place.facts.site(node),
        target: lowerPattern(place, name, keyword !== "var"),
        value: initializer && lowerExpression(place, initializer, takesMeasures(name) ? "presence" : "value"),
        typed: hasWrittenType(node, commented, place.facts.sourceFile),
        using: keyword === "using" ? (awaits ? "async" : "sync") : undefined,
      },
    ];
  });
}

/** `import x = N.y`: a constant; `import x = require("m")` is an import binding and no statement. */
export function lowerImportAlias(place: Place, node: ts.ImportEqualsDeclaration): Statement[] {
  const target = node.moduleReference;
  const variable = variableNamed(place, node.name.text);
  if (node.isTypeOnly || ts.isExternalModuleReference(target) || variable === undefined) return [];
  return [
    {
      kind: "declare",
      site: place.facts.site(node),
      target: targetOfVariable(place, variable, node.name),
      value: lowerEntityName(place, target),
      typed: false,
      using: undefined,
    },
  ];
}

function lowerEntityName(place: Place, name: ts.EntityName): Expression {
  if (ts.isIdentifier(name)) return readName(place, name, "value");
  const object = lowerEntityName(place, name.left);
  const site = place.facts.site(name);
  return { kind: "read", site, object, key: nameKey(name.right.text), optional: false, presenceOnly: false };
}
