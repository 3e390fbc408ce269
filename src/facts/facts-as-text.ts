/**
 * Beside the pipeline: facts as short text, for tests and for looking at them. Variables are written `name@record`, what
 * is only tested for presence ends in `~`, globals start with `$`, functions are `fn<procedure>`.
 */
import type { FileFacts, HoistedFunction, Procedure, Statement } from "../graph/procedure.js";
import type {
  ArrayElement,
  ClassFacts,
  ClassMember,
  Expression,
  JsxAttribute,
  ObjectMember,
  PropertyKey,
  Target,
  VariableReference,
} from "../graph/expression.js";

/** Writes the parts of one file's facts. */
export class FactsText {
  constructor(private readonly facts: FileFacts) {}

  /** `function name(parameters) r1 <r0 { body }`: its own record, then those that it captures. */
  procedure(procedure: Procedure): string {
    const parameters = procedure.parameters.map(
      (parameter) =>
        (parameter.rest ? "..." : "") + this.target(parameter.target) + this.#default(parameter.otherwise),
    );
    const captures = procedure.captures.map((record) => `r${String(record)}`).join(" ");
    const flags = [procedure.async ? "async " : "", procedure.generator ? "generator " : ""].join("");
    const head = `${flags}${procedure.kind} ${procedure.name}(${parameters.join(", ")})`;
    return `${head} r${String(procedure.record)} <${captures} ${this.#body(procedure.hoisted, procedure.body)}`;
  }

  /** Statements, separated by semicolons. */
  statements(statements: readonly Statement[]): string {
    return statements.map((statement) => this.statement(statement)).join("; ");
  }

  statement(node: Statement): string {
    switch (node.kind) {
      case "expression":
        return this.expression(node.expression);
      case "declare": {
        const keyword = node.using === undefined ? "let" : `using(${node.using})`;
        return `${keyword} ${this.target(node.target)}${this.#default(node.value)}`;
      }
      case "block":
        return this.#record(node.record) + this.#body(node.hoisted, node.body);
      case "if": {
        const otherwise = node.otherwise === undefined ? "" : ` else ${this.statement(node.otherwise)}`;
        return `if (${this.expression(node.test)}) ${this.statement(node.then)}${otherwise}`;
      }
      case "loop":
      case "for-of":
      case "for-in":
      case "switch":
        return (
          node.labels.map((label) => `${label}: `).join("") + this.#record(node.record) + this.#repeated(node)
        );
      case "try": {
        const target = node.handler?.target && `(${this.target(node.handler.target)})`;
        const record = this.#record(node.handler?.record);
        const handler = node.handler && ` catch${target ?? ""} ${record}${this.statement(node.handler.body)}`;
        const finalizer = node.finalizer && ` finally ${this.statement(node.finalizer)}`;
        return `try ${this.statement(node.block)}${handler ?? ""}${finalizer ?? ""}`;
      }
      case "return":
        return node.value === undefined ? "return" : `return ${this.expression(node.value)}`;
      case "throw":
        return `throw ${this.expression(node.value)}`;
      case "break":
      case "continue":
        return node.label === undefined ? node.kind : `${node.kind} ${node.label}`;
      case "labelled":
        return node.labels.map((label) => `${label}: `).join("") + this.statement(node.body);
      case "export-value":
        return `export ${node.name} ${this.expression(node.value)}`;
    }
  }

  #repeated(node: Statement & { kind: "loop" | "for-of" | "for-in" | "switch" }): string {
    switch (node.kind) {
      case "loop": {
        const test = node.test === undefined ? "" : this.expression(node.test);
        const update = node.update === undefined ? "" : this.expression(node.update);
        const body = this.statement(node.body);
        if (node.bodyFirst) return `do ${body} while (${test})`;
        return `for (${this.statements(node.initializer)}; ${test}; ${update}) ${body}`;
      }
      case "for-of": {
        const head = `${this.target(node.target)} of ${this.expression(node.iterated)}`;
        return `for${node.async ? " await" : ""} (${head}) ${this.statement(node.body)}`;
      }
      case "for-in":
        return `for (${this.target(node.target)} in ${this.expression(node.object)}) ${this.statement(node.body)}`;
      case "switch": {
        const cases = node.cases.map((clause) => {
          const test = clause.test === undefined ? "default" : `case ${this.expression(clause.test)}`;
          return `${test}: ${this.statements(clause.body)}`;
        });
        return `switch (${this.expression(node.subject)}) { ${this.#hoisted(node.hoisted)}${cases.join(" ")} }`;
      }
    }
  }

  expression(node: Expression): string {
    switch (node.kind) {
      case "constant":
        return typeof node.value === "string" ? JSON.stringify(node.value) : String(node.value);
      case "variable":
        return this.#variable(node.reference) + presence(node);
      case "import":
        return `${node.module}#${node.name}${presence(node)}`;
      case "global":
        return `$${node.name}`;
      case "this":
      case "arguments":
        return node.kind;
      case "object":
        return `{ ${node.members.map((member) => this.#member(member)).join(", ")} }`;
      case "array":
        return `[${node.elements.map((element) => this.#element(element)).join(", ")}]`;
      case "function":
        return `fn${String(node.procedure)}`;
      case "class":
        return this.#class(node.class);
      case "regular-expression":
        return `/${node.pattern}/${node.flags}`;
      case "template":
        return `\`${node.parts.map((part) => (typeof part === "string" ? part : `\${${this.expression(part)}}`)).join("")}\``;
      case "opaque":
        return `opaque(${node.parts.map((part) => this.expression(part)).join(", ")})`;
      case "jsx": {
        const tag = node.tag === undefined ? "" : this.expression(node.tag);
        const attributes = node.attributes.map((attribute) => ` ${this.#attribute(attribute)}`).join("");
        return `<${tag}${attributes}>[${node.children.map((child) => this.expression(child)).join(", ")}]`;
      }
      default:
        return this.#operation(node);
    }
  }

  #operation(node: Operation): string {
    switch (node.kind) {
      case "read":
        return (
          this.expression(node.object) + (node.optional ? "?" : "") + this.key(node.key) + presence(node)
        );
      case "super-read":
        return `super${this.key(node.key)}`;
      case "call": {
        const form = node.form === "call" ? "" : `${node.form} `;
        return `${form}${this.expression(node.callee)}${node.optional ? "?." : ""}${this.#arguments(node)}${presence(node)}`;
      }
      case "new":
        return `new ${this.expression(node.callee)}${this.#arguments(node)}`;
      case "super-call":
        return `super${this.#arguments(node)}`;
      case "unary":
        return `${node.operator} ${this.expression(node.operand)}`;
      case "binary":
      case "logical":
        return `(${this.expression(node.left)} ${node.operator} ${this.expression(node.right)})`;
      case "conditional":
        return `(${[node.test, node.then, node.otherwise].map((part) => this.expression(part)).join(" ? ")})`;
      case "assign":
        return `${this.target(node.target)} ${node.operator ?? ""}= ${this.expression(node.value)}`;
      case "update":
        return node.prefix
          ? `${node.operator}1 ${this.target(node.target)}`
          : `${this.target(node.target)} ${node.operator}1`;
      case "delete":
        return `delete ${this.expression(node.object)}${this.key(node.key)}`;
      case "sequence":
        return `(${node.expressions.map((part) => this.expression(part)).join(", ")})`;
      case "await":
        return `await ${this.expression(node.operand)}`;
      case "yield":
        return `yield${node.delegate ? "*" : ""} ${node.operand === undefined ? "" : this.expression(node.operand)}`;
      case "import-call":
        return `${node.promise ? "import" : "require"}(${node.module ?? "?"})`;
      case "assertion":
        return `as(${this.expression(node.operand)})`;
      case "chain":
        return `chain(${this.expression(node.expression)})`;
    }
  }

  target(node: Target): string {
    switch (node.kind) {
      case "variable":
        return (node.declares ? "new " : "") + this.#variable(node.reference);
      case "global":
        return `$${node.name}`;
      case "property":
        return this.expression(node.object) + this.key(node.key);
      case "super-property":
        return `super${this.key(node.key)}`;
      case "object-pattern": {
        const properties = node.properties.map(
          (property) =>
            `${this.key(property.key)}: ${this.target(property.target)}${this.#default(property.otherwise)}`,
        );
        return `{ ${[...properties, ...this.#rest(node.rest)].join(", ")} }`;
      }
      case "array-pattern": {
        const elements = node.elements.map((element) =>
          element === undefined ? "" : this.target(element.target) + this.#default(element.otherwise),
        );
        return `[${[...elements, ...this.#rest(node.rest)].join(", ")}]`;
      }
    }
  }

  key(key: PropertyKey): string {
    switch (key.kind) {
      case "name":
        return `.${key.name}`;
      case "private":
        return `.${key.name.replace(/@\d+$/, "")}`;
      case "computed":
        return `[${this.expression(key.expression)}]`;
    }
  }

  #class(node: ClassFacts): string {
    const base = node.extends === undefined ? "" : ` extends ${this.expression(node.extends)}`;
    const constructed =
      node.constructorProcedure === undefined ? [] : [`constructor fn${String(node.constructorProcedure)}`];
    const self = node.self === undefined ? "" : ` self ${this.#variable(node.self)}`;
    const members = [...constructed, ...node.members.map((member) => this.#classMember(member))];
    return `class ${node.name}${self}${base} { ${members.join("; ")} }`;
  }

  #classMember(member: ClassMember): string {
    const isStatic = member.static ? "static " : "";
    if (member.kind === "static-block") return `${isStatic}fn${String(member.procedure)}`;
    const decorators = member.decorators.map((decorator) => `${this.expression(decorator)} `).join("");
    const procedure = member.kind === "field" ? member.initializer : member.procedure;
    const value = procedure === undefined ? "" : ` fn${String(procedure)}`;
    return `${decorators}${isStatic}${member.kind} ${this.key(member.key)}${value}`;
  }

  #member(member: ObjectMember): string {
    switch (member.kind) {
      case "property":
        return `${this.key(member.key)}: ${this.expression(member.value)}`;
      case "getter":
      case "setter":
        return `${member.kind} ${this.key(member.key)} fn${String(member.procedure)}`;
      case "spread":
        return `...${this.expression(member.expression)}`;
      case "prototype":
        return `prototype: ${this.expression(member.value)}`;
    }
  }

  #element(element: ArrayElement): string {
    switch (element.kind) {
      case "element":
        return this.expression(element.expression);
      case "spread":
        return `...${this.expression(element.expression)}`;
      case "hole":
        return "";
    }
  }

  #attribute(attribute: JsxAttribute): string {
    const value = this.expression(attribute.value);
    return attribute.kind === "spread" ? `{...${value}}` : `${attribute.name}=${value}`;
  }

  #arguments(node: Operation & { kind: "call" | "new" | "super-call" }): string {
    return `(${node.arguments.map((argument) => (argument.spread ? "..." : "") + this.expression(argument.expression)).join(", ")})`;
  }

  #variable(reference: VariableReference): string {
    return `${this.facts.variables[reference.variable]?.name ?? "?"}@${String(reference.record)}`;
  }

  #body(hoisted: readonly HoistedFunction[], body: readonly Statement[]): string {
    return `{ ${this.#hoisted(hoisted)}${this.statements(body)} }`;
  }

  #hoisted(hoisted: readonly HoistedFunction[]): string {
    return hoisted
      .map((entry) => `function ${this.#variable(entry.reference)} fn${String(entry.procedure)}; `)
      .join("");
  }

  #record(record: number | undefined): string {
    return record === undefined ? "" : `r${String(record)} `;
  }

  #default(value: Expression | undefined): string {
    return value === undefined ? "" : ` = ${this.expression(value)}`;
  }

  #rest(target: Target | undefined): string[] {
    return target === undefined ? [] : [`...${this.target(target)}`];
  }
}

type Operation = Expression & {
  readonly kind:
    | "read"
    | "super-read"
    | "call"
    | "new"
    | "super-call"
    | "unary"
    | "binary"
    | "logical"
    | "conditional"
    | "assign"
    | "update"
    | "delete"
    | "sequence"
    | "await"
    | "yield"
    | "import-call"
    | "assertion"
    | "chain";
};

function presence(node: { readonly presenceOnly: boolean }): string {
  return node.presenceOnly ? "~" : "";
}
