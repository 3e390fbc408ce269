/**
 * Ties the gate to the rest of the pipeline: the graphs of the program's files, the names that label and take purposes,
 * and what the flow models' names say.
 */
import type ts from "typescript";
import type { PurposesOfCode } from "./annotations/purposes-of-code.js";
import type { Purposes } from "./annotations/purposes-of.js";
import type { Catalog } from "./catalog/catalog.js";
import { isOfRequests } from "./catalog/request-rows.js";
import { typeMentions } from "./facts/type-mentions.js";
import type { CallSite } from "./gate/file-graph.js";
import { createGate, type Gate, type GateQuestions } from "./gate/gate.js";
import { ProgramGraph } from "./gate/program-graph.js";
import { MAXIMAL_WHOLE } from "./gate/limits.js";
import { graphOfFile } from "./gate/statements.js";
import { END_OF_STACK, isEndOfStack } from "./graph/end-of-stack.js";
import type { FileId, SiteId } from "./graph/expression.js";
import type { FlowModel } from "./graph/flow-model.js";
import type { LibraryEffects } from "./graph/library-effects.js";
import type { MethodNames } from "./graph/method-names.js";
import { modelNameOf } from "./graph/origin.js";
import { createSinkNames } from "./leaks/sink-names.js";
import { effectsOfModel, effectsOfName, effectsOfType } from "./models/library-effects.js";
import { libraryRows } from "./models/library-rows.js";
import { methodNames } from "./models/method-names.js";
import type { ModelIndex } from "./models/read-models.js";
import type { ModuleLinks } from "./program/create-program-view.js";
import type { TypeQuestions } from "./program/type-questions.js";
import type { ProgramFiles } from "./program/program-files.js";
import type { SettingsSinks } from "./settings/settings-sinks.js";
import type { ResolvedSettings } from "./settings/settings.js";

interface GateParts {
  readonly program: ts.Program;
  readonly settings: ResolvedSettings;
  readonly models: readonly FlowModel[];
  readonly index: ModelIndex;
  readonly files: ProgramFiles;
  readonly links: ModuleLinks;
  readonly settingsSinks: SettingsSinks;
  readonly questions: TypeQuestions;
  readonly goesBy: GateQuestions["goesBy"];
  readonly catalog: Catalog;
  readonly purposes: Purposes;
  readonly purposesOfCode: PurposesOfCode;
}

export interface ProgramGate extends Gate {
  /** The bound that it has hit, if any. */
  readonly limits: readonly { readonly limit: string; readonly file: FileId; readonly site: SiteId }[];
}

/** Everything matters: of a program that is small, and of one whose code is nested too deep for the gate. */
const EVERYTHING: Omit<ProgramGate, "limits"> = {
  enters: () => true,
  isRoot: () => true,
  distanceOf: () => 0,
  leftOut: undefined,
  counts: { nodes: 0, edges: 0, forward: 0, chop: 0, procedures: 0, entered: 0 },
};

/** A gate for a program that is big enough to need one. */
export function gateOfProgram(parts: GateParts, sites: number, gateFrom = MAXIMAL_WHOLE): ProgramGate {
  if (sites <= gateFrom) return { ...EVERYTHING, limits: [] };
  try {
    return gateByNames(parts);
  } catch (error) {
    // Then everything is looked at, as far as that goes.
    if (!isEndOfStack(error)) throw error;
    const [file = ""] = parts.files.names;
    return { ...EVERYTHING, limits: [{ limit: END_OF_STACK, file, site: 0 }] };
  }
}

function gateByNames(parts: GateParts): ProgramGate {
  const { program, settings, files } = parts;
  const graph = new ProgramGraph(
    files.names.flatMap((name) => {
      const facts = files.get(name);
      return facts === undefined ? [] : [graphOfFile(facts.facts, facts.mentions)];
    }),
    parts.links,
    parts.questions.propertyAt,
  );
  const cut = addPropertyFlows(graph, parts);
  const labels = Object.keys(settings.labels);
  for (const file of declarationsWithLabels(program, files, labels))
    graph.addMentions(typeMentions(file, { sitesOf: () => [], procedureOf: () => undefined }));
  const sources = Object.values(settings.labels).flatMap((label) => label.sources);
  const types = sources.flatMap(({ type, property }) => (property === undefined ? [type] : []));
  const names = methodNames([...libraryRows(), ...parts.models]);
  const gate = createGate(
    graph,
    {
      ...sinkNamesOf(parts),
      labelNames: [...labels, ...types],
      labelledTypes: sources.flatMap(({ type, property }) => (property === undefined ? [] : [type])),
      labelledProperties: sources.flatMap(({ property }) => property ?? []),
    },
    names,
    questionsOf(parts, names),
  );
  const limits = cut.map((file) => ({ limit: "MAXIMAL_NESTING", file, site: 0 }));
  return { ...gate, limits: [...limits, ...limitsOf(gate, files)] };
}

/** What is a property of one type becomes one of another; gives the files in which types are nested too deep to tell. */
function addPropertyFlows(graph: ProgramGraph, { files, questions }: GateParts): readonly FileId[] {
  return files.names.filter((file) => {
    const { flows, isCut } = questions.propertyFlowsIn(file);
    for (const flow of flows) graph.properties.flow(flow);
    return isCut;
  });
}

function questionsOf({ questions, index, goesBy }: GateParts, names: MethodNames): GateQuestions {
  return {
    methodAt: (file, calleeSite) => questions.methodAt(file, calleeSite),
    effectsAt: (file, call) => effectsAt(questions, index, file, call),
    effectsOfName: (name, isStatic) => effectsOfName(names, name, isStatic),
    contentAt: (file, site) => questions.contentAt(file, site),
    goesBy,
    carriesAt: (file, site, property) => {
      const { shape } = questions.typeAt(file, site);
      if (property === undefined) return shape !== undefined;
      return shape?.properties.has(property) === true || questions.isComputedAt(file, site, property);
    },
    readCarriesAt: (file, site) => {
      if (questions.typeAt(file, site).shape !== undefined) return "typed";
      return questions.isComputedAt(file, site) ? "computed" : undefined;
    },
  };
}

/** What the library's function does that is called; undefined: nobody knows which one that is. */
function effectsAt(
  questions: TypeQuestions,
  index: ModelIndex,
  file: FileId,
  { site, calleeSite, construct }: CallSite,
): LibraryEffects | undefined {
  const origin = questions.originAt(file, construct ? site : calleeSite);
  const name = origin === undefined ? undefined : modelNameOf(origin, construct);
  if (name === undefined) return undefined;
  const { module, path } = name;
  const model = index.modelOf(module, path);
  const givesContent = (): boolean => {
    const { holdsText, shape } = questions.resultAt(file, site);
    return holdsText || shape !== undefined;
  };
  if (model === undefined)
    return effectsOfType(path, givesContent(), questions.signatureAt(file, site) !== undefined);
  const effects = effectsOfModel(model, path, givesContent);
  // What a request object is given is sent when it is sent.
  return isOfRequests(module, path) ? { ...effects, keeps: true } : effects;
}

function sinkNamesOf(parts: GateParts): ReturnType<typeof createSinkNames> {
  const { program, files, purposes } = parts;
  return createSinkNames({
    settings: parts.settings,
    settingsSinks: parts.settingsSinks,
    catalog: parts.catalog,
    purposes: parts.purposesOfCode,
    own: [...sourcesOf(program, files, true), ...summarizedTexts(files)],
    declared: sourcesOf(program, files, false).filter(
      ({ fileName }) => files.summarized.sourceOf(fileName) === undefined,
    ),
    purposesOfDeclared: (name) => {
      const file = program.getSourceFile(name);
      return file === undefined ? [] : purposes.purposesOfFile(file);
    },
  });
}

function summarizedTexts({ summarized }: ProgramFiles): readonly { fileName: string; text: string }[] {
  return summarized.names.map((fileName) => ({ fileName, text: summarized.get(fileName)?.text ?? "" }));
}

function limitsOf({ leftOut }: Gate, files: ProgramFiles): ProgramGate["limits"] {
  if (leftOut === undefined) return [];
  const { file, procedure } = leftOut;
  const site = files.get(file)?.facts.procedures[procedure]?.site ?? 0;
  return [{ limit: "MAXIMAL_CODE", file, site }];
}

function sourcesOf(program: ts.Program, files: ProgramFiles, own: boolean): readonly ts.SourceFile[] {
  return program.getSourceFiles().filter(({ fileName }) => (files.get(fileName) !== undefined) === own);
}

/** Declarations of the program's own, and of packages that speak of a label. */
function declarationsWithLabels(
  program: ts.Program,
  files: ProgramFiles,
  labels: readonly string[],
): readonly ts.SourceFile[] {
  return sourcesOf(program, files, false).filter(
    ({ text, fileName }) =>
      !fileName.includes("/node_modules/") || labels.some((label) => text.includes(label)),
  );
}
