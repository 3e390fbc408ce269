/**
 * Pipeline stage: checker → value flow. Asks the checker about a site, once for each: the type there, what a call can
 * give back, where things are declared, which bodies a call may run.
 */
import ts from "typescript";
import { contentAt as contentOfNode } from "../checker/content-of-type.js";
import { declarationsOf } from "../checker/declaration-of.js";
import { pathOfDeclaration } from "../checker/declaration-path.js";
import { implementationsOf } from "../checker/implementations-of.js";
import { originOf } from "../checker/origin-of.js";
import { memberNamesOf } from "../checker/member-names-of-type.js";
import { resultOf } from "../checker/result-holds-text.js";
import { declarationsOfProperty } from "../checker/property-declarations.js";
import { signatureFormOf, type KnownForms } from "../checker/signature-form.js";
import { StructuralFlows } from "../checker/structural-flows.js";
import type { TypeShapes } from "../checker/type-shape.js";
import { ComputedColumns, isComputedRead, joinShapes } from "../checker/computed-columns.js";
import { constantsOfType, isNever, isNullish } from "../checker/values-of-type.js";
import type { Origin } from "../graph/origin.js";
import type { DeclaredPlace } from "../graph/package-summary.js";
import type { SignatureForm } from "../graph/type-form.js";
import { OF_LIBRARIES, type PropertyFlow } from "../graph/declared-property.js";
import { HOLDS_ANYTHING, type TypeContent } from "../graph/type-content.js";
import { shapeOfKind, type TypeShape } from "../graph/type-shape.js";
import type { CalledMethod, ProcedureReference, ResultType, SiteType } from "../graph/program-view.js";
import type { ProgramFiles } from "./program-files.js";
import { originInSource, withSummaries } from "./summarized-answers.js";

interface PropertyFlows {
  readonly flows: readonly PropertyFlow[];
  readonly isCut: boolean;
}

export interface TypeQuestions {
  readonly typeAt: (file: string, site: number) => SiteType;
  readonly resultAt: (file: string, site: number) => ResultType;
  readonly signatureAt: (file: string, site: number) => SignatureForm | undefined;
  readonly memberNamesAt: (file: string, site: number) => readonly string[] | undefined;
  readonly originAt: (file: string, site: number) => Origin | undefined;
  readonly declarationsAt: (file: string, site: number) => readonly ts.Declaration[];
  readonly bodiesAt: (file: string, site: number) => readonly ProcedureReference[];
  /** What a call of what is declared there may run. */
  readonly bodiesOf: (declaration: ts.Declaration) => readonly ProcedureReference[];
  readonly labelAt: (file: string, site: number) => string | undefined;
  /** Whose method a call's callee is; undefined: that can't be told from its type. */
  readonly methodAt: (file: string, calleeSite: number) => CalledMethod | undefined;
  /** Whether a property that is read there (with a name: that property of the value) is declared by no type. */
  readonly isComputedAt: (file: string, site: number, property?: string) => boolean;
  /** Where types declare the property that is read or stored there; empty: no type does. */
  readonly propertyAt: (file: string, site: number) => readonly string[];
  /** Properties of a type that become those of another one in a file: by their names, and as `propertyAt` gives them. */
  readonly propertyFlowsIn: (file: string) => PropertyFlows;
  /** What a value there may be or hold, by its type. */
  readonly contentAt: (file: string, site: number) => TypeContent;
  /** How many different questions were asked. */
  readonly count: () => number;
}

/** The compiler recurses over code that is nested thousands deep until the stack ends: then nothing is known of its types. */
function withinStack<T>(ask: () => T, otherwise: T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

const UNKNOWN_TYPE: SiteType = {
  kind: "any",
  nullish: true,
  shape: undefined,
  constants: undefined,
  limits: [],
};

export function createTypeQuestions(
  files: ProgramFiles,
  checker: ts.TypeChecker,
  shapes: TypeShapes,
): TypeQuestions {
  const { program } = files;
  let count = 0;
  const nodeAt = (file: string, site: number): ts.Node | undefined => files.get(file)?.nodes[site];

  const once = <T>(ask: (node: ts.Node) => T, otherwise: T): ((file: string, site: number) => T) => {
    const answers = new Map<string, Map<number, T>>();
    return (file, site) => {
      const known = answers.get(file) ?? new Map<number, T>();
      answers.set(file, known);
      const answer = known.get(site);
      if (answer !== undefined || known.has(site)) return answer ?? otherwise;
      const node = nodeAt(file, site);
      count++;
      // The file's own site stands for things that no text of the program says.
      const asked =
        node === undefined || ts.isSourceFile(node) ? otherwise : withinStack(() => ask(node), otherwise);
      known.set(site, asked);
      return asked;
    };
  };

  const typeAt = once((node) => typeOfNode(checker, shapes, node), UNKNOWN_TYPE);
  const computed = new ComputedColumns(checker, (declaration) => shapes.labelsOfDeclaration(declaration));
  const resultAt = once<ResultType>(
    (node) => {
      const type = checker.getTypeAtLocation(node);
      const known = typeOfNode(checker, shapes, node);
      const { shape, columns, limits } = computed.shapeOf(node);
      return {
        ...known,
        ...(columns.size === 0 ? {} : { columns }),
        shape: joinShapes(known.shape, shape),
        limits: [...known.limits, ...limits],
        holdsText: resultOf(checker, node).holdsText,
        never: isNever(type),
      };
    },
    { ...UNKNOWN_TYPE, holdsText: true, never: false },
  );
  const forms: KnownForms = new Map();
  const signatureAt = once((node) => signatureFormOf(checker, node, forms), undefined);
  const memberNamesAt = once((node) => memberNamesOf(checker, checker.getTypeAtLocation(node)), undefined);
  const declarationsAt = once<readonly ts.Declaration[]>(
    (node) => declarationsOf(checker, callAround(node)),
    [],
  );
  const originAt = once<Origin | undefined>((node) => {
    const [declaration, signature] = declarationsOf(checker, callAround(node));
    if (declaration === undefined) return undefined;
    const origin = originInSource(files, originOf(program, declaration));
    return signature === undefined ? origin : calledAs(origin, originOf(program, signature));
  }, undefined);
  const classesWith = classFinder(files);
  const bodiesOf = (declaration: ts.Declaration): readonly ProcedureReference[] =>
    bodiesOfDeclaration(files, checker, classesWith, declaration);
  const bodiesAt = once<readonly ProcedureReference[]>(
    (node) => declarationsOf(checker, callAround(node)).flatMap((declaration) => bodiesOf(declaration)),
    [],
  );
  const methodAt = once<CalledMethod | undefined>((node) => {
    const declarations = declarationsOf(checker, node);
    if (declarations.length === 0) return undefined;
    if (declarations.every((one) => isOfLibrary(files, one))) return { kind: "library" };
    const bodies = declarations.map((one) => (isClassMethod(one) ? bodyOf(files, one) : undefined));
    const known = bodies.filter((body) => body !== undefined);
    return known.length === bodies.length ? { kind: "class", bodies: known } : undefined;
  }, undefined);
  const propertyAt = once<readonly string[]>(
    (node) => [...new Set(declarationsOfProperty(checker, node).map((one) => keyOfProperty(files, one)))],
    [],
  );
  const flows = new StructuralFlows(checker, (file) => files.get(file.fileName) !== undefined);
  const contentAt = once<TypeContent>((node) => contentOfNode(checker, node), HOLDS_ANYTHING);
  const labelAt = once<string | undefined>((node) => shapes.labelsOfDeclaration(node)[0], undefined);
  return withSummaries(files, {
    typeAt,
    resultAt,
    signatureAt,
    memberNamesAt,
    originAt,
    declarationsAt,
    bodiesAt,
    bodiesOf,
    labelAt,
    methodAt,
    propertyAt,
    propertyFlowsIn: (file) => {
      const source = files.get(file)?.nodes.length === 0 ? undefined : program.getSourceFile(file);
      if (source === undefined) return { flows: [], isCut: false };
      const { flows: found, isCut } = flows.flowsIn(source);
      const named = found.map(({ name, from, to }) => ({
        name,
        from: keyOfProperty(files, from),
        to: keyOfProperty(files, to),
      }));
      return { flows: named, isCut };
    },
    contentAt,
    isComputedAt: (file, site, property) => {
      const node = nodeAt(file, site);
      return node !== undefined && withinStack(() => isComputedRead(checker, node, property), false);
    },
    count: () => count,
  });
}

/** The program's own variable is called as a package's type says. */
function calledAs(origin: Origin, signature: Origin): Origin {
  if (origin.home.kind !== "program" || signature.home.kind !== "package") return origin;
  return { ...origin, calledAs: { module: signature.home.name, path: signature.path } };
}

/** A callee stands for its call: which overload was chosen is known there. */
function callAround(node: ts.Node): ts.Node {
  let inner = node;
  while (isWrapper(inner.parent)) inner = inner.parent;
  const { parent } = inner;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === inner)
    return parent;
  if (ts.isTaggedTemplateExpression(parent) && parent.tag === inner) return parent;
  return node;
}

/** The parent is undefined at a source file only. */
function isWrapper(node: ts.Node | undefined): node is ts.Expression {
  if (node === undefined) return false;
  return ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node);
}

function typeOfNode(checker: ts.TypeChecker, shapes: TypeShapes, node: ts.Node): SiteType {
  const type = checker.getTypeAtLocation(typedNode(node));
  const own = isDeclared(node) ? shapes.shapeOfDeclaration(node) : shapes.shapeOf(type);
  const labels = isNamed(node)
    ? declarationsOf(checker, node).flatMap((declaration) => shapes.labelsOfDeclaration(declaration))
    : [];
  return {
    kind: shapes.kindOf(type),
    nullish: isNullish(type),
    shape: labels.length === 0 ? own : withLabels(own, shapes.kindOf(type), labels),
    constants: constantsOfType(type),
    limits: shapes.limitsOf(type),
  };
}

function typedNode(node: ts.Node): ts.Node {
  return ts.isPropertyAssignment(node) ? node.name : node;
}

function isDeclared(node: ts.Node): node is ts.Declaration {
  return ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isPropertyDeclaration(node);
}

/** Nodes that mean a declared thing, on which a label may stand; for a call, the function's result. */
function isNamed(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isIdentifier(node) ||
    ts.isCallExpression(node) ||
    ts.isBindingElement(node) ||
    ts.isShorthandPropertyAssignment(node)
  );
}

function withLabels(
  shape: TypeShape | undefined,
  kind: TypeShape["kind"],
  labels: readonly string[],
): TypeShape {
  const base = shape ?? shapeOfKind(kind);
  return { ...base, labels: [...new Set([...base.labels, ...labels])] };
}

/** The body of a declaration, of the function that a variable or property is made of, or of those that implement it. */
function bodiesOfDeclaration(
  files: ProgramFiles,
  checker: ts.TypeChecker,
  classesWith: ReturnType<typeof classFinder>,
  declaration: ts.Declaration,
): readonly ProcedureReference[] {
  const own = bodyOf(files, declaration);
  if (own !== undefined) return [own];
  if (!isMember(declaration)) return [];
  const name = declaration.name.getText();
  const implementing = implementationsOf(checker, declaration, classesWith(name))
    .flatMap(({ members }) => members)
    .flatMap((member) => bodyOf(files, member) ?? []);
  const { file, path } = placeOfDeclaration(files, declaration);
  return distinct([...implementing, ...files.summarized.implementationsOf(file, path)]);
}

/** Members whose bodies are where they are implemented. */
export function isMember(
  node: ts.Declaration,
): node is ts.MethodSignature | ts.PropertySignature | ts.MethodDeclaration {
  return ts.isMethodSignature(node) || ts.isPropertySignature(node) || ts.isMethodDeclaration(node);
}

function bodyOf(files: ProgramFiles, declaration: ts.Declaration): ProcedureReference | undefined {
  const file = declaration.getSourceFile().fileName;
  const facts = files.get(file);
  if (facts === undefined) return summarizedBodyOf(files, declaration);
  const holder =
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyAssignment(declaration) ||
    ts.isPropertyDeclaration(declaration)
      ? declaration.initializer
      : declaration;
  const procedure = holder === undefined ? undefined : facts.procedureOf.get(holder);
  const isFunction = procedure !== undefined && facts.facts.procedures[procedure]?.kind !== "field";
  return isFunction ? { file, procedure } : undefined;
}

/** By the declaration that was made of it. */
function summarizedBodyOf(files: ProgramFiles, declaration: ts.Declaration): ProcedureReference | undefined {
  const { file, path } = placeOfDeclaration(files, declaration);
  const procedure = files.summarized.get(file)?.declared.get(path);
  return procedure === undefined ? undefined : { file, procedure };
}

/** The place by which summaries of packages know a declaration. */
export function placeOfDeclaration(files: ProgramFiles, declaration: ts.Declaration): DeclaredPlace {
  const { fileName } = declaration.getSourceFile();
  const file = files.summarized.sourceOf(fileName) ?? fileName;
  return { file, path: pathOfDeclaration(declaration, false).join(".") };
}

function distinct(references: readonly ProcedureReference[]): readonly ProcedureReference[] {
  return [...new Map(references.map((one) => [`${one.file}#${String(one.procedure)}`, one])).values()];
}

function isOfLibrary({ program, summarized }: ProgramFiles, declaration: ts.Declaration): boolean {
  const file = declaration.getSourceFile();
  if (summarized.sourceOf(file.fileName) !== undefined) return false;
  return program.isSourceFileDefaultLibrary(file) || program.isSourceFileFromExternalLibrary(file);
}

function isClassMethod(declaration: ts.Declaration): boolean {
  return ts.isMethodDeclaration(declaration) && ts.isClassLike(declaration.parent);
}

/** Finds the classes that have a member of a name, or may have inherited it: names are read once for each program. */
function classFinder(files: ProgramFiles): (name: string) => readonly ts.ClassLikeDeclaration[] {
  const all: { readonly declaration: ts.ClassLikeDeclaration; readonly names: ReadonlySet<string> }[] = [];
  const add = (declaration: ts.ClassLikeDeclaration): void => {
    const names = declaration.members.flatMap((member) => member.name?.getText() ?? []);
    all.push({ declaration, names: new Set(names) });
  };
  const prepare = (): void => {
    for (const file of files.names) {
      for (const declaration of files.get(file)?.classSiteOf.keys() ?? []) {
        add(declaration);
      }
    }
    for (const file of files.program.getSourceFiles())
      if (files.summarized.sourceOf(file.fileName) !== undefined)
        for (const statement of file.statements) if (ts.isClassDeclaration(statement)) add(statement);
  };
  const found = new Map<string, readonly ts.ClassLikeDeclaration[]>();
  return (name) => {
    if (found.size === 0) prepare();
    const known = found.get(name);
    if (known !== undefined) return known;
    const having = all.filter(
      ({ declaration, names }) => names.has(name) || declaration.heritageClauses !== undefined,
    );
    const classes = having.map(({ declaration }) => declaration);
    found.set(name, classes);
    return classes;
  };
}

function keyOfProperty(files: ProgramFiles, declaration: ts.Declaration): string {
  const file = declaration.getSourceFile();
  const isOwn = files.get(file.fileName) !== undefined;
  return isOwn ? `${file.fileName}:${String(declaration.pos)}` : OF_LIBRARIES;
}
