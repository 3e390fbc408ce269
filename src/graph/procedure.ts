/**
 * Pipeline stage: facts → value flow. What one source file says, as plain data without TypeScript in it: its
 * procedures as trees of closed unions, with every identifier already resolved to a variable, an import or a global.
 * `facts/` writes this form, `program/` links the files' forms together, `solver/` runs them on abstract values.
 */

import type {
  Expression,
  FileId,
  ProcedureId,
  RecordId,
  SiteId,
  Target,
  VariableReference,
} from "./expression.js";

/** What a file's own syntax says of one variable. */
export interface VariableFacts {
  readonly name: string;
  readonly record: RecordId;
  /** The declaration's site (its name), for questions about its type and annotations. */
  readonly site: SiteId;
  readonly declaredBy:
    "const" | "let" | "var" | "parameter" | "function" | "class" | "catch" | "enum" | "namespace" | "using";
  /** Declared with a type annotation: then its type may say more than its history. */
  readonly typed: boolean;
}

/** Every statement. */
export type Statement =
  | { readonly kind: "expression"; readonly expression: Expression }
  /** `const x: T = v`: like an assignment that makes its variables anew; without a value the variables become undefined (`let x;`). */
  | {
      readonly kind: "declare";
      readonly site: SiteId;
      readonly target: Target;
      readonly value: Expression | undefined;
      /** has a written type: the type may say more than the value */ readonly typed: boolean;
      readonly using: "sync" | "async" | undefined;
    }
  /** `record`: a scope record made at each entry; `hoisted`: functions that exist from its start. */
  | {
      readonly kind: "block";
      readonly record: RecordId | undefined;
      readonly hoisted: readonly HoistedFunction[];
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: "if";
      readonly test: Expression;
      readonly then: Statement;
      readonly otherwise: Statement | undefined;
    }
  | LoopStatement
  | ForOfStatement
  | ForInStatement
  | {
      readonly kind: "switch";
      readonly site: SiteId;
      readonly subject: Expression;
      readonly record: RecordId | undefined;
      readonly hoisted: readonly HoistedFunction[];
      readonly cases: readonly SwitchCase[];
      readonly labels: readonly string[];
    }
  | {
      readonly kind: "try";
      readonly block: Statement;
      readonly handler: CatchClause | undefined;
      readonly finalizer: Statement | undefined;
    }
  | { readonly kind: "return"; readonly site: SiteId; readonly value: Expression | undefined }
  | { readonly kind: "throw"; readonly site: SiteId; readonly value: Expression }
  | { readonly kind: "break" | "continue"; readonly label: string | undefined }
  | { readonly kind: "labelled"; readonly labels: readonly string[]; readonly body: Statement }
  /** `export =`, `module.exports = x`, `export default expression`: sets what the module gives under `name`. */
  | {
      readonly kind: "export-value";
      readonly site: SiteId;
      readonly name: string;
      readonly value: Expression;
    };

/** `while`, `do`, `for(;;)`. */
export interface LoopStatement {
  readonly kind: "loop";
  readonly site: SiteId;
  readonly labels: readonly string[];
  readonly initializer: readonly Statement[];
  readonly test: Expression | undefined;
  readonly update: Expression | undefined;
  readonly body: Statement;
  /** `do … while`: the body runs before the first test. */
  readonly bodyFirst: boolean;
  /** Scope record made anew for each round, where a closure captures a variable of the round. */
  readonly record: RecordId | undefined;
}

export interface ForOfStatement {
  readonly kind: "for-of";
  readonly site: SiteId;
  readonly labels: readonly string[];
  readonly target: Target;
  readonly iterated: Expression;
  readonly body: Statement;
  readonly async: boolean;
  readonly record: RecordId | undefined;
}

export interface ForInStatement {
  readonly kind: "for-in";
  readonly site: SiteId;
  readonly labels: readonly string[];
  readonly target: Target;
  readonly object: Expression;
  readonly body: Statement;
  readonly record: RecordId | undefined;
}

interface SwitchCase {
  /** undefined: `default`. */
  readonly test: Expression | undefined;
  readonly body: readonly Statement[];
}

export interface CatchClause {
  readonly target: Target | undefined;
  readonly record: RecordId | undefined;
  readonly body: Statement;
}

export interface HoistedFunction {
  readonly reference: VariableReference;
  readonly procedure: ProcedureId;
}

export type ProcedureKind =
  "module" | "function" | "arrow" | "method" | "constructor" | "getter" | "setter" | "field" | "static-block";

/** A function, a module's top level, a field initialiser or a static block. */
export interface Procedure {
  readonly id: ProcedureId;
  readonly kind: ProcedureKind;
  /** For messages: "sendCode", "AudienceBuilder.add", "(anonymous)". */
  readonly name: string;
  readonly site: SiteId;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly hoisted: readonly HoistedFunction[];
  /** The scope record made at each call; the module's is 0. */
  readonly record: RecordId;
  /** Scope records of the enclosing code, outermost (0) first: what a closure made of this procedure keeps. */
  readonly captures: readonly RecordId[];
  readonly async: boolean;
  readonly generator: boolean;
  /** An arrow function within it reads its `arguments`: they are kept in its scope record. */
  readonly keepsArguments: boolean;
  /** `this` is the enclosing code's (arrow functions, field initialisers keep their own). */
  readonly lexicalThis: boolean;
  /** Where a member of a class: the class's site. */
  readonly memberOf: SiteId | undefined;
  /** Is or is nested in a declaration of this procedure. */
  readonly parent: ProcedureId | undefined;
}

export interface Parameter {
  readonly site: SiteId;
  readonly target: Target;
  readonly otherwise: Expression | undefined;
  readonly rest: boolean;
  readonly typed: boolean;
  /** `constructor(private x: string)`: the field that it fills. */
  readonly property: string | undefined;
}

/** What a module gives under a name. */
export type Export =
  | { readonly kind: "local"; readonly name: string; readonly reference: VariableReference }
  | {
      readonly kind: "reexport";
      readonly name: string;
      readonly specifier: SiteId;
      readonly module: string;
      readonly imported: string;
    }
  /** `export * from "m"`. */
  | { readonly kind: "all"; readonly specifier: SiteId; readonly module: string };

/** An `import` with or without bindings, `export … from`: the module is run before this one. */
export interface ModuleRequest {
  readonly specifier: SiteId;
  readonly module: string;
  readonly typeOnly: boolean;
}

/** One import binding that exists at run time (no `import type`). */
export interface ImportBinding {
  readonly site: SiteId;
  readonly specifier: SiteId;
  readonly module: string;
  readonly imported: string;
  readonly local: string;
}

/** Where a site lies in its file; offsets in UTF-16 units, `end` exclusive. */
export interface SiteSpan {
  readonly start: number;
  readonly end: number;
}

/** All that the solver needs to know of one file. */
export interface FileFacts {
  readonly file: FileId;
  readonly procedures: readonly Procedure[];
  readonly variables: readonly VariableFacts[];
  readonly requests: readonly ModuleRequest[];
  readonly imports: readonly ImportBinding[];
  readonly exports: readonly Export[];
  readonly commonJs: boolean;
  /** Statements that are left out, since they are nested deeper than the stack reaches. */
  readonly cuts: readonly SiteId[];
  readonly spans: readonly SiteSpan[];
}
