/**
 * Programs of three lines for tests of the solver, built from plain data: no text is parsed and no compiler asked. The
 * builder numbers sites, variables, records and procedures, as `facts/` does for real files.
 *
 * @example toyProgram(({ variable, declare, source, sink, read }) => {
 *   const x = variable("x");
 *   return [declare(x, source("phone")), sink("end", read(x))]; // runToy(…).get("end") is "? phone"
 * });
 */
import type {
  BinaryOperator,
  Constant,
  Expression,
  LogicalOperator,
  PropertyKey,
  RecordId,
  SiteId,
  Target,
  VariableReference,
} from "../graph/expression.js";
import type {
  CatchClause,
  Export,
  FileFacts,
  Parameter,
  Procedure,
  Statement,
  VariableFacts,
} from "../graph/procedure.js";

type ToyVariable = VariableReference;

interface ToyFunction {
  readonly name?: string;
  readonly parameters?: readonly string[];
  /** Default of the last parameter. */
  readonly otherwise?: Expression;
  readonly async?: boolean;
  readonly generator?: boolean;
  /** An arrow function: `this` is the enclosing code's. */
  readonly arrow?: boolean;
}

export type Toy = ReturnType<typeof createToy>["toy"];
export type ToyBuild = (toy: Toy) => readonly Statement[];

/** One file; what it exports is told to the builder by `exports`. */
export function toyFile(file: string, build: ToyBuild): FileFacts {
  const { toy, finish } = createToy(file);
  return finish(build(toy));
}

export function toyProgram(build: ToyBuild): readonly FileFacts[] {
  return [toyFile("toy.ts", build)];
}

/** Owns the numbers of one file while it is built. */
function createToy(file: string) {
  const procedures = new Map<number, Procedure>();
  const variables: VariableFacts[] = [];
  const exported: Export[] = [];
  const records: RecordId[] = [0];
  let sites = 1;
  let procedureCount = 1;
  const site = (): SiteId => sites++;

  const variableOf = (name: string, declaredBy: VariableFacts["declaredBy"]): ToyVariable => {
    const record = records.at(-1) ?? 0;
    variables.push({ name, record, site: site(), declaredBy, typed: false });
    return { record, variable: variables.length - 1 };
  };
  const variable = (name: string): ToyVariable => variableOf(name, "let");
  const place = (reference: ToyVariable, declares: boolean): Target => ({
    kind: "variable",
    site: site(),
    reference,
    declares,
  });
  const keyOf = (key: string | Expression): PropertyKey =>
    typeof key === "string" ? { kind: "name", name: key } : { kind: "computed", expression: key };

  const constant = (value: Constant): Expression => ({ kind: "constant", site: site(), value });
  const read = (reference: ToyVariable): Expression => ({
    kind: "variable",
    site: site(),
    reference,
    presenceOnly: false,
  });
  const global = (name: string): Expression => ({ kind: "global", site: site(), name });
  const member = (object: Expression, key: string | Expression): Expression => ({
    kind: "read",
    site: site(),
    object,
    key: keyOf(key),
    optional: false,
    presenceOnly: false,
  });
  const call = (callee: Expression, ...args: readonly Expression[]): Expression => ({
    kind: "call",
    site: site(),
    callee,
    arguments: args.map((expression) => ({ expression, spread: false })),
    optional: false,
    presenceOnly: false,
    form: "call",
  });

  /** A function expression; `build` gets its parameters. */
  const fn = (
    options: ToyFunction,
    build: (...parameters: readonly ToyVariable[]) => readonly Statement[],
  ): Expression => {
    const id = procedureCount++;
    const captures = [...records];
    records.push(id);
    const names = options.parameters ?? [];
    const references = names.map((name) => variableOf(name, "parameter"));
    const parameters = references.map((reference, index): Parameter => ({
      site: site(),
      target: place(reference, true),
      otherwise: index === names.length - 1 ? options.otherwise : undefined,
      rest: false,
      typed: false,
      property: undefined,
    }));
    const body = build(...references);
    records.pop();
    const { name = "(anonymous)", async = false, generator = false, arrow = false } = options;
    const kind = arrow ? "arrow" : "function";
    procedures.set(id, {
      ...NO_PROCEDURE,
      ...{ id, kind, name, site: site(), parameters, body, record: id, captures },
      ...{ async, generator, keepsArguments: false, lexicalThis: arrow, parent: 0 },
    });
    return { kind: "function", site: site(), procedure: id };
  };

  const block = (body: readonly Statement[]): Statement => ({
    kind: "block",
    record: undefined,
    hoisted: [],
    body,
  });
  const run = (expression: Expression): Statement => ({ kind: "expression", expression });

  const toy = {
    variable,
    constant,
    read,
    global,
    member,
    call,
    fn,
    block,
    run,
    /** The value labelled `label`: a call of the global function `source`. */
    source: (label: string): Expression => call(global("source"), constant(label)),
    /** Some text that carries nothing. */
    unknown: (): Expression => call(global("unknown")),
    /** Tells what `value` is under the name `name`: a call of the global function `sink`. */
    sink: (name: string, value: Expression): Statement => run(call(global("sink"), constant(name), value)),
    self: (): Expression => ({ kind: "this", site: site() }),
    object: (parts: Readonly<Record<string, Expression>>): Expression => ({
      kind: "object",
      site: site(),
      members: Object.entries(parts).map(([name, value]) => ({
        kind: "property",
        site: site(),
        key: { kind: "name", name },
        value,
      })),
    }),
    spread: (...parts: readonly Expression[]): Expression => ({
      kind: "object",
      site: site(),
      members: parts.map((expression) => ({ kind: "spread", site: site(), expression })),
    }),
    array: (...elements: readonly Expression[]): Expression => ({
      kind: "array",
      site: site(),
      elements: elements.map((expression) => ({ kind: "element", expression })),
    }),
    template: (...parts: readonly (string | Expression)[]): Expression => ({
      kind: "template",
      site: site(),
      parts,
    }),
    binary: (left: Expression, operator: BinaryOperator, right: Expression): Expression => ({
      kind: "binary",
      site: site(),
      operator,
      left,
      right,
    }),
    logical: (left: Expression, operator: LogicalOperator, right: Expression): Expression => ({
      kind: "logical",
      site: site(),
      operator,
      left,
      right,
    }),
    conditional: (test: Expression, then: Expression, otherwise: Expression): Expression => ({
      kind: "conditional",
      site: site(),
      test,
      then,
      otherwise,
    }),
    awaiting: (operand: Expression): Expression => ({ kind: "await", site: site(), operand }),
    yielding: (operand: Expression): Statement =>
      run({ kind: "yield", site: site(), operand, delegate: false }),
    declare: (reference: ToyVariable, value: Expression): Statement => ({
      kind: "declare",
      site: site(),
      target: place(reference, true),
      value,
      typed: false,
      using: undefined,
    }),
    assign: (reference: ToyVariable, value: Expression): Statement =>
      run({
        kind: "assign",
        site: site(),
        target: place(reference, false),
        operator: undefined,
        value,
      }),
    put: (object: Expression, key: string | Expression, value: Expression): Statement =>
      run({
        kind: "assign",
        site: site(),
        target: { kind: "property", site: site(), object, key: keyOf(key) },
        operator: undefined,
        value,
      }),
    when: (
      test: Expression,
      then: readonly Statement[],
      otherwise: readonly Statement[] = [],
    ): Statement => ({
      kind: "if",
      test,
      then: block(then),
      otherwise: block(otherwise),
    }),
    /** `while (test) { body }` */
    loop: (test: Expression, body: readonly Statement[]): Statement => ({
      kind: "loop",
      site: site(),
      labels: [],
      initializer: [],
      test,
      update: undefined,
      body: block(body),
      bodyFirst: false,
      record: undefined,
    }),
    each: (reference: ToyVariable, iterated: Expression, body: readonly Statement[]): Statement => ({
      kind: "for-of",
      site: site(),
      labels: [],
      target: place(reference, true),
      iterated,
      body: block(body),
      async: false,
      record: undefined,
    }),
    attempt: (parts: {
      readonly body: readonly Statement[];
      readonly caught?: { readonly as: ToyVariable; readonly body: readonly Statement[] };
      readonly last?: readonly Statement[];
    }): Statement => {
      const { body, caught, last } = parts;
      const handler: CatchClause | undefined = caught && {
        target: place(caught.as, true),
        record: undefined,
        body: block(caught.body),
      };
      return { kind: "try", block: block(body), handler, finalizer: last && block(last) };
    },
    give: (value: Expression): Statement => ({ kind: "return", site: site(), value }),
    fail: (value: Expression): Statement => ({ kind: "throw", site: site(), value }),
    jump: (kind: "break" | "continue"): Statement => ({ kind, label: undefined }),
    imported: (from: string, name: string): Expression => ({
      kind: "import",
      site: site(),
      specifier: site(),
      module: from,
      name,
      presenceOnly: false,
    }),
    exports: (name: string, reference: ToyVariable): void => {
      exported.push({ kind: "local", name, reference });
    },
  };

  const finish = (body: readonly Statement[]): FileFacts => {
    procedures.set(0, { ...NO_PROCEDURE, body });
    return {
      file,
      procedures: [...procedures.values()].sort((left, right) => left.id - right.id),
      variables,
      requests: [],
      imports: [],
      exports: exported,
      commonJs: false,
      cuts: [],
      spans: Array.from({ length: sites }, (_, index) => ({ start: index * 10, end: index * 10 + 5 })),
    };
  };
  return { toy, finish };
}

const NO_PROCEDURE: Procedure = {
  id: 0,
  kind: "module",
  name: "(module)",
  site: 0,
  parameters: [],
  body: [],
  hoisted: [],
  record: 0,
  captures: [],
  async: false,
  generator: false,
  keepsArguments: false,
  lexicalThis: false,
  memberOf: undefined,
  parent: undefined,
};
