/**
 * What a file imports by a module specifier, in whatever form, and where it uses what it imported: for questions about
 * one file. Types are erased: what is imported or used as a type alone is neither.
 */
import ts from "typescript";

/** An import, a re-export, `require(…)` or `import(…)`. */
export interface ModuleImport {
  readonly specifier: ts.StringLiteralLike;
  /** The statement, or the call. */
  readonly node: ts.Node;
  readonly bindings: readonly ImportBinding[];
}

/** A name that an import binds. */
export interface ImportBinding {
  readonly name: ts.Identifier;
  /** The export that it stands for ("default" too); undefined for the module as a whole. */
  readonly member: string | undefined;
}

/** A place where an imported name stands. */
export interface ImportUse {
  readonly node: ts.Identifier;
  readonly member: string | undefined;
  /** In a type, which is erased. */
  readonly asType: boolean;
}

/** @example moduleImportOf(`import bizSdk, { UserData } from "sdk";`)?.bindings.length // 2 */
export function moduleImportOf(node: ts.Node): ModuleImport | undefined {
  if (ts.isImportDeclaration(node)) return ofImport(node);
  if (ts.isExportDeclaration(node)) return ofReExport(node);
  if (ts.isImportEqualsDeclaration(node)) return ofImportEquals(node);
  if (!ts.isCallExpression(node) || !isModuleCall(node)) return undefined;
  const [specifier] = node.arguments;
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return undefined;
  return { specifier, node, bindings: bindingsOfCall(node) };
}

/** Where the file uses these names, in order. */
export function usesOfImport(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  bindings: readonly ImportBinding[],
): readonly ImportUse[] {
  const byText = new Map(bindings.map((binding) => [binding.name.text, binding]));
  const uses: ImportUse[] = [];
  const visit = (node: ts.Node): void => {
    const binding = ts.isIdentifier(node) ? byText.get(node.text) : undefined;
    if (binding !== undefined && ts.isIdentifier(node) && means(checker, node, binding)) {
      uses.push({ node, member: binding.member, asType: ts.isPartOfTypeNode(node) });
    }
    ts.forEachChild(node, visit);
  };
  if (byText.size > 0) visit(file);
  return uses;
}

function ofImport(node: ts.ImportDeclaration): ModuleImport | undefined {
  const { importClause: clause, moduleSpecifier: specifier } = node;
  if (!ts.isStringLiteral(specifier)) return undefined;
  if (clause === undefined) return { specifier, node, bindings: [] };
  if (ts.isTypeOnlyImportOrExportDeclaration(clause)) return undefined;
  const { name, namedBindings } = clause;
  const bindings: ImportBinding[] = name === undefined ? [] : [{ name, member: "default" }];
  if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings)) {
    bindings.push({ name: namedBindings.name, member: undefined });
  } else if (namedBindings !== undefined) {
    const values = namedBindings.elements.filter(({ isTypeOnly }) => !isTypeOnly);
    bindings.push(
      ...values.map(({ name: local, propertyName }) => ({
        name: local,
        member: (propertyName ?? local).text,
      })),
    );
  }
  return bindings.length === 0 ? undefined : { specifier, node, bindings };
}

function ofReExport(node: ts.ExportDeclaration): ModuleImport | undefined {
  const { moduleSpecifier: specifier, exportClause: clause } = node;
  if (specifier === undefined || !ts.isStringLiteral(specifier) || node.isTypeOnly) return undefined;
  const isTypes =
    clause !== undefined &&
    ts.isNamedExports(clause) &&
    clause.elements.length > 0 &&
    clause.elements.every(({ isTypeOnly }) => isTypeOnly);
  return isTypes ? undefined : { specifier, node, bindings: [] };
}

function ofImportEquals(node: ts.ImportEqualsDeclaration): ModuleImport | undefined {
  const { moduleReference: reference, name, isTypeOnly } = node;
  if (isTypeOnly || !ts.isExternalModuleReference(reference)) return undefined;
  const specifier = reference.expression;
  if (!ts.isStringLiteral(specifier)) return undefined;
  return { specifier, node, bindings: [{ name, member: undefined }] };
}

function isModuleCall({ expression }: ts.CallExpression): boolean {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(expression) && expression.text === "require";
}

/** `const sdk = require("sdk")`, `const { UserData } = await import("sdk")` */
function bindingsOfCall(call: ts.CallExpression): readonly ImportBinding[] {
  const value = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const variable = value.parent;
  if (!ts.isVariableDeclaration(variable) || variable.initializer !== value) return [];
  if (ts.isIdentifier(variable.name)) return [{ name: variable.name, member: undefined }];
  if (!ts.isObjectBindingPattern(variable.name)) return [];
  return variable.name.elements.flatMap(({ name, propertyName }) => {
    if (!ts.isIdentifier(name)) return [];
    const member =
      propertyName !== undefined && ts.isIdentifier(propertyName) ? propertyName.text : name.text;
    return [{ name, member }];
  });
}

function means(checker: ts.TypeChecker, node: ts.Identifier, { name }: ImportBinding): boolean {
  const { parent } = node;
  if (node === name) return false;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if (ts.isExportSpecifier(parent)) {
    const local = checker.getExportSpecifierLocalTargetSymbol(parent);
    return declares(local, name);
  }
  const symbol =
    ts.isShorthandPropertyAssignment(parent) && parent.name === node
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
  return declares(symbol, name);
}

function declares(symbol: ts.Symbol | undefined, name: ts.Identifier): boolean {
  return (symbol?.declarations ?? []).some(
    (declaration) => ts.getNameOfDeclaration(declaration) === name || nameOfImport(declaration) === name,
  );
}

/** A clause (`import sdk from "sdk"`) is a declaration whose name the compiler's question doesn't give. */
function nameOfImport(declaration: ts.Declaration): ts.Identifier | undefined {
  return ts.isImportClause(declaration) ? declaration.name : undefined;
}
