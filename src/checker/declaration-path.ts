/**
 * The names of a declaration from the outside in, the same for the forms in which libraries write one thing:
 * `interface ArrayConstructor { from }`, `declare var Blob: { new (): Blob }` and a class with a static member.
 */
import ts from "typescript";

/** Interfaces of the platform that are views of one class. */
const VIEWS: ReadonlyMap<string, string> = new Map([
  ["ReadonlyArray", "Array"],
  ["ReadonlyMap", "Map"],
  ["ReadonlySet", "Set"],
  ["PromiseLike", "Promise"],
  ["BodyMixin", "Body"],
]);

interface Named {
  readonly names: readonly string[];
  /** Where to go on. */
  readonly outer: ts.Node | undefined;
}

/**
 * @example
 * pathOfDeclaration(`all` in lib.es2015.promise.d.ts, true) // ["Promise", "static", "all"]
 */
export function pathOfDeclaration(declaration: ts.Node, ofPlatform: boolean): readonly string[] {
  const names: string[] = [];
  for (let node: ts.Node | undefined = declaration; node !== undefined && !ts.isSourceFile(node);) {
    const step = namesOf(node, ofPlatform);
    names.unshift(...step.names);
    node = step.outer;
  }
  return names;
}

function namesOf(node: ts.Node, ofPlatform: boolean): Named {
  const { parent } = node;
  if (ts.isModuleDeclaration(node))
    return { names: isWholeModule(node) ? [] : [node.name.text], outer: parent };
  if (ts.isConstructorDeclaration(node) || ts.isConstructSignatureDeclaration(node))
    return { names: ["new"], outer: parent };
  if (
    ofPlatform &&
    (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) &&
    node.name !== undefined
  ) {
    return { names: [platformName(node.name.text)], outer: parent };
  }
  if (ts.isImportSpecifier(node)) return { names: [(node.propertyName ?? node.name).text], outer: undefined };
  if (ts.isImportClause(node)) return { names: ["default"], outer: undefined };
  if (ts.isNamespaceImport(node)) return { names: [], outer: undefined };
  if (ts.isBinaryExpression(node)) return { names: namesOfAssignment(node.left), outer: outsideOfThis(node) };
  if (ts.isPropertyAccessExpression(node))
    return { names: namesOfAssignment(node), outer: outsideOfThis(node) };
  const name = writtenName(node);
  if (name === undefined) return { names: [], outer: parent };
  return isStatic(node, ofPlatform)
    ? { names: ["static", name], outer: parent }
    : { names: [name], outer: parent };
}

/** `declare module "x"`, `declare global`, and the namespace that is all a module exports (`export = Stream`). */
function isWholeModule(node: ts.ModuleDeclaration): boolean {
  if (ts.isStringLiteral(node.name) || node.name.text === "global") return true;
  const { parent } = node;
  if (!ts.isModuleBlock(parent) && !ts.isSourceFile(parent)) return false;
  return parent.statements.some(
    (statement) =>
      ts.isExportAssignment(statement) &&
      statement.isExportEquals === true &&
      ts.isIdentifier(statement.expression) &&
      statement.expression.text === node.name.text,
  );
}

function platformName(name: string): string {
  const plain = /^(.+)Constructor$/.exec(name)?.[1] ?? name;
  return VIEWS.get(plain) ?? plain;
}

function isStatic(node: ts.Node, ofPlatform: boolean): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)) return true;
  const { parent } = node;
  if (ts.isInterfaceDeclaration(parent)) return ofPlatform && /.Constructor$/.test(parent.name.text);
  // `declare var Blob: { prototype: Blob; new (…): Blob; … }`
  if (!ts.isTypeLiteralNode(parent) || !ts.isVariableDeclaration(parent.parent)) return false;
  return parent.members.some((member) => ts.isConstructSignatureDeclaration(member));
}

function writtenName(node: ts.Node): string | undefined {
  if (ts.isExportAssignment(node)) return "default";
  if (ts.isFunctionExpression(node) || ts.isClassExpression(node) || ts.isArrowFunction(node)) {
    return ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent)
      ? undefined
      : node.name?.text;
  }
  if (!isNamedDeclaration(node)) return undefined;
  const { name } = node;
  if (name === undefined) return isDefaultExport(node) ? "default" : undefined;
  if (ts.isComputedPropertyName(name)) {
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : `[${name.expression.getText()}]`;
  }
  return "text" in name ? name.text : undefined;
}

type WithName = ts.Node & { readonly name?: ts.DeclarationName | ts.BindingName | undefined };

function isNamedDeclaration(node: ts.Node): node is WithName {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isParameter(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isClassLike(node) ||
    ts.isTypeElement(node) ||
    ts.isClassElement(node) ||
    ts.isEnumMember(node) ||
    ts.isObjectLiteralElementLike(node)
  );
}

function isDefaultExport(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
}

/** JavaScript: `exports.send = …`, `module.exports.send = …`, `this.phone = …`, `Mailer.prototype.send = …`. */
function namesOfAssignment(left: ts.Expression): readonly string[] {
  if (!ts.isPropertyAccessExpression(left))
    return ts.isIdentifier(left) && !isExports(left) ? [left.text] : [];
  if (isExports(left)) return [];
  const own = left.name.text === "prototype" ? [] : [left.name.text];
  return left.expression.kind === ts.SyntaxKind.ThisKeyword
    ? own
    : [...namesOfAssignment(left.expression), ...own];
}

function isExports(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === "exports" || node.text === "module";
  return ts.isPropertyAccessExpression(node) && node.name.text === "exports" && isExports(node.expression);
}

/** A field that is assigned to `this` belongs to the class, not to the constructor. */
function outsideOfThis(node: ts.Node): ts.Node | undefined {
  const left = ts.isBinaryExpression(node) ? node.left : node;
  const ofThis = ts.isPropertyAccessExpression(left) && left.expression.kind === ts.SyntaxKind.ThisKeyword;
  return ofThis ? ts.findAncestor(node, ts.isClassLike) : undefined;
}
