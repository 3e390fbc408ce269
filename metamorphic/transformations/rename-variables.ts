/** Gives other names to variables, parameters and functions that nobody outside their file can see. */
import { join } from "node:path";
import ts from "typescript";
import { isVariableUse } from "../expressions.js";
import {
  CORPUS,
  isCaseProgram,
  isJavaScript,
  nodesWithin,
  programOf,
  withEdits,
  type Edit,
  type Transformation,
} from "../sources.js";

export const renameVariables: Transformation = {
  name: "renaming variables",
  apply: (sources) => {
    const program = programOf(sources);
    return new Map(
      Array.from(sources, ([path, text]) => [
        path,
        isCaseProgram(path)
          ? withEdits(text, editsOf(program.checker, program.file(join(CORPUS, path))))
          : text,
      ]),
    );
  },
};

function editsOf(checker: ts.TypeChecker, file: ts.SourceFile): readonly Edit[] {
  const identifiers = [...nodesWithin(file)].filter(
    (node): node is ts.Identifier => ts.isIdentifier(node) && isVariableUse(node),
  );
  return identifiers.flatMap((node) => {
    const symbol = symbolOf(checker, node);
    if (symbol === undefined || !isHidden(file, symbol)) return [];
    const prefix = isShorthand(node) ? `${node.text}: ` : "";
    return [{ start: node.getStart(), end: node.end, text: `${prefix}${node.text}Renamed` }];
  });
}

function symbolOf(checker: ts.TypeChecker, node: ts.Identifier): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

/** The name is a property's as well: `{ phone }` in a literal or a pattern. */
function isShorthand(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  return (
    ts.isBindingElement(parent) &&
    parent.name === node &&
    parent.propertyName === undefined &&
    parent.dotDotDotToken === undefined &&
    ts.isObjectBindingPattern(parent.parent)
  );
}

function isHidden(file: ts.SourceFile, symbol: ts.Symbol): boolean {
  const declarations = symbol.declarations ?? [];
  return (
    declarations.length > 0 && declarations.every((declaration) => isHiddenDeclaration(file, declaration))
  );
}

function isHiddenDeclaration(file: ts.SourceFile, declaration: ts.Declaration): boolean {
  if (declaration.getSourceFile() !== file || isExported(file, declaration)) return false;
  const isSeen =
    ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Export | ts.ModifierFlags.Ambient);
  if (isSeen !== 0) return false;
  // A parameter that is a property as well has the property's name, and JSDoc calls parameters by theirs.
  if (ts.isParameter(declaration))
    return !ts.isParameterPropertyDeclaration(declaration, declaration.parent) && !isJavaScript(file);
  return (
    ts.isVariableDeclaration(declaration) ||
    ts.isBindingElement(declaration) ||
    ts.isFunctionDeclaration(declaration)
  );
}

/** Exported by a list (`export { send }`), or a global of a file that is no module. */
function isExported(file: ts.SourceFile, declaration: ts.Declaration): boolean {
  const name = ts.getNameOfDeclaration(declaration)?.getText();
  const isListed = file.statements.some(
    (statement) =>
      ts.isExportDeclaration(statement) &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause) &&
      statement.exportClause.elements.some((element) => (element.propertyName ?? element.name).text === name),
  );
  return isListed || !(ts.isExternalModule(file) || isJavaScript(file));
}
