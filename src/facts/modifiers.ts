/**
 * Pipeline stage: source file → facts. Questions about how a declaration is written: its modifiers, whether it exists at
 * run time, whether its type is written down.
 */
import ts from "typescript";
import type { VariableFacts } from "../graph/procedure.js";

/** Whether the declaration carries a modifier of that kind. */
export function hasModifier(node: ts.Node, kind: ts.ModifierSyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (node.modifiers?.some((modifier) => modifier.kind === kind) ?? false);
}

/** `export …`. */
export function isExported(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.ExportKeyword);
}

/** `export default …`. */
export function isDefaultExport(node: ts.Node): boolean {
  return isExported(node) && hasModifier(node, ts.SyntaxKind.DefaultKeyword);
}

/** Declared for the types only: `declare …`, or anything in a declaration file. */
export function isAmbient(node: ts.Node, sourceFile: ts.SourceFile): boolean {
  return sourceFile.isDeclarationFile || hasModifier(node, ts.SyntaxKind.DeclareKeyword);
}

/** A field that emits nothing: `declare x`, `abstract x`. */
export function isFieldWithoutTrace(node: ts.PropertyDeclaration): boolean {
  return hasModifier(node, ts.SyntaxKind.DeclareKeyword) || hasModifier(node, ts.SyntaxKind.AbstractKeyword);
}

/** Modifiers that make a parameter a property. */
const parameterPropertyModifiers = (): readonly ts.ModifierSyntaxKind[] => [
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
  ts.SyntaxKind.OverrideKeyword,
];

/** `constructor(private x: string)`. */
export function isParameterProperty(node: ts.ParameterDeclaration): boolean {
  return parameterPropertyModifiers().some((kind) => hasModifier(node, kind));
}

/** `f(this: Window)`: a parameter for the types only. */
export function isThisParameter(node: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(node.name) && node.name.text === "this";
}

/** The keyword of a list of variables. */
export function keywordOf(list: ts.VariableDeclarationList): VariableFacts["declaredBy"] {
  const flags: ts.NodeFlags = list.flags & ts.NodeFlags.BlockScoped;
  switch (flags) {
    case ts.NodeFlags.Const:
      return "const";
    case ts.NodeFlags.Let:
      return "let";
    case ts.NodeFlags.Using:
    case ts.NodeFlags.AwaitUsing:
      return "using";
    default:
      return "var";
  }
}

/** Whether anything in a namespace exists at run time. */
export function isInstantiated(declaration: ts.ModuleDeclaration): boolean {
  const body = declaration.body;
  if (body === undefined) return false;
  if (ts.isModuleBlock(body)) return body.statements.some(existsAtRunTime);
  return ts.isModuleDeclaration(body) && isInstantiated(body);
}

function existsAtRunTime(statement: ts.Statement): boolean {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return false;
  if (ts.isModuleDeclaration(statement)) return isInstantiated(statement);
  return !ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement);
}

/**
 * Whether a type is written at a declaration: an annotation, or in JavaScript a `@type` or `@param` comment before the
 * statement or function that it belongs to.
 */
export function hasWrittenType(
  declaration: { readonly type?: ts.TypeNode | undefined },
  commented: ts.Node,
  sourceFile: ts.SourceFile,
): boolean {
  if (declaration.type !== undefined) return true;
  if (!isJavaScript(sourceFile)) return false;
  const comments = ts.getLeadingCommentRanges(sourceFile.text, commented.pos) ?? [];
  return comments.some(({ pos, end }) => /@(?:type|param)\s*\{/.test(sourceFile.text.slice(pos, end)));
}

function isJavaScript(sourceFile: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(sourceFile.fileName);
}

/** `import type …`. */
export function isTypeClause(clause: ts.ImportClause): boolean {
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
}
