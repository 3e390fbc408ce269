/**
 * Pipeline stage: source file → facts. Lowers literals: constants, templates, regular expressions, arrays and objects.
 */
import ts from "typescript";
import type { ArrayElement, Constant, Expression, ObjectMember } from "../graph/expression.js";
import { labelWordsBefore } from "./comment-words.js";
import { lowerExpression } from "./expressions.js";
import type { Place } from "./facts-builder.js";
import { giveName, lowerProcedure } from "./functions.js";
import { nameKey, readName } from "./names.js";
import { keyOfName } from "./property-keys.js";

/** A constant at a node. */
export function constantAt(place: Place, node: ts.Node, value: Constant): Expression {
  return { kind: "constant", site: place.facts.site(node), value };
}

/** `12n`; the scanner has made hexadecimal and separated digits decimal. */
export function lowerBigInt(place: Place, node: ts.BigIntLiteral): Expression {
  if (!/^\d+n$/.test(node.text)) return { kind: "opaque", site: place.facts.site(node), parts: [] };
  return constantAt(place, node, BigInt(node.text.slice(0, -1)));
}

/** `/pattern/flags`. */
export function lowerRegularExpression(place: Place, node: ts.RegularExpressionLiteral): Expression {
  const site = place.facts.site(node);
  const end = node.text.lastIndexOf("/");
  return {
    kind: "regular-expression",
    site,
    pattern: node.text.slice(1, Math.max(end, 1)),
    flags: node.text.slice(end + 1),
  };
}

/** `` `a${b}c` ``: empty strings between the parts are left out. */
export function lowerTemplate(place: Place, node: ts.TemplateExpression): Expression {
  const parts: (string | Expression)[] = [];
  if (node.head.text !== "") parts.push(node.head.text);
  for (const span of node.templateSpans) {
    parts.push(lowerExpression(place, span.expression, "value"));
    if (span.literal.text !== "") parts.push(span.literal.text);
  }
  return { kind: "template", site: place.facts.site(node), parts };
}

/** `[a, ...b, , c]`. */
export function lowerArray(place: Place, node: ts.ArrayLiteralExpression): Expression {
  const elements = node.elements.map((element): ArrayElement => {
    if (ts.isOmittedExpression(element)) return { kind: "hole" };
    if (!ts.isSpreadElement(element))
      return { kind: "element", expression: lowerExpression(place, element, "value") };
    const site = place.facts.site(element);
    return { kind: "spread", site, expression: lowerExpression(place, element.expression, "value") };
  });
  return { kind: "array", site: place.facts.site(node), elements };
}

/** `{ a: 1, b, c() {}, get d() {}, ...e }`. */
export function lowerObject(place: Place, node: ts.ObjectLiteralExpression): Expression {
  const members = node.properties.flatMap((property) => lowerMember(place, property));
  return { kind: "object", site: place.facts.site(node), members };
}

/** Whether a label is written before it: most files speak of none. */
function isTagged(place: Place, node: ts.PropertyAssignment): boolean {
  const file = place.facts.sourceFile;
  return file.text.includes("@label") && labelWordsBefore(file, node).length > 0;
}

function lowerMember(place: Place, node: ts.ObjectLiteralElementLike): ObjectMember[] {
  const site = place.facts.site(node);
  if (ts.isSpreadAssignment(node)) {
    return [{ kind: "spread", site, expression: lowerExpression(place, node.expression, "value") }];
  }
  if (ts.isShorthandPropertyAssignment(node)) {
    return [
      { kind: "property", site, key: nameKey(node.name.text), value: readName(place, node.name, "value") },
    ];
  }
  const key = keyOfName(place, node.name);
  if (ts.isPropertyAssignment(node)) {
    const isPrototype =
      key.kind === "name" && key.name === "__proto__" && !ts.isComputedPropertyName(node.name);
    if (isPrototype)
      return [{ kind: "prototype", site, value: lowerExpression(place, node.initializer, "value") }];
    if (key.kind === "name") giveName(place, node.initializer, key.name);
    const value = lowerExpression(place, node.initializer, "value");
    const tagged = isTagged(place, node);
    return [tagged ? { kind: "property", site, key, value, tagged } : { kind: "property", site, key, value }];
  }
  const name = key.kind === "name" ? key.name : "(anonymous)";
  const procedure = lowerProcedure(place, node, { name, memberOf: undefined });
  if (procedure === undefined) return [];
  if (ts.isGetAccessor(node)) return [{ kind: "getter", site, key, procedure }];
  if (ts.isSetAccessor(node)) return [{ kind: "setter", site, key, procedure }];
  return [
    { kind: "property", site, key, value: { kind: "function", site: place.facts.site(node), procedure } },
  ];
}
