/**
 * Pipeline stage: source file → facts. Lowers JSX: the tag, its attributes, and what stands between the tags.
 */
import ts from "typescript";
import type { Expression, JsxAttribute } from "../graph/expression.js";
import { lowerExpression } from "./expressions.js";
import type { Place } from "./facts-builder.js";
import { constantAt } from "./literals.js";

type JsxNode = ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment;

/** Lowers an element or a fragment. */
export function lowerJsx(place: Place, node: JsxNode): Expression {
  const site = place.facts.site(node);
  const children = ts.isJsxSelfClosingElement(node) ? [] : lowerChildren(place, node.children);
  if (ts.isJsxFragment(node)) return { kind: "jsx", site, tag: undefined, attributes: [], children };
  const opening = ts.isJsxElement(node) ? node.openingElement : node;
  const attributes = opening.attributes.properties.map((attribute) => lowerAttribute(place, attribute));
  return { kind: "jsx", site, tag: lowerTag(place, opening.tagName), attributes, children };
}

/** Lower-case and dashed names are elements of the page, the others components. */
function lowerTag(place: Place, tag: ts.JsxTagNameExpression): Expression {
  if (ts.isJsxNamespacedName(tag)) return constantAt(place, tag, nameOfAttribute(tag));
  if (ts.isIdentifier(tag) && /^[a-z]|-/.test(tag.text)) return constantAt(place, tag, tag.text);
  return lowerExpression(place, tag, "value");
}

function nameOfAttribute(name: ts.JsxAttributeName): string {
  return ts.isJsxNamespacedName(name) ? `${name.namespace.text}:${name.name.text}` : name.text;
}

function lowerAttribute(place: Place, node: ts.JsxAttributeLike): JsxAttribute {
  const site = place.facts.site(node);
  if (ts.isJsxSpreadAttribute(node)) {
    return { kind: "spread", site, value: lowerExpression(place, node.expression, "value") };
  }
  return {
    kind: "property",
    site,
    name: nameOfAttribute(node.name),
    value: lowerAttributeValue(place, node),
  };
}

function lowerAttributeValue(place: Place, node: ts.JsxAttribute): Expression {
  const value = node.initializer;
  if (value === undefined) return constantAt(place, node, true);
  if (!ts.isJsxExpression(value)) return lowerExpression(place, value, "value");
  if (value.expression === undefined) return { kind: "opaque", site: place.facts.site(value), parts: [] };
  return lowerExpression(place, value.expression, "value");
}

/** White space between the tags and empty braces are nothing. */
function lowerChildren(place: Place, nodes: readonly ts.JsxChild[]): Expression[] {
  return nodes.flatMap((node): Expression[] => {
    if (ts.isJsxText(node))
      return node.containsOnlyTriviaWhiteSpaces || node.text.trim() === ""
        ? []
        : [constantAt(place, node, node.text)];
    if (!ts.isJsxExpression(node)) return [lowerJsx(place, node)];
    return node.expression === undefined ? [] : [lowerExpression(place, node.expression, "value")];
  });
}
