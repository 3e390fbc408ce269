/**
 * The catalog's rows as they stand in the data files: one row a package (or part of one), a global, a group of
 * endpoints. Every row says in `see` where its facts come from.
 */
import endpointsFile from "./endpoints.json" with { type: "json" };
import globalsFile from "./globals.json" with { type: "json" };
import packagesFile from "./packages.json" with { type: "json" };

/** An npm package with a purpose, or one whose calls are those of a mixed tag. */
export interface PackageRow {
  readonly name: string;
  /** The row is about this subpath and what is below it; left out: the whole package. */
  readonly subpath?: string;
  /** The row is about these exports and members; left out: all of them. It goes before a row without `only`. */
  readonly only?: readonly string[];
  /** Left out exactly where `tag` is given. */
  readonly purpose?: string;
  /** Calls do what a mixed tag does with the same arguments: their purpose depends on the call. */
  readonly tag?: PackageTag;
  readonly see: readonly string[];
}

/** How a package's call becomes a call of a mixed tag. */
export interface PackageTag {
  /** Name of the mixed global. */
  readonly global: string;
  /** Constant arguments that the package puts before those it is given. */
  readonly before?: readonly string[];
  /** What is sent is this property of the first argument. */
  readonly property?: string;
}

/** How a mixed tag is used. */
export type TagForm =
  /** A function that is called with a command first: `gtag("event", …)`. */
  | "command"
  /** An array that things are pushed to: `dataLayer.push(…)`. */
  | "queue";

/** A global variable that a vendor's script defines. */
export interface GlobalRow {
  readonly name: string;
  readonly vendor: string;
  /** Left out exactly where `mixed` is given. */
  readonly purpose?: string;
  /** Its purpose depends on the call. */
  readonly mixed?: TagForm;
  readonly see: readonly string[];
}

/** What makes a call of a mixed tag advertising. */
export interface MixedTagRules {
  readonly purpose: string;
  /** The purpose of every other call. */
  readonly otherwise: string;
  /** How the ids of advertising destinations begin. */
  readonly ids: readonly string[];
  /** Fields that hold such an id. */
  readonly idFields: readonly string[];
  /** Names of what is set, and of fields, that hold data for matching people. */
  readonly userDataFields: readonly string[];
  /** Field of a pushed object that names its event. */
  readonly eventField: string;
  /** Names of conversion events, and how such names may begin. */
  readonly events: readonly string[];
  readonly eventPrefixes: readonly string[];
}

/** Addresses that requests go to. */
export interface EndpointRow {
  readonly vendor: string;
  /** Lower case; `*` stands for some text. */
  readonly hosts: readonly string[];
  /** Left out: every path. `{x}` is some text within a segment, `v*` a version, `*` some text, also of several segments. */
  readonly paths?: readonly string[];
  readonly purpose: string;
  readonly see: readonly string[];
}

export const PACKAGE_ROWS: readonly PackageRow[] = packagesFile.rows;
export const GLOBAL_ROWS: readonly GlobalRow[] = globalsFile.rows.map(({ mixed, ...row }) =>
  mixed === undefined ? row : { ...row, mixed: tagForm(mixed) },
);
export const MIXED_TAG_RULES: MixedTagRules = globalsFile.mixed;
export const ENDPOINT_ROWS: readonly EndpointRow[] = endpointsFile.rows;

function tagForm(text: string): TagForm {
  if (text === "command" || text === "queue") return text;
  throw new Error(`globals.json: "mixed" is "command" or "queue", not "${text}"`);
}
