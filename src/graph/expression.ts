/**
 * Pipeline stage: facts → value flow. Expressions and what is assigned to, as trees of closed unions without TypeScript
 * in them: every identifier is already resolved to a variable, an import or a global. `facts/` writes this form,
 * `program/` links the files' forms together, `solver/` runs them on abstract values.
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
  /** `arguments` of the enclosing function that `record` belongs to: arrow functions have none of their own. */
  | (At & { readonly kind: "arguments"; readonly record: RecordId })
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
type CallForm = "call" | "tagged-template" | "decorator";

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
      /** A `@label` stands on it. */
      readonly tagged?: boolean;
    }
  | {
      readonly kind: "getter" | "setter";
      readonly site: SiteId;
      readonly key: PropertyKey;
      readonly procedure: ProcedureId;
    }
  | { readonly kind: "spread"; readonly site: SiteId; readonly expression: Expression }
  /** `__proto__: value`: what the object inherits from. */
  | { readonly kind: "prototype"; readonly site: SiteId; readonly value: Expression };

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
