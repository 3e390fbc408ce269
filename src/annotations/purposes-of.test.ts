import { describe, expect, it } from "vitest";
import { programOfText, ROOT } from "../testing/program-of-text.js";
import { createPackages } from "./package-purpose.js";
import { createPurposes, type Purposes } from "./purposes-of.js";

interface Asked {
  readonly of: (text: string, occurrence?: number) => readonly string[];
  readonly ofFile: readonly string[];
  readonly purposes: Purposes;
}

function purposesIn(main: string, files: Readonly<Record<string, string>> = {}, name = "src/main.ts"): Asked {
  const program = programOfText({ [name]: main, ...files });
  const purposes = createPurposes({
    program: program.program,
    readFile: (path) => (path.startsWith(ROOT) ? program.readFile(path) : undefined),
    settingsPurposes: (file, packageName) =>
      file.endsWith("/ads.ts") || packageName === "@acme/ads" ? ["advertising"] : [],
  });
  return {
    of: (text, occurrence) => purposes.purposesOfDeclaration(program.node(name, text, occurrence)),
    ofFile: purposes.purposesOfFile(program.file(name)),
    purposes,
  };
}

const MODULE = "/**\n * @module\n * @purpose advertising\n */\n";

describe("declarations", () => {
  it("take the nearest annotation", () => {
    const { of } = purposesIn(`${MODULE}
/** @purpose security */
class Book {
  verify(phone: string) { const inner = phone; }
  /** @purpose analytics */
  count(rows: string) { const other = rows; }
}
const free = 1;`);
    expect(of("inner")).toEqual(["security"]);
    expect(of("other")).toEqual(["analytics"]);
    expect(of("rows")).toEqual(["analytics"]);
    expect(of("Book")).toEqual(["security"]);
    expect(of("free")).toEqual(["advertising"]);
  });

  it("are annotated one by one", () => {
    const { of, ofFile } = purposesIn(`
/** @purpose advertising */
function promote(payload: unknown) {}
function textCode(phone: string) {}
function record(event: string,
  /** @purpose advertising */
  shared: unknown) {}
interface Hooks { onFailure(detail: unknown): void;
  /** @purpose advertising */
  onConversion(detail: 1): void }
/** @purpose advertising */
const queue: unknown[] = [];
const sms: unknown[] = [];
/** @purpose security:two-factor analytics */
const arrow = () => 1;
/** @purpose advertising */
namespace N { export function inside() {} }`);
    expect(of("payload: unknown")).toEqual(["advertising"]);
    expect(of("phone")).toEqual([]);
    expect(of("event")).toEqual([]);
    expect(of("record")).toEqual([]);
    expect(of("shared")).toEqual(["advertising"]);
    expect(of("detail: unknown")).toEqual([]);
    expect(of("detail: 1")).toEqual(["advertising"]);
    expect(of("queue")).toEqual(["advertising"]);
    expect(of("sms")).toEqual([]);
    expect(of("() => 1")).toEqual(["security:two-factor", "analytics"]);
    expect(of("inside")).toEqual(["advertising"]);
    expect(ofFile).toEqual([]);
  });

  it("in JavaScript have their module's too", () => {
    const { of } = purposesIn(
      `${MODULE}\n/** @param {unknown} row */\nexports.enqueue = function (row) {};`,
      {},
      "ads.cjs",
    );
    expect(of("row", -1)).toEqual(["advertising"]);
  });
});

describe("packages", () => {
  const PACKAGE = {
    "src/package.json": '{ "name": "ad-server", "type": "module", "purpose": "advertising" }',
  };

  it("mark their modules, unless those say otherwise", () => {
    expect(purposesIn("export {};", PACKAGE).ofFile).toEqual(["advertising"]);
    expect(purposesIn("/** @purpose security */\n\nexport {};", PACKAGE).ofFile).toEqual(["security"]);
  });

  it("come before settings, which know them by name", () => {
    expect(purposesIn("export {};", {}, "src/ads.ts").ofFile).toEqual(["advertising"]);
    expect(purposesIn("export {};", { "src/package.json": '{ "name": "@acme/ads" }' }).ofFile).toEqual([
      "advertising",
    ]);
    const other = { "src/package.json": '{ "name": "@acme/ads", "purpose": "security analytics" }' };
    expect(purposesIn("export {};", other).ofFile).toEqual(["security", "analytics"]);
  });

  const packageOf = (file: string, texts: Readonly<Record<string, string>>): unknown =>
    createPackages((path) => texts[path]).packageOf(file);

  it("are the nearest, and end at node_modules", () => {
    const texts = {
      "/app/package.json": '{ "name": "app", "purpose": "security" }',
      "/app/ads/package.json": '{ "name": "ads" }',
      "/app/ads/dist/package.json": '{ "type": "module" }',
    };
    expect(packageOf("/app/src/a.ts", texts)).toEqual({ name: "app", purposes: ["security"] });
    expect(packageOf("/app/ads/dist/a.ts", texts)).toEqual({ name: "ads", purposes: [] });
    expect(packageOf("/app/node_modules/x/a.ts", texts)).toEqual({ name: undefined, purposes: [] });
    expect(packageOf("C:/other/a.ts", texts)).toEqual({ name: undefined, purposes: [] });
  });

  it("are read once a folder, and their mistakes are told", () => {
    const read: string[] = [];
    const packages = createPackages((path) => {
      read.push(path);
      return path === "/app/package.json" ? '{ "name": "app", "purpose": 5 }' : undefined;
    });
    packages.packageOf("/app/src/a.ts");
    packages.packageOf("/app/src/b.ts");
    expect(read).toEqual(["/app/src/package.json", "/app/package.json"]);
    expect(packages.problems()).toEqual(['/app/package.json: "purpose" must be a string, got 5']);
  });

  it("may be half written", () => {
    const texts = { "/app/package.json": '{ "name": "app", "purpose": "advertising", ' };
    expect(packageOf("/app/a.ts", texts)).toEqual({ name: "app", purposes: ["advertising"] });
  });
});
