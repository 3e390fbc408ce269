/**
 * Pipeline stage: program → facts. Flow models that are code: a JavaScript function that does with values what the
 * library's does is lowered like a file of the program, under a name that no file has.
 */
import { fileOfCode, functionOfCode } from "../checker/function-of-code.js";
import { factsOfFile, type SourceFacts } from "../facts/facts-of-file.js";
import type { FileId } from "../graph/expression.js";
import type { FlowModel } from "../graph/flow-model.js";
import { codeOf, fileOfModel, MODEL_LANGUAGE } from "../graph/model-code.js";
import type { FileFacts } from "../graph/procedure.js";
import type { ProcedureReference } from "../graph/program-view.js";

/** What code of models may call besides: it is there in each of them. */
const IMPORTS = `import { at, chosenBy, each, give, keep, kept, known, putAt, settled, shared, whenever, writeTo } from "${MODEL_LANGUAGE}";`;

export interface ModelCode {
  factsOf(file: FileId): FileFacts | undefined;
  /** undefined: the model is no code. */
  codeOf(model: FlowModel): ProcedureReference | undefined;
}

/** Models outlive programs, and their code is the same in each. */
const lowered = new WeakMap<FlowModel, LoweredCode>();

interface LoweredCode {
  readonly facts: SourceFacts;
  readonly procedure: number;
}

export function createModelCode(): ModelCode {
  const files = new Map<FileId, FileFacts>();
  return {
    factsOf: (file) => files.get(file),
    codeOf: (model) => {
      const text = codeOf(model);
      if (text === undefined) return undefined;
      const code = lowered.get(model) ?? lower(model, text);
      lowered.set(model, code);
      const file = fileOfModel(model);
      files.set(file, code.facts.facts);
      return { file, procedure: code.procedure };
    },
  };
}

function lower(model: FlowModel, text: string): LoweredCode {
  const source = fileOfCode(fileOfModel(model), text, IMPORTS);
  const facts = factsOfFile(source);
  const made = functionOfCode(source);
  const procedure = made === undefined ? undefined : facts.procedureOf.get(made);
  if (procedure === undefined) throw new Error(`${model.module}, ${model.name}: its code is no function`);
  return { facts, procedure };
}
