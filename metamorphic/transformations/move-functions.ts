/**
 * Moves functions of a module into a file of their own, with the imports and the annotation of the module: those that
 * need nothing else of it than its types.
 */
import { basename } from "node:path/posix";
import ts from "typescript";
import { isVariableUse } from "../expressions.js";
import { isCaseProgram, nodesWithin, parse, withEdits, type Edit, type Transformation } from "../sources.js";

export const moveFunctions: Transformation = {
  name: "moving functions to another file",
  apply: (sources) =>
    new Map(
      Array.from(sources).flatMap(([path, text]): [string, string][] => {
        const move = isCaseProgram(path) && path.endsWith(".ts") ? moveOf(parse(path, text)) : undefined;
        if (move === undefined) return [[path, text]];
        return [
          [path, move.left],
          [movedPath(path), move.moved],
        ];
      }),
    ),
};

interface Move {
  readonly left: string;
  readonly moved: string;
}

function movedPath(path: string): string {
  return path.replace(/\.ts$/, "-moved.ts");
}

function specifierOf(path: string): string {
  return `./${basename(path).replace(/\.ts$/, ".js")}`;
}

function moveOf(file: ts.SourceFile): Move | undefined {
  const annotation = moduleAnnotation(file);
  const functions = movable(file);
  if (annotation === undefined || functions.length === 0) return undefined;
  const needed = new Set(functions.flatMap((one) => namesIn(one)));
  const types = file.statements.filter((statement) => isType(statement) && needed.has(statement.name.text));
  const imports = file.statements.filter(ts.isImportDeclaration).flatMap((one) => importOf(one, needed));
  const names = types.filter(isType).map(({ name }) => name.text);
  const back =
    names.length === 0 ? [] : [`import type { ${names.join(", ")} } from "${specifierOf(file.fileName)}";`];
  const texts = functions.map((one) => `${withExport(one)}\n`);
  return {
    left: withEdits(file.text, [
      ...functions.map(removal),
      ...types.flatMap(exporting),
      returning(file, functions),
    ]),
    moved: [annotation, ...imports, ...back, ...texts].join("\n"),
  };
}

/** The comments at the top that make up the module's annotation; undefined where they can't be copied. */
function moduleAnnotation(file: ts.SourceFile): string | undefined {
  const [first] = file.statements;
  const head = file.text.slice(0, first?.getStart() ?? 0);
  if (!/@(?:purpose|label|repurpose)/.test(head)) return "";
  return first !== undefined && ts.isImportDeclaration(first) ? head : undefined;
}

type NamedFunction = ts.FunctionDeclaration & { readonly name: ts.Identifier };

/** Functions that somebody calls, and that need only what is imported, types, and each other. */
function movable(file: ts.SourceFile): readonly NamedFunction[] {
  const values = new Set(file.statements.flatMap(valuesOf));
  const candidates = file.statements.filter(
    (one): one is NamedFunction =>
      ts.isFunctionDeclaration(one) &&
      one.name !== undefined &&
      one.body !== undefined &&
      isSimple(file, one),
  );
  for (const one of candidates) values.delete(one.name.text);
  let kept = candidates;
  for (let before = -1; before !== kept.length;) {
    before = kept.length;
    for (const one of candidates) if (!kept.includes(one)) values.add(one.name.text);
    kept = kept.filter((one) => !namesIn(one).some((name) => values.has(name)));
  }
  return kept;
}

function valuesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return [...nodesWithin(statement.declarationList)].filter(ts.isIdentifier).map(({ text }) => text);
  const isValue =
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  return isValue && statement.name !== undefined ? [statement.name.text] : [];
}

/** Declared once, and called from elsewhere in the file: what nobody calls would, exported, be there for anybody. */
function isSimple(file: ts.SourceFile, one: ts.FunctionDeclaration): boolean {
  const isOverloaded = file.statements.some(
    (other) => other !== one && ts.isFunctionDeclaration(other) && other.name?.text === one.name?.text,
  );
  const isAssigned = [...nodesWithin(file)].some(
    (node) => ts.isIdentifier(node) && node.text === one.name?.text && isWritten(node),
  );
  return (
    !isOverloaded &&
    !isAssigned &&
    !hasModifier(one, ts.SyntaxKind.DefaultKeyword) &&
    (isExported(one) || isCalled(file, one))
  );
}

function isWritten(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** Reached from what runs or is exported, perhaps through other functions. */
function isCalled(file: ts.SourceFile, one: ts.FunctionDeclaration): boolean {
  const uncalled = new Set(
    file.statements.filter((other) => ts.isFunctionDeclaration(other) && !isExported(other)),
  );
  const waiting = file.statements.filter((statement) => !uncalled.has(statement));
  for (const statement of waiting) {
    const names = namesIn(statement);
    for (const other of uncalled) {
      if (!ts.isFunctionDeclaration(other) || !names.includes(other.name?.text ?? "")) continue;
      uncalled.delete(other);
      waiting.push(other);
    }
  }
  return !uncalled.has(one);
}

function isExported(one: ts.FunctionDeclaration): boolean {
  return hasModifier(one, ts.SyntaxKind.ExportKeyword);
}

function hasModifier(one: ts.FunctionDeclaration, kind: ts.SyntaxKind): boolean {
  return one.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

function namesIn(node: ts.Node): readonly string[] {
  return [...nodesWithin(node)]
    .filter((inner): inner is ts.Identifier => ts.isIdentifier(inner) && isVariableUse(inner))
    .map(({ text }) => text);
}

function isType(statement: ts.Statement): statement is ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
}

/** The part of an import that the moved functions need. */
function importOf(declaration: ts.ImportDeclaration, needed: ReadonlySet<string>): readonly string[] {
  const { importClause, moduleSpecifier } = declaration;
  const { name, namedBindings } = importClause ?? {};
  const from = `from ${moduleSpecifier.getText()};`;
  const type = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? "type " : "";
  const whole = name !== undefined && needed.has(name.text) ? [`import ${type}${name.text} ${from}`] : [];
  if (namedBindings === undefined) return whole;
  if (ts.isNamespaceImport(namedBindings))
    return needed.has(namedBindings.name.text)
      ? [...whole, `import ${type}${namedBindings.getText()} ${from}`]
      : whole;
  const elements = namedBindings.elements.filter((element) => needed.has(element.name.text));
  const written = elements.map((element) => element.getText()).join(", ");
  return elements.length === 0 ? whole : [...whole, `import ${type}{ ${written} } ${from}`];
}

/** From the start of a statement's first line, comments of its own included, to the end of its last one. */
function linesOf(statement: ts.Statement): { readonly start: number; readonly end: number } {
  const { text } = statement.getSourceFile();
  const end = text.indexOf("\n", statement.end);
  return { start: statement.getStart(undefined, true), end: end === -1 ? text.length : end };
}

function withExport(one: NamedFunction): string {
  const { start, end } = linesOf(one);
  const { text } = one.getSourceFile();
  if (isExported(one)) return text.slice(start, end);
  return `${text.slice(start, one.getStart())}export ${text.slice(one.getStart(), end)}`;
}

function removal(one: NamedFunction): Edit {
  return { ...linesOf(one), text: "" };
}

function exporting(statement: ts.Statement): readonly Edit[] {
  const start = statement.getStart();
  return statement.getText().startsWith("export ") ? [] : [{ start, end: start, text: "export " }];
}

/** What the rest of the file needs of the moved functions, at its end. */
function returning(file: ts.SourceFile, functions: readonly NamedFunction[]): Edit {
  const from = `from "${specifierOf(movedPath(file.fileName))}";`;
  const names = functions.map(({ name }) => name.text);
  const exported = functions.filter(isExported).map(({ name }) => name.text);
  const lines = [
    `import { ${names.join(", ")} } ${from}`,
    ...(exported.length === 0 ? [] : [`export { ${exported.join(", ")} } ${from}`]),
  ];
  return { start: file.text.length, end: file.text.length, text: `\n${lines.join("\n")}\n` };
}
