/**
 * One clear message about a wrong file with flow models: which file, which row, what it got, what it takes. The finding
 * is the schema validator's, the words are ours.
 */
import type { ErrorObject } from "ajv";
import { closestName } from "../settings/name-suggestion.js";

/** Longest text of a value that a message quotes. */
const QUOTED_LENGTH = 60;

/** How many slips away from a known name a wrong one may be for "did you mean". */
const SLIPS = 2;

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
      const key = String(error.params["additionalProperty"]);
      return `unknown key "${key}"; ${hint(key, keysOf(property(error.parentSchema, "properties")))}`;
    }
    case "enum":
      return `unknown ${lastKey(error.instancePath)} ${quote(error.data)}; ${hint(error.data, namesOf(error.schema))}`;
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

/** What was meant, if that is near; otherwise all that there is. */
function hint(wrong: unknown, known: readonly string[]): string {
  const meant = typeof wrong === "string" ? closestName(wrong, known, SLIPS) : undefined;
  return meant === undefined ? `expected one of ${quotedList(known)}` : `did you mean "${meant}"?`;
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
  const text = JSON.stringify(value);
  return text.length <= QUOTED_LENGTH ? text : `${text.slice(0, QUOTED_LENGTH)}…`;
}

function quotedList(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function lastKey(instancePath: string): string {
  return instancePath.slice(instancePath.lastIndexOf("/") + 1);
}

function namesOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** A property of something of unknown form; undefined if it has none of that name. */
function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
