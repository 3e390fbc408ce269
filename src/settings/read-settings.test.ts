import { describe, expect, it } from "vitest";
import { readSettings } from "./read-settings.js";
import { DEFAULT_SETTINGS, type ResolvedSettings } from "./settings.js";

describe("defaults", () => {
  it("hold without settings", () => {
    expect(read(undefined)).toEqual(DEFAULT_SETTINGS);
    expect(read({})).toEqual(DEFAULT_SETTINGS);
  });

  it("are what the documentation says", () => {
    expect(DEFAULT_SETTINGS).toEqual({
      labels: { SecurityContact: { purposes: ["security"], sources: [] } },
      sinks: [],
      evidence: ["Consent", "ConsentReceipt"],
      catalog: ["advertising"],
      models: [],
      contactless: ["security:two-factor:totp", "security:two-factor:security-key"],
    });
  });
});

describe("settings that are right", () => {
  it("the documentation's example", () => {
    const source = { package: "@prisma/client", type: "User", property: "twoFactorPhone" };
    const settings = read({
      labels: { SecurityContact: { purposes: ["security"], sources: [source] } },
      sinks: [
        { purpose: "advertising", files: ["src/ads/**"] },
        { purpose: "advertising analytics", packages: ["@acme/audiences"] },
        { purpose: "advertising", endpoints: ["https://ads.example.com/**"] },
        { purpose: "advertising", globals: ["acmePixel", "window.acmeQueue"] },
      ],
      evidence: ["ConsentReceipt"],
      catalog: ["advertising"],
      models: ["./purpose-models.json"],
    });
    const nothing = { files: [], packages: [], endpoints: [], globals: [] };
    expect(settings.labels).toEqual({ SecurityContact: { purposes: ["security"], sources: [source] } });
    expect(settings.sinks).toEqual([
      { ...nothing, purposes: ["advertising"], files: ["src/ads/**"] },
      { ...nothing, purposes: ["advertising", "analytics"], packages: ["@acme/audiences"] },
      { ...nothing, purposes: ["advertising"], endpoints: ["https://ads.example.com/**"] },
      { ...nothing, purposes: ["advertising"], globals: ["acmePixel", "acmeQueue"] },
    ]);
    expect(settings.evidence).toEqual(["ConsentReceipt"]);
    expect(settings.models).toEqual(["./purpose-models.json"]);
  });

  it("a label of one's own does not take the built-in one away", () => {
    expect(read({ labels: { HealthRecord: { purposes: ["care"] } } }).labels).toEqual({
      SecurityContact: { purposes: ["security"], sources: [] },
      HealthRecord: { purposes: ["care"], sources: [] },
    });
  });

  it("sources for the built-in label leave its purposes as they are", () => {
    const sources = [{ files: ["src/generated/*.ts"], type: "UserRow", property: "otp_phone" }];
    expect(read({ labels: { SecurityContact: { sources } } }).labels).toEqual({
      SecurityContact: { purposes: ["security"], sources },
    });
  });

  it("the built-in label's purposes can be replaced", () => {
    const labels = { SecurityContact: { purposes: ["security", "legal"] } };
    expect(read({ labels }).labels["SecurityContact"]?.purposes).toEqual(["security", "legal"]);
  });

  it("a label with nearly the built-in name, where the built-in one is named too", () => {
    const labels = { SecurityContact: {}, SecurityContacts: { purposes: ["security"] } };
    expect(Object.keys(read({ labels }).labels)).toEqual(["SecurityContact", "SecurityContacts"]);
  });

  it("the catalog as a whole, or not at all", () => {
    expect(read({ catalog: true }).catalog).toContain("customer-data");
    expect(read({ catalog: false }).catalog).toEqual([]);
    expect(read({ catalog: ["analytics", "marketing"] }).catalog).toEqual(["analytics", "marketing"]);
  });

  it("contactless purposes are added to the ones that are always contactless", () => {
    const purpose = "security:two-factor:passkey";
    expect(read({ contactless: [purpose] }).contactless).toEqual([...DEFAULT_SETTINGS.contactless, purpose]);
  });
});

describe("settings that are wrong", () => {
  const form = 'words and hyphens, special ones after a colon, as in "security:two-factor"';
  const ads = { purpose: "advertising", files: ["src/ads/**"] };
  it.each<[unknown, string]>([
    [null, "settings.purpose: expected an object, got null"],
    ["advertising", 'settings.purpose: expected an object, got "advertising"'],
    [[], "settings.purpose: expected an object, got an empty list"],
    [{ lables: {} }, 'settings.purpose.lables: unknown key; did you mean "labels"?'],
    [
      { rules: {} },
      'settings.purpose.rules: unknown key; expected one of "labels", "sinks", "evidence", "catalog", "models", "contactless"',
    ],
    [
      { selection: "off" },
      "settings.purpose.selection: unknown key; it is an option of the rule purpose/no-leak",
    ],
    [
      { sinks: [ads, { purpose: "advertising", files: [42] }] },
      "settings.purpose.sinks[1].files[0]: expected a glob (string), got 42",
    ],
    [
      { sinks: [{ ...ads, files: [""] }] },
      'settings.purpose.sinks[0].files[0]: expected a glob (string), got ""',
    ],
    [
      { sinks: [{ ...ads, files: "src" }] },
      'settings.purpose.sinks[0].files: expected a list of globs, got "src"',
    ],
    [
      { sinks: [{ ...ads, files: [() => true] }] },
      "settings.purpose.sinks[0].files[0]: expected a glob (string), got a function",
    ],
    [
      { sinks: ads },
      "settings.purpose.sinks: expected a list of sinks { purpose, and files, packages, endpoints or globals }, got an object",
    ],
    [
      { sinks: [{ purpose: "advertising", file: ["src"] }] },
      'settings.purpose.sinks[0].file: unknown key; did you mean "files"?',
    ],
    [
      { sinks: [{ files: ["src"] }] },
      `settings.purpose.sinks[0].purpose: missing; expected a purpose (${form})`,
    ],
    [
      { sinks: [{ purpose: "advertising" }] },
      'settings.purpose.sinks[0]: expected at least one of "files", "packages", "endpoints", "globals"',
    ],
    [
      { sinks: [{ ...ads, purpose: 1 }] },
      `settings.purpose.sinks[0].purpose: expected a purpose (${form}), got 1`,
    ],
    [
      { sinks: [{ ...ads, purpose: "ads!" }] },
      `settings.purpose.sinks[0].purpose: "ads!" is no purpose name; a purpose is ${form}`,
    ],
    [
      { sinks: [{ ...ads, purpose: "" }] },
      `settings.purpose.sinks[0].purpose: no purpose given; a purpose is ${form}`,
    ],
    [
      { sinks: [{ ...ads, purpose: "advertizing" }] },
      'settings.purpose.sinks[0].purpose: unknown purpose "advertizing"; did you mean "advertising"?',
    ],
    [
      { sinks: [{ purpose: "advertising", globals: ["acme.pixel"] }] },
      'settings.purpose.sinks[0].globals[0]: expected the name of a global variable, got "acme.pixel"',
    ],
    [
      { labels: ["SecurityContact"] },
      "settings.purpose.labels: expected an object of labels { [label]: { purposes, sources } }, got a list",
    ],
    [
      { labels: { SecurityContcat: { purposes: [] } } },
      'settings.purpose.labels.SecurityContcat: unknown label; did you mean "SecurityContact"? (If not, name "SecurityContact" as well.)',
    ],
    [
      { labels: { HealthRecord: {} } },
      "settings.purpose.labels.HealthRecord.purposes: missing; expected a list of purposes",
    ],
    [
      { labels: { "Health Record": { purposes: [] } } },
      'settings.purpose.labels["Health Record"]: a label is the name of a type or brand, without white space in it',
    ],
    [
      { labels: { SecurityContact: { purposes: "security" } } },
      'settings.purpose.labels.SecurityContact.purposes: expected a list of purposes, got "security"',
    ],
    [
      { labels: { SecurityContact: { purposes: ["secuirty"] } } },
      'settings.purpose.labels.SecurityContact.purposes[0]: unknown purpose "secuirty"; did you mean "security"?',
    ],
    [
      { labels: { SecurityContact: { sources: [{ package: "@prisma/client", typ: "User" }] } } },
      'settings.purpose.labels.SecurityContact.sources[0].typ: unknown key; did you mean "type"?',
    ],
    [
      { labels: { SecurityContact: { sources: [{ type: "User" }] } } },
      'settings.purpose.labels.SecurityContact.sources[0]: expected at least one of "package", "files"',
    ],
    [
      { catalog: "advertising" },
      'settings.purpose.catalog: expected true (all purposes of the catalog), false (none) or a list of its purposes, got "advertising"',
    ],
    [
      { catalog: ["advertisng"] },
      'settings.purpose.catalog[0]: unknown purpose "advertisng"; did you mean "advertising"?',
    ],
    [
      { catalog: ["security"] },
      'settings.purpose.catalog[0]: unknown purpose "security"; expected one of "advertising", "advertising:measurement", "analytics", "customer-data", "marketing"',
    ],
    [{ evidence: "Consent" }, 'settings.purpose.evidence: expected a list of names of types, got "Consent"'],
    [
      { models: [{}] },
      "settings.purpose.models[0]: expected the path of a file with flow models (string), got an object",
    ],
    [{ contactless: [true] }, `settings.purpose.contactless[0]: expected a purpose (${form}), got true`],
  ])("%j", (raw, error) => {
    expect(readSettings(raw)).toEqual({ error });
  });

  it("a long value is cut", () => {
    const message = readSettings({ evidence: "x".repeat(500) });
    expect(JSON.stringify(message).length).toBeLessThan(200);
  });
});

function read(raw: unknown): ResolvedSettings {
  const reading = readSettings(raw);
  if ("error" in reading) throw new Error(reading.error);
  return reading.settings;
}
