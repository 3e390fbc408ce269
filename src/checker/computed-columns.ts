/**
 * Labels of properties that a library's types compute from what a call asks for: in the answer to `select: { phone: true }`
 * no property is declared but by the question itself, so that none can bear a label. What it is computed from, the called function's written
 * result type names (`GetResult<$UserPayload, T>`): a property has the labels that stand on one of its name there.
 */
import ts from "typescript";
import { shapeOfKind, type TypeShape } from "../graph/type-shape.js";
import { MAXIMAL_NESTING, type ShapeLimit } from "./carrying-types.js";
import { containerParts } from "./container-parts.js";
import { isOfPlatform } from "./home-of-file.js";
import { kindOfType } from "./kind-of-type.js";
import { declarationOfSignature, typeOfSymbol } from "./type-references.js";

type Columns = ReadonlyMap<string, readonly ts.PropertySignature[]>;
type LabelsOf = (declaration: ts.Node) => readonly string[];

/** What is known of a call's answer beyond its type. */
export interface ComputedShape {
  readonly shape: TypeShape | undefined;
  /** The labels of all columns that could have been asked for: a condition may name others than the answer has. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  readonly limits: readonly ShapeLimit[];
}

/** How many relations of relations are still looked into, and what was not for that. */
interface Search {
  readonly depth: number;
  readonly limits: Set<ShapeLimit>;
}

function deeper({ depth, limits }: Search): Search {
  return { depth: depth - 1, limits };
}

const NOT_COMPUTED: ComputedShape = { shape: undefined, columns: new Map(), limits: [] };
const NO_COLUMNS: Columns = new Map();

/** Owns which columns written types name: for one checker, since they are kept by nodes. */
export class ComputedColumns {
  readonly #checker: ts.TypeChecker;
  readonly #labelsOf: LabelsOf;
  readonly #known = new Map<ts.TypeNode, Columns>();

  constructor(checker: ts.TypeChecker, labelsOf: LabelsOf) {
    this.#checker = checker;
    this.#labelsOf = labelsOf;
  }

  /** @example shapeOf(`users.findMany({ select: { phone: true } })`).shape?.elements?.elements?.properties.get("phone")?.labels // ["SecurityContact"] */
  shapeOf(call: ts.Node): ComputedShape {
    if (!ts.isCallExpression(call)) return NOT_COMPUTED;
    const signature = this.#checker.getResolvedSignature(call);
    const declaration = signature === undefined ? undefined : declarationOfSignature(signature);
    if (declaration?.type === undefined || (declaration.typeParameters ?? []).length === 0)
      return NOT_COMPUTED;
    const written = this.#columnsOf(declaration.type);
    const columns = written.size > 0 ? written : this.#columnsOfReceiver(call);
    if (columns.size === 0) return NOT_COMPUTED;
    const search: Search = { depth: MAXIMAL_NESTING, limits: new Set() };
    const shape = this.#within(this.#checker.getTypeAtLocation(call), columns, search);
    return { shape, columns: this.#labelsIn(columns), limits: [...search.limits] };
  }

  #within(type: ts.Type, columns: Columns, search: Search): TypeShape | undefined {
    const kind = kindOfType(this.#checker, type);
    if (search.depth === 0) {
      if (kind === "record" || kind === "array" || kind === "promise") search.limits.add("MAXIMAL_NESTING");
      return undefined;
    }
    if (type.isUnion())
      return type.types.map((part) => this.#within(part, columns, search)).reduce(joinShapes, undefined);
    if (kind === "record") return this.#ofRecord(type, columns, search);
    if (kind !== "array" && kind !== "promise") return undefined;
    const elements = containerParts(this.#checker, type, kind)
      .elements.map((part) => this.#within(part, columns, deeper(search)))
      .reduce(joinShapes, undefined);
    return elements === undefined ? undefined : { ...shapeOfKind(kind), elements };
  }

  #ofRecord(type: ts.Type, columns: Columns, search: Search): TypeShape | undefined {
    const properties = new Map<string, TypeShape>();
    for (const member of this.#checker.getPropertiesOfType(type)) {
      const computedFrom = columns.get(member.name);
      if (computedFrom === undefined || !isComputed(member)) continue;
      const shape = this.#ofMember(member, computedFrom, search);
      if (shape !== undefined) properties.set(member.name, shape);
    }
    return properties.size === 0 ? undefined : { ...shapeOfKind("record"), properties };
  }

  #ofMember(
    member: ts.Symbol,
    computedFrom: readonly ts.PropertySignature[],
    search: Search,
  ): TypeShape | undefined {
    const type = typeOfSymbol(this.#checker, member);
    if (type === undefined) return undefined;
    const labels = distinct(computedFrom.flatMap(this.#labelsOf));
    const inner = computedFrom
      .flatMap(({ type: written }) => written ?? [])
      .map((written) => this.#within(type, this.#columnsOf(written), deeper(search)))
      .reduce(joinShapes, undefined);
    if (labels.length === 0) return inner;
    return joinShapes({ ...shapeOfKind(kindOfType(this.#checker, type)), labels }, inner);
  }

  /**
   * Where the written result type names parameters only, what the called object's type was made with says of whom it is:
   * a map of types and a key in it (`Extended<TypeMap, "User">`).
   */
  #columnsOfReceiver({ expression }: ts.CallExpression): Columns {
    if (!ts.isPropertyAccessExpression(expression)) return NO_COLUMNS;
    const type = this.#checker.getTypeAtLocation(expression.expression);
    const parts = type.isUnion() ? type.types : [type];
    const columns = new Map<string, readonly ts.PropertySignature[]>();
    for (const { aliasTypeArguments } of parts)
      for (const written of keyedTypes(this.#checker, aliasTypeArguments ?? []))
        for (const [name, properties] of this.#columnsOf(written))
          columns.set(name, [...(columns.get(name) ?? []), ...properties]);
    return columns;
  }

  #labelsIn(columns: Columns): ReadonlyMap<string, readonly string[]> {
    const labelled = [...columns].map(
      ([name, ones]) => [name, distinct(ones.flatMap(this.#labelsOf))] as const,
    );
    return new Map(labelled.filter(([, labels]) => labels.length > 0));
  }

  /** Properties, by their names, of the types that a written type names. */
  #columnsOf(written: ts.TypeNode): Columns {
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    this.#known.set(written, NO_COLUMNS);
    const columns = new Map<string, ts.PropertySignature[]>();
    for (const declaration of declarationsNamedIn(this.#checker, written)) {
      for (const property of propertiesIn(declaration)) {
        const name = property.name.getText();
        columns.set(name, [...(columns.get(name) ?? []), property]);
      }
    }
    this.#known.set(written, columns);
    return columns;
  }
}

/** What is written under the keys among the arguments of a type in the others, or in a part of these. */
function keyedTypes(checker: ts.TypeChecker, given: readonly ts.Type[]): readonly ts.TypeNode[] {
  const keys = given.flatMap((type) => (type.isStringLiteral() ? type.value : []));
  if (keys.length === 0) return [];
  const maps = given.filter((type) => (type.flags & ts.TypeFlags.Object) !== 0 || type.isIntersection());
  const parts = maps
    .flatMap((map) => checker.getPropertiesOfType(map))
    .flatMap((part) => typeOfSymbol(checker, part) ?? []);
  return [...maps, ...parts]
    .flatMap((map) => keys.flatMap((key) => checker.getPropertyOfType(map, key)?.declarations ?? []))
    .flatMap((one) => (ts.isPropertySignature(one) && one.type !== undefined ? one.type : []));
}

/** Aliases and interfaces that a written type names, as arguments of others too. */
function declarationsNamedIn(checker: ts.TypeChecker, written: ts.Node): readonly ts.Declaration[] {
  const inner: ts.Declaration[] = [];
  ts.forEachChild(written, (child) => void inner.push(...declarationsNamedIn(checker, child)));
  if (!ts.isTypeReferenceNode(written)) return inner;
  const symbol = checker.getSymbolAtLocation(written.typeName);
  const meant =
    symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  if (isOfPlatform(meant)) return inner;
  const declared = (meant?.declarations ?? []).filter(
    (one) => ts.isTypeAliasDeclaration(one) || ts.isInterfaceDeclaration(one),
  );
  return [...declared, ...inner];
}

/** Whether what is read (with a name: that property of the value) is a property that types compute: its name alone says what it is. */
export function isComputedRead(checker: ts.TypeChecker, node: ts.Node, property?: string): boolean {
  const [object, name] = property === undefined ? readOf(node) : [node, property];
  if (object === undefined) return false;
  const member = checker.getNonNullableType(checker.getTypeAtLocation(object)).getProperty(name);
  return member !== undefined && isComputed(member);
}

/** What a property is read from, and its name. */
function readOf(node: ts.Node): readonly [object: ts.Node | undefined, name: string] {
  if (ts.isPropertyAccessExpression(node)) return [node.expression, node.name.text];
  if (ts.isBindingElement(node)) return [node.parent, (node.propertyName ?? node.name).getText()];
  return [undefined, ""];
}

/** Declared nowhere, or where it was asked for. */
function isComputed({ declarations = [] }: ts.Symbol): boolean {
  return declarations.every((one) => ts.isPropertyAssignment(one) || ts.isShorthandPropertyAssignment(one));
}

function distinct(labels: readonly string[]): readonly string[] {
  return [...new Set(labels)];
}

function propertiesIn(node: ts.Node): readonly ts.PropertySignature[] {
  const found: ts.PropertySignature[] = [];
  ts.forEachChild(node, (child) => void found.push(...propertiesIn(child)));
  return ts.isPropertySignature(node) ? [node, ...found] : found;
}

/** Of two shapes of one value: one of them is finite. */
export function joinShapes(one: TypeShape | undefined, other: TypeShape | undefined): TypeShape | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const properties = new Map(one.properties);
  for (const [name, shape] of other.properties)
    properties.set(name, joinShapes(properties.get(name), shape) ?? shape);
  return {
    ...one,
    labels: [...new Set([...one.labels, ...other.labels])],
    properties,
    elements: joinShapes(one.elements, other.elements),
  };
}
