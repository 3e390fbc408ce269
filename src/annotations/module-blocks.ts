/**
 * Which JSDoc blocks at the top of a file speak for the module (spec, "Module annotation"): those that say so by a tag,
 * and those that are followed by a blank line, another comment or an import. A block that is attached to a declaration
 * is that declaration's. Before any statement, directives ("use client") aside.
 */
import ts from "typescript";
import { isJsDoc, type JsDocBlock } from "./jsdoc-blocks.js";

const SAYS_MODULE = /^[ \t]*(?:\/\*\*|\*)?[ \t]*@(?:module|file|fileoverview|packageDocumentation)(?![\w-])/m;

/** @example moduleBlocks(file).length // 1, where a block with "@purpose advertising" and a blank line are on top */
export function moduleBlocks(file: ts.SourceFile): readonly JsDocBlock[] {
  const { text } = file;
  const comments = commentsAtTop(file);
  const blocks = comments.filter(({ range, next }, at) => {
    if (range.kind !== ts.SyntaxKind.MultiLineCommentTrivia || !isJsDoc(text, range.pos)) return false;
    if (SAYS_MODULE.test(text.slice(range.pos, range.end))) return true;
    // Another comment follows, or nothing at all.
    if (at < comments.length - 1 || next === undefined) return true;
    return isBlankLineNext(text, range.end) || !isAnnotated(next);
  });
  return blocks.map(({ range }) => range);
}

export function isModuleBlock(file: ts.SourceFile, block: JsDocBlock): boolean {
  // Nothing but the comments before the first statement can be the module's.
  const first = file.statements.find((statement) => !isDirective(statement));
  if (first !== undefined && block.pos >= first.getStart(file)) return false;
  return moduleBlocks(file).some(({ pos }) => pos === block.pos);
}

interface TopComment {
  readonly range: ts.CommentRange;
  /** The statement that it stands before. */
  readonly next: ts.Statement | undefined;
}

/** Before the first statement that is no directive. */
function commentsAtTop(file: ts.SourceFile): readonly TopComment[] {
  const before = (pos: number, next: ts.Statement | undefined): TopComment[] =>
    (ts.getLeadingCommentRanges(file.text, pos) ?? []).map((range) => ({ range, next }));
  const first = file.statements.findIndex((statement) => !isDirective(statement));
  if (first !== -1) return file.statements.slice(0, first + 1).flatMap((next) => before(next.pos, next));
  const directives = file.statements.flatMap((next) => before(next.pos, next));
  return [...directives, ...before(file.endOfFileToken.pos, undefined)];
}

export function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

function isBlankLineNext(text: string, end: number): boolean {
  return /^[ \t]*\r?\n[ \t]*\r?\n/.test(text.slice(end, end + 1_000));
}

/** Is the statement a declaration that a block before it would be attached to? An import is none, nor is `require`. */
function isAnnotated(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) {
    return !statement.declarationList.declarations.every(({ initializer }) => isRequire(initializer));
  }
  if (ts.isExpressionStatement(statement)) return ts.isBinaryExpression(statement.expression);
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isExportAssignment(statement)
  );
}

/** `require("x")`, `require("x").y` */
function isRequire(initializer: ts.Expression | undefined): boolean {
  let inner = initializer;
  while (inner !== undefined && ts.isPropertyAccessExpression(inner)) inner = inner.expression;
  return (
    inner !== undefined &&
    ts.isCallExpression(inner) &&
    ts.isIdentifier(inner.expression) &&
    inner.expression.text === "require"
  );
}
