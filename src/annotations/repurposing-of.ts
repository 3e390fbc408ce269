/** The lawful change of purpose that a function declares: to which purposes, and whether it asks for evidence. */
import ts from "typescript";
import { evidenceParameter } from "../checker/evidence-parameter.js";
import { tagsOfDeclaration } from "./jsdoc-tags.js";
import { purposesIn } from "./purpose-names.js";

/** @example repurposingOf(checker, `release`, new Set(["ConsentReceipt"])) // { purposes: ["advertising"], hasEvidence: true, evidenceParameter: 1 } */
export interface Repurposing {
  readonly purposes: readonly string[];
  /** Without it nothing is released. */
  readonly hasEvidence: boolean;
  readonly evidenceParameter?: number;
}

export function repurposingOf(
  checker: ts.TypeChecker,
  declaration: ts.Node,
  evidenceTypeNames: ReadonlySet<string>,
): Repurposing | undefined {
  const tags = tagsOfDeclaration(declaration).filter(({ tag }) => tag === "repurpose");
  if (tags.length === 0) return undefined;
  const purposes = purposesIn(tags, "repurpose");
  const signature = signatureOf(declaration);
  const parameter =
    signature === undefined ? undefined : evidenceParameter(checker, signature, evidenceTypeNames);
  return parameter === undefined
    ? { purposes, hasEvidence: false }
    : { purposes, hasEvidence: true, evidenceParameter: parameter };
}

/** Whether a tag there may say that values are released. */
export function canRelease(declaration: ts.Node): boolean {
  return signatureOf(declaration) !== undefined;
}

/** The function itself, the one that a variable or property is made of, or the function type of a member. */
export function signatureOf(node: ts.Node): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionLike(node)) return node;
  if (ts.isParenthesizedExpression(node)) return signatureOf(node.expression);
  if (ts.isBinaryExpression(node)) return signatureOf(node.right);
  if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) {
    const own = node.initializer === undefined ? undefined : signatureOf(node.initializer);
    if (own !== undefined) return own;
  }
  return isTyped(node) && node.type !== undefined ? signatureOf(node.type) : undefined;
}

function isTyped(
  node: ts.Node,
): node is ts.VariableDeclaration | ts.PropertyDeclaration | ts.PropertySignature | ts.ParenthesizedTypeNode {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isParenthesizedTypeNode(node)
  );
}
