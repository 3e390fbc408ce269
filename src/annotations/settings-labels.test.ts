import { describe, expect, it } from "vitest";
import { labelPaths } from "../testing/label-paths.js";
import { programOfText, ROOT } from "../testing/program-of-text.js";
import { createTypeShapes } from "../checker/type-shape.js";
import { readSettings } from "../settings/read-settings.js";
import { labelOfDeclaration } from "./label-tags.js";
import { labelsBySettings } from "./settings-labels.js";

/** In the form in which Prisma generates its client. */
const FILES = {
  "node_modules/@prisma/client/package.json": '{ "name": "@prisma/client", "types": "index.d.ts" }',
  "node_modules/@prisma/client/index.d.ts": 'export * from ".prisma/client";',
  "node_modules/.prisma/client/index.d.ts": `
type Rows<P extends { scalars: object }> = P["scalars"];
type Computed<B, E> = {} extends E ? B : { [K in keyof B | keyof E]: K extends keyof E ? E[K] : K extends keyof B ? B[K] : never };
export namespace Prisma {
  type $UserPayload<E = {}> = { name: "User"; scalars: Computed<{ id: string; name: string; phone: string | null }, E> };
  type $TeamPayload<E = {}> = { name: "Team"; scalars: Computed<{ id: string; phone: string | null }, E> };
}
export type User = Rows<Prisma.$UserPayload>;
export type Team = Rows<Prisma.$TeamPayload>;
export type Answer<K extends keyof User> = Pick<User, K>;
`,
};

describe("labels by settings", () => {
  const source = { package: "@prisma/client", type: "User", property: "phone" };

  it.each([
    ["an alias", "client.User", [".phone*"]],
    ["another alias with such a property", "client.Team", []],
    ["what its declaration is made of", "client.Prisma.$UserPayload", [".scalars.phone*"]],
    ["the answer to a query", 'client.Answer<"id" | "phone">', [".phone*"]],
    ["one without the property", 'client.Answer<"id" | "name">', []],
  ])("%s", (_, type, expected) => {
    const text = `import type * as client from "@prisma/client";\ndeclare const value: ${type};`;
    const { program, checker, node, errors } = programOfText({ ...FILES, "value.ts": text });
    expect(errors()).toEqual([]);
    const reading = readSettings({ labels: { SecurityContact: { sources: [source] } } });
    if (!("settings" in reading)) throw new Error("wrong settings");
    const shapes = createTypeShapes(checker, {
      labels: new Set(["SecurityContact"]),
      labelOfDeclaration,
      extraSources: labelsBySettings(program, reading.settings, ROOT),
    });
    expect(labelPaths(shapes.shapeOf(checker.getTypeAtLocation(node("value.ts", "value"))))).toEqual(
      expected,
    );
  });
});
