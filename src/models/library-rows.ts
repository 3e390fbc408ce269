/**
 * The built-in flow models: the language's, the web platform's and Node's functions, one data file a family. A test
 * checks the files against the schema that users' files are checked against.
 */
import collections from "./library/ecmascript-collections.json" with { type: "json" };
import node from "./library/node.json" with { type: "json" };
import objects from "./library/ecmascript-objects.json" with { type: "json" };
import text from "./library/ecmascript-text.json" with { type: "json" };
import web from "./library/web.json" with { type: "json" };
import { validateModels } from "./model-schema.js";
import type { FlowModel } from "../graph/flow-model.js";

/** What the data files hold, by their names. */
export const LIBRARY_FILES: Readonly<Record<string, unknown>> = {
  "ecmascript-text.json": text,
  "ecmascript-collections.json": collections,
  "ecmascript-objects.json": objects,
  "web.json": web,
  "node.json": node,
};

export function libraryRows(): readonly FlowModel[] {
  return Object.entries(LIBRARY_FILES).flatMap(([file, content]) => {
    const checked = validateModels(content, file);
    if ("error" in checked) throw new Error(checked.error);
    return checked.models;
  });
}
