/**
 * Reads the files with flow models that `settings.purpose.models` names: for libraries whose source is not in the
 * program. What is wrong with one of them is one error that names the file and the place.
 */
import { resolve } from "node:path";
import type { FlowModel } from "../graph/flow-model.js";
import { validateModels, type ModelReading } from "./model-schema.js";

/** The text of a file; undefined if there is none. */
export type ReadFile = (fileName: string) => string | undefined;

/**
 * The models of all files, in their order; of two for one function the later one counts. `paths` are relative to `cwd`.
 * Error: a file that is missing, that is no JSON, or that holds a row which is not of the format.
 */
export function readUserModels(paths: readonly string[], cwd: string, readFile: ReadFile): ModelReading {
  const models: FlowModel[] = [];
  for (const path of paths) {
    const reading = readModelFile(path, cwd, readFile);
    if ("error" in reading) return { error: `settings.purpose.models: ${reading.error}` };
    models.push(...reading.models);
  }
  return { models };
}

function readModelFile(path: string, cwd: string, readFile: ReadFile): ModelReading {
  const fileName = resolve(cwd, path);
  const text = readFile(fileName);
  if (text === undefined) return { error: `${path}: there is no such file (looked for ${fileName})` };
  const parsed = parseJson(text);
  return "error" in parsed ? { error: `${path}: ${parsed.error}` } : validateModels(parsed.value, path);
}

function parseJson(text: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
