/**
 * The form that `settings.purpose` must have, as a JSON schema. Each `description` says what its place takes, in the
 * words of the error message.
 */
import { BUILT_IN_LABEL } from "./settings.js";
import { PURPOSE_FORM } from "./purpose-name.js";

/** Names of the formats that the schema uses besides the standard; `read-settings.ts` says what they accept. */
export type SettingsFormat = "purpose" | "purposes" | "catalog-purpose" | "label" | "global";

interface Schema {
  readonly [keyword: string]: unknown;
}

const purpose: Schema = { type: "string", format: "purpose", description: `a purpose (${PURPOSE_FORM})` };
const glob: Schema = { type: "string", minLength: 1, description: "a glob (string)" };
const packageName: Schema = {
  type: "string",
  minLength: 1,
  description: "the name of an npm package (string)",
};
const typeName: Schema = { type: "string", minLength: 1, description: "the name of a type (string)" };

const source: Schema = {
  type: "object",
  description: "an object { package or files, type, property }",
  additionalProperties: false,
  required: ["type"],
  anyOf: [{ required: ["package"] }, { required: ["files"] }],
  properties: {
    package: packageName,
    files: listOf(glob, "a list of globs"),
    type: typeName,
    property: { type: "string", minLength: 1, description: "the name of a property (string)" },
  },
};

const label: Schema = {
  type: "object",
  description: "an object { purposes, sources }",
  additionalProperties: false,
  properties: {
    purposes: listOf(purpose, "a list of purposes"),
    sources: listOf(source, "a list of sources { package or files, type, property }"),
  },
};

const sink: Schema = {
  type: "object",
  description: "an object { purpose, and files, packages, endpoints or globals }",
  additionalProperties: false,
  required: ["purpose"],
  anyOf: [
    { required: ["files"] },
    { required: ["packages"] },
    { required: ["endpoints"] },
    { required: ["globals"] },
  ],
  properties: {
    purpose: { type: "string", format: "purposes", description: `a purpose (${PURPOSE_FORM})` },
    files: listOf(glob, "a list of globs"),
    packages: listOf(packageName, "a list of npm packages"),
    endpoints: listOf({ ...glob, description: "a glob of URLs (string)" }, "a list of globs of URLs"),
    globals: listOf(
      { type: "string", format: "global", description: "the name of a global variable (string)" },
      "a list of names of global variables",
    ),
  },
};

/** The schema of the whole. */
export const SETTINGS_SCHEMA: Schema = {
  type: "object",
  description: "an object",
  additionalProperties: false,
  properties: {
    labels: {
      type: "object",
      description: "an object of labels { [label]: { purposes, sources } }",
      propertyNames: { format: "label" },
      additionalProperties: { ...label, required: ["purposes"] },
      properties: { [BUILT_IN_LABEL]: label },
    },
    sinks: listOf(sink, "a list of sinks { purpose, and files, packages, endpoints or globals }"),
    evidence: listOf(typeName, "a list of names of types"),
    catalog: {
      type: ["boolean", "array"],
      description: "true (all purposes of the catalog), false (none) or a list of its purposes",
      items: { type: "string", format: "catalog-purpose", description: "a purpose of the catalog (string)" },
    },
    models: listOf(
      { type: "string", minLength: 1, description: "the path of a file with flow models (string)" },
      "a list of paths of files with flow models",
    ),
    contactless: listOf(purpose, "a list of purposes"),
  },
};

function listOf(items: Schema, description: string): Schema {
  return { type: "array", items, description };
}
