/**
 * One clear message about a wrong file with flow models: which file, which row, what it got, what it takes. The finding
 * is the schema validator's, the words are ours.
 */
import type { ErrorObject } from "ajv";

/** Longest text of a value that a message quotes. */
const QUOTED_LENGTH = 60;

interface Telling {
  /** What the message calls the file. */
  readonly fileName: string;
  /** What is wrong with a text that is not of its place's format, as half a sentence. */
  readonly problemOf: (error: ErrorObject) => string | undefined;
}

/** The message about `errors`; `raw` is what was validated. */
export function modelError(
  errors: readonly ErrorObject[],
  raw: unknown,
  { fileName, problemOf }: Telling,
): string {
  // What an alternative lacks is told by the error of the object that it belongs to.
  const error = errors.find((candidate) => !candidate.schemaPath.includes("/anyOf/"));
  if (error === undefined) return `${fileName}: not a file with flow models`;
  const place = placeOf(error.instancePath, raw);
  return [fileName, ...(place === "" ? [] : [place]), describe(error, problemOf)].join(": ");
}

function describe(error: ErrorObject, problemOf: Telling["problemOf"]): string {
  switch (error.keyword) {
    case "additionalProperties": {
      const known = Object.keys(Object(property(error.parentSchema, "properties")) as object);
      return `unknown key "${String(error.params["additionalProperty"])}"; expected one of ${quotedList(known)}`;
    }
    case "required": {
      const missing = String(error.params["missingProperty"]);
      const expected = property(property(error.parentSchema, "properties"), missing);
      return `"${missing}" is missing; expected ${expectation(expected)}`;
    }
    case "anyOf":
      return 'expected at least one of "write", "read", "listener"';
    case "format":
      return problemOf(error) ?? "not of the form that is expected";
    default:
      return `expected ${expectation(error.parentSchema)}, got ${quote(error.data)}`;
  }
}

/** `rows[3] (Client.send).flows[0].to`. */
function placeOf(instancePath: string, raw: unknown): string {
  let place = "";
  let value = raw;
  for (const segment of instancePath.split("/").slice(1)) {
    const isRow = place === "rows";
    if (Array.isArray(value)) place += `[${segment}]`;
    else place += place === "" ? segment : `.${segment}`;
    value = property(value, segment);
    const name = property(value, "name");
    if (isRow && typeof name === "string") place += ` (${name})`;
  }
  return place;
}

function expectation(schema: unknown): string {
  const description = property(schema, "description");
  return typeof description === "string" ? description : "a value of another form";
}

/** A value as a message shows it: what it is, and its text as far as it is short. */
function quote(value: unknown): string {
  if (value === undefined || value === null || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length <= QUOTED_LENGTH ? text : `${text.slice(0, QUOTED_LENGTH)}…`;
}

function quotedList(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** A property of something of unknown form; undefined if it has none of that name. */
function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
