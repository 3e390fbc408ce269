/**
 * Pipeline stage: source file → facts. Lowers identifiers, `this` and assignments to names: every name is resolved to a
 * variable, an import, a property of the file's own object, or a global.
 */
import ts from "typescript";
import type { Expression, PropertyKey, SiteId, Target } from "../graph/expression.js";
import type { Place, Use } from "./facts-builder.js";
import { recordOf } from "./record-layout.js";
import {
  frameOf,
  lookUp,
  meansGlobal,
  MODULE_THIS,
  receiverFrame,
  referenceTo,
  type Variable,
} from "./scope.js";

const globalConstants: ReadonlyMap<string, number | undefined> = new Map([
  ["undefined", undefined],
  ["NaN", NaN],
  ["Infinity", Infinity],
]);

/** Reads a name. */
export function readName(place: Place, node: ts.Identifier, use: Use): Expression {
  const { facts, scope } = place;
  const site = facts.site(node);
  const presenceOnly = use === "presence";
  const name = node.text;
  // The parser makes up an empty name where an expression is missing.
  if (name === "") return { kind: "opaque", site, parts: [] };
  const binding = lookUp(scope, name);
  switch (binding?.kind) {
    case "variable":
      return { kind: "variable", site, reference: referenceTo(binding.variable), presenceOnly };
    case "import": {
      const { specifier, module, imported } = facts.importBinding(binding.imported);
      return { kind: "import", site, specifier, module, name: imported, presenceOnly };
    }
    case "member": {
      const object = readVariable(place, binding.object, node);
      return { kind: "read", site, object, key: nameKey(binding.name), optional: false, presenceOnly };
    }
    case "private":
    case undefined:
      return unboundName(place, name, site);
  }
}

function unboundName(place: Place, name: string, site: SiteId): Expression {
  if (globalConstants.has(name)) return { kind: "constant", site, value: globalConstants.get(name) };
  if (name === "arguments" && receiverFrame(place.scope).kind === "function")
    return readArguments(place, site);
  return { kind: "global", site, name };
}

function readArguments(place: Place, site: SiteId): Expression {
  const owner = receiverFrame(place.scope);
  const record = recordOf(owner);
  if (frameOf(place.scope) !== owner) place.facts.keptArguments.add(record);
  return { kind: "arguments", site, record };
}

/** Reads a variable at a node that need not be its name. */
export function readVariable(place: Place, variable: Variable, node: ts.Node): Expression {
  return {
    kind: "variable",
    site: place.facts.site(node),
    reference: referenceTo(variable),
    presenceOnly: false,
  };
}

/** `this`: at the top level of a CommonJS module it is `module.exports`, of any other one it is undefined. */
export function readThis(place: Place, node: ts.Node): Expression {
  const site = place.facts.site(node);
  switch (receiverFrame(place.scope).kind) {
    case "function":
    case "initializer":
      return { kind: "this", site };
    case "module": {
      const variable = variableNamed(place, MODULE_THIS);
      return variable === undefined
        ? { kind: "constant", site, value: undefined }
        : readVariable(place, variable, node);
    }
    case "namespace":
    case "arrow":
    case "class":
    case "block":
      return { kind: "constant", site, value: undefined };
  }
}

/** A name as the target of an assignment or (`declares`) of a declaration that makes the variable anew. */
export function targetOfName(place: Place, node: ts.Identifier, declares: boolean): Target {
  const site = place.facts.site(node);
  const binding = lookUp(place.scope, node.text);
  switch (binding?.kind) {
    case "variable":
      return { kind: "variable", site, reference: referenceTo(binding.variable), declares };
    case "member":
      return {
        kind: "property",
        site,
        object: readVariable(place, binding.object, node),
        key: nameKey(binding.name),
      };
    // Import bindings can't be assigned: such a program has an error, and the binding keeps its value.
    case "import":
    case "private":
    case undefined:
      return { kind: "global", site, name: node.text };
  }
}

/** The target that a declaration at `node` fills. */
export function targetOfVariable(place: Place, variable: Variable, node: ts.Node): Target {
  return { kind: "variable", site: place.facts.site(node), reference: referenceTo(variable), declares: true };
}

/** The variable that a declared name is bound to from here. */
export function variableNamed(place: Place, name: string): Variable | undefined {
  const binding = lookUp(place.scope, name);
  return binding?.kind === "variable" ? binding.variable : undefined;
}

/** A key that the text states. */
export function nameKey(name: string): PropertyKey {
  return { kind: "name", name };
}

/** `undefined`, `null` or `void 0`: comparing with it tests for presence. */
export function isNothing(place: Place, node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isNothing(place, node.expression);
  if (ts.isIdentifier(node)) return node.text === "undefined" && meansGlobal(place.scope, "undefined");
  if (ts.isVoidExpression(node)) return ts.isNumericLiteral(node.expression);
  // An empty text stands for a missing one.
  if (ts.isStringLiteralLike(node)) return node.text === "";
  return node.kind === ts.SyntaxKind.NullKeyword;
}
