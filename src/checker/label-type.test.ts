import { expect, it } from "vitest";
import { labelOfDeclaration } from "../annotations/label-tags.js";
import { programOfText } from "../testing/program-of-text.js";
import { labelType, type LabelType } from "./label-type.js";
import { createTypeShapes } from "./type-shape.js";

const BRAND = 'export type SecurityContact = string & { readonly __brand: "SecurityContact" };\n';

function typeIn(files: Readonly<Record<string, string>>, label = "SecurityContact"): LabelType | undefined {
  const { program, checker, file } = programOfText(files);
  const shapes = createTypeShapes(checker, { labels: new Set([label]), labelOfDeclaration });
  return labelType({ program, checker, shapes }, label, file("src/a.ts"));
}

it("is the name, where that is in scope", () => {
  const known = { text: "SecurityContact", imported: undefined };
  expect(typeIn({ "src/a.ts": BRAND })).toEqual(known);
  const imported = 'import type { SecurityContact } from "./brand.js";\nexport type A = SecurityContact;';
  expect(typeIn({ "src/a.ts": imported, "src/brand.ts": BRAND })).toEqual(known);
});

it("is imported from the file of the program that exports it", () => {
  const from = (text: string, path: string): string | undefined =>
    typeIn({ "src/a.ts": text, [path]: BRAND })?.imported?.from;
  expect(from("export {};", "src/brand.ts")).toBe("./brand.js");
  expect(from("export {};", "brand.mts")).toBe("../brand.mjs");
  expect(from("export {};", "src/types/contact.d.ts")).toBe("./types/contact.js");
  expect(from('import "./other";\nexport {};', "src/brand.ts")).toBe("./brand");
});

it("is imported from this plugin where the program has none", () => {
  const from = "eslint-plugin-purpose/brand";
  expect(typeIn({ "src/a.ts": "export {};" })).toEqual({
    text: "SecurityContact",
    imported: { name: "SecurityContact", from },
  });
  expect(typeIn({ "src/a.ts": "export {};" }, "HealthRecord")).toEqual({
    text: 'Labelled<string, "HealthRecord">',
    imported: { name: "Labelled", from },
  });
  const plain = "export type SecurityContact = string;";
  expect(typeIn({ "src/a.ts": "export {};", "src/plain.ts": plain })?.imported?.from).toBe(from);
});

it("is nothing where the name is another thing's", () => {
  expect(typeIn({ "src/a.ts": "export type SecurityContact = string;" })).toBeUndefined();
});
