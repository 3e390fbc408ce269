/**
 * Labels that a declaration has by the alias that its type is written as, where the checker forgets it: to it an alias of a
 * primitive is the primitive. Also looked for under `| undefined`, in lists and in promises.
 */
import ts from "typescript";

/** @example writtenAliasLabels(checker, `backup?: BackupPhone`, tags) // ["SecurityContact"] with `@label SecurityContact` on `type BackupPhone = string` */
export function writtenAliasLabels(
  checker: ts.TypeChecker,
  declaration: ts.Node,
  labelsOf: (alias: ts.TypeAliasDeclaration) => readonly string[],
): readonly string[] {
  const written = writtenType(declaration);
  return written === undefined ? [] : labelsIn({ checker, labelsOf, seen: new Set() }, written);
}

interface Question {
  readonly checker: ts.TypeChecker;
  readonly labelsOf: (alias: ts.TypeAliasDeclaration) => readonly string[];
  /** Aliases may hold themselves. */
  readonly seen: Set<ts.TypeAliasDeclaration>;
}

/** Of a function it is the type of its result. */
function writtenType(node: ts.Node): ts.TypeNode | undefined {
  const hasType =
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isFunctionLike(node);
  return hasType ? node.type : undefined;
}

function labelsIn(question: Question, type: ts.TypeNode): readonly string[] {
  const within = (part: ts.TypeNode): readonly string[] => labelsIn(question, part);
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return within(type.type);
  if (ts.isArrayTypeNode(type)) return within(type.elementType);
  if (ts.isUnionTypeNode(type)) {
    const [only, ...others] = type.types.filter((part) => !isAbsence(part));
    return only === undefined || others.length > 0 ? [] : within(only);
  }
  if (!ts.isTypeReferenceNode(type)) return [];
  const [argument, ...further] = type.typeArguments ?? [];
  if (argument !== undefined)
    return further.length === 0 && ts.isIdentifier(type.typeName) && HOLDERS.has(type.typeName.text)
      ? within(argument)
      : [];
  const alias = aliasNamed(question.checker, type.typeName);
  if (alias === undefined || question.seen.has(alias)) return [];
  question.seen.add(alias);
  return [...question.labelsOf(alias), ...within(alias.type)];
}

/** Types that hold nothing but values of the type that they are given. */
const HOLDERS: ReadonlySet<string> = new Set([
  "Array",
  "ReadonlyArray",
  "Set",
  "ReadonlySet",
  "Promise",
  "Readonly",
]);

function isAbsence(type: ts.TypeNode): boolean {
  const { SyntaxKind } = ts;
  if (type.kind === SyntaxKind.UndefinedKeyword) return true;
  return ts.isLiteralTypeNode(type) && type.literal.kind === SyntaxKind.NullKeyword;
}

/** Of aliases the checker knows no better than by their text: those of primitives, without parameters. */
function aliasNamed(checker: ts.TypeChecker, name: ts.EntityName): ts.TypeAliasDeclaration | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return undefined;
  const isImport = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const meant = isImport ? checker.getAliasedSymbol(symbol) : symbol;
  const alias = meant.declarations?.find(ts.isTypeAliasDeclaration);
  return alias?.typeParameters === undefined ? alias : undefined;
}
