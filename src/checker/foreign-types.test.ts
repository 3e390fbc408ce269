import { describe, expect, it } from "vitest";
import { labelOfDeclaration } from "../annotations/label-tags.js";
import { labelPaths } from "../testing/label-paths.js";
import { programOfText } from "../testing/program-of-text.js";
import { packagesMention } from "./label-mentions.js";
import { createTypeShapes } from "./type-shape.js";

describe("types of packages", () => {
  const RX = {
    "node_modules/rx/package.json": '{ "name": "rx", "types": "index.d.ts", "type": "module" }',
    "node_modules/rx/index.d.ts": `
export declare class Observable<T> { source: Observable<any>; subscribe(next: (value: T) => void): void; pipe(): Observable<T>; }
export declare class Schema<T> { readonly _output: T; parse(text: unknown): T; }
export interface Response<T> { data: T; status: number; config: { url: string } }
export declare class Query<T> { where(x: unknown): this; then<R>(done: (rows: T) => R): Promise<R>; }
export interface Leaf { parent: Leaf; phone: string & { __brand: "SecurityContact" } }
export interface User { /** @label SecurityContact */ phone: string; name: string }`,
  };

  function pathsIn(type: string, packagesMayCarry: boolean): readonly string[] {
    const program = programOfText({
      ...RX,

      "value.ts": `type SecurityContact = string & { __brand: "SecurityContact" };\nimport type * as rx from "rx";\ndeclare const value: ${type};`,
    });
    expect(program.errors()).toEqual([]);
    const labels = new Set(["SecurityContact"]);
    const shapes = createTypeShapes(program.checker, { labels, labelOfDeclaration, packagesMayCarry });
    return labelPaths(shapes.shapeOf(program.checker.getTypeAtLocation(program.node("value.ts", "value"))));
  }

  it.each([
    ["an observable", "rx.Observable<SecurityContact>", ["[]*"]],
    ["a response", "rx.Response<{ phone: SecurityContact }>", [".data.phone*"]],
    ["a thenable", "rx.Query<SecurityContact[]>", ["[][]*"]],
    ["a schema, which holds none", "rx.Schema<SecurityContact>", []],
    ["what the program puts nothing into", "{ leaf: rx.Leaf }", []],
  ])("%s", (_, type, expected) => {
    expect(pathsIn(type, false)).toEqual(expected);
  });

  it("are looked into where packages may carry labels", () => {
    expect(pathsIn("{ leaf: rx.Leaf }", true)).toEqual([".leaf.parent…", ".leaf.phone*"]);
    expect(pathsIn("rx.User", true)).toEqual([".phone*"]);
  });

  it("may brand what the program has, though no package names a label", () => {
    const program = programOfText({
      "value.ts": `import { z } from "zod"; const value = z.object({ phone: z.string().brand<"SecurityContact">() }).parse({});`,
    });
    const shapes = createTypeShapes(program.checker, {
      labels: new Set(["SecurityContact"]),
      labelOfDeclaration,
      packagesMayCarry: packagesMention(program.program, new Set(["SecurityContact"])),
    });
    expect(
      labelPaths(shapes.shapeOf(program.checker.getTypeAtLocation(program.node("value.ts", "value")))),
    ).toEqual([".phone*"]);
  });
});
