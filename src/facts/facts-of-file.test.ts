import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { factsOfFile, type SourceFacts } from "./facts-of-file.js";
import { lowered } from "./lowered.js";

const corpus = path.resolve(import.meta.dirname, "../../fixtures/conformance");

function sourceFilesIn(folder: string): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  return entries.filter((name) => /\.[cm]?[jt]sx?$/.test(name)).map((name) => path.join(folder, name));
}

/** What must hold of the facts of any file. */
function expectSound({ facts, nodes }: SourceFacts, length: number): void {
  expect(nodes).toHaveLength(facts.spans.length);
  expect(
    facts.spans.filter((span) => !(span.start >= 0 && span.start <= span.end && span.end <= length)),
  ).toEqual([]);
  expect(facts.procedures.map((procedure) => procedure.id)).toEqual(
    facts.procedures.map((_, index) => index),
  );
  const records = facts.procedures.map((procedure) => procedure.record);
  expect(new Set(records).size).toBe(records.length);
  expect(facts.variables.filter((variable) => variable.record < 0)).toEqual([]);
}

describe("any file", () => {
  const files = sourceFilesIn(corpus);

  test("the corpus is there", () => {
    expect(files.length).toBeGreaterThan(500);
  });

  test.each(files.map((file) => [path.relative(corpus, file), file]))("lowers %s", (_name, file) => {
    const text = fs.readFileSync(file, "utf8");
    expectSound(factsOfFile(ts.createSourceFile(file, text, ts.ScriptTarget.Latest)), text.length);
  });

  test("cut off anywhere, a text still lowers", () => {
    const file = path.join(corpus, "cases/erasure/through-any.ts");
    const text = `${fs.readFileSync(file, "utf8")}
      class Sender { #queue = []; @log async *send<T>({ phone = "" }: T, ...rest) { for (const x of [1]) yield* a?.[x]!.b\`c\${x}d\`; } }
      enum Channel { Sms = 1 << 2 } namespace Store.Deep { export let phone = <div a={1} {...b}>c{d}</div>; }
      import e, { type f } from "g"; export { h as i } from "j"; switch (k) { case 1: default: } try {} catch {} finally {}`;
    for (let end = 0; end <= text.length; end += 3) {
      const sourceFile = ts.createSourceFile("cut.tsx", text.slice(0, end), ts.ScriptTarget.Latest);
      expectSound(factsOfFile(sourceFile), end);
    }
  });

  test("the facts are the same whether parents are set or not", () => {
    const text = fs.readFileSync(path.join(corpus, "cases/flow-order/const-enum-mode.ts"), "utf8");
    const [without, bound] = [false, true].map((setParents) =>
      factsOfFile(ts.createSourceFile("mode.ts", text, ts.ScriptTarget.Latest, setParents)),
    );
    expect(bound?.facts).toEqual(without?.facts);
  });
});

describe("deep nesting", () => {
  const often = 5_000;

  test.each([
    ["binary operators", `const sum = ${"a + ".repeat(often)}a;`],
    ["logical operators", `const any = ${"a || ".repeat(often)}a;`],
    ["calls in a chain", `audience${".add(user)".repeat(often)};`],
    ["an optional chain", `audience${"?.next".repeat(often)};`],
    ["else if", `${"if (a) b(); else ".repeat(often / 5)}c();`],
    ["an enum's initialiser", `enum Size { Sum = ${"1 + ".repeat(often)}1 }`],
    ["a long list of statements", "send();\n".repeat(150_000)],
  ])("%s", (_name, text) => {
    const sourceFile = ts.createSourceFile("deep.ts", text, ts.ScriptTarget.Latest);
    expectSound(factsOfFile(sourceFile), text.length);
  });
});

describe("sites", () => {
  test("a site spans the text of its node without comments before it", () => {
    const { facts, textAt } = lowered("send(/* contact */ user.phone);");
    const texts = facts.spans.map((_, site) => textAt(site));
    expect(texts).toContain("user.phone");
    expect(texts).toContain("send(/* contact */ user.phone)");
  });

  test("a variable's site spans its name and stands for its declaration", () => {
    const { facts, nodes, textAt } = lowered("const { securityPhone: phone = '' } = user;");
    const site = facts.variables[0]?.site ?? -1;
    expect(textAt(site)).toBe("phone");
    expect(nodes[site]?.kind).toBe(ts.SyntaxKind.BindingElement);
  });

  test("functions, fields with a value and static blocks lead to their procedures", () => {
    const { procedureOf } = lowered("class A { x = () => 1; static { f(); } m() {} n; }");
    const kinds = [...procedureOf.keys()].map((node) => ts.SyntaxKind[node.kind]);
    expect(kinds).toEqual([
      "SourceFile",
      "PropertyDeclaration",
      "ArrowFunction",
      "ClassStaticBlockDeclaration",
      "MethodDeclaration",
    ]);
  });
});
