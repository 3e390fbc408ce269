/** Where a program uses what a declaration declares: by its name, in any file, also where it is taken out by a pattern. */
import ts from "typescript";
import { homeOfFile } from "./home-of-file.js";

/** @example usesOfDeclaration(program, `function release() {}`) // [`release` of `release()`]; imports and exports of it are none */
export function usesOfDeclaration(
  program: ts.Program,
  declaration: ts.NamedDeclaration,
): readonly ts.Identifier[] {
  const checker = program.getTypeChecker();
  const own = ts.getNameOfDeclaration(declaration);
  if (own === undefined || !ts.isIdentifier(own)) return [];
  const uses: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    const isNamed = ts.isIdentifier(node) && node.text === own.text && node !== own;
    if (isNamed && !isPassedOn(node) && meantBy(checker, node).includes(declaration)) uses.push(node);
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) {
    const isOwn = !file.isDeclarationFile && homeOfFile(file.fileName).kind === "program";
    if (isOwn && file.text.includes(own.text)) visit(file);
  }
  return uses;
}

/** Under another name it may be used anywhere. */
function isPassedOn({ parent }: ts.Identifier): boolean {
  const isSpecifier = ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent);
  return ts.isImportClause(parent) || (isSpecifier && parent.propertyName === undefined);
}

function meantBy(checker: ts.TypeChecker, name: ts.Identifier): readonly ts.Declaration[] {
  const { parent } = name;
  if (ts.isShorthandPropertyAssignment(parent))
    return checker.getShorthandAssignmentValueSymbol(parent)?.declarations ?? [];
  const isTaken = ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === name;
  const symbol = isTaken
    ? checker.getPropertyOfType(checker.getTypeAtLocation(parent.parent), name.text)
    : checker.getSymbolAtLocation(name);
  if (symbol === undefined) return [];
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(symbol) : symbol).declarations ?? [];
}
