/**
 * Which properties of one type become properties of another: where an expression of the one stands where the other is expected, and
 * both declare a property of that name. TypeScript's types are structural, so an account may be handed over as `{ id: string }`.
 *
 * @example flowsIn(file) of `show(account)` with `show(row: { id: string })` // `id` of Account → `id` of that literal type
 */
import ts from "typescript";
import { MAXIMAL_NESTING } from "./carrying-types.js";
import { typeArgumentsOf, typeOfSymbol } from "./type-references.js";

export interface PropertyFlow {
  readonly name: string;
  readonly from: ts.Declaration;
  readonly to: ts.Declaration;
}

export interface FlowsInFile {
  readonly flows: readonly PropertyFlow[];
  /** Types are nested so deep that not all of them were compared. */
  readonly isCut: boolean;
}

export class StructuralFlows {
  /** Pairs of types that have been compared. */
  readonly #compared = new Map<ts.Type, Set<ts.Type>>();
  #flows: PropertyFlow[] = [];
  #isCut = false;

  /** `isOwn`: whether the program's own code stands in a file. */
  constructor(
    readonly checker: ts.TypeChecker,
    readonly isOwn: (file: ts.SourceFile) => boolean,
  ) {}

  /** What no file before it has given. */
  flowsIn(file: ts.SourceFile): FlowsInFile {
    this.#flows = [];
    this.#isCut = false;
    const pending: ts.Node[] = [file];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      this.#visit(node);
      node.forEachChild((child) => {
        if (!ts.isTypeNode(child)) pending.push(child);
      });
    }
    return { flows: this.#flows, isCut: this.#isCut };
  }

  #visit(node: ts.Node): void {
    if (ts.isAssertionExpression(node) || ts.isSatisfiesExpression(node))
      this.#expect(node.expression, this.checker.getTypeFromTypeNode(node.type));
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.#visitGenericCall(node);
    if (isHandedOn(node)) this.#expect(node, this.checker.getContextualType(node));
  }

  /** A parameter of a generic function is read by what its own declaration says of it. */
  #visitGenericCall(node: ts.CallExpression | ts.NewExpression): void {
    if (node.arguments === undefined || node.arguments.length === 0) return;
    const declaration = this.checker.getResolvedSignature(node)?.declaration;
    if (declaration?.typeParameters === undefined || ts.isJSDocSignature(declaration)) return;
    for (const [index, argument] of node.arguments.entries()) {
      const type = declaration.parameters[index]?.type;
      if (type !== undefined) this.#expect(argument, this.checker.getTypeFromTypeNode(type));
    }
  }

  #expect(node: ts.Expression, expected: ts.Type | undefined): void {
    if (expected === undefined || !hasParts(this.#bound(expected)) || ts.isLiteralExpression(node)) return;
    this.#compare(this.checker.getTypeAtLocation(node), expected, MAXIMAL_NESTING);
  }

  #compare(given: ts.Type, expected: ts.Type, depth: number): void {
    const from = this.#bound(given);
    const to = this.#bound(expected);
    if (from === to || !hasParts(from) || !hasParts(to)) return;
    if (depth === 0) {
      this.#isCut = true;
      return;
    }
    const known = this.#compared.get(from) ?? new Set<ts.Type>();
    this.#compared.set(from, known);
    if (known.has(to)) return;
    known.add(to);
    if (from.isUnion()) for (const part of from.types) this.#compare(part, to, depth);
    else if (to.isUnion()) for (const part of to.types) this.#compare(from, part, depth);
    else this.#compareObjects(from, to, depth);
  }

  #bound(type: ts.Type): ts.Type {
    const isComputed = (type.flags & ts.TypeFlags.Instantiable) !== 0;
    return isComputed ? (this.checker.getBaseConstraintOfType(type) ?? type) : type;
  }

  #compareObjects(from: ts.Type, to: ts.Type, depth: number): void {
    const given = typeArgumentsOf(this.checker, from);
    const expected = typeArgumentsOf(this.checker, to);
    for (const [index, argument] of given.entries()) {
      const other = expected[index] ?? expected.at(-1);
      if (other !== undefined) this.#compare(argument, other, depth - 1);
    }
    this.#compareSignatures(from, to, depth);
    for (const property of this.checker.getPropertiesOfType(to)) {
      const own = this.checker.getPropertyOfType(from, property.name);
      if (own !== undefined && own !== property) this.#compareProperties(own, property, depth);
    }
  }

  /** A function gets what the other one's type says, and gives what its own says. */
  #compareSignatures(from: ts.Type, to: ts.Type, depth: number): void {
    const [own] = from.getCallSignatures();
    const [other] = to.getCallSignatures();
    if (own === undefined || other === undefined || own === other) return;
    for (const [index, parameter] of own.parameters.entries()) {
      const expected = other.parameters[index];
      const given = expected === undefined ? undefined : typeOfSymbol(this.checker, expected);
      const read = typeOfSymbol(this.checker, parameter);
      if (given !== undefined && read !== undefined) this.#compare(given, read, depth - 1);
    }
    this.#compare(own.getReturnType(), other.getReturnType(), depth - 1);
  }

  #compareProperties(own: ts.Symbol, other: ts.Symbol, depth: number): void {
    const [given = [], expected = []] = [own.declarations, other.declarations];
    const isSame = given.some((one) => expected.includes(one));
    if (isSame || ![...given, ...expected].some((one) => this.isOwn(one.getSourceFile()))) return;
    for (const from of given) for (const to of expected) this.#flows.push({ name: other.name, from, to });
    const from = typeOfSymbol(this.checker, own);
    const to = typeOfSymbol(this.checker, other);
    if (from !== undefined && to !== undefined) this.#compare(from, to, depth - 1);
  }
}

function hasParts({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection)) !== 0;
}

/** Whether it stands where its value goes to a place with a type of its own. What is made in place has its parts compared. */
function isHandedOn(node: ts.Node): node is ts.Expression {
  const { parent } = node;
  if (!ts.isExpression(node) || ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node))
    return false;
  return (
    ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== node) ||
    ((ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent)) &&
      parent.initializer === node &&
      parent.type !== undefined) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node) ||
    (ts.isShorthandPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBinaryExpression(parent) && parent.right === node) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isArrowFunction(parent) && parent.body === node) ||
    ts.isReturnStatement(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isYieldExpression(parent) ||
    ts.isJsxExpression(parent)
  );
}
