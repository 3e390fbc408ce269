/**
 * Pipeline stage: value flow. The program as the solver sees it: the facts of its files, how they are linked, and the
 * answers of the type checker, all as plain data. `program/` implements it over TypeScript, tests over toy programs.
 */
import type { FileFacts } from "./procedure.js";
import type { FileId, ProcedureId, SiteId } from "./expression.js";
import type { Origin } from "./origin.js";
import type { ShapeKind, TypeShape } from "./type-shape.js";
import type { SignatureForm } from "./type-form.js";
import type { FlowModel } from "./flow-model.js";

/** What the type at a site says. */
export interface SiteType {
  readonly kind: ShapeKind;
  /** May be null or undefined. */
  readonly nullish: boolean;
  /** Where values of the type carry labels; undefined: nowhere. */
  readonly shape: TypeShape | undefined;
  /** Constants that are the only values of the type (a literal, a union of literals). */
  readonly constants: readonly (string | number | boolean)[] | undefined;
  /** Bounds behind which the shape may say too little. */
  readonly limits: readonly string[];
}

/** What a call can give back whose body is not seen. */
export interface ResultType extends SiteType {
  /** By its declared type the result can hold text or bytes. */
  readonly holdsText: boolean;
  /** Never returns. */
  readonly never: boolean;
  /** The labels of what the answer to a query may be computed from, by names: also of columns that were not asked for. */
  readonly columns?: ReadonlyMap<string, readonly string[]>;
}

export interface ProcedureReference {
  readonly file: FileId;
  readonly procedure: ProcedureId;
}

/** What is called under a method's name, as the receiver's type says. */
export type CalledMethod =
  /** These, or what classes that extend theirs have instead. */
  { readonly kind: "class"; readonly bodies: readonly ProcedureReference[] } | { readonly kind: "library" };

/** Where an import leads: a file of the program, or a module whose source is not in it. */
export type ImportedModule =
  { readonly kind: "file"; readonly file: FileId } | { readonly kind: "library"; readonly module: string };

/** What need not be looked at, since no label can get from there to a sink. */
export interface Relevance {
  /** Whether the procedure is run when it is called. */
  enters(file: FileId, procedure: ProcedureId): boolean;
  /** Whether it is run for its own sake, as something that anybody may call. */
  isRoot(file: FileId, procedure: ProcedureId): boolean;
  /** How near the file's code is to a sink, in steps from a label; 0 if everything is looked at. */
  distanceOf(file: FileId): number;
}

export interface ProgramView {
  /** Decorators are those that came before the language had its own (`experimentalDecorators`). */
  readonly legacyDecorators: boolean;
  readonly relevance: Relevance;
  factsOf(file: FileId): FileFacts | undefined;
  importedModule(file: FileId, specifier: SiteId, module: string): ImportedModule;
  typeAt(file: FileId, site: SiteId): SiteType;
  resultAt(file: FileId, callSite: SiteId): ResultType;
  /** What the declaration of the function that is called says of its type parameters; undefined: it is not generic. */
  signatureAt(file: FileId, callSite: SiteId): SignatureForm | undefined;
  /** Names of the properties that a value there has by its type (of a list or promise: its elements); undefined: not known. */
  memberNamesAt(file: FileId, site: SiteId): readonly string[] | undefined;
  /** Where what the expression means is declared. */
  originAt(file: FileId, site: SiteId): Origin | undefined;
  /** Bodies in the program that a call of this callee may run, as far as types tell. */
  bodiesAt(file: FileId, calleeSite: SiteId): readonly ProcedureReference[];
  /** Label that an annotation gives to what is declared at the site. */
  labelAt(file: FileId, site: SiteId): string | undefined;
  modelOf(module: string, path: readonly string[]): FlowModel | undefined;
  /** The function that stands for the library's, where its model is code. */
  codeOf(model: FlowModel): ProcedureReference | undefined;
}
