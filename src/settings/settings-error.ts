/**
 * One clear message about a wrong setting: which key, what it got, what it takes. The findings are the schema
 * validator's, the words are ours.
 */
import type { ErrorObject } from "ajv";
import { closestName } from "./name-suggestion.js";

/** What stands before every key path. */
const ROOT = "settings.purpose";

/** How many slips away from a known key an unknown one may be for "did you mean". */
const KEY_SLIPS = 2;

/** Longest text of a value that a message quotes. */
const QUOTED_LENGTH = 60;

/** Keys that users may look for here and that are options of a rule. */
const RULE_OPTIONS: ReadonlySet<string> = new Set(["selection", "reportAt"]);

/** Says what is wrong with a string that is not of its place's format, as half a sentence. */
export type FormatProblem = (format: string, value: string) => string | undefined;

/**
 * The message about the most telling of `errors`: an unknown key first, because what else is wrong often follows
 * from it. `raw` is what was validated.
 */
export function settingsError(
  errors: readonly ErrorObject[],
  raw: unknown,
  problemOf: FormatProblem,
): string {
  const telling = errors.filter((error) => !isPartOfAnother(error));
  const error = telling.find((candidate) => candidate.keyword === "additionalProperties") ?? telling[0];
  if (error === undefined) return `${ROOT}: not of the form that is expected`;
  const segments = error.instancePath.split("/").slice(1).map(unescapePointer);
  return describe(error, keyPath(segments, raw), problemOf);
}

/** A name's own error, and what an alternative lacks, are told by the error of the object that they belong to. */
function isPartOfAnother(error: ErrorObject): boolean {
  return error.keyword === "propertyNames" || error.schemaPath.includes("/anyOf/");
}

function describe(error: ErrorObject, path: string, problemOf: FormatProblem): string {
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(error, path);
    case "required": {
      const missing = String(error.params["missingProperty"]);
      const place = property(property(error.parentSchema, "properties"), missing);
      return `${joinKey(path, missing)}: missing; expected ${expectation(place)}`;
    }
    case "anyOf":
      return `${path}: expected at least one of ${quotedList(requiredKeys(error.schema))}`;
    case "format": {
      const place = error.propertyName === undefined ? path : joinKey(path, error.propertyName);
      const value = error.propertyName ?? String(error.data);
      return `${place}: ${problemOf(String(error.params["format"]), value) ?? "not of the form that is expected"}`;
    }
    default:
      return `${path}: expected ${expectation(error.parentSchema)}, got ${quote(error.data)}`;
  }
}

function unknownKey(error: ErrorObject, path: string): string {
  const key = String(error.params["additionalProperty"]);
  const known = keysOf(property(error.parentSchema, "properties"));
  const meant = closestName(key, known, KEY_SLIPS);
  const place = `${joinKey(path, key)}: unknown key`;
  if (meant !== undefined) return `${place}; did you mean "${meant}"?`;
  if (path === ROOT && RULE_OPTIONS.has(key)) return `${place}; it is an option of the rule purpose/no-leak`;
  return `${place}; expected one of ${quotedList(known)}`;
}

/** `settings.purpose.sinks[1].files[0]`. */
function keyPath(segments: readonly string[], raw: unknown): string {
  let path = ROOT;
  let value = raw;
  for (const segment of segments) {
    path = Array.isArray(value) ? `${path}[${segment}]` : joinKey(path, segment);
    value = property(value, segment);
  }
  return path;
}

function joinKey(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function unescapePointer(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

function expectation(schema: unknown): string {
  const description = property(schema, "description");
  return typeof description === "string" ? description : "a value of another form";
}

function requiredKeys(alternatives: unknown): readonly string[] {
  if (!Array.isArray(alternatives)) return [];
  return alternatives.flatMap((alternative: unknown) => {
    const required = property(alternative, "required");
    return Array.isArray(required) ? required.map(String) : [];
  });
}

/** A value as a message shows it: what it is, and its text as far as it is short. */
function quote(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint" || typeof value === "symbol") return `a ${typeof value}`;
  if (value === undefined || value === null || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return text.length <= QUOTED_LENGTH ? text : `${text.slice(0, QUOTED_LENGTH)}…`;
}

function quotedList(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** A property of something of unknown form; undefined if it has none of that name. */
function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
