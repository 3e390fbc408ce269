/**
 * Code that is nested deeper than the stack reaches: what is left out of it is noted, what stands beside it is followed as
 * usual, and no rule fails.
 */
import type ts from "typescript";
import { describe, expect, it, vi } from "vitest";
import { lineAndKind, marksOf } from "../fixtures/marks.js";
import { programLinter } from "../fixtures/lint-program.js";
import { analyzeProgram, type AnalysisResult } from "../src/index.js";
import { END_OF_STACK } from "../src/graph/end-of-stack.js";
import { programOf } from "./programs-in-memory.mjs";
import { HEAD, PRELUDE, nested, times } from "./texts.mjs";

const BESIDE = `export function beside(): void {\ntarget(plain());\ntarget(contact()); // LEAK\n}\n`;

function textsOf(deep: string): ReadonlyMap<string, string> {
  const main = `${HEAD}${BESIDE}export function run(): void {\n${deep}\n}\n`;
  return new Map([
    ["/prelude.ts", PRELUDE["prelude.ts"] ?? ""],
    ["/main.ts", main],
  ]);
}

function resultOf(
  texts: ReadonlyMap<string, string>,
): AnalysisResult & { readonly lines: readonly string[] } {
  const program = programOf(texts);
  const answer = analyzeProgram({ program, cwd: "/", settings: undefined, selection: "match" });
  if (answer.kind === "error") throw new Error(answer.message);
  const { leaks } = answer.result;
  const lines = leaks.map(({ file, span, kind }) => {
    const line = (texts.get(file) ?? "").slice(0, span.start).split("\n").length;
    return lineAndKind({ line, messageId: kind });
  });
  return { ...answer.result, lines };
}

const [beside = ""] = marksOf(HEAD + BESIDE).map(lineAndKind);

describe("what the compiler can check is analysed, or said to be left out", () => {
  it.each([
    ["1,000 blocks", nested(1_000, "{\n", "target(contact()); // LEAK", "\n}")],
    ["600 `if`", nested(600, "if (coin()) {\n", "target(contact()); // LEAK", "\n}")],
    ["600 `try`", nested(600, "try {\n", "target(contact()); // LEAK", "\n} finally {\nplain();\n}")],
    ["600 `while`", nested(600, "while (coin()) {\n", "target(contact()); // LEAK", "\n}")],
    ["2,500 conditionals", `target(${times(2_500, () => "coin() ? plain() : ")}contact()); // LEAK`],
    ["1,000 functions", `const make = ${times(1_000, () => "() => ")}contact();\nvoid make;`],
    ["300 functions that are called", nested(300, "(() => {\n", "target(contact()); // LEAK", "\n})();")],
    ["400 objects", `const all = ${nested(400, "{ a: ", "contact()", " }")};\ntarget(all); // LEAK`],
    ["900 sums", `target(plain()${" + plain()".repeat(900)} + contact()); // LEAK`],
  ])("%s", (_, deep) => {
    const texts = textsOf(deep);
    const { lines, limits } = resultOf(texts);
    const expected = marksOf(texts.get("/main.ts") ?? "").map(lineAndKind);
    const isCut = limits.length > 0;
    expect(lines).toContain(beside);
    expect(expected).toEqual(expect.arrayContaining([...lines]));
    if (!isCut) expect(lines).toEqual(expected);
  });

  it("notes where it has left something out", () => {
    const { limits } = resultOf(textsOf(nested(600, "while (coin()) {\n", "target(contact());", "\n}")));
    expect(new Set(limits.map(({ limit, file }) => `${file} ${limit}`))).toEqual(
      new Set([`/main.ts ${END_OF_STACK}`]),
    );
  });
});

/** What compilers do with code that they can parse, but not bind. */
function withoutEnd(): never {
  return withoutEnd();
}

describe("a program that the compiler itself gets no further in", () => {
  const good = programOf(textsOf("target([[plain()]]);"));
  const withChecker = (value: () => ts.TypeChecker): ts.Program =>
    Object.create(good, { getTypeChecker: { value } }) as ts.Program;

  it("is said to be left out", () => {
    const program = withChecker(withoutEnd);
    const answer = analyzeProgram({ program, cwd: "/", settings: undefined, selection: "match" });
    const result = answer.kind === "result" ? answer.result : undefined;
    expect(result?.leaks).toEqual([]);
    expect(result?.limits.map(({ limit, file }) => `${file} ${limit}`)).toEqual([`/main.ts ${END_OF_STACK}`]);
  });

  it("is told of by the first rule that needs its types", () => {
    const asked = vi.fn<() => ts.TypeChecker>(withoutEnd);
    // The parser has asked for it, twice, by the time when rules do.
    for (let time = 0; time < 2; time++) asked.mockImplementationOnce(() => good.getTypeChecker());
    const rules = { "purpose/no-leak": "error", "purpose/require-label": "error" } as const;
    const messages = programLinter({ program: withChecker(asked), cwd: "/", rules })("/prelude.ts");
    expect(messages.map(({ messageId }) => messageId)).toEqual(["tooDeep"]);
    // The file that is linted is a plain one: the message says which one is not.
    expect(messages[0]?.message).toContain("the code at main.ts:7,");
  });
});
