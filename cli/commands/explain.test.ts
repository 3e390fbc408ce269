import { afterAll, describe, expect, it } from "vitest";
import { createPrograms } from "../programs.js";
import { projectFolder, TSCONFIG } from "../testing/project-folder.js";
import { runIn } from "../testing/run-in.js";

const folder = projectFolder({
  "package.json": '{ "type": "module" }',
  "tsconfig.json": TSCONFIG,
  "src/ads.ts": `/**
 * @module
 * @purpose advertising
 */
const audience: string[] = [];
export function addToAudience(key: string): void {
  audience.push(key);
}
`,
  "src/sync.ts": `import { addToAudience } from "./ads.js";
type SecurityContact = string & { readonly __brand: "SecurityContact" };
/** @purpose security */
function sendCode(phone: string): void {
  log(phone.length);
}
function log(count: number): number {
  return count + 1;
}
export function sync(phone: SecurityContact): void {
  const key = phone.trim();
  sendCode(key);
  if (false) addToAudience("nobody");
  addToAudience(key);
  log(3);
}
`,
});
const programOf = createPrograms();
afterAll(() => {
  folder.remove();
});

async function explained(place: string): Promise<string> {
  const { out, err, status } = await runIn(folder.path, ["explain", place], { programOf });
  expect(err).toBe("");
  expect(status).toBe(0);
  return out;
}

describe("explain", () => {
  it("shows the leak of a line with its trace, and what the line calls", async () => {
    const text = await explained("src/sync.ts:14");
    expect(text).toContain("src/sync.ts:14: a leak is found here\n");
    expect(text).toContain("addToAudience(key) calls addToAudience, src/ads.ts:6; it is for: advertising");
    expect(text).toContain("key carries SecurityContact from src/sync.ts:10");
    expect(text).toContain("src/sync.ts:14:17  ✖ SecurityContact gets into advertising code (addToAudience)");
    expect(text).not.toContain("Why nothing is reported here");
  });

  it("names the flow model that a library's function goes by, and the leak that goes through", async () => {
    const text = await explained("src/sync.ts:11");
    expect(text).toContain("no leak is reported here, but values go through here into one");
    expect(text).toMatch(/phone\.trim\(\) calls String\.trim, which has a flow model \(https:\S+\)/);
    expect(text).toContain("SecurityContact on its way to src/sync.ts:14:17 (addToAudience, advertising)");
  });

  it("says that what is called may have the value", async () => {
    const text = await explained("src/sync.ts:12");
    expect(text).toContain("src/sync.ts:12: nothing is reported here");
    expect(text).toContain("What is called here is for security");
    expect(text).toContain("SecurityContact may be used for: security.");
  });

  it("says that no value carries a label, and that code can't run", async () => {
    expect(await explained("src/sync.ts:15")).toContain("No value at this line carries a label.");
    expect(await explained("src/sync.ts:13")).toContain("a constant decides against this branch");
  });

  it("says what a place must look like, and that there is such a file and line", async () => {
    for (const [place, message] of [
      ["src/sync.ts", "give a file and a line"],
      ["src/other.ts:1", "src/other.ts: there is no such file"],
      ["src/sync.ts:99", "src/sync.ts has 17 lines"],
    ] as const) {
      const { err, status } = await runIn(folder.path, ["explain", place], { programOf });
      expect(err).toContain(message);
      expect(status).toBe(2);
    }
  });
});
