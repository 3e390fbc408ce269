/**
 * What rules ask of a program besides its leaks, file by file. Answers are computed when they are first asked for; what
 * several of them need is shared, and lives as long as the `ts.Program`.
 */
import ts from "typescript";
import {
  consentProblems,
  type ConsentProblem,
  type MissingEvidence,
} from "./annotations/consent-problems.js";
import { evidenceMends, type EvidenceMend } from "./annotations/evidence-mends.js";
import { labelOfDeclaration } from "./annotations/label-tags.js";
import { needlessContacts, type NeedlessContact } from "./annotations/needless-contacts.js";
import { purposesOfProgram } from "./annotations/purposes-of-program.js";
import { repurposingFunctions } from "./annotations/repurposing-functions.js";
import { labelsBySettings } from "./annotations/settings-labels.js";
import type { SinkUse } from "./annotations/sink-uses.js";
import { unstatedSinks } from "./annotations/unstated-sinks.js";
import { createCatalog } from "./catalog/catalog.js";
import { labelErasures, type LabelErasure } from "./checker/label-erasures.js";
import { packagesMention, programMentions } from "./checker/label-mentions.js";
import { createTypeShapes, type TypeShapes } from "./checker/type-shape.js";
import { createPolicy } from "./settings/policy.js";
import type { ResolvedSettings } from "./settings/settings.js";

export interface QuestionsInput {
  readonly program: ts.Program;
  /** Globs of the settings are relative to it. */
  readonly cwd: string;
  readonly settings: ResolvedSettings;
}

export interface ProgramQuestions {
  /** Where labelled values are given a type without the label. */
  labelErasures(file: ts.SourceFile): readonly LabelErasure[];
  /** Where the file uses what the catalog knows without saying what it is for itself. */
  unstatedSinks(file: ts.SourceFile): readonly SinkUse[];
  /** Functions that change a purpose without evidence of consent, and calls that make it up. */
  consentProblems(file: ts.SourceFile): readonly ConsentProblem[];
  /** How a function can be made to take evidence. */
  evidenceMends(problem: MissingEvidence): readonly EvidenceMend[];
  /** Names of the types that count as evidence. */
  readonly evidence: readonly string[];
  /** Where code that must do without a security contact requires one. */
  needlessContacts(file: ts.SourceFile): readonly NeedlessContact[];
}

export function createProgramQuestions(input: QuestionsInput): ProgramQuestions {
  const { program, cwd, settings } = input;
  const labels = once(() => labelsIn(input));
  const purposes = once(() => purposesOfProgram(program, cwd, settings));
  const policy = once(() => createPolicy(settings));
  const evidence = new Set(settings.evidence);
  const repurposing = once(() => repurposingFunctions(program, evidence));
  const catalog = once(() => createCatalog(settings.catalog));
  return {
    labelErasures: (file) => {
      const { spokenOf, shapes } = labels();
      return spokenOf ? labelErasures(program.getTypeChecker(), shapes, file) : [];
    },
    consentProblems: (file) => consentProblems(program.getTypeChecker(), repurposing(), evidence, file),
    evidenceMends: (problem) => evidenceMends(program.getTypeChecker(), problem, settings.evidence),
    evidence: settings.evidence,
    needlessContacts: (file) => {
      const checker = program.getTypeChecker();
      const { contactless } = settings;
      const { shapes } = labels();
      return needlessContacts({ checker, shapes, purposes: purposes(), policy: policy(), contactless }, file);
    },
    unstatedSinks: (file) => unstatedSinks(program, catalog(), purposes(), file),
  };
}

interface Labels {
  /** In a program whose text and settings name no label, no type can carry one. */
  readonly spokenOf: boolean;
  readonly shapes: TypeShapes;
}

function labelsIn({ program, cwd, settings }: QuestionsInput): Labels {
  const { labels } = createPolicy(settings);
  const hasSources = Object.values(settings.labels).some(({ sources }) => sources.length > 0);
  const spokenOf = hasSources || programMentions(program, labels);
  const shapes = createTypeShapes(program.getTypeChecker(), {
    labels,
    labelOfDeclaration,
    extraSources: labelsBySettings(settings, cwd),
    packagesMayCarry: hasSources || (spokenOf && packagesMention(program, labels)),
  });
  return { spokenOf, shapes };
}

function once<T extends object>(compute: () => T): () => T {
  let known: T | undefined;
  return () => (known ??= compute());
}
