import { describe, expect, it } from "vitest";
import { Ajv } from "ajv";
import { LIBRARY_FILES } from "./library-rows.js";
import { publishedSchema, validateModels } from "./model-schema.js";

const row = { module: "mailer", name: "Client.send", see: "https://mailer.example/docs#send" };

function errorOf(rows: unknown): string | undefined {
  const reading = validateModels({ version: 1, rows }, "models.json");
  return "error" in reading ? reading.error : undefined;
}

describe("validateModels", () => {
  it("gives the rows of a file", () => {
    const full = {
      ...row,
      result: "promise",
      flows: [{ from: "argument[0].name(to)", to: "result.resolved", as: "value" }],
      calls: [{ function: "argument[1]", parameters: ["unknown", "argument[0]"], when: "later" }],
      channels: [{ name: "mails", of: "receiver", key: "argument[0].name(to)", write: "argument[0]" }],
      queries: ["argument[0]"],
    };
    expect(validateModels({ version: 1, rows: [full] }, "models.json")).toEqual({ models: [full] });
  });

  it.each([
    [null, "models.json: expected an object { version: 1, rows }, got null"],
    [[], "models.json: expected an object { version: 1, rows }, got an empty list"],
    [{ rows: [] }, 'models.json: "version" is missing; expected 1, the version of the format'],
    [{ version: 2, rows: [] }, "models.json: version: expected 1, the version of the format, got 2"],
    [
      { version: 1, rows: {} },
      "models.json: rows: expected a list of rows { module, name, see, … }, got an object",
    ],
    [{ version: 1, row: [], rows: [] }, 'models.json: unknown key "row"; did you mean "rows"?'],
  ])("of a file %j", (value, error) => {
    expect(validateModels(value, "models.json")).toEqual({ error });
  });

  it.each([
    ["a key", { flow: [] }, ' (Client.send): unknown key "flow"; did you mean "flows"?'],
    [
      "a name",
      { name: "Client send" },
      ' (Client send).name: expected a name like "Client.send" (string), got "Client send"',
    ],
    [
      "an operation",
      { operation: "array.pusch" },
      '.operation: unknown operation "array.pusch"; did you mean "array.push"?',
    ],
    ["a result", { result: "string" }, '.result: unknown result "string"; expected one of "type", "text", '],
    [
      "a path",
      { flows: [{ from: "argument[0]", to: "results" }] },
      '.flows[0].to: "results" starts with no base; expected "receiver", "argument[0]", ',
    ],
    [
      "where a flow goes",
      { flows: [{ from: "argument[0]", to: "receiver" }] },
      '.flows[0].to: nothing can be put into "receiver" as a whole; expected "result", or a part like "receiver.anything"',
    ],
    [
      "a part of a path",
      { calls: [{ function: "argument[0]", parameters: ["unknown", "receiver.elements"] }] },
      '.calls[0].parameters[1]: "receiver.elements" goes on with ".elements"; expected ".element", ',
    ],
    [
      "a way of flowing",
      { flows: [{ from: "receiver", to: "result", as: "copy" }] },
      '.flows[0].as: unknown as "copy"; expected one of "value", "derived"',
    ],
    [
      "a flow's end",
      { flows: [{ from: "receiver" }] },
      '.flows[0]: "to" is missing; expected a path into something, like "result" or "argument[0].element"',
    ],
    [
      "a channel's use",
      { channels: [{ name: "mails" }] },
      '.channels[0]: expected at least one of "write", "read", "listener"',
    ],
    ["a type", { never: "yes" }, '.never: expected true or false, got "yes"'],
    ["a count", { matches: ["receiver"] }, ".matches: expected a list of two paths, got a list"],
  ])("tells a wrong row by its number and name, and %s that is wrong", (_, wrong, error) => {
    const message = errorOf([
      { ...row, name: "Client.open" },
      { ...row, ...wrong },
    ]);
    expect(message).toContain(
      error.startsWith(" (") ? `models.json: rows[1]${error}` : `models.json: rows[1] (Client.send)${error}`,
    );
  });

  it("wants to know where a row is known from", () => {
    expect(errorOf([{ module: "mailer", name: "send" }])).toBe(
      'models.json: rows[0] (send): "see" is missing; expected where the row is known from, as a rule a URL (string)',
    );
  });

  it("takes one row for a function", () => {
    expect(errorOf([row, { ...row, name: "Client.open" }, row])).toBe(
      'models.json: rows[2] (Client.send): there is a row for "Client.send" of "mailer" already, rows[0]',
    );
    expect(errorOf([row, { ...row, module: "other-mailer" }])).toBeUndefined();
  });
});

describe("the published schema", () => {
  const validate = new Ajv({ strictRequired: false }).compile(publishedSchema());

  it("is the file that the package ships (`npx vitest -u src/models` writes it)", async () => {
    const text = `${JSON.stringify(publishedSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot("../../models.schema.json");
  });

  it("takes the built-in files, and a file that names it", () => {
    for (const [file, content] of Object.entries(LIBRARY_FILES))
      expect([file, validate(content)]).toEqual([file, true]);
    expect(validate({ $schema: "./models.schema.json", version: 1, rows: [row] })).toBe(true);
    expect(
      validateModels({ $schema: "./models.schema.json", version: 1, rows: [row] }, "models.json"),
    ).toEqual({
      models: [row],
    });
  });

  it("marks a wrong path, a wrong key and a wrong word in the editor", () => {
    const wrong = (part: object): boolean => validate({ version: 1, rows: [{ ...row, ...part }] });
    expect(wrong({ flows: [{ from: "argument0", to: "result" }] })).toBe(false);
    expect(wrong({ flows: [{ from: "argument[0]", to: "result.elements" }] })).toBe(false);
    expect(wrong({ flow: [] })).toBe(false);
    expect(wrong({ result: "string" })).toBe(false);
  });
});
