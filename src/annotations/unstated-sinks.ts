/**
 * Whether a file uses what the catalog knows without saying what it is for itself: neither by an annotation of the
 * module or of the declarations that use it, nor by its package or the settings.
 */
import type ts from "typescript";
import type { Catalog } from "../catalog/catalog.js";
import type { Purposes } from "./purposes-of.js";
import { sinkUses, type SinkUse } from "./sink-uses.js";

/** In the order of the file. */
export function unstatedSinks(
  program: ts.Program,
  catalog: Catalog,
  purposes: Purposes,
  file: ts.SourceFile,
): readonly SinkUse[] {
  if (file.isDeclarationFile || purposes.purposesOfFile(file).length > 0) return [];
  return sinkUses(program, catalog, file).filter(({ places }) =>
    places.some((place) => purposes.annotatedPurposes(place) === undefined),
  );
}
