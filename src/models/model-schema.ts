/**
 * The form of a file with flow models, as a JSON schema, and the check of such a file: built-in and users' files go
 * through the same one. Each `description` says what its place takes, in the words of the error message.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { fileOfCode, functionOfCode } from "../checker/function-of-code.js";
import type { FlowModel } from "../graph/flow-model.js";
import { codeOf } from "../graph/model-code.js";
import { parseModelPath } from "../graph/model-path.js";
import { OPERATIONS } from "../graph/operations.js";
import { modelError } from "./model-error.js";

/** What editors check of a path while it is typed; `format` is the whole check. */
const BASE_PATTERN = "(receiver|result|callee|owner|argument\\[\\d+\\]|arguments(\\[\\d+\\.\\.\\])?)";
const PART_PATTERN =
  "(\\.(element|key|value|resolved|rejected|anything|property|decorated|name\\([^()]+\\)))*";

const path = {
  type: "string",
  format: "model-path",
  description: 'a path like "argument[0].element"',
} as const;
const target = {
  type: "string",
  format: "model-target",
  description: 'a path into something, like "result" or "argument[0].element"',
} as const;
const pathOrUnknown = {
  type: "string",
  format: "model-path-or-unknown",
  description: 'a path like "argument[0].element", or "unknown"',
} as const;

const flow = {
  type: "object",
  description: 'an object { from, to, as: "value" or "derived" }',
  additionalProperties: false,
  required: ["from", "to"],
  properties: {
    from: path,
    to: target,
    as: { enum: ["value", "derived"], description: '"value" or "derived"' },
  },
} as const;

const call = {
  type: "object",
  description: "an object { function, parameters, this, when, returns }",
  additionalProperties: false,
  required: ["function"],
  properties: {
    function: path,
    parameters: { type: "array", items: pathOrUnknown, description: 'a list of paths and "unknown"' },
    this: path,
    when: {
      enum: ["now", "later", "microtask", "event"],
      description: '"now", "later", "microtask" or "event"',
    },
    returns: target,
  },
} as const;

const channel = {
  type: "object",
  description: "an object { name, of, key, and write, read or listener }",
  additionalProperties: false,
  required: ["name"],
  anyOf: [
    { required: ["write"] },
    { required: ["read"] },
    { required: ["listener"] },
    { required: ["removes"] },
    { required: ["clears"] },
  ],
  properties: {
    name: { type: "string", minLength: 1, description: "the name of a channel (string)" },
    of: path,
    key: path,
    write: path,
    read: target,
    listener: path,
    removes: path,
    clears: { type: "boolean", description: "true or false" },
    wrapped: { type: "string", minLength: 1, description: "the name of a property (string)" },
    path: { type: "boolean", description: "true or false" },
    together: { type: "boolean", description: "true or false" },
    typed: { type: "boolean", description: "true or false" },
    merged: { type: "boolean", description: "true or false" },
    method: { type: "string", minLength: 1, description: "the name of a method (string)" },
  },
} as const;

const RESULTS = [
  "type",
  "text",
  "number",
  "boolean",
  "undefined",
  "array",
  "set",
  "map",
  "promise",
  "iterator",
  "object",
  "decorator",
  "receiver",
  "argument[0]",
  "argument[1]",
  "argument[2]",
] as const;

const row = {
  type: "object",
  description: "an object { module, name, see, and what the function does }",
  additionalProperties: false,
  required: ["module", "name", "see"],
  properties: {
    module: {
      type: "string",
      description: 'a module: "", "node:crypto", the name of an npm package (string)',
    },
    name: {
      type: "string",
      pattern: "^[^.\\s]+(\\.[^.\\s]+)*$",
      description: 'a name like "Client.send" (string)',
    },
    result: { enum: RESULTS, description: `one of ${RESULTS.map((name) => `"${name}"`).join(", ")}` },
    flows: { type: "array", items: flow, description: "a list of flows { from, to, as }" },
    calls: {
      type: "array",
      items: call,
      description: "a list of calls { function, parameters, this, when, returns }",
    },
    channels: {
      type: "array",
      items: channel,
      description: "a list of channels { name, of, key, write, read, listener }",
    },
    operation: { enum: OPERATIONS, description: "the name of an operation (string)" },
    matches: { type: "array", minItems: 2, maxItems: 2, items: path, description: "a list of two paths" },
    queries: { type: "array", items: path, description: "a list of paths" },
    instances: {
      type: "object",
      propertyNames: target,
      additionalProperties: { type: "string", minLength: 1, description: "the name of a class (string)" },
      description: 'an object of paths and the names of classes, like { "result": "Query" }',
    },
    code: {
      description: "a JavaScript function (string), or the list of its lines",
      anyOf: [
        { type: "string", minLength: 1, description: "a JavaScript function (string)" },
        {
          type: "array",
          minItems: 1,
          items: { type: "string", description: "a line of JavaScript (string)" },
          description: "the lines of a JavaScript function",
        },
      ],
    },
    never: { type: "boolean", description: "true or false" },
    see: {
      type: "string",
      minLength: 1,
      description: "where the row is known from, as a rule a URL (string)",
    },
  },
} as const;

const MODEL_FILE_SCHEMA = {
  type: "object",
  description: "an object { version: 1, rows }",
  additionalProperties: false,
  required: ["version", "rows"],
  properties: {
    $schema: { type: "string", description: "where the schema of this format is, for editors (string)" },
    version: { const: 1, description: "1, the version of the format" },
    rows: { type: "array", items: row, description: "a list of rows { module, name, see, … }" },
  },
} as const;

/** The patterns that stand for a format where only JSON schema's own words are known. */
const PATTERNS: Readonly<Record<string, string>> = {
  "model-path": `^${BASE_PATTERN}${PART_PATTERN}$`,
  "model-target": `^${BASE_PATTERN}${PART_PATTERN}$`,
  "model-path-or-unknown": `^(unknown|${BASE_PATTERN}${PART_PATTERN})$`,
};

/**
 * The schema as it is published, `models.schema.json`: for editors, which know no format of ours. A test keeps the file
 * in step.
 */
export function publishedSchema(): object {
  const withPatterns = (_: string, value: unknown): unknown => {
    if (typeof value !== "object" || value === null || !("format" in value)) return value;
    const { format, ...rest } = value;
    return { ...rest, pattern: PATTERNS[String(format)] };
  };
  const schema = JSON.parse(JSON.stringify(MODEL_FILE_SCHEMA, withPatterns)) as object;
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Flow models of eslint-plugin-purpose",
    ...schema,
  };
}

interface ModelFile {
  readonly $schema?: string;
  readonly version: 1;
  readonly rows: readonly FlowModel[];
}

/** The rows of a file, or the message about the first thing that is wrong in it. */
export type ModelReading = { readonly models: readonly FlowModel[] } | { readonly error: string };

/** What is wrong with a text of each format, as half a sentence; undefined if nothing is. */
const FORMATS: Readonly<Record<string, (value: string) => string | undefined>> = {
  "model-path": pathProblem,
  "model-target": targetProblem,
  "model-path-or-unknown": (value) => (value === "unknown" ? undefined : pathProblem(value)),
};

let validator: ValidateFunction<ModelFile> | undefined;

/** Checks what a file with flow models holds. `fileName` is what messages call it. */
export function validateModels(value: unknown, fileName: string): ModelReading {
  // Made when somebody has models: who has none needn't wait for it.
  const validate = (validator ??= modelValidator());
  if (!validate(value)) return { error: modelError(validate.errors ?? [], value, { fileName, problemOf }) };
  const problem = firstRepeated(value.rows) ?? firstWithoutFunction(value.rows);
  return problem === undefined ? { models: value.rows } : { error: `${fileName}: ${problem}` };
}

function firstWithoutFunction(rows: readonly FlowModel[]): string | undefined {
  for (const [index, row] of rows.entries()) {
    const code = codeOf(row);
    if (code !== undefined && functionOfCode(fileOfCode(row.name, code)) === undefined)
      return `rows[${index}] (${row.name}).code: expected a JavaScript function like "(value) => value"`;
  }
  return undefined;
}

function firstRepeated(rows: readonly FlowModel[]): string | undefined {
  const places = new Map<string, number>();
  for (const [index, { module, name }] of rows.entries()) {
    const key = `${module}:${name}`;
    const before = places.get(key);
    if (before !== undefined) {
      return `rows[${index}] (${name}): there is a row for "${name}" of "${module}" already, rows[${before}]`;
    }
    places.set(key, index);
  }
  return undefined;
}

function modelValidator(): ValidateFunction<ModelFile> {
  const ajv = new Ajv({ verbose: true, strictRequired: false });
  for (const [format, problem] of Object.entries(FORMATS)) {
    ajv.addFormat(format, (value: string) => problem(value) === undefined);
  }
  return ajv.compile<ModelFile>(MODEL_FILE_SCHEMA);
}

function pathProblem(value: string): string | undefined {
  const parsed = parseModelPath(value);
  return typeof parsed === "string" ? parsed : undefined;
}

/** What an argument is can't be changed by the one who is called, only what is in it. */
function targetProblem(value: string): string | undefined {
  const parsed = parseModelPath(value);
  if (typeof parsed === "string") return parsed;
  if (parsed.base.kind === "result" || (parsed.parts.length > 0 && parsed.base.kind !== "owner"))
    return undefined;
  return `nothing can be put into "${value}" as a whole; expected "result", or a part like "${value}.anything"`;
}

function problemOf(error: ErrorObject): string | undefined {
  return FORMATS[String(error.params["format"])]?.(String(error.data));
}
