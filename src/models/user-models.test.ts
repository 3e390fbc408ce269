import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readUserModels } from "./user-models.js";

const cwd = resolve("project");
const file = (...rows: readonly object[]): string => JSON.stringify({ version: 1, rows });
const send = { module: "mailer", name: "send", see: "docs/mailer.md" };
const receive = { module: "mailer", name: "receive", see: "docs/mailer.md" };

function read(
  paths: readonly string[],
  files: Readonly<Record<string, string>>,
): ReturnType<typeof readUserModels> {
  const texts = new Map(Object.entries(files).map(([name, text]) => [join(cwd, name), text]));
  return readUserModels(paths, cwd, (fileName) => texts.get(fileName));
}

describe("readUserModels", () => {
  it("reads all files, relative to the directory, in their order", () => {
    const files = { "models/out.json": file(send), "in.json": file(receive) };
    expect(read(["./models/out.json", join(cwd, "in.json")], files)).toEqual({ models: [send, receive] });
    expect(read([], files)).toEqual({ models: [] });
  });

  it("says which file is missing, and where it was looked for", () => {
    expect(read(["a.json", "b.json"], { "a.json": file(send) })).toEqual({
      error: `settings.purpose.models: b.json: there is no such file (looked for ${join(cwd, "b.json")})`,
    });
  });

  it("says what is no JSON", () => {
    const reading = read(["a.json"], { "a.json": "{ version: 1 }" });
    expect("error" in reading ? reading.error : "").toMatch(
      /^settings\.purpose\.models: a\.json: not JSON: .+/,
    );
  });

  it("says which code is no function", () => {
    const files = { "a.json": file(send, { ...receive, code: ["(value) =>", "  value"] }) };
    expect(read(["a.json"], files)).toHaveProperty("models");
    const wrong = { "a.json": file({ ...send, code: "value" }) };
    expect(read(["a.json"], wrong)).toEqual({
      error:
        'settings.purpose.models: a.json: rows[0] (send).code: expected a JavaScript function like "(value) => value"',
    });
  });

  it("says which row of which file is wrong", () => {
    const files = { "a.json": file(send), "b.json": file(send, { ...receive, reslut: "text" }) };
    expect(read(["a.json", "b.json"], files)).toEqual({
      error:
        'settings.purpose.models: b.json: rows[1] (receive): unknown key "reslut"; did you mean "result"?',
    });
  });
});
