/**
 * Pipeline stage: source file → facts. The dispatcher of expressions: each kind of node goes to the file of its construct
 * family; what is unknown becomes opaque with its parts lowered.
 */
import ts from "typescript";
import type { Expression } from "../graph/expression.js";
import { lowerNew } from "./calls.js";
import { lowerClassExpression } from "./classes.js";
import type { Place, Use } from "./facts-builder.js";
import { lowerProcedure, nameOf } from "./functions.js";
import { lowerJsx } from "./jsx.js";
import {
  constantAt,
  lowerArray,
  lowerBigInt,
  lowerObject,
  lowerRegularExpression,
  lowerTemplate,
} from "./literals.js";
import { isLink, lowerChain, lowerDelete } from "./member-chains.js";
import { readName, readThis } from "./names.js";
import { lowerBinary, lowerConditional, lowerPrefix, lowerTypeOrVoid, lowerUpdate } from "./operators.js";
import { privateName } from "./property-keys.js";

/** Lowers an expression whose value is put to that use. */
export function lowerExpression(place: Place, expression: ts.Expression, use: Use): Expression {
  const node = withoutTrace(expression);
  if (ts.isIdentifier(node)) return readName(place, node, use);
  if (isLink(node)) return lowerChain(place, node, use);
  return (
    lowerConstant(place, node) ??
    lowerCompound(place, node) ??
    lowerOperation(place, node, use) ??
    lowerSuspension(place, node, use) ??
    opaqueWithParts(place, node)
  );
}

/** Parentheses, `!`, `satisfies`, type arguments and `as const` leave no trace. */
function withoutTrace(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isExpressionWithTypeArguments(node) ||
    ts.isPartiallyEmittedExpression(node) ||
    (ts.isAssertionExpression(node) && ts.isConstTypeReference(node.type))
  ) {
    node = node.expression;
  }
  return node;
}

function lowerConstant(place: Place, node: ts.Expression): Expression | undefined {
  if (ts.isStringLiteralLike(node)) return constantAt(place, node, node.text);
  if (ts.isNumericLiteral(node)) return constantAt(place, node, Number(node.text));
  if (ts.isBigIntLiteral(node)) return lowerBigInt(place, node);
  if (ts.isRegularExpressionLiteral(node)) return lowerRegularExpression(place, node);
  if (ts.isPrivateIdentifier(node)) return constantAt(place, node, privateName(place, node));
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return constantAt(place, node, true);
    case ts.SyntaxKind.FalseKeyword:
      return constantAt(place, node, false);
    case ts.SyntaxKind.NullKeyword:
      return constantAt(place, node, null);
    case ts.SyntaxKind.ThisKeyword:
    case ts.SyntaxKind.SuperKeyword:
      return readThis(place, node);
    default:
      return undefined;
  }
}

function lowerCompound(place: Place, node: ts.Expression): Expression | undefined {
  if (ts.isObjectLiteralExpression(node)) return lowerObject(place, node);
  if (ts.isArrayLiteralExpression(node)) return lowerArray(place, node);
  if (ts.isTemplateExpression(node)) return lowerTemplate(place, node);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    const procedure = lowerProcedure(place, node, { name: nameOf(place, node), memberOf: undefined });
    return procedure === undefined
      ? undefined
      : { kind: "function", site: place.facts.site(node), procedure };
  }
  if (ts.isClassExpression(node)) return lowerClassExpression(place, node);
  if (ts.isNewExpression(node)) return lowerNew(place, node);
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node))
    return lowerJsx(place, node);
  return undefined;
}

function lowerOperation(place: Place, node: ts.Expression, use: Use): Expression | undefined {
  if (ts.isBinaryExpression(node)) return lowerBinary(place, node, use);
  if (ts.isConditionalExpression(node)) return lowerConditional(place, node, use);
  if (ts.isPrefixUnaryExpression(node)) return lowerPrefix(place, node);
  if (ts.isPostfixUnaryExpression(node)) return lowerUpdate(place, node, false);
  if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node)) return lowerTypeOrVoid(place, node);
  if (ts.isDeleteExpression(node)) return lowerDelete(place, node);
  if (!ts.isAssertionExpression(node)) return undefined;
  return {
    kind: "assertion",
    site: place.facts.site(node),
    operand: lowerExpression(place, node.expression, use),
  };
}

function lowerSuspension(place: Place, node: ts.Expression, use: Use): Expression | undefined {
  if (ts.isAwaitExpression(node)) {
    return {
      kind: "await",
      site: place.facts.site(node),
      operand: lowerExpression(place, node.expression, use),
    };
  }
  if (!ts.isYieldExpression(node)) return undefined;
  const operand = node.expression && lowerExpression(place, node.expression, "value");
  return { kind: "yield", site: place.facts.site(node), operand, delegate: node.asteriskToken !== undefined };
}

/** `new.target`, `import.meta`, an erroneous node. */
function opaqueWithParts(place: Place, node: ts.Expression): Expression {
  const parts: Expression[] = [];
  if (!ts.isMetaProperty(node)) {
    ts.forEachChild(node, (child) => {
      if (ts.isExpression(child)) parts.push(lowerExpression(place, child, "value"));
    });
  }
  return { kind: "opaque", site: place.facts.site(node), parts };
}
