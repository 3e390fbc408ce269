/**
 * The form of the data files: every row has a purpose or says what decides it, and says where its facts come from.
 */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { CATALOG_PURPOSES } from "../settings/purpose-name.js";
import { ENDPOINT_ROWS, GLOBAL_ROWS, PACKAGE_ROWS } from "./catalog-data.js";

const text = { type: "string", minLength: 1 };
const texts = { type: "array", minItems: 1, uniqueItems: true, items: text };
const purpose = { enum: CATALOG_PURPOSES };
const see = { ...texts, items: { type: "string", pattern: "^https://[^ ]+$" } };

const packageTag = rowSchema(["global"], {
  global: { enum: ["gtag", "dataLayer"] },
  before: texts,
  property: text,
});
const packageRow = {
  ...rowSchema(["name", "see"], { name: text, subpath: text, only: texts, purpose, tag: packageTag, see }),
  oneOf: [{ required: ["purpose"] }, { required: ["tag", "only"] }],
};
const globalRow = {
  ...rowSchema(["name", "vendor", "see"], {
    name: { type: "string", pattern: "^[A-Za-z_$][A-Za-z0-9_$]*$" },
    vendor: text,
    purpose,
    mixed: { enum: ["command", "queue"] },
    see,
  }),
  oneOf: [{ required: ["purpose"] }, { required: ["mixed"] }],
};
const endpointRow = rowSchema(["vendor", "hosts", "purpose", "see"], {
  vendor: text,
  hosts: { ...texts, items: { type: "string", pattern: "^[a-z0-9*-]+(\\.[a-z0-9*-]+)*\\.[a-z]+$" } },
  paths: { ...texts, items: { type: "string", pattern: "^/([^/?# ]+(/[^/?# ]+)*)$" } },
  purpose,
  see,
});
const argument = { type: "string", pattern: "^argument\\[\\d\\]$" };
const link = see.items;
const requestRow = rowSchema(["module", "name", "url", "see"], {
  module: { type: "string" },
  name: { type: "string" },
  url: argument,
  base: argument,
  under: { type: "string", pattern: "^https://[^ ]+$" },
  when: {
    type: "object",
    additionalProperties: false,
    required: ["argument", "is"],
    properties: { argument, is: texts },
  },
  scheme: { enum: ["http", "https"] },
  sends: { ...texts, items: argument },
  opens: { enum: ["result", "receiver", "client"] },
  names: { const: "result" },
  makes: { const: "element" },
  language: { enum: ["html", "css", "attribute"] },
  see: link,
});
const sendingProperty = rowSchema(["name", "see"], {
  name: text,
  language: { enum: ["html", "css"] },
  see: link,
});
const styles = rowSchema(["owners", "names", "see"], { owners: texts, names: texts, see: link });
const requestOptions = rowSchema(["host", "path", "base", "kept"], {
  host: texts,
  path: texts,
  base: texts,
  kept: texts,
});
const mixedRules = rowSchema(
  ["purpose", "otherwise", "ids", "idFields", "userDataFields", "eventField", "events", "eventPrefixes"],
  {
    purpose,
    otherwise: purpose,
    ids: texts,
    idFields: texts,
    userDataFields: texts,
    eventField: text,
    events: texts,
    eventPrefixes: texts,
  },
);

describe("the data files have their form", () => {
  it.each([
    ["packages.json", packageRow, {}],
    ["globals.json", globalRow, { mixed: mixedRules }],
    ["endpoints.json", endpointRow, {}],
    [
      "requests.json",
      requestRow,
      { properties: { type: "array", items: sendingProperty }, options: requestOptions, styles },
    ],
  ])("%s", (file, row, further) => {
    const schema = rowSchema(["version", "rows", ...Object.keys(further)], {
      version: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+$" },
      rows: { type: "array", minItems: 1, items: row },
      ...further,
    });
    const validate = new Ajv({ strictRequired: false }).compile(schema);
    validate(JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")));
    expect(validate.errors).toBeNull();
  });
});

describe("no row is there twice", () => {
  it("packages: one row for a name, a subpath and an export", () => {
    const keys = PACKAGE_ROWS.flatMap((row) =>
      (row.only ?? [""]).map((member) => `${row.name}/${row.subpath ?? ""} ${member}`),
    );
    expect(repeated(keys)).toEqual([]);
  });

  it("globals", () => {
    expect(repeated(GLOBAL_ROWS.map((row) => row.name))).toEqual([]);
  });

  it("endpoints: one row for a host and a path, without regard to case", () => {
    const keys = ENDPOINT_ROWS.flatMap((row) =>
      row.hosts.flatMap((host) =>
        (row.paths ?? ["*"]).map((path) => host + path.toLowerCase().replace(/\{.*?\}/g, "{}")),
      ),
    );
    expect(repeated(keys)).toEqual([]);
  });
});

it.each([
  "twitter-api-v2",
  "twitter-api-sdk",
  "firebase-admin",
  "@snapchat/snap-kit-react-native",
  "@tiktok-service/app-center-connect",
])("%s is a general SDK and has no row", (name) => {
  expect(PACKAGE_ROWS.filter((row) => row.name === name)).toEqual([]);
});

function rowSchema(required: readonly string[], properties: Readonly<Record<string, unknown>>) {
  return { type: "object", additionalProperties: false, required, properties };
}

function repeated(keys: readonly string[]): readonly string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
