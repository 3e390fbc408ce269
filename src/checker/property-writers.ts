/**
 * What a program shows to be written into a property: in object literals of its type, by assignments, at its declaration.
 * All files are gone through once, by name; which property is meant is asked of the few places that have the name.
 */
import ts from "typescript";
import { homeOfFile } from "./home-of-file.js";

export interface PropertyWriters {
  /** @example writers.of(`phone` of `Row`) // [`account.securityPhone`] in `const row: Row = { phone: account.securityPhone }` */
  of(property: ts.Symbol): readonly ts.Expression[];
}

/** A place where a value is put under a name. */
interface Write {
  /** The member of a literal, the property access, or the declaration. */
  readonly place: WritingNode;
  readonly value: ts.Expression;
}

type WritingNode =
  | ts.PropertyAssignment
  | ts.ShorthandPropertyAssignment
  | ts.PropertyAccessExpression
  | ts.PropertyDeclaration;

export function createPropertyWriters(program: ts.Program, checker: ts.TypeChecker): PropertyWriters {
  let index: ReadonlyMap<string, readonly Write[]> | undefined;
  return {
    of: (property) => {
      index ??= indexWrites(program);
      return (index.get(property.name) ?? [])
        .filter(({ place }) => isSame(propertyWrittenAt(checker, place), property))
        .map(({ value }) => value);
    },
  };
}

function indexWrites(program: ts.Program): ReadonlyMap<string, readonly Write[]> {
  const index = new Map<string, Write[]>();
  const visit = (node: ts.Node): void => {
    const write = writeAt(node);
    if (write !== undefined) {
      const { name } = write.place;
      const key = ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : name.getText();
      const known = index.get(key);
      if (known === undefined) index.set(key, [write]);
      else known.push(write);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && homeOfFile(file.fileName).kind === "program") visit(file);
  }
  return index;
}

/** The value that a node puts under a name, if it does. */
export function writeAt(node: ts.Node): Write | undefined {
  if (ts.isPropertyAssignment(node)) return { place: node, value: node.initializer };
  if (ts.isShorthandPropertyAssignment(node)) return { place: node, value: node.name };
  if (ts.isPropertyDeclaration(node))
    return node.initializer === undefined ? undefined : { place: node, value: node.initializer };
  const isWrite = ts.isBinaryExpression(node) && isWriting(node.operatorToken.kind);
  return isWrite && ts.isPropertyAccessExpression(node.left)
    ? { place: node.left, value: node.right }
    : undefined;
}

function isWriting(operator: ts.SyntaxKind): boolean {
  const { EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken } = ts.SyntaxKind;
  return [EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken].some((kind) => kind === operator);
}

/** By the type that is expected of a literal, or the object's own. */
export function propertyWrittenAt(checker: ts.TypeChecker, place: WritingNode): ts.Symbol | undefined {
  if (ts.isPropertyAccessExpression(place) || ts.isPropertyDeclaration(place))
    return checker.getSymbolAtLocation(place.name);
  const expected = checker.getContextualType(place.parent);
  if (expected === undefined) return undefined;
  const key = place.name;
  const name = ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? key.text : undefined;
  return name === undefined
    ? undefined
    : checker.getPropertyOfType(checker.getNonNullableType(expected), name);
}

/** Instantiated members (`Readonly<Row>`, `Row<T>`) have the declarations of what they are made from. */
function isSame(one: ts.Symbol | undefined, other: ts.Symbol): boolean {
  if (one === undefined) return false;
  if (one === other) return true;
  const declarations = other.declarations ?? [];
  return (one.declarations ?? []).some((declaration) => declarations.includes(declaration));
}
