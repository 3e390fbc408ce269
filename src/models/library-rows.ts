/**
 * The built-in flow models: of the language, the web platform, Node and libraries, one data file a family. A test
 * checks the files against the schema that users' files are checked against.
 */
import collections from "./library/ecmascript-collections.json" with { type: "json" };
import caches from "./library/caches.json" with { type: "json" };
import containers from "./library/containers.json" with { type: "json" };
import code from "./library/code.json" with { type: "json" };
import databases from "./library/databases.json" with { type: "json" };
import states from "./library/states.json" with { type: "json" };
import messages from "./library/messages.json" with { type: "json" };
import servers from "./library/servers.json" with { type: "json" };
import validation from "./library/validation.json" with { type: "json" };
import values from "./library/values.json" with { type: "json" };
import node from "./library/node.json" with { type: "json" };
import objects from "./library/ecmascript-objects.json" with { type: "json" };
import text from "./library/ecmascript-text.json" with { type: "json" };
import web from "./library/web.json" with { type: "json" };
import type { FlowModel } from "../graph/flow-model.js";

/** What the data files hold, by their names. */
export const LIBRARY_FILES: Readonly<Record<string, unknown>> = {
  "ecmascript-text.json": text,
  "ecmascript-collections.json": collections,
  "ecmascript-objects.json": objects,
  "web.json": web,
  "node.json": node,
  "databases.json": databases,
  "messages.json": messages,
  "caches.json": caches,
  "containers.json": containers,
  "servers.json": servers,
  "validation.json": validation,
  "values.json": values,
  "states.json": states,
  "code.json": code,
};

/** Nothing is checked here: that took a tenth of a second of each run, and a test does it. */
const ROWS = Object.values(LIBRARY_FILES).flatMap(
  (content) => (content as { readonly rows: readonly FlowModel[] }).rows,
);

export function libraryRows(): readonly FlowModel[] {
  return ROWS;
}
