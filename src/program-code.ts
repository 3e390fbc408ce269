/**
 * What a program's code is, before any value is followed: its facts, where its imports lead, what the checker answers
 * about its places, and what it is for. Summaries of packages are made of it.
 */
import type ts from "typescript";
import { labelOfDeclaration } from "./annotations/label-tags.js";
import { createPurposesOfCode } from "./annotations/purposes-of-code.js";
import type { Purposes } from "./annotations/purposes-of.js";
import { purposesOfProgram } from "./annotations/purposes-of-program.js";
import { labelsBySettings } from "./annotations/settings-labels.js";
import { packagesMention } from "./checker/label-mentions.js";
import { createTypeShapes } from "./checker/type-shape.js";
import type { FileId, SiteId } from "./graph/expression.js";
import { createModuleLinks } from "./program/create-program-view.js";
import {
  NOTHING_SUMMARIZED,
  programFiles,
  type FactsCache,
  type ProgramFiles,
  type SummarizedCode,
} from "./program/program-files.js";
import { createTypeQuestions } from "./program/type-questions.js";
import { createPolicy } from "./settings/policy.js";
import type { ResolvedSettings } from "./settings/settings.js";
import { withRecordedPurposes } from "./summaries/recorded-purposes.js";
import type { AnalyzedCode } from "./summaries/summarize.js";

export interface CodeInput {
  readonly program: ts.Program;
  /** Globs of the settings are relative to it. */
  readonly cwd: string;
  readonly settings: ResolvedSettings;
  /** Code of other packages that is known by their summaries. */
  readonly summarized?: SummarizedCode | undefined;
}

export interface ProgramCode extends AnalyzedCode {
  /** Of declarations, and of files that the program only sees. */
  readonly purposesOfFiles: Purposes;
}

export function createProgramCode(input: CodeInput, facts: FactsCache): ProgramCode {
  const { program, cwd, settings, summarized = NOTHING_SUMMARIZED } = input;
  const checker = program.getTypeChecker();
  const { labels } = createPolicy(settings);
  const files = programFiles(program, facts, summarized);

  const purposesOfFiles = purposesOfProgram(program, cwd, settings, (declarations) => {
    const source = summarized.sourceOf(declarations);
    return source === undefined ? undefined : summarized.get(source)?.purposes.ofModule;
  });

  // Questions to the type checker, asked when the solver comes to a site.
  const shapes = createTypeShapes(checker, {
    labels,
    labelOfDeclaration,
    extraSources: labelsBySettings(program, settings, cwd),
    packagesMayCarry: hasLabelSources(settings) || packagesMention(program, labels),
  });
  const questions = createTypeQuestions(files, checker, shapes);
  const lookup = lookupIn(files, (file, site) => questions.declarationsAt(file, site));
  const purposes = createPurposesOfCode(purposesOfFiles, lookup, checker, new Set(settings.evidence));
  return {
    files,
    links: createModuleLinks(files, checker),
    questions,
    purposes: withRecordedPurposes(summarized, purposes),
    purposesOfFiles,
  };
}

/** Whether settings label anything that no text of the program does. */
export function hasLabelSources(settings: ResolvedSettings): boolean {
  return Object.values(settings.labels).some(({ sources }) => sources.length > 0);
}

function lookupIn(
  files: ProgramFiles,
  declarations: (file: FileId, site: SiteId) => readonly ts.Declaration[],
): Parameters<typeof createPurposesOfCode>[1] {
  const procedures = new Map<FileId, Map<number, ts.Node>>();
  return {
    files: files.names.flatMap((name) => files.program.getSourceFile(name) ?? []),
    node: (file, site) => files.get(file)?.nodes[site],
    procedureNode: (file, procedure) => {
      const known =
        procedures.get(file) ??
        new Map([...(files.get(file)?.procedureOf ?? [])].map(([node, id]) => [id, node]));
      procedures.set(file, known);
      return known.get(procedure);
    },
    declarations,
  };
}
