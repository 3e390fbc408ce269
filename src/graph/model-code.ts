/**
 * Pipeline stage: value flow. Names of the files that no program has: the code that stands for a library's function, as
 * its flow model has it.
 */
import type { FileId } from "./expression.js";
import type { FlowModel } from "./flow-model.js";

const BEGIN = "model:";

/** The module whose functions only the code of flow models can call: what no JavaScript says. */
export const MODEL_LANGUAGE = "eslint-plugin-purpose/models";

export function fileOfModel({ module, name }: FlowModel): FileId {
  return `${BEGIN}${module}#${name}`;
}

/** @example isModelCode("model:redux#createStore") // true */
export function isModelCode(file: FileId): boolean {
  return file.startsWith(BEGIN);
}

/** The text of a model's code, which may be written as a list of lines; undefined: it has none. */
export function codeOf({ code }: FlowModel): string | undefined {
  return code === undefined || typeof code === "string" ? code : code.join("\n");
}
