/**
 * Pipeline stage: checker → program. Where the thing that an expression means is declared, as plain data: what flow
 * models, the catalog and purposes are looked up by.
 */
import type { FileId } from "./expression.js";

/** Who declares it. */
export type OriginHome =
  /** The language's and platform's own libraries (lib.*.d.ts, the ambient globals of @types/node). */
  | { readonly kind: "platform" }
  /** A module of Node ("node:crypto"; always with the prefix). */
  | { readonly kind: "node"; readonly module: string }
  /** An npm package ("twilio", "@aws-sdk/client-s3"). */
  | { readonly kind: "package"; readonly name: string; readonly subpath: string }
  /** A source file of the program. */
  | { readonly kind: "program"; readonly file: FileId };

export interface Origin {
  readonly home: OriginHome;
  /**
   * Names from the outside in: ["Array", "push"], ["createHash"], ["Hash", "update"], ["Math", "max"],
   * ["PromiseConstructor", "all"] is written ["Promise", "static", "all"], a constructor ["Map", "new"].
   */
  readonly path: readonly string[];
  /** Offset of the declaration in its file: with the file, its identity. */
  readonly file: FileId;
  readonly start: number;
  /** Declared without a value of its own: `declare`, a .d.ts, an interface member, an abstract method. */
  readonly ambient: boolean;
  /** Packages that the file of an ambient member of the program imports: code that is generated for a library goes by its rows. */
  readonly importing?: readonly string[];
  /** What of a package says how it is called, where it is declared elsewhere: the interface of a client that the program keeps in a variable. */
  readonly calledAs?: { readonly module: string; readonly path: readonly string[] };
}

/** What flow models call the function that is called there; undefined: it is one of the program's own. */
export function modelNameOf(
  origin: Origin,
  construct: boolean,
): { readonly module: string; readonly path: readonly string[] } | undefined {
  if (origin.home.kind === "program") return undefined;
  const { path } = origin;
  return {
    module: moduleOfOrigin(origin),
    path: construct && path.at(-1) !== "new" ? [...path, "new"] : path,
  };
}

/** The module by which models and catalogs name what an origin declares: "" for the platform. */
export function moduleOfOrigin({ home }: Origin): string {
  switch (home.kind) {
    case "platform":
      return "";
    case "node":
      return home.module;
    case "package":
      return home.name;
    case "program":
      return home.file;
  }
}
