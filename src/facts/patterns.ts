/**
 * Pipeline stage: source file → facts. Lowers what is assigned to: names, properties, and patterns, both those of
 * declarations (`const { a } = x`) and those of assignments (`({ a } = x)`).
 */
import { takesPart } from "./binding-elements.js";
import ts from "typescript";
import type { Expression, PatternElement, PatternProperty, Target } from "../graph/expression.js";
import { lowerExpression } from "./expressions.js";
import { MEASURES, type Place } from "./facts-builder.js";
import { giveName } from "./functions.js";
import { lowerTargetLink } from "./member-chains.js";
import { nameKey, targetOfName } from "./names.js";
import { keyOfName } from "./property-keys.js";

/** The target of a declaration; `declares`: its variables are made anew (not `var`). */
export function lowerPattern(place: Place, name: ts.BindingName, declares: boolean): Target {
  if (ts.isIdentifier(name)) return targetOfName(place, name, declares);
  const site = place.facts.site(name);
  const elements: readonly ts.ArrayBindingElement[] = name.elements;
  const rest = elements.find(isRestElement);
  const others = elements.filter((element) => element !== rest);
  const restTarget = rest && lowerPattern(place, rest.name, declares);
  if (ts.isArrayBindingPattern(name)) {
    const places = others.map((element) =>
      takesPart(element) ? lowerElement(place, element, declares) : undefined,
    );
    return { kind: "array-pattern", site, elements: places, rest: restTarget };
  }
  const properties = others.filter(takesPart).map((element): PatternProperty => {
    const key =
      element.propertyName === undefined ? keyOfBinding(element) : keyOfName(place, element.propertyName);
    return { ...lowerElement(place, element, declares), key };
  });
  return { kind: "object-pattern", site, properties, rest: restTarget };
}

/** `const { length } = x` says nothing of x's content. */
export function takesMeasures(name: ts.BindingName): boolean {
  if (!ts.isObjectBindingPattern(name) || name.elements.length === 0) return false;
  return name.elements.every(({ dotDotDotToken, propertyName, name: variable }) => {
    const key = propertyName ?? variable;
    return dotDotDotToken === undefined && ts.isIdentifier(key) && MEASURES.has(key.text);
  });
}

function isRestElement(element: ts.ArrayBindingElement): element is ts.BindingElement {
  return takesPart(element) && element.dotDotDotToken !== undefined;
}

function keyOfBinding(element: ts.BindingElement): PatternProperty["key"] {
  // Without a property's name a nested pattern is an error; it then reads nothing that has a name.
  return nameKey(ts.isIdentifier(element.name) ? element.name.text : "");
}

function lowerElement(place: Place, element: ts.BindingElement, declares: boolean): PatternElement {
  const site = place.facts.site(element);
  return {
    site,
    target: lowerPattern(place, element.name, declares),
    otherwise: lowerDefault(place, element.name, element.initializer),
  };
}

function lowerDefault(
  place: Place,
  name: ts.Node,
  initializer: ts.Expression | undefined,
): Expression | undefined {
  if (initializer === undefined) return undefined;
  if (ts.isIdentifier(name)) giveName(place, initializer, name.text);
  return lowerExpression(place, initializer, "value");
}

/** The target of an assignment: what stands to the left of `=`. */
export function lowerTarget(place: Place, node: ts.Expression): Target {
  const target = withoutWrapping(node);
  if (ts.isIdentifier(target)) return targetOfName(place, target, false);
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
    return lowerTargetLink(place, target);
  if (ts.isArrayLiteralExpression(target)) return lowerArrayTarget(place, target);
  if (ts.isObjectLiteralExpression(target)) return lowerObjectTarget(place, target);
  return noTarget(place, target);
}

/** What can't be assigned to (an error): it is evaluated, and the value goes to a property that nothing names. */
function noTarget(place: Place, node: ts.Expression): Target {
  const key = {
    kind: "computed",
    expression: { kind: "opaque", site: place.facts.site(node), parts: [] },
  } as const;
  return {
    kind: "property",
    site: place.facts.site(node),
    object: lowerExpression(place, node, "value"),
    key,
  };
}

/** Parentheses and assertions change nothing about where a value goes. */
function withoutWrapping(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAssertionExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isSatisfiesExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

function lowerArrayTarget(place: Place, node: ts.ArrayLiteralExpression): Target {
  const site = place.facts.site(node);
  const rest = node.elements.find(ts.isSpreadElement);
  const elements = node.elements
    .filter((element) => element !== rest)
    .map((element) =>
      ts.isOmittedExpression(element) ? undefined : lowerTargetElement(place, element, element),
    );
  return { kind: "array-pattern", site, elements, rest: rest && lowerTarget(place, rest.expression) };
}

/** `target = default` or `target`, as an element of an assignment pattern. */
function lowerTargetElement(place: Place, element: ts.Node, value: ts.Expression): PatternElement {
  const site = place.facts.site(element);
  if (ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return {
      site,
      target: lowerTarget(place, value.left),
      otherwise: lowerDefault(place, value.left, value.right),
    };
  }
  return { site, target: lowerTarget(place, value), otherwise: undefined };
}

function lowerObjectTarget(place: Place, node: ts.ObjectLiteralExpression): Target {
  const site = place.facts.site(node);
  const rest = node.properties.find(ts.isSpreadAssignment);
  const properties = node.properties.flatMap((property) => lowerTargetProperty(place, property));
  return { kind: "object-pattern", site, properties, rest: rest && lowerTarget(place, rest.expression) };
}

function lowerTargetProperty(place: Place, node: ts.ObjectLiteralElementLike): PatternProperty[] {
  if (ts.isShorthandPropertyAssignment(node)) {
    const target = targetOfName(place, node.name, false);
    const otherwise = lowerDefault(place, node.name, node.objectAssignmentInitializer);
    return [{ site: place.facts.site(node), key: nameKey(node.name.text), target, otherwise }];
  }
  // Methods and accessors in a pattern are errors and take nothing.
  if (!ts.isPropertyAssignment(node)) return [];
  const key = keyOfName(place, node.name);
  return [{ ...lowerTargetElement(place, node, node.initializer), key }];
}
