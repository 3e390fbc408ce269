/**
 * Pipeline stage: facts → value flow. What one source file says, as plain data without TypeScript in it: its
 * procedures as trees of closed unions, with every identifier already resolved to a variable, an import or a global.
 * `facts/` writes this form, `program/` links the files' forms together, `solver/` runs them on abstract values.
 */

/** Ordinal of an expression or declaration within its file: the key of questions, traces and reports. */
export type SiteId = number;

/** Absolute path of a source file, as the compiler names it. */
export type FileId = string;

/** A value that a program text states outright. */
export type Constant = string | number | boolean | bigint | null | undefined;

/** Ordinal of a procedure within its file; procedure 0 is the file's top level. */
export type ProcedureId = number;

/** Ordinal of a scope record within its file: a frame of variables that exists at run time. Record 0 is the module's. */
export type RecordId = number;

/** Which variable: the record that holds it at run time and its ordinal within the file. */
export interface VariableReference {
  readonly record: RecordId;
  readonly variable: number;
}

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

/** The name of a property: known from the text, or computed. */
export type PropertyKey =
  | { readonly kind: "name"; readonly name: string }
  /** `#name`, private to the class with this ordinal. */
  | { readonly kind: "private"; readonly name: string }
  | { readonly kind: "computed"; readonly expression: Expression };

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "**"
  | "&"
  | "|"
  | "^"
  | "<<"
  | ">>"
  | ">>>"
  | "=="
  | "!="
  | "==="
  | "!=="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "instanceof";
export type LogicalOperator = "&&" | "||" | "??";
export type UnaryOperator = "!" | "-" | "+" | "~" | "typeof" | "void";

interface At {
  readonly site: SiteId;
}

/** Every expression; `site` is the place whose text the expression is. */
export type Expression =
  /** A literal, `undefined`, or a member of an enum that the file states. */
  | (At & { readonly kind: "constant"; readonly value: Constant })
  /** A local, captured or module variable. */
  | (At & {
      readonly kind: "variable";
      readonly reference: VariableReference;
      readonly presenceOnly: boolean;
    })
  /** An import binding: `name` is the exported name, `"*"` the namespace object. */
  | (At & {
      readonly kind: "import";
      readonly specifier: SiteId;
      readonly module: string;
      readonly name: string;
      readonly presenceOnly: boolean;
    })
  /** A name that no scope of the file declares: a global. */
  | (At & { readonly kind: "global"; readonly name: string })
  | (At & { readonly kind: "this" })
  /** `arguments` of the enclosing function. */
  | (At & { readonly kind: "arguments" })
  | (At & { readonly kind: "object"; readonly members: readonly ObjectMember[] })
  | (At & { readonly kind: "array"; readonly elements: readonly ArrayElement[] })
  /** The closure made of a procedure. */
  | (At & { readonly kind: "function"; readonly procedure: ProcedureId })
  | (At & { readonly kind: "class"; readonly class: ClassFacts })
  | (At & { readonly kind: "regular-expression"; readonly pattern: string; readonly flags: string })
  /** `object.key`, `object[key]`; `presenceOnly`: the result is only tested for presence, type or length. */
  | (At & {
      readonly kind: "read";
      readonly object: Expression;
      readonly key: PropertyKey;
      readonly optional: boolean;
      readonly presenceOnly: boolean;
    })
  /** A call; a callee of kind "read" is a method call on its object, "super-read" one on `this`. `argumentSites` are the arguments' own. */
  | (At & {
      readonly kind: "call";
      readonly callee: Expression;
      readonly arguments: readonly Argument[];
      readonly optional: boolean;
      readonly presenceOnly: boolean;
      readonly form: CallForm;
    })
  | (At & { readonly kind: "new"; readonly callee: Expression; readonly arguments: readonly Argument[] })
  | (At & { readonly kind: "super-call"; readonly arguments: readonly Argument[] })
  | (At & { readonly kind: "super-read"; readonly key: PropertyKey })
  /** A template literal; strings are the constant parts. */
  | (At & { readonly kind: "template"; readonly parts: readonly (string | Expression)[] })
  | (At & { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Expression })
  | (At & {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (At & {
      readonly kind: "logical";
      readonly operator: LogicalOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (At & {
      readonly kind: "conditional";
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    })
  /** `target = value`; with an operator `target op= value`. The value of the expression is what was assigned. */
  | (At & {
      readonly kind: "assign";
      readonly target: Target;
      readonly operator: BinaryOperator | LogicalOperator | undefined;
      readonly value: Expression;
    })
  | (At & {
      readonly kind: "update";
      readonly target: Target;
      readonly operator: "+" | "-";
      readonly prefix: boolean;
    })
  | (At & { readonly kind: "delete"; readonly object: Expression; readonly key: PropertyKey })
  | (At & { readonly kind: "sequence"; readonly expressions: readonly Expression[] })
  | (At & { readonly kind: "await"; readonly operand: Expression })
  | (At & { readonly kind: "yield"; readonly operand: Expression | undefined; readonly delegate: boolean })
  /** `import("m")`, `require("m")`: `module` is undefined where the specifier is no constant. */
  | (At & {
      readonly kind: "import-call";
      readonly specifier: SiteId;
      readonly module: string | undefined;
      readonly promise: boolean;
    })
  /** `x as T`, `<T>x`: changes the type and not the value. `satisfies`, `!` and parentheses leave no trace in this form. */
  | (At & { readonly kind: "assertion"; readonly operand: Expression })
  /** The extent of a `?.` chain: a link that finds nothing ends it here. */
  | (At & { readonly kind: "chain"; readonly expression: Expression })
  /** A JSX element. `tag` is a constant for intrinsic tags, and undefined for a fragment. */
  | (At & {
      readonly kind: "jsx";
      readonly tag: Expression | undefined;
      readonly attributes: readonly JsxAttribute[];
      readonly children: readonly Expression[];
    })
  /** Something with no meaning for values (`new.target`, `import.meta`, an erroneous node): its parts run, its result is open. */
  | (At & { readonly kind: "opaque"; readonly parts: readonly Expression[] });

/** How a call is written: matters for what is a boundary expression. */
export type CallForm = "call" | "tagged-template" | "decorator";

export interface Argument {
  readonly expression: Expression;
  readonly spread: boolean;
}

export type ArrayElement =
  | { readonly kind: "element"; readonly expression: Expression }
  | { readonly kind: "spread"; readonly expression: Expression; readonly site: SiteId }
  | { readonly kind: "hole" };

export type ObjectMember =
  | {
      readonly kind: "property";
      readonly site: SiteId;
      readonly key: PropertyKey;
      readonly value: Expression;
    }
  | {
      readonly kind: "getter" | "setter";
      readonly site: SiteId;
      readonly key: PropertyKey;
      readonly procedure: ProcedureId;
    }
  | { readonly kind: "spread"; readonly site: SiteId; readonly expression: Expression };

/** `name={value}` (a bare `name` is the constant true) or `{...value}`. `site` is the whole attribute: the boundary expression. */
export type JsxAttribute =
  | { readonly kind: "property"; readonly site: SiteId; readonly name: string; readonly value: Expression }
  | { readonly kind: "spread"; readonly site: SiteId; readonly value: Expression };

/** What is assigned to: one place, or a pattern of places. */
export type Target =
  | {
      readonly kind: "variable";
      readonly site: SiteId;
      readonly reference: VariableReference;
      /** a declaration makes the variable anew */ readonly declares: boolean;
    }
  | { readonly kind: "global"; readonly site: SiteId; readonly name: string }
  | {
      readonly kind: "property";
      readonly site: SiteId;
      readonly object: Expression;
      readonly key: PropertyKey;
    }
  | { readonly kind: "super-property"; readonly site: SiteId; readonly key: PropertyKey }
  | {
      readonly kind: "object-pattern";
      readonly site: SiteId;
      readonly properties: readonly PatternProperty[];
      readonly rest: Target | undefined;
    }
  | {
      readonly kind: "array-pattern";
      readonly site: SiteId;
      readonly elements: readonly (PatternElement | undefined)[];
      readonly rest: Target | undefined;
    };

/** `key: target = default` of an object pattern; `site` is the element (`securityPhone: phone = x`): the read's boundary expression. */
export interface PatternProperty {
  readonly site: SiteId;
  readonly key: PropertyKey;
  readonly target: Target;
  readonly otherwise: Expression | undefined;
}
export interface PatternElement {
  readonly site: SiteId;
  readonly target: Target;
  readonly otherwise: Expression | undefined;
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

export interface SwitchCase {
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

export interface ClassFacts {
  readonly site: SiteId;
  readonly name: string;
  readonly extends: Expression | undefined;
  readonly constructorProcedure: ProcedureId | undefined;
  readonly members: readonly ClassMember[];
  /** The variable that holds the class inside its own body, where it has a name. */
  readonly self: VariableReference | undefined;
  readonly abstract: boolean;
}

/** Members in the order of the text. `decorators` are calls that get the member (or the class) as their first argument. */
export type ClassMember =
  | {
      readonly kind: "method" | "getter" | "setter";
      readonly site: SiteId;
      readonly static: boolean;
      readonly key: PropertyKey;
      readonly procedure: ProcedureId;
      readonly decorators: readonly Expression[];
    }
  /** `initializer` is a procedure of kind "field" that returns the value. `typed`: has a written type. */
  | {
      readonly kind: "field";
      readonly site: SiteId;
      readonly static: boolean;
      readonly key: PropertyKey;
      readonly initializer: ProcedureId | undefined;
      readonly typed: boolean;
      readonly decorators: readonly Expression[];
    }
  | {
      readonly kind: "static-block";
      readonly site: SiteId;
      readonly static: true;
      readonly procedure: ProcedureId;
    };

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
  readonly spans: readonly SiteSpan[];
}
