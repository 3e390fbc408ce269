import { describe, expect, it } from "vitest";
import { createAnalysisCache } from "../analysis-cache.js";
import { analyzeProgram, type AnalysisResult } from "../index.js";
import { programOfText, ROOT } from "../testing/program-of-text.js";

const SHARED = {
  "accounts.ts": `type SecurityContact = string & { readonly __brand: "SecurityContact" };
export interface Account { id: string; title: string; phone: SecurityContact }
export declare function load(id: string): Account;
`,
  "ads.ts": `/**
 * @module
 * @purpose advertising
 */
export declare function track(name: string, value: unknown): void;
`,
};

/** A function that is too big to be run without a reason. */
function bulky(name: string): string {
  const lines = Array.from({ length: 40 }, (_, at) => `  total = total * ${String(at)} + scale;`);
  return `export function ${name}(scale: number): number {\n  let total = 0;\n${lines.join("\n")}\n  return total;\n}\n`;
}

function analyse(files: Readonly<Record<string, string>>, settings?: unknown): AnalysisResult {
  const { program } = programOfText({ ...SHARED, ...files });
  const answer = analyzeProgram(
    { program, cwd: ROOT, settings, selection: "match", gateFrom: 0 },
    createAnalysisCache(),
  );
  if (answer.kind === "error") throw new Error(answer.message);
  return answer.result;
}

function gateOf(result: AnalysisResult): Readonly<Record<string, number>> {
  return result.counters.find(({ stage }) => stage === "gate")?.counts ?? {};
}

const LEAK = `import { load } from "./accounts.js";
import { track } from "./ads.js";
export function enrol(id: string): void {
  track("phone", load(id).phone);
}
`;

describe("the gate", () => {
  it("leaves out what has no part in any way from a label to a sink", () => {
    const result = analyse({ "enrol.ts": LEAK, "figures.ts": bulky("figures") });
    const { procedures = 0, entered = 0 } = gateOf(result);
    expect(result.leaks).toHaveLength(1);
    expect(entered).toBe(procedures - 1);
  });

  it("runs nothing where no sink takes what is labelled", () => {
    const result = analyse({
      "titles.ts": `import { load } from "./accounts.js";
import { track } from "./ads.js";
export function enrol(): void { track("title", "all"); }
export function show(id: string): string { return load(id).phone; }
`,
    });
    expect(gateOf(result)["chop"]).toBe(0);
    expect(result.leaks).toEqual([]);
  });

  it("follows what is stored under a name, kept in a collection, and called back", () => {
    const result = analyse({
      "keep.ts": `import { load } from "./accounts.js";
${bulky("figures")}
const kept: { value?: string } = {};
const listeners: ((value: string) => void)[] = [];
export function listen(listener: (value: string) => void): void { listeners.push(listener); }
export function keep(id: string): void {
  kept.value = load(id).phone;
  for (const listener of listeners) listener(load(id).phone.trim());
}
export function value(): string | undefined { return kept.value; }
`,
      "use.ts": `import { listen, value } from "./keep.js";
import { track } from "./ads.js";
listen((phone) => { track("called", phone); });
export function send(): void { track("kept", value()); }
`,
    });
    expect(result.leaks.map(({ file, span }) => [file.slice(ROOT.length + 1), span.start > 0])).toEqual([
      ["use.ts", true],
      ["use.ts", true],
    ]);
  });

  it("tells methods of one name by the types of what they are called on", () => {
    const result = analyse({
      "stores.ts": `
export class Numbers { ${bulky("save").replace("export function ", "")} }
export class Rows { save(row: string): string { return row; } }
`,
      "count.ts": `import { Numbers } from "./stores.js";
const numbers = new Numbers();
${bulky("count").replace("return total", "return numbers.save(total)")}
`,
      "use.ts": `import { load } from "./accounts.js";
import { track } from "./ads.js";
import { Rows } from "./stores.js";
const rows = new Rows();
export function send(id: string): void { track("row", rows.save(load(id).phone)); }
`,
    });
    const { procedures = 0, entered = 0 } = gateOf(result);
    expect(result.leaks).toHaveLength(1);
    // `count`, and the method of that name that it calls.
    expect(procedures - entered).toBe(2);
  });

  it("tells properties of one name by the types that declare them", () => {
    const result = analyse({
      "enrol.ts": LEAK,
      "companies.ts": `import { track } from "./ads.js";
export interface Company { phone: string; }
${bulky("rate").replace("(scale: number)", "(scale: number, company: Company)").replace("  return total", '  track("company", company.phone);\n  return total')}
`,
    });
    const { procedures = 0, entered = 0 } = gateOf(result);
    expect(result.leaks).toHaveLength(1);
    expect(procedures - entered).toBe(1);
  });

  it("does not join the properties of all types where one place is of no known type", () => {
    const result = analyse({
      "rows.ts": `import { load } from "./accounts.js";
import { track } from "./ads.js";
interface Contact { value: string }
interface Title { value: string }
export function contactOf(id: string): Contact { return { value: load(id).phone }; }
export function show(row: any): string { return row.value; }
export function send(title: Title): void { track("title", title.value); }
`,
    });
    expect(gateOf(result)["chop"]).toBe(0);
  });

  it("takes what a library's things keep for theirs, and not for all of the library", () => {
    const result = analyse({
      "store.d.ts": `declare module "store" {
  export class Box<T> { set(value: T): void; get(): T }
  export const contacts: Box<string>;
  export const titles: Box<string>;
  export function log(value: unknown): void;
}
`,
      "use.ts": `import { contacts, log, titles } from "store";
import { load } from "./accounts.js";
import { track } from "./ads.js";
export function keep(id: string): void { contacts.set(load(id).phone); log(load(id)); }
export function send(): void { track("title", titles.get()); }
`,
    });
    expect(gateOf(result)["chop"]).toBe(0);
  });

  it("does not take a service that finds labelled data for such data", () => {
    const result = analyse({
      "services.ts": `import { load, type Account } from "./accounts.js";
import { track } from "./ads.js";
export class Accounts {
  find(id: string): Account { return load(id); }
  title(): string { return "all"; }
}
export class Campaign {
  constructor(private readonly accounts: Accounts) {}
  send(): void { track("title", described({ accounts: this.accounts })); }
}
function described(of: { accounts: Accounts }): string { return JSON.stringify(of.accounts); }
`,
    });
    expect(gateOf(result)["chop"]).toBe(0);
  });

  it("looks at what is nearest to a sink where there is too much, and says so", () => {
    const steps = Array.from({ length: 1400 }, (_, at) => {
      const parts = Array.from({ length: 20 }, (_, part) => `text.slice(${String(part)})`).join(" + ");
      return `function step${String(at)}(text: string): string {\n  return ${at === 0 ? parts : `step${String(at - 1)}(${parts})`};\n}`;
    });
    const chain = `import { load } from "./accounts.js";
import { track } from "./ads.js";
${steps.join("\n")}
export function far(id: string): void { track("far", step1399(load(id).phone)); }
`;
    const result = analyse({ "enrol.ts": LEAK, "chain.ts": chain });
    expect(result.limits.map(({ limit }) => limit)).toContain("MAXIMAL_CODE");
    expect(result.leaks.map(({ file }) => file.slice(ROOT.length + 1))).toContain("enrol.ts");
  });

  it("believes a way of its own rather than one over a name that many share", () => {
    const holders = Array.from({ length: 660 }, (_, at) => {
      const sum = Array.from({ length: 40 }, (_, part) => `${String(part)} * size`).join(" + ");
      return `export class Holder${String(at)} {
  data: string = "";
  fill(id: string, size: number): void { this.data = load(id).phone + String(${sum}); }
  take(): string { return this.data; }
}`;
    });
    const result = analyse({
      "holders.ts": `import { load } from "./accounts.js";\n${holders.join("\n")}`,
      "way.ts": `import { load } from "./accounts.js";
import { track } from "./ads.js";
type Note = any;
function first(phone: string): string { return phone.trim(); }
function second(phone: string): string { return first(phone); }
export function send(id: string, note: Note): void {
  track("note", note.data);
  track("phone", second(load(id).phone));
}
`,
    });
    expect(result.limits.map(({ limit }) => limit)).toContain("MAXIMAL_CODE");
    expect(result.leaks.map(({ file }) => file.slice(ROOT.length + 1))).toEqual(["way.ts"]);
  });

  it("takes what has a property that settings label for a label, also where no text names its type", () => {
    const files = {
      "model.ts": `export interface Row { email: string; title: string }
export interface Letter { email: string }
export declare const rows: { find(): Row };
export declare const letters: { find(): Letter };
`,
      "way.ts": `import { letters, rows } from "./model.js";
import { track } from "./ads.js";
const pick = () => rows.find();
export function send(): void {
  track("row", pick());
  track("title", pick().title);
  track("email", rows.find().email);
  track("letter", letters.find().email);
}
`,
    };
    const sources = [{ type: "Row", property: "email", files: ["**/model.ts"] }];
    const { leaks } = analyse(files, { labels: { SecurityContact: { purposes: ["security"], sources } } });
    const text = files["way.ts"];
    expect(leaks.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      "pick()",
      "rows.find().email",
    ]);
  });
});
