/**
 * Pipeline stage: source file → facts. Lowers calls of every form: calls, `new`, `super(…)`, tagged templates, decorators
 * and the loading of modules.
 */
import ts from "typescript";
import type { Argument, Expression } from "../graph/expression.js";
import { lowerExpression } from "./expressions.js";
import type { Place, Use } from "./facts-builder.js";
import { constantAt } from "./literals.js";
import { meansGlobal } from "./scope.js";

/** `callee(…)`. */
export function lowerCall(place: Place, node: ts.CallExpression, callee: Expression, use: Use): Expression {
  const isPresenceTest = ts.isIdentifier(node.expression) && isGlobal(place, node.expression, "Boolean");
  return {
    kind: "call",
    site: place.facts.site(node),
    callee,
    arguments: lowerArguments(place, node.arguments, isPresenceTest ? "presence" : "value"),
    optional: node.questionDotToken !== undefined,
    presenceOnly: use === "presence",
    form: "call",
  };
}

/** `` tag`a${b}` ``: the tag gets the array of the constant parts, then the substitutions. */
export function lowerTaggedTemplate(
  place: Place,
  node: ts.TaggedTemplateExpression,
  callee: Expression,
  use: Use,
): Expression {
  const { template } = node;
  const spans = ts.isTemplateExpression(template) ? template.templateSpans : [];
  const texts = ts.isTemplateExpression(template)
    ? [template.head, ...spans.map((span) => span.literal)]
    : [template];
  const strings: Expression = {
    kind: "array",
    site: place.facts.site(template),
    elements: texts.map((text) => ({ kind: "element", expression: constantAt(place, text, text.text) })),
  };
  const substitutions = spans.map((span) => lowerExpression(place, span.expression, "value"));
  return {
    kind: "call",
    site: place.facts.site(node),
    callee,
    arguments: [strings, ...substitutions].map((expression) => ({ expression, spread: false })),
    optional: false,
    presenceOnly: use === "presence",
    form: "tagged-template",
  };
}

/** `new callee(…)`. */
export function lowerNew(place: Place, node: ts.NewExpression): Expression {
  const callee = lowerExpression(place, node.expression, "value");
  return {
    kind: "new",
    site: place.facts.site(node),
    callee,
    arguments: lowerArguments(place, node.arguments ?? [], "value"),
  };
}

/** `super(…)`. */
export function lowerSuperCall(place: Place, node: ts.CallExpression): Expression {
  return {
    kind: "super-call",
    site: place.facts.site(node),
    arguments: lowerArguments(place, node.arguments, "value"),
  };
}

/** The decorators of a declaration and of its parameters, applied to `decorated` (nothing: to the member they stand at). */
export function lowerDecorators(
  place: Place,
  node: ts.Node,
  decorated: (decorator: ts.Decorator) => readonly Argument[] = () => [],
): Expression[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return decorators.map((decorator) => ({
    kind: "call",
    site: place.facts.site(decorator),
    callee: lowerExpression(place, decorator.expression, "value"),
    arguments: decorated(decorator),
    optional: false,
    presenceOnly: false,
    form: "decorator",
  }));
}

/** `import("m")`, `require("m")`; undefined: the call loads no module. */
export function lowerImportCall(
  place: Place,
  base: ts.Expression,
  node: ts.CallExpression,
): Expression | undefined {
  const argument = node.arguments[0];
  const module = argument !== undefined && ts.isStringLiteralLike(argument) ? argument.text : undefined;
  const promise = isImport(base);
  if (!promise && (module === undefined || !ts.isIdentifier(base) || !isGlobal(place, base, "require")))
    return undefined;
  const site = place.facts.site(node);
  const specifier = place.facts.specifierSite(argument ?? node);
  if (!promise && module !== undefined) place.facts.requires.push({ specifier, module, typeOnly: false });
  const load: Expression = { kind: "import-call", site, specifier, module, promise };
  if (module !== undefined || argument === undefined) return load;
  // What a computed specifier leads to is not known, but it is fetched from there.
  return {
    kind: "call",
    site,
    callee: { kind: "global", site: place.facts.site(base), name: "import" },
    arguments: [{ expression: lowerExpression(place, argument, "value"), spread: false }],
    optional: false,
    presenceOnly: false,
    form: "call",
  };
}

/** `import`, and `import.defer` and the like. */
function isImport(base: ts.Expression): boolean {
  if (base.kind === ts.SyntaxKind.ImportKeyword) return true;
  return (
    ts.isMetaProperty(base) && base.keywordToken === ts.SyntaxKind.ImportKeyword && base.name.text !== "meta"
  );
}

function isGlobal(place: Place, node: ts.Identifier, name: string): boolean {
  return node.text === name && meansGlobal(place.scope, name);
}

function lowerArguments(place: Place, nodes: readonly ts.Expression[], use: Use): Argument[] {
  return nodes.map((node) =>
    ts.isSpreadElement(node)
      ? { expression: lowerExpression(place, node.expression, "value"), spread: true }
      : { expression: lowerExpression(place, node, use), spread: false },
  );
}
