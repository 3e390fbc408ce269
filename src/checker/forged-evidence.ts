/**
 * What in an expression is made up to pass for evidence of consent, instead of being what was recorded when somebody
 * agreed: literals, assertions, `any`, and what may be missing but is said to be there.
 */
import ts from "typescript";
import { constantInitializer } from "./constant-initializer.js";
import { isEvidence } from "./evidence-parameter.js";
import { isNullish } from "./values-of-type.js";

export type Forgery = "literal" | "assertion" | "any" | "missing";

export interface ForgedEvidence {
  readonly how: Forgery;
  readonly node: ts.Expression;
}

/** How far a chain of constants is followed. */
const MAXIMAL_DEPTH = 6;

/** @example forgedEvidence(checker, `receipt ?? ({} as ConsentReceipt)`, evidence)[0]?.how // "assertion" */
export function forgedEvidence(
  checker: ts.TypeChecker,
  expression: ts.Expression,
  evidence: ReadonlySet<string>,
): readonly ForgedEvidence[] {
  return new ForgerySearch(checker, evidence).in(expression, MAXIMAL_DEPTH);
}

class ForgerySearch {
  readonly #checker: ts.TypeChecker;
  readonly #evidence: ReadonlySet<string>;

  constructor(checker: ts.TypeChecker, evidence: ReadonlySet<string>) {
    this.#checker = checker;
    this.#evidence = evidence;
  }

  in(node: ts.Expression, depth: number): readonly ForgedEvidence[] {
    if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node))
      return this.in(node.expression, depth);
    if (isLiteral(node)) return this.#inLiteral(node, depth);
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return this.#inAssertion(node, depth);
    if (ts.isNonNullExpression(node)) return this.#inNonNull(node, depth);
    if (ts.isConditionalExpression(node))
      return [node.whenTrue, node.whenFalse].flatMap((arm) => this.in(arm, depth));
    if (ts.isBinaryExpression(node)) return this.#inOperands(node, depth);
    return this.#inValue(node, depth);
  }

  /** `{ ...receipt }` is a copy of what it spreads. */
  #inLiteral(node: ts.Expression, depth: number): readonly ForgedEvidence[] {
    const properties = ts.isObjectLiteralExpression(node) ? [...node.properties] : [];
    const spreads = properties.flatMap((property) =>
      ts.isSpreadAssignment(property) ? [property.expression] : [],
    );
    const isCopy = spreads.length > 0 && spreads.length === properties.length;
    return isCopy ? spreads.flatMap((spread) => this.in(spread, depth)) : [{ how: "literal", node }];
  }

  /** An assertion that says no more than the type does changes nothing. */
  #inAssertion(node: ts.AssertionExpression, depth: number): readonly ForgedEvidence[] {
    const operand = node.expression;
    const saysNoMore = ts.isConstTypeReference(node.type) || this.#isEvidence(operand);
    return saysNoMore ? this.in(operand, depth) : [{ how: "assertion", node }];
  }

  #inNonNull(node: ts.NonNullExpression, depth: number): readonly ForgedEvidence[] {
    const type = this.#checker.getTypeAtLocation(node.expression);
    if (isAny(type)) return [{ how: "any", node }];
    return isNullish(type) ? [{ how: "missing", node }] : this.in(node.expression, depth);
  }

  #inOperands(node: ts.BinaryExpression, depth: number): readonly ForgedEvidence[] {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
        return [node.left, node.right].flatMap((operand) => this.in(operand, depth));
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.CommaToken:
        return this.in(node.right, depth);
      default:
        return this.#inValue(node, depth);
    }
  }

  /** Of a constant, what it was made with counts, but it is told where the constant is handed over. */
  #inValue(node: ts.Expression, depth: number): readonly ForgedEvidence[] {
    if (isAny(this.#checker.getTypeAtLocation(node))) return [{ how: "any", node }];
    const initializer = depth === 0 ? undefined : constantInitializer(this.#checker, node);
    const made = initializer === undefined ? [] : this.in(initializer, depth - 1);
    return made.slice(0, 1).map(({ how }) => ({ how, node }));
  }

  #isEvidence(expression: ts.Expression): boolean {
    return isEvidence(this.#checker, this.#checker.getTypeAtLocation(expression), this.#evidence);
  }
}

function isLiteral(node: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isLiteralExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isVoidExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(node) && node.text === "undefined")
  );
}

function isAny(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Any) !== 0;
}
