/**
 * Code that is not in the program: it may call whatever a library exports, in any order, with values that its types
 * allow.
 */
import ts from "typescript";

/** Stands for an instance that code outside is not taken to have. */
export const NO_INSTANCE = Symbol("no instance");

/** Makes an instance of a class that the program exports. */
type InstanceOf = (name: string) => unknown;

/** An exported function or class, or a class's static method, and values without labels for its parameters. */
export interface ExportedCallable {
  readonly name: string;
  /** Of a static method: its class. */
  readonly of?: string;
  readonly kind: "function" | "class" | "static";
  arguments(instanceOf: InstanceOf): readonly unknown[];
  /** Of a class: its methods. */
  readonly methods: readonly ExportedCallable[];
}

/** What the program exports and doesn't use itself: `whole` is the text of all files. */
export function withoutUsed(
  callables: readonly ExportedCallable[],
  whole: string,
): readonly ExportedCallable[] {
  const text = whole.replaceAll(/^import .*$/gm, "");
  // Names are told apart by their numbers: a method is used where one is read, anything else where it is named.
  const isUsed = ({ name }: ExportedCallable, before: string): boolean =>
    new RegExp(`${before}${name}\\b`).test(text);
  return callables.flatMap((callable) => {
    if (callable.kind === "function") return isUsed(callable, "(?<!function\\*? )\\b") ? [] : [callable];
    if (callable.kind === "static") return isUsed(callable, "\\.") ? [] : [callable];
    const methods = callable.methods.filter((method) => !isUsed(method, "\\."));
    const isMade = isUsed(callable, "(?:new|extends) ");
    return isMade && methods.length === 0 ? [] : [{ ...callable, methods }];
  });
}

export function exportedCallables(text: string): readonly ExportedCallable[] {
  const file = ts.createSourceFile("library.ts", text, ts.ScriptTarget.ES2022);
  return file.statements.flatMap((statement): readonly ExportedCallable[] => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (isExported !== true) return [];
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined)
      return callable(statement.name.text, "function", statement.parameters);
    if (ts.isClassDeclaration(statement) && statement.name !== undefined)
      return classCallable(statement, statement.name.text);
    return [];
  });
}

function classCallable(node: ts.ClassDeclaration, name: string): readonly ExportedCallable[] {
  const methods = node.members.flatMap((member) =>
    ts.isMethodDeclaration(member) && ts.isIdentifier(member.name) && !isStatic(member)
      ? callable(member.name.text, "function", member.parameters)
      : [],
  );
  const statics = node.members.flatMap((member) =>
    ts.isMethodDeclaration(member) && ts.isIdentifier(member.name) && isStatic(member)
      ? callable(member.name.text, "static", member.parameters).map((one) => ({ ...one, of: name }))
      : [],
  );
  const constructor = node.members.find((member) => ts.isConstructorDeclaration(member));
  const classes = callable(name, "class", constructor?.parameters ?? []);
  return [...classes.map((one) => ({ ...one, methods })), ...statics];
}

function isStatic(member: ts.MethodDeclaration): boolean {
  return ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
}

function callable(
  name: string,
  kind: ExportedCallable["kind"],
  parameters: readonly ts.ParameterDeclaration[],
): readonly ExportedCallable[] {
  const types = parameters.map(({ type }) => type);
  return [{ name, kind, methods: [], arguments: (of) => types.map((type) => neutralValue(type, of)) }];
}

function neutralValue(type: ts.TypeNode | undefined, of: InstanceOf): unknown {
  if (type === undefined) return undefined;
  if (ts.isFunctionTypeNode(type)) return () => neutralValue(type.type, of);
  if (ts.isTupleTypeNode(type)) return type.elements.map((element) => neutralValue(element, of));
  if (ts.isTypeLiteralNode(type)) return neutralRecord(type, of);
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName))
    return neutralReference(type.typeName.text, type.typeArguments?.[0], of);
  switch (type.kind) {
    case ts.SyntaxKind.StringKeyword:
      return "outside";
    case ts.SyntaxKind.NumberKeyword:
      return 1;
    case ts.SyntaxKind.BooleanKeyword:
      return true;
    default:
      return undefined;
  }
}

function neutralRecord(type: ts.TypeLiteralNode, of: InstanceOf): unknown {
  const fields = type.members.flatMap((member): readonly (readonly [string, unknown])[] =>
    ts.isPropertySignature(member) && ts.isIdentifier(member.name)
      ? [[member.name.text, neutralValue(member.type, of)]]
      : [],
  );
  return Object.fromEntries(fields);
}

function neutralReference(name: string, parameter: ts.TypeNode | undefined, of: InstanceOf): unknown {
  switch (name) {
    case "Array":
    case "Iterable":
      return [];
    case "Map":
      return new Map();
    case "Set":
      return new Set();
    case "Record":
      return {};
    case "Promise":
      return Promise.resolve(neutralValue(parameter, of));
    default:
      return of(name);
  }
}
