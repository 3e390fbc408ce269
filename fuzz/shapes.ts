/**
 * The types that generated programs use, as data: what an expression has to give, and what can be read from a variable.
 */
export type Shape =
  | { readonly kind: "text" }
  | { readonly kind: "count" }
  | { readonly kind: "flag" }
  | { readonly kind: "record"; readonly fields: readonly Field[] }
  /** An object with keys that are not fixed. */
  | { readonly kind: "dictionary" }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "pair"; readonly first: Shape; readonly second: Shape }
  | { readonly kind: "map"; readonly of: Shape }
  | { readonly kind: "set" }
  | { readonly kind: "promise"; readonly of: Shape }
  | { readonly kind: "series" }
  | { readonly kind: "function"; readonly parameters: readonly Shape[]; readonly result: Shape }
  | { readonly kind: "instance"; readonly of: ClassPlan };

export interface Field {
  readonly name: string;
  readonly shape: Shape;
}

export interface Method {
  readonly name: string;
  readonly parameters: readonly Shape[];
  readonly result: Shape;
}

/** What code outside of a class can do with it. */
export interface ClassPlan {
  readonly name: string;
  readonly base?: ClassPlan;
  readonly parameters: readonly Shape[];
  /** Read and written from outside; accessors among them. */
  readonly fields: readonly Field[];
  readonly methods: readonly Method[];
  readonly statics: readonly Field[];
  readonly staticMethods: readonly Method[];
}

export const TEXT: Shape = { kind: "text" };
export const COUNT: Shape = { kind: "count" };
export const FLAG: Shape = { kind: "flag" };
export const TEXTS: Shape = { kind: "list", of: TEXT };

export function typeOf(shape: Shape): string {
  switch (shape.kind) {
    case "text":
      return "string";
    case "count":
      return "number";
    case "flag":
      return "boolean";
    case "record":
      return `{ ${shape.fields.map((field) => `${field.name}: ${typeOf(field.shape)}`).join("; ")} }`;
    case "dictionary":
      return "Record<string, string>";
    case "list":
      return `Array<${typeOf(shape.of)}>`;
    case "pair":
      return `[${typeOf(shape.first)}, ${typeOf(shape.second)}]`;
    case "map":
      return `Map<string, ${typeOf(shape.of)}>`;
    case "set":
      return "Set<string>";
    case "promise":
      return `Promise<${typeOf(shape.of)}>`;
    case "series":
      return "Iterable<string>";
    case "function":
      return `(${parameterList(shape.parameters)}) => ${typeOf(shape.result)}`;
    case "instance":
      return shape.of.name;
  }
}

function parameterList(parameters: readonly Shape[]): string {
  return parameters.map((shape, index) => `p${String(index)}: ${typeOf(shape)}`).join(", ");
}

export function isSameShape(one: Shape, other: Shape): boolean {
  return typeOf(one) === typeOf(other);
}

/** Whether a sink's recorder can look into such a value without running the program's code. */
export function isPlainData(shape: Shape): boolean {
  switch (shape.kind) {
    case "text":
    case "count":
    case "flag":
    case "dictionary":
    case "set":
      return true;
    case "record":
      return shape.fields.every((field) => isPlainData(field.shape));
    case "list":
    case "map":
      return isPlainData(shape.of);
    case "pair":
      return isPlainData(shape.first) && isPlainData(shape.second);
    case "promise":
    case "series":
    case "function":
    case "instance":
      return false;
  }
}
