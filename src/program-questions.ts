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
import { annotationProblems, type AnnotationProblem } from "./annotations/annotation-problems.js";
import { importEdit } from "./annotations/import-edit.js";
import { tagsOfDeclaration } from "./annotations/jsdoc-tags.js";
import type { JsDocBlock } from "./annotations/jsdoc-blocks.js";
import { knownNames } from "./annotations/known-names.js";
import { labelOfDeclaration } from "./annotations/label-tags.js";
import { needlessContacts, type NeedlessContact } from "./annotations/needless-contacts.js";
import { purposesOfProgram } from "./annotations/purposes-of-program.js";
import { repurposingFunctions } from "./annotations/repurposing-functions.js";
import { labelsBySettings } from "./annotations/settings-labels.js";
import type { SinkUse } from "./annotations/sink-uses.js";
import {
  unlabelledContacts,
  type ContactQuestion,
  type UnlabelledContact,
} from "./annotations/unlabelled-contacts.js";
import { unstatedSinks } from "./annotations/unstated-sinks.js";
import { createCatalog } from "./catalog/catalog.js";
import { createLabelErasures, type LabelErasure, type LabelPlace } from "./checker/label-erasures.js";
import { labelType } from "./checker/label-type.js";
import { packagesMention, programMentions } from "./checker/label-mentions.js";
import { lostImports, type LostImport } from "./checker/lost-imports.js";
import { plainLabels, type PlainLabel } from "./checker/plain-labels.js";
import { createTypeShapes, type TypeShapes } from "./checker/type-shape.js";
import type { TextEdit } from "./graph/text-edit.js";
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
  /** Writes the label's type in place of what stands there, and imports it if need be; undefined if its name is taken. */
  labelTypeEdits(file: ts.SourceFile, label: string, place: LabelPlace): readonly TextEdit[] | undefined;
  /** What is wrong with the annotations in a file's comments, and with types that are named like labels. */
  annotationProblems(
    file: ts.SourceFile,
    comments: readonly JsDocBlock[],
    onlyKnown: boolean,
  ): readonly AnnotationProblem[];
  /** What holds a security contact by its name or place, but by its type does not. */
  unlabelledContacts(
    file: ts.SourceFile,
    inSecurityCode: ContactQuestion["inSecurityCode"],
  ): readonly UnlabelledContact[];
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
  const checker = program.getTypeChecker();
  const policy = createPolicy(settings);
  const labels = once(() => labelsIn(input));
  const purposes = once(() => purposesOfProgram(program, cwd, settings));
  const evidence = new Set(settings.evidence);
  const repurposing = once(() => repurposingFunctions(program, evidence));
  const catalog = once(() => createCatalog(settings.catalog));
  const erasures = once(() => {
    const { shapes } = labels();
    const isReleasing = (node: ts.Node): boolean =>
      tagsOfDeclaration(node).some(({ tag }) => tag === "repurpose");
    return createLabelErasures({ program, checker, shapes, isReleasing });
  });
  return {
    labelErasures: (file) => (labels().spokenOf ? erasures()(file) : []),
    labelTypeEdits: (file, label, { start, end, besides }) => {
      const type = labelType({ program, checker, shapes: labels().shapes }, label, file);
      if (type === undefined) return undefined;
      const text = besides === undefined ? type.text : `${type.text} | ${besides}`;
      const imports = type.imported && importEdit(file, type.imported.name, type.imported.from);
      return [...(imports === undefined ? [] : [imports]), { start, end, text }];
    },
    consentProblems: (file) => consentProblems(checker, repurposing(), evidence, file),
    evidenceMends: (problem) => evidenceMends(program, problem, settings.evidence),
    evidence: settings.evidence,
    needlessContacts: (file) => {
      const { contactless } = settings;
      const { shapes } = labels();
      return needlessContacts({ program, checker, shapes, purposes: purposes(), policy, contactless }, file);
    },
    unlabelledContacts: (file, inSecurityCode) =>
      unlabelledContacts({ checker, shapes: labels().shapes, purposes: purposes(), inSecurityCode }, file),
    unstatedSinks: (file) => unstatedSinks(program, catalog(), purposes(), file),
    annotationProblems: (file, comments, onlyKnown) => [
      ...annotationProblems(file, comments, { known: knownNames(settings), policy, onlyKnown }),
      ...plainLabels(checker, labels().shapes, policy.labels, file).map(plainLabelProblem),
      // Of a file alone, no import leads anywhere.
      ...(program.getCompilerOptions().noResolve === true
        ? []
        : lostImports(checker, policy.labels, file).map(lostImportProblem)),
    ],
  };
}

function plainLabelProblem({ label, start, end, brandAt }: PlainLabel): AnnotationProblem {
  const brand = ` & { readonly __brand: ${JSON.stringify(label)} }`;
  const mend = brandAt === undefined ? undefined : { start: brandAt, end: brandAt, text: brand };
  return { kind: "plainLabel", start, end, data: { label }, mend };
}

function lostImportProblem({ label, from, start, end }: LostImport): AnnotationProblem {
  return { kind: "lostLabel", start, end, data: { label, from }, mend: undefined };
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
    extraSources: labelsBySettings(program, settings, cwd),
    packagesMayCarry: hasSources || (spokenOf && packagesMention(program, labels)),
  });
  return { spokenOf, shapes };
}

function once<T extends object>(compute: () => T): () => T {
  let known: T | undefined;
  return () => (known ??= compute());
}
