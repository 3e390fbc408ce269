/**
 * Pipeline stage: value flow. What a call may run: references to procedures, library functions and the solver's own
 * small functions (resolvers), found among the objects that a callee may be.
 */
import type { FileId, ProcedureId } from "../graph/expression.js";
import type { Origin } from "../graph/origin.js";
import type { Closure, ObjectDetail, Settling } from "./heap.js";
import type { Address } from "./value.js";

export type FunctionReference =
  | {
      readonly kind: "procedure";
      readonly file: FileId;
      readonly procedure: ProcedureId;
      readonly closure: Closure;
      readonly address: Address;
    }
  | {
      readonly kind: "class";
      readonly address: Address;
      readonly detail: Extract<ObjectDetail, { kind: "class" }>;
    }
  /** A function of the platform or of a package: by path where the value is known, by declaration where only the type is. */
  | {
      readonly kind: "library";
      readonly module: string;
      readonly path: readonly string[];
      readonly origin: Origin | undefined;
      readonly address: Address | undefined;
    }
  | { readonly kind: "bound"; readonly address: Address; readonly count: number }
  | { readonly kind: "proxy"; readonly address: Address }
  | { readonly kind: "resolver"; readonly address: Address; readonly settles: Settling }
  | { readonly kind: "promisified"; readonly address: Address }
  /** Nothing is known of it but perhaps its declaration. */
  | { readonly kind: "unknown"; readonly origin: Origin | undefined; readonly address: Address | undefined };
