/**
 * What the code of the program is for, asked by procedure and by site: annotations, packages and settings, nearest
 * first; and what functions release by consent.
 */
import ts from "typescript";
import { declarationsOf } from "../checker/declaration-of.js";
import type { FileId, ProcedureId, SiteId } from "../graph/expression.js";
import type { Purposes } from "./purposes-of.js";
import { repurposingOf, type Repurposing } from "./repurposing-of.js";

/** Empty lists: neutral. */
export interface PurposesOfCode {
  readonly ofProcedure: (file: FileId, procedure: ProcedureId) => readonly string[];
  readonly ofParameter: (file: FileId, procedure: ProcedureId, index: number) => readonly string[];
  /** Purposes of a declaration of the file (a variable, a class): its own, or those of what is around it. */
  readonly ofDeclaration: (file: FileId, site: SiteId) => readonly string[];
  /** Purposes that stand on the declaration itself or on a declaration around it, not those of its module. */
  readonly annotatedAt: (file: FileId, site: SiteId) => readonly string[];
  /** Purposes of what an expression means, by its declaration: `ownOnly` leaves the module's and package's out. */
  readonly ofMeaning: (file: FileId, site: SiteId, ownOnly: boolean) => readonly string[];
  /** Of what a package exports, by its declaration. The site is one that means it: it is asked once for all of them. */
  readonly ofExport: (name: string, file: FileId, site: SiteId) => readonly string[];
  /** Of a property that is written to: annotated, or a member of a class that has a purpose. */
  readonly ofWrittenProperty: (file: FileId, site: SiteId) => readonly string[];
  /** Of the property (`builder.rows` in `builder.rows.push`) whose method is called. */
  readonly ofReceiver: (file: FileId, calleeSite: SiteId) => readonly string[];
  readonly ofModule: (file: FileId) => readonly string[];
  readonly repurposing: (file: FileId, procedure: ProcedureId) => Repurposing | undefined;
  /** Of what is called there, by its declaration: a member of an interface has no procedure. */
  readonly declaredRepurposing: (file: FileId, calleeSite: SiteId) => Repurposing | undefined;
  /** Files of the program whose module has a purpose. */
  readonly annotatedModules: readonly FileId[];
}

/** The program's syntax behind files, sites and procedures. */
export interface SyntaxLookup {
  readonly files: readonly ts.SourceFile[];
  node(file: FileId, site: SiteId): ts.Node | undefined;
  procedureNode(file: FileId, procedure: ProcedureId): ts.Node | undefined;
  declarations(file: FileId, site: SiteId): readonly ts.Declaration[];
}

export function createPurposesOfCode(
  purposes: Purposes,
  lookup: SyntaxLookup,
  checker: ts.TypeChecker,
  evidence: ReadonlySet<string>,
): PurposesOfCode {
  const byName = new Map(lookup.files.map((file) => [file.fileName, file]));
  const ofModule = (file: FileId): readonly string[] => {
    const source = byName.get(file);
    return source === undefined ? [] : purposes.purposesOfFile(source);
  };
  const remembered = <T>(ask: (file: FileId, id: number) => T): ((file: FileId, id: number) => T) => {
    const byFile = new Map<FileId, { readonly answer: T }[]>();
    return (file, id) => {
      let known = byFile.get(file);
      if (known === undefined) byFile.set(file, (known = []));
      return (known[id] ??= { answer: ask(file, id) }).answer;
    };
  };
  const ofNode = (node: ts.Node | undefined): readonly string[] =>
    node === undefined ? [] : purposes.purposesOfDeclaration(node);
  const meaning = remembered((file, site) =>
    lookup.declarations(file, site).flatMap((declaration) => purposes.purposesOfDeclaration(declaration)),
  );
  const ownMeaning = remembered((file, site) =>
    purposes.annotatesDeclarations()
      ? lookup
          .declarations(file, site)
          .flatMap((declaration) => purposes.annotatedPurposes(declaration) ?? [])
      : [],
  );
  const declaredRepurposing = remembered((file, site) => {
    const [first, ...others] = lookup
      .declarations(file, site)
      .map((declaration) => repurposingOf(checker, declaration, evidence));
    return others.every((other) => other !== undefined) ? first : undefined;
  });
  let mentionsRepurposing: boolean | undefined;
  const exported = new Map<string, readonly string[]>();
  return {
    ofProcedure: remembered((file, procedure) => {
      const node = lookup.procedureNode(file, procedure);
      return node === undefined || ts.isSourceFile(node) ? ofModule(file) : ofNode(node);
    }),
    ofParameter: (file, procedure, index) =>
      parameterPurposes(purposes, lookup.procedureNode(file, procedure), index),
    ofDeclaration: remembered((file, site) => ofNode(lookup.node(file, site))),
    annotatedAt: remembered((file, site) => {
      const node = lookup.node(file, site);
      return node === undefined ? [] : (purposes.annotatedPurposes(node) ?? []);
    }),
    ofMeaning: (file, site, ownOnly) => (ownOnly ? ownMeaning(file, site) : meaning(file, site)),
    ofExport: (name, file, site) => {
      const known = exported.get(name) ?? meaning(file, site);
      exported.set(name, known);
      return known;
    },
    ofWrittenProperty: remembered((file, site) =>
      lookup.declarations(file, site).flatMap((declaration) => writtenPurposes(purposes, declaration)),
    ),
    ofReceiver: remembered((file, site) => {
      const callee = lookup.node(file, site);
      const isMember =
        callee !== undefined &&
        (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee));
      if (!isMember || ts.isIdentifier(callee.expression)) return [];
      return declarationsOf(checker, callee.expression).flatMap((declaration) =>
        writtenPurposes(purposes, declaration),
      );
    }),
    ofModule,
    repurposing: remembered((file, procedure) => {
      const node = lookup.procedureNode(file, procedure);
      return node === undefined || ts.isSourceFile(node) ? undefined : repurposingOf(checker, node, evidence);
    }),
    declaredRepurposing: (file, site) => {
      mentionsRepurposing ??= lookup.files.some(({ text }) => text.includes("@repurpose"));
      return mentionsRepurposing ? declaredRepurposing(file, site) : undefined;
    },
    annotatedModules: lookup.files
      .filter((file) => purposes.purposesOfFile(file).length > 0)
      .map((file) => file.fileName),
  };
}

function parameterPurposes(purposes: Purposes, node: ts.Node | undefined, index: number): readonly string[] {
  if (node === undefined || !ts.isFunctionLike(node)) return [];
  const parameter = node.parameters[index];
  if (parameter === undefined) return [];
  const own = purposes.annotatedPurposes(parameter) ?? [];
  const around = purposes.annotatedPurposes(node) ?? [];
  return own.filter((purpose) => !around.includes(purpose));
}

/** A member of an interface only says what shape a value has; one of a class is a place of that class's code. */
function writtenPurposes(purposes: Purposes, declaration: ts.Declaration): readonly string[] {
  const own = purposes.annotatedPurposes(declaration);
  if (own !== undefined) return own;
  const isMember =
    ts.isPropertyDeclaration(declaration) || ts.isAccessor(declaration) || ts.isParameter(declaration);
  return isMember ? purposes.purposesOfDeclaration(declaration) : [];
}
