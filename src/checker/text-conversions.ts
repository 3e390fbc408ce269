/**
 * Conversions of a text to itself, which do nothing but take the label off: `String(x)`, `x.toString()`, `x.valueOf()`,
 * a template that holds nothing else, `x + ""`.
 */
import ts from "typescript";
import { declarationsOf } from "./declaration-of.js";
import { homeOfDeclaration } from "./home-of-file.js";
import type { ErasureQuestion, LabelErasure } from "./label-erasures.js";

/** Methods of text that give the text itself. */
const IDENTITIES = new Set(["toString", "valueOf"]);

export function conversionErasures(question: ErasureQuestion, node: ts.Node): readonly LabelErasure[] {
  const value = convertedValue(node);
  if (value === undefined) return [];
  const { checker, shapes } = question;
  const type = checker.getTypeAtLocation(value);
  const shape = shapes.shapeOf(type);
  const [label] = shape?.labels ?? [];
  // A value that may be absent is made a text: that is more than taking the label off.
  if (label === undefined || shape?.kind !== "text" || checker.getNonNullableType(type) !== type) return [];
  if (ts.isCallExpression(node) && !isPlatformCall(checker, node)) return [];
  const file = node.getSourceFile();
  const [start, end] = [node.getStart(file), node.end];
  return [
    {
      kind: "converted",
      start,
      end,
      lost: { label, path: "", property: undefined },
      value: value.getText(file),
      written: node.getText(file),
      undo: { start, end, text: value.getText(file) },
      labelPlace: undefined,
    },
  ];
}

function convertedValue(node: ts.Node): ts.Expression | undefined {
  if (ts.isTemplateExpression(node)) return templateValue(node);
  if (ts.isCallExpression(node)) return calledValue(node);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  if (isEmptyText(node.right)) return node.left;
  return isEmptyText(node.left) ? node.right : undefined;
}

function templateValue(node: ts.TemplateExpression): ts.Expression | undefined {
  const [span, ...more] = node.templateSpans;
  const isAlone = more.length === 0 && node.head.text === "" && span?.literal.text === "";
  return isAlone && !ts.isTaggedTemplateExpression(node.parent) ? span.expression : undefined;
}

function calledValue(node: ts.CallExpression): ts.Expression | undefined {
  const { expression, arguments: values } = node;
  const [value, ...more] = values;
  if (ts.isIdentifier(expression) && expression.text === "String")
    return more.length === 0 && value !== undefined && !ts.isSpreadElement(value) ? value : undefined;
  const isIdentity = ts.isPropertyAccessExpression(expression) && IDENTITIES.has(expression.name.text);
  return isIdentity && value === undefined ? expression.expression : undefined;
}

/** Not a `String` or `toString` of the program's own. */
function isPlatformCall(checker: ts.TypeChecker, call: ts.CallExpression): boolean {
  return declarationsOf(checker, call).every((declaration) => {
    const { kind } = homeOfDeclaration(declaration);
    return kind === "platform" || kind === "node";
  });
}

function isEmptyText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) && node.text === "";
}
