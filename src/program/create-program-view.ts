/**
 * Pipeline stage: program → value flow. The program as the solver sees it: facts, links between files, answers of the
 * checker and the flow models, behind the solver's own interface.
 */
import { isBuiltin } from "node:module";
import ts from "typescript";
import { fileOfSpecifier } from "../checker/module-of-specifier.js";
import type { FlowModel } from "../graph/flow-model.js";
import type { ImportedModule, ProgramView, Relevance, SiteType } from "../graph/program-view.js";
import type { FileFacts } from "../graph/procedure.js";
import { isModelCode } from "../graph/model-code.js";
import { createModelCode } from "./model-code.js";
import type { ProgramFiles } from "./program-files.js";
import type { SeenProcedures } from "./seen-procedures.js";
import type { TypeQuestions } from "./type-questions.js";

interface ModelLookup {
  modelOf(module: string, path: readonly string[]): FlowModel | undefined;
}

/** Where the imports of a program lead. */
export interface ModuleLinks {
  importedModule(file: string, specifier: number, module: string): ImportedModule;
}

export function createModuleLinks(files: ProgramFiles, checker: ts.TypeChecker): ModuleLinks {
  const modules = new Map<string, ImportedModule>();
  return {
    importedModule: (file, specifier, module) => {
      const summary = files.summarized.get(file);
      if (summary !== undefined) return ofSummary(files, summary.links.get(module), module);
      const key = `${file}|${module}`;
      const known = modules.get(key) ?? leadsTo(files, checker, files.get(file)?.nodes[specifier], module);
      modules.set(key, known);
      return known;
    },
  };
}

/** What the view is made of. */
interface ViewParts {
  readonly files: ProgramFiles;
  readonly links: ModuleLinks;
  readonly questions: TypeQuestions;
  readonly models: ModelLookup;
  readonly relevance: Relevance;
  /** Where it is noted what was looked at. */
  readonly seen?: SeenProcedures | undefined;
  /** Where it is noted of which types not all was looked at. */
  readonly cuts: Map<string, Cut>;
}

/** A bound that was hit at a place. */
export interface Cut {
  readonly limit: string;
  readonly file: string;
  readonly site: number;
}

export function createProgramView(parts: ViewParts): ProgramView {
  const { files, links, questions, models, relevance, seen, cuts } = parts;
  const code = createModelCode();
  const ownFacts = (file: string): FileFacts | undefined => {
    const facts = files.get(file)?.facts;
    return facts === undefined ? undefined : (seen?.watched(facts) ?? facts);
  };
  const noted = <T extends SiteType>(answer: T, file: string, site: number): T => {
    for (const limit of answer.limits) cuts.set(`${limit}|${file}|${String(site)}`, { limit, file, site });
    return answer;
  };
  return {
    relevance: {
      ...relevance,
      enters: (file, procedure) => isModelCode(file) || relevance.enters(file, procedure),
    },
    legacyDecorators: files.program.getCompilerOptions().experimentalDecorators === true,
    factsOf: (file) => (isModelCode(file) ? code.factsOf(file) : ownFacts(file)),
    importedModule: (file, specifier, module) => links.importedModule(file, specifier, module),
    typeAt: (file, site) => noted(questions.typeAt(file, site), file, site),
    resultAt: (file, site) => noted(questions.resultAt(file, site), file, site),
    signatureAt: (file, site) => questions.signatureAt(file, site),
    memberNamesAt: (file, site) => questions.memberNamesAt(file, site),
    originAt: (file, site) => questions.originAt(file, site),
    bodiesAt: (file, site) => questions.bodiesAt(file, site),
    labelAt: (file, site) => questions.labelAt(file, site),
    modelOf: (module, path) => models.modelOf(module, path),
    codeOf: (model) => code.codeOf(model),
  };
}

function leadsTo(
  files: ProgramFiles,
  checker: ts.TypeChecker,
  specifier: ts.Node | undefined,
  module: string,
): ImportedModule {
  const found = specifier === undefined ? undefined : fileOfSpecifier(files.program, checker, specifier);
  const file = found === undefined ? undefined : (files.summarized.sourceOf(found) ?? found);
  if (file !== undefined && files.get(file) !== undefined) return { kind: "file", file };
  return library(module);
}

function ofSummary(files: ProgramFiles, link: ImportedModule | undefined, module: string): ImportedModule {
  const isKnown = link !== undefined && (link.kind === "library" || files.get(link.file) !== undefined);
  return isKnown ? link : library(module);
}

function library(module: string): ImportedModule {
  if (isBuiltin(module))
    return { kind: "library", module: module.startsWith("node:") ? module : `node:${module}` };
  return { kind: "library", module };
}
