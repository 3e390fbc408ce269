/**
 * Summaries: the files of one package of a program that was analysed → what others need to know of them. Every question
 * is asked about every site, since nobody knows yet at which of them whoever uses the package will come by.
 */
import ts from "typescript";
import type { PurposesOfCode } from "../annotations/purposes-of-code.js";
import { pathOfDeclaration } from "../checker/declaration-path.js";
import type { SourceFacts } from "../facts/facts-of-file.js";
import type { FileId, ProcedureId, SiteId } from "../graph/expression.js";
import type {
  DeclaredPlace,
  FileSummary,
  PackageSummary,
  RecordedAnswers,
  RecordedBodies,
  RecordedPurposes,
} from "../graph/package-summary.js";
import type { ImportedModule, ProcedureReference } from "../graph/program-view.js";
import type { ModuleLinks } from "../program/create-program-view.js";
import type { ProgramFiles } from "../program/program-files.js";
import { membersIn } from "../program/summarized-answers.js";
import { isMember, placeOfDeclaration, type TypeQuestions } from "../program/type-questions.js";
import { byIdentity, columnOf, typeKeys } from "./columns.js";

/** A program that was analysed, as far as summaries are made of it. */
export interface AnalyzedCode {
  readonly files: ProgramFiles;
  readonly links: ModuleLinks;
  readonly questions: TypeQuestions;
  readonly purposes: PurposesOfCode;
}

/** `declarationsOf`: the declaration file that the compiler makes of a file. */
export function summarize(
  code: AnalyzedCode,
  isOfPackage: (file: FileId) => boolean,
  declarationsOf: (file: FileId) => FileId | undefined,
): PackageSummary {
  const { files } = code;
  return {
    files: files.names.filter(isOfPackage).flatMap((name): readonly FileSummary[] => {
      const source = files.get(name);
      const text = files.program.getSourceFile(name)?.text;
      if (source === undefined || text === undefined) return [];
      const { facts, mentions } = source;
      return [
        {
          facts,
          mentions,
          text,
          declarations: declarationsOf(name),
          links: linksOf(code, source),
          declared: declaredIn(source),
          answers: answersOf(code, source),
          purposes: purposesOf(code, source),
        },
      ];
    }),
    implementations: implementationsIn(code, isOfPackage),
  };
}

function linksOf({ links }: AnalyzedCode, { facts, nodes }: SourceFacts): FileSummary["links"] {
  const found = new Map<string, ImportedModule>();
  const add = (specifier: SiteId, module: string): void => {
    found.set(module, links.importedModule(facts.file, specifier, module));
  };
  for (const { specifier, module } of [...facts.requests, ...facts.imports]) add(specifier, module);
  for (const one of facts.exports) if (one.kind !== "local") add(one.specifier, one.module);
  // `import("…")` and `require("…")`, wherever they stand.
  for (const [site, node] of nodes.entries()) {
    const [argument] = ts.isCallExpression(node) ? node.arguments : [];
    const specifier = argument ?? node;
    if (!ts.isStringLiteralLike(specifier) || found.has(specifier.text)) continue;
    if (argument === undefined && isSpecifier(node)) add(site, specifier.text);
  }
  return found;
}

function isSpecifier({ parent }: ts.Node): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (!ts.isCallExpression(parent)) return false;
  const { expression } = parent;
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require")
  );
}

/** Functions and methods that have a name for others, by it. */
function declaredIn({ facts, procedureOf }: SourceFacts): ReadonlyMap<string, ProcedureId> {
  const found = new Map<string, ProcedureId>();
  for (const [node, procedure] of procedureOf) {
    const isNamed = procedure !== 0 && facts.procedures[procedure]?.kind !== "field";
    const declaration = isNamed ? declarationOf(node) : undefined;
    if (declaration === undefined || isLocal(declaration)) continue;
    const path = pathOfDeclaration(declaration, false).join(".");
    if (path !== "" && !found.has(path)) found.set(path, procedure);
  }
  return found;
}

function declarationOf(node: ts.Node): ts.Node {
  const { parent } = node;
  const holds =
    ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  return holds && parent.initializer === node ? parent : node;
}

/** In a function: nobody else can name it. */
function isLocal({ parent }: ts.Node): boolean {
  return ts.findAncestor(parent, (node) => ts.isFunctionLike(node)) !== undefined;
}

function answersOf({ files, questions }: AnalyzedCode, { facts, nodes }: SourceFacts): RecordedAnswers {
  const { file, spans } = facts;
  const columns = <T>(ask: (file: FileId, site: SiteId) => T, keyOf?: (answer: T) => unknown) =>
    columnOf(spans.length, (site) => ask(file, site), keyOf);
  return {
    types: columns(questions.typeAt, typeKeys()),
    results: columns(questions.resultAt, typeKeys()),
    signatures: columns(questions.signatureAt, byIdentity),
    memberNames: columns(questions.memberNamesAt),
    origins: columns(questions.originAt),
    labels: columns(questions.labelAt),
    methods: columns((_, site) => (isNamed(nodes[site]) ? questions.methodAt(file, site) : undefined)),
    bodies: columns((_, site): RecordedBodies => ({
      procedures: questions.bodiesAt(file, site),
      members: openMembers(files, questions.declarationsAt(file, site)),
    })),
  };
}

function isNamed(node: ts.Node | undefined): boolean {
  return (
    node !== undefined &&
    (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
  );
}

/** Members that others may implement. */
function openMembers(files: ProgramFiles, declarations: readonly ts.Declaration[]): readonly DeclaredPlace[] {
  return declarations
    .filter((one) => isMember(one) && isOfRepository(one.getSourceFile()))
    .map((one) => placeOfDeclaration(files, one));
}

function isOfRepository({ fileName }: ts.SourceFile): boolean {
  return !fileName.includes("/node_modules/");
}

function purposesOf({ purposes }: AnalyzedCode, { facts }: SourceFacts): RecordedPurposes {
  const { file, spans, procedures } = facts;
  const bySite = <T>(ask: (file: FileId, site: SiteId) => T) =>
    columnOf(spans.length, (site) => ask(file, site));
  const byProcedure = <T>(ask: (file: FileId, procedure: ProcedureId) => T) =>
    columnOf(procedures.length, (procedure) => ask(file, procedure));
  return {
    ofModule: purposes.ofModule(file),
    ofProcedure: byProcedure(purposes.ofProcedure),
    ofParameters: byProcedure((_, procedure) =>
      (procedures[procedure]?.parameters ?? []).map((__, index) =>
        purposes.ofParameter(file, procedure, index),
      ),
    ),
    repurposing: byProcedure(purposes.repurposing),
    declaredRepurposing: bySite(purposes.declaredRepurposing),
    ofDeclaration: bySite(purposes.ofDeclaration),
    annotated: bySite(purposes.annotatedAt),
    ofMeaning: bySite((_, site) => purposes.ofMeaning(file, site, false)),
    ofOwnMeaning: bySite((_, site) => purposes.ofMeaning(file, site, true)),
    ofWrittenProperty: bySite(purposes.ofWrittenProperty),
    ofReceiver: bySite(purposes.ofReceiver),
  };
}

/** Of each member in the repository that has no body itself: what of the package implements it. */
function implementationsIn(
  { files, questions }: AnalyzedCode,
  isOfPackage: (file: FileId) => boolean,
): ReadonlyMap<string, readonly ProcedureReference[]> {
  const found = new Map<string, readonly ProcedureReference[]>();
  for (const file of files.program.getSourceFiles()) {
    if (!isOfRepository(file) || files.program.isSourceFileDefaultLibrary(file)) continue;
    for (const members of membersIn(file).values())
      for (const member of members) {
        const place = placeOfDeclaration(files, member);
        const bodies = questions.bodiesOf(member).filter((body) => isOfPackage(body.file));
        const isOwnBody =
          bodies.length === 1 && bodies[0]?.file === place.file && ts.isMethodDeclaration(member);
        if (bodies.length > 0 && !isOwnBody) found.set(keyOfPlace(place), bodies);
      }
  }
  return found;
}

function keyOfPlace({ file, path }: DeclaredPlace): string {
  return `${file} ${path}`;
}
