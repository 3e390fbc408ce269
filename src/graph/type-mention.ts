/**
 * Pipeline stage: facts → gate. Which types a file's text names, and what they are written for. No type is resolved:
 * a name stands for whatever is called so anywhere in the program.
 */
import type { ProcedureId, SiteId } from "./expression.js";

/** What a type is written for. */
export type TypeHolder =
  /** Everything of the type with this name. */
  | { readonly kind: "type"; readonly name: string }
  /** Properties of this name. */
  | { readonly kind: "property"; readonly name: string }
  /** A variable, parameter or expression. */
  | { readonly kind: "site"; readonly site: SiteId }
  /** What a function gives back. */
  | { readonly kind: "result"; readonly procedure: ProcedureId };

/** How values of the holder have to do with values of the type that is named. */
export type MentionKind =
  /** They are such values, or hold them as elements, keys or results. */
  | "whole"
  /** They hold them in properties, which say so themselves. */
  | "part"
  /** They are made of parts of them: `Account["phone"]`, mapped and conditional types. */
  | "any";

export interface TypeMention {
  readonly holder: TypeHolder;
  /** `Account`; for a literal type its text. */
  readonly name: string;
  readonly kind: MentionKind;
  /** `typeof name`: the variable's type and not one that is called so. */
  readonly ofVariable: boolean;
}
