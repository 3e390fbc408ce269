/**
 * Which labelled data a program declares: fields of types, columns of tables, parameters, variables and results of
 * functions, with the names that a reader knows them by.
 */
import ts from "typescript";
import { declarationsOf } from "../checker/declaration-of.js";
import type { TypeShapes } from "../checker/type-shape.js";
import type { TypeShape } from "../graph/type-shape.js";

/** @example labelledDatum(question, `phone` in `interface SecondFactor`)?.owner // "SecondFactor" */
export interface LabelledDatum {
  readonly labels: readonly string[];
  readonly kind: "field" | "column" | "parameter" | "variable" | "result";
  /** The type, class or table that has it, or the function that takes it. */
  readonly owner: string | undefined;
  readonly name: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** As the database calls it, where the declaration says so. */
  readonly column: TableColumn | undefined;
}

interface TableColumn {
  readonly table: string;
  readonly column: string;
}

export interface DataQuestion {
  readonly checker: ts.TypeChecker;
  readonly shapes: TypeShapes;
}

/** Fields and columns that a file declares to hold labelled values, themselves or a container of them. */
export function labelledFields(question: DataQuestion, file: ts.SourceFile): readonly LabelledDatum[] {
  const found: LabelledDatum[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) {
      const datum = labelledDatum(question, node);
      const isField = datum?.kind === "column" || !ts.isPropertyAssignment(node);
      if (datum !== undefined && isField) found.push(datum);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The data that an expression at a place reads, takes or gets; `fields`: those that the program declares. */
export function dataAt(
  question: DataQuestion,
  file: ts.SourceFile,
  place: { readonly start: number; readonly end: number },
  fields: readonly LabelledDatum[],
): readonly LabelledDatum[] {
  const node = nodeAt(file, place.start, place.end);
  if (node === undefined) return [];
  if (ts.isCallExpression(node)) {
    const columns = columnsDeclaredIn(question, node);
    if (columns.length > 0) return columns;
  }
  // What a pattern takes out of an object is that object's.
  const read = ts.isBindingElement(node) ? (node.propertyName ?? node.name) : node;
  const declared = isDeclaration(read) ? [read] : declarationsOf(question.checker, read);
  const data = declared.flatMap((declaration) => labelledDatum(question, declaration) ?? []);
  return data.length > 0 ? data : onlyFieldNamed(nameOfRead(read), fields);
}

/** A call that declares a table has all its columns. */
function columnsDeclaredIn(question: DataQuestion, call: ts.CallExpression): readonly LabelledDatum[] {
  return call.arguments
    .filter(ts.isObjectLiteralExpression)
    .flatMap(({ properties }) => properties)
    .flatMap((property) => labelledDatum(question, property) ?? [])
    .filter(({ kind }) => kind === "column");
}

function nameOfRead(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isIdentifier(node) ? node.text : undefined;
}

/** What a library made of a table's type has lost its declaration: then a name that only one column or field has says it. */
function onlyFieldNamed(
  name: string | undefined,
  fields: readonly LabelledDatum[],
): readonly LabelledDatum[] {
  const named = fields.filter((field) => field.name === name);
  const columns = named.filter(({ kind }) => kind === "column");
  const candidates = columns.length > 0 ? columns : named;
  return candidates.length === 1 ? candidates : [];
}

function labelledDatum(
  { checker, shapes }: DataQuestion,
  declaration: ts.Declaration,
): LabelledDatum | undefined {
  const kind = kindOf(declaration);
  const name = ts.getNameOfDeclaration(declaration);
  if (kind === undefined || name === undefined) return undefined;
  const column = columnOf(declaration);
  const shape = shapes.shapeOfDeclaration(declaration);
  const collected: Collected = { labels: new Set(), seen: new Set() };
  collectLabels(kind === "result" ? shape?.result : shape, collected);
  if (column !== undefined && ts.isPropertyAssignment(declaration))
    for (const type of typeArgumentsIn(declaration.initializer))
      collectLabels(shapes.shapeOf(checker.getTypeAtLocation(type)), collected);
  const { labels } = collected;
  if (labels.size === 0) return undefined;
  return {
    labels: [...labels].sort(),
    kind: column === undefined ? kind : "column",
    owner: column?.owner ?? ownerOf(declaration),
    name: name.getText(),
    file: declaration.getSourceFile().fileName,
    start: name.getStart(),
    end: name.end,
    column: column && { table: column.table, column: column.column },
  };
}

/** The types that the calls of a chain are given: a column's own type is the library's. */
function typeArgumentsIn(expression: ts.Expression): readonly ts.TypeNode[] {
  if (!ts.isCallExpression(expression)) return [];
  const { expression: callee, typeArguments = [] } = expression;
  return ts.isPropertyAccessExpression(callee)
    ? [...typeArgumentsIn(callee.expression), ...typeArguments]
    : typeArguments;
}

interface Collected {
  readonly labels: Set<string>;
  readonly seen: Set<TypeShape>;
}

/** Labels of a value itself and of the elements of containers, not of its properties. */
function collectLabels(shape: TypeShape | undefined, collected: Collected): void {
  if (shape === undefined || collected.seen.has(shape)) return;
  collected.seen.add(shape);
  for (const label of shape.labels) collected.labels.add(label);
  for (const part of [shape.elements, shape.keys, ...(shape.places ?? [])]) collectLabels(part, collected);
}

function kindOf(node: ts.Node): LabelledDatum["kind"] | undefined {
  if (ts.isParameter(node)) return "parameter";
  if (ts.isVariableDeclaration(node) || ts.isBindingElement(node)) return "variable";
  if (ts.isFunctionLike(node)) return ts.isAccessor(node) ? "field" : "result";
  const isField =
    ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node);
  return isField ? "field" : undefined;
}

function isDeclaration(node: ts.Node): node is ts.ParameterDeclaration | ts.PropertyDeclaration {
  return ts.isParameter(node) || ts.isPropertyDeclaration(node);
}

/** The nearest thing with a name around a declaration. */
function ownerOf(declaration: ts.Node): string | undefined {
  const owner = ts.findAncestor(
    declaration.parent,
    (node) => isOwner(node) && ts.getNameOfDeclaration(node) !== undefined,
  );
  return owner !== undefined && isOwner(owner) ? ts.getNameOfDeclaration(owner)?.getText() : undefined;
}

function isOwner(
  node: ts.Node,
): node is
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.ClassLikeDeclaration
  | ts.SignatureDeclaration
  | ts.VariableDeclaration {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassLike(node) ||
    ts.isFunctionLike(node) ||
    ts.isVariableDeclaration(node)
  );
}

interface OwnedColumn extends TableColumn {
  readonly owner: string | undefined;
}

/**
 * The column of a table that a declaration stands for, in the two forms in which libraries have tables declared: a call
 * with the table's name and an object of columns, each made by a call that may name it; a class and a field with decorators.
 */
function columnOf(declaration: ts.Declaration): OwnedColumn | undefined {
  if (ts.isPropertyAssignment(declaration)) return columnByCall(declaration);
  if (ts.isPropertyDeclaration(declaration)) return columnByDecorator(declaration);
  return undefined;
}

/** @example `phone: text("phone").notNull()` in `const factors = pgTable("second_factors", { … })` */
function columnByCall(declaration: ts.PropertyAssignment): OwnedColumn | undefined {
  const call = declaration.parent.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const table = firstText(call);
  const made = innermostCall(declaration.initializer);
  if (table === undefined || made === undefined) return undefined;
  const variable = ts.isVariableDeclaration(call.parent) ? call.parent.name.getText() : undefined;
  return { owner: variable, table, column: firstText(made) ?? declaration.name.getText() };
}

/** The call that a chain of calls begins with. */
function innermostCall(expression: ts.Expression): ts.CallExpression | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const { expression: callee } = expression;
  return (ts.isPropertyAccessExpression(callee) ? innermostCall(callee.expression) : undefined) ?? expression;
}

/** @example `@Column({ name: "two_factor_phone" }) phone` in `@Entity("members") class Member` */
function columnByDecorator(declaration: ts.PropertyDeclaration): OwnedColumn | undefined {
  const column = decoratorOf(declaration, /Column$/);
  const table = decoratorOf(declaration.parent, /^(?:Entity|Table)$/);
  if (column === undefined || table === undefined) return undefined;
  const owner = declaration.parent.name?.text;
  const tableName = namedBy(table) ?? owner;
  if (tableName === undefined) return undefined;
  return { owner, table: tableName, column: namedBy(column) ?? declaration.name.getText() };
}

function decoratorOf(node: ts.Node, name: RegExp): ts.CallExpression | undefined {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  const calls = decorators.map(({ expression }) => expression).filter(ts.isCallExpression);
  return calls.find(({ expression }) => name.test(expression.getText()));
}

/** A name that a decorator is given: as its first argument, or as a property of an object. */
function namedBy(call: ts.CallExpression): string | undefined {
  const text = firstText(call);
  if (text !== undefined) return text;
  for (const argument of call.arguments)
    if (ts.isObjectLiteralExpression(argument))
      for (const property of argument.properties)
        if (ts.isPropertyAssignment(property) && ["name", "tableName"].includes(property.name.getText()))
          return ts.isStringLiteralLike(property.initializer) ? property.initializer.text : undefined;
  return undefined;
}

function firstText({ arguments: [first] }: ts.CallExpression): string | undefined {
  return first !== undefined && ts.isStringLiteralLike(first) ? first.text : undefined;
}

/** The outermost node that takes exactly a stretch of the text. */
function nodeAt(file: ts.SourceFile, start: number, end: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined || node.pos > start || node.end < end) return;
    if (node.getStart(file) === start && node.end === end) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
