/**
 * The function that a text of JavaScript is, where it is one and nothing else: what flow models have as code.
 */
import ts from "typescript";

type FunctionCode = ts.ArrowFunction | ts.FunctionExpression;

/** A file with the function as its default export, after `begin`. */
export function fileOfCode(name: string, code: string, begin = ""): ts.SourceFile {
  const text = `${begin}\nexport default (${code});`;
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
}

/**
 * The function of such a file.
 *
 * @example functionOfCode(fileOfCode("model", "(value) => value")) // the arrow function
 */
export function functionOfCode(file: ts.SourceFile): FunctionCode | undefined {
  const [first, second, ...others] = file.statements.filter((one) => !ts.isImportDeclaration(one));
  if (first === undefined || !ts.isExportAssignment(first) || second !== undefined || others.length > 0)
    return undefined;
  const { expression } = first;
  if (!ts.isParenthesizedExpression(expression)) return undefined;
  const made = expression.expression;
  return ts.isArrowFunction(made) || ts.isFunctionExpression(made) ? made : undefined;
}
