/**
 * Pipeline stage: source file → facts. Lowers chains of property reads and calls (`a.b(c)?.d`) from the innermost link
 * outwards, without recursion along the chain, and marks the extent of optional chains.
 */
import ts from "typescript";
import type { Expression, PropertyKey, Target } from "../graph/expression.js";
import { lowerCall, lowerImportCall, lowerSuperCall, lowerTaggedTemplate } from "./calls.js";
import { enumMemberConstant } from "./enum-constants.js";
import { lowerExpression } from "./expressions.js";
import { MEASURES, type Place, type Use } from "./facts-builder.js";
import { constantAt } from "./literals.js";
import { variableNamed } from "./names.js";
import { keyOfExpression, keyOfMember } from "./property-keys.js";

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;
type Link = Access | ts.CallExpression | ts.TaggedTemplateExpression;

/** Whether the node continues a chain that stands to its left. */
export function isLink(node: ts.Node): node is Link {
  return isAccess(node) || ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node);
}

function isAccess(node: ts.Node): node is Access {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** Lowers a chain, given by its outermost link. */
export function lowerChain(place: Place, outermost: Link, use: Use): Expression {
  const { base, links } = linksOf(outermost);
  let result: Expression | undefined;
  links.forEach((link, index) => {
    const next = links[index + 1];
    const linkUse = next === undefined ? use : useAsBase(next, links[index + 2]);
    result =
      result === undefined
        ? lowerFirstLink(place, base, link, { own: linkUse, base: useAsBase(link, next) })
        : lowerLink(place, link, result, linkUse);
    const chainEnds = ts.isOptionalChain(link) && (next === undefined || !ts.isOptionalChain(next));
    if (chainEnds) result = { kind: "chain", site: place.facts.site(link), expression: result };
  });
  return result ?? lowerExpression(place, base, use);
}

/** The links of a chain from the inside out, and the expression before the first. */
function linksOf(outermost: Link): { base: ts.Expression; links: Link[] } {
  const links: Link[] = [];
  let base: ts.Expression = outermost;
  while (isLink(base) || ts.isNonNullExpression(base)) {
    if (isLink(base)) links.push(base);
    base = ts.isTaggedTemplateExpression(base) ? base.tag : base.expression;
  }
  return { base, links: links.reverse() };
}

/** `x.length` says nothing of x's content, unless it is a method that is called. */
function useAsBase(link: Link, next: Link | undefined): Use {
  const isCalled = next !== undefined && !isAccess(next);
  return isAccess(link) && !isCalled && MEASURES.has(statedKey(link) ?? "") ? "presence" : "value";
}

function statedKey(link: Access): string | undefined {
  if (ts.isPropertyAccessExpression(link)) return link.name.text;
  return ts.isStringLiteralLike(link.argumentExpression) ? link.argumentExpression.text : undefined;
}

/** The first link decides about bases that are no expressions of their own: `super`, `import`, `require`, an enum. */
function lowerFirstLink(
  place: Place,
  base: ts.Expression,
  link: Link,
  use: { own: Use; base: Use },
): Expression {
  if (base.kind === ts.SyntaxKind.SuperKeyword) {
    if (isAccess(link))
      return { kind: "super-read", site: place.facts.site(link), key: keyOfAccess(place, link) };
    if (ts.isCallExpression(link)) return lowerSuperCall(place, link);
  }
  if (ts.isCallExpression(link)) {
    const imported = lowerImportCall(place, base, link);
    if (imported !== undefined) return imported;
  }
  if (isAccess(link) && ts.isIdentifier(base)) {
    const member = enumMember(place, base, link);
    if (member !== undefined) return member;
  }
  return lowerLink(place, link, lowerExpression(place, base, use.base), use.own);
}

function enumMember(place: Place, base: ts.Identifier, link: Access): Expression | undefined {
  const variable = variableNamed(place, base.text);
  const name = statedKey(link);
  if (variable === undefined || name === undefined) return undefined;
  const member = enumMemberConstant(place.facts, variable, name);
  return member && constantAt(place, link, member.value);
}

function lowerLink(place: Place, link: Link, before: Expression, use: Use): Expression {
  if (ts.isCallExpression(link)) return lowerCall(place, link, before, use);
  if (ts.isTaggedTemplateExpression(link)) return lowerTaggedTemplate(place, link, before, use);
  return {
    kind: "read",
    site: place.facts.site(link),
    object: before,
    key: keyOfAccess(place, link),
    optional: link.questionDotToken !== undefined,
    presenceOnly: use === "presence",
  };
}

function keyOfAccess(place: Place, link: Access): PropertyKey {
  return ts.isPropertyAccessExpression(link)
    ? keyOfMember(place, link.name)
    : keyOfExpression(place, link.argumentExpression);
}

/** A property as the target of an assignment. */
export function lowerTargetLink(place: Place, node: Access): Target {
  const site = place.facts.site(node);
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) {
    return { kind: "super-property", site, key: keyOfAccess(place, node) };
  }
  const object = lowerExpression(place, node.expression, "value");
  return { kind: "property", site, object, key: keyOfAccess(place, node) };
}

/** `delete object.key`; of anything else there is nothing to delete. */
export function lowerDelete(place: Place, node: ts.DeleteExpression): Expression {
  const site = place.facts.site(node);
  let operand: ts.Expression = node.expression;
  while (
    ts.isParenthesizedExpression(operand) ||
    ts.isNonNullExpression(operand) ||
    ts.isAssertionExpression(operand)
  ) {
    operand = operand.expression;
  }
  if (!isAccess(operand) || operand.expression.kind === ts.SyntaxKind.SuperKeyword) {
    return { kind: "opaque", site, parts: [lowerExpression(place, operand, "value")] };
  }
  const object = lowerExpression(place, operand.expression, "value");
  return { kind: "delete", site, object, key: keyOfAccess(place, operand) };
}
