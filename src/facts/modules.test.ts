import { describe, expect, test } from "vitest";
import { lowered, type Lowered } from "./lowered.js";

/** `name <- variable` or `name <- module#imported`. */
function exportsOf({ facts }: Lowered): string[] {
  return facts.exports.map((given) => {
    switch (given.kind) {
      case "local":
        return `${given.name} <- ${facts.variables[given.reference.variable]?.name ?? "?"}`;
      case "reexport":
        return `${given.name} <- ${given.module}#${given.imported}`;
      case "all":
        return `* <- ${given.module}`;
    }
  });
}

describe("imports", () => {
  test("bindings, with types left out", () => {
    const result = lowered(
      'import d, { a as b, type T } from "m"; import * as ns from "n"; import type { U } from "t"; import { type V } from "v"; import e = require("e"); import "side"; f(d, b, ns.c, e);',
    );
    expect(result.body).toBe("$f(m#default, m#a, n#*.c, e#export=)");
    expect(result.facts.imports.map((binding) => [binding.local, result.textAt(binding.site)])).toEqual([
      ["d", "d"],
      ["b", "b"],
      ["ns", "ns"],
      ["e", "e"],
    ]);
    expect(result.facts.requests.map((request) => [request.module, request.typeOnly])).toEqual([
      ["m", false],
      ["n", false],
      ["t", true],
      ["v", true],
      ["e", false],
      ["side", false],
    ]);
    expect(result.textAt(result.facts.imports[0]?.specifier ?? -1)).toBe('"m"');
  });

  test("`import x = N.y` is a constant", () => {
    expect(lowered("namespace N { export const y = 1; } import x = N.y; x;").body).toContain(
      "let new x@0 = N@0.y; x@0",
    );
  });

  test("a local name hides an import", () => {
    const { procedure } = lowered('import { track } from "m"; function f(track) { track(); }');
    expect(procedure("f")).toContain("track@1()");
  });
});

describe("exports", () => {
  test("declarations and names", () => {
    const result = lowered(
      'import { i } from "m"; export const { a, b: [c] } = x; export function f() {} export class C {} export enum E {} export namespace N { export const n = 1; } export { a as z, i, T }; export type T = 1; export declare const d: string; export interface I {}',
    );
    expect(exportsOf(result)).toEqual([
      "a <- a",
      "c <- c",
      "f <- f",
      "C <- C",
      "E <- E",
      "N <- N",
      "z <- a",
      "i <- m#i",
      "d <- d",
    ]);
  });

  test("from other modules", () => {
    const result = lowered(
      'export { q as default, r, type T } from "s"; export * from "all"; export * as all from "b"; export type * from "t";',
    );
    expect(exportsOf(result)).toEqual(["default <- s#q", "r <- s#r", "* <- all", "all <- b#*"]);
  });

  test("default exports", () => {
    expect(exportsOf(lowered("export default function send() {}"))).toEqual(["default <- send"]);
    expect(exportsOf(lowered("export default class {}"))).toEqual(["default <- default"]);
    expect(lowered("export default () => 1;").body).toBe("let new default@0 = fn1");
    expect(exportsOf(lowered("export default interface I {}"))).toEqual([]);
    expect(lowered("export = f;").body).toBe("export export= $f");
  });
});

describe("CommonJS", () => {
  test("module and exports are variables of the file", () => {
    const { body, facts } = lowered(
      'const x = require("a"); module.exports = { x }; exports.y = require(z);',
      "a.js",
    );
    expect(facts.commonJs).toBe(true);
    expect(facts.variables.slice(0, 2).map((variable) => variable.name)).toEqual(["module", "exports"]);
    expect(body).toBe(
      "let new module@0 = { .exports: {  } }; let new exports@0 = module@0.exports; let new x@0 = require(a); " +
        "module@0.exports = { .x: x@0 }; exports@0.y = $require($z)",
    );
  });

  test("`this` is what the module exports, where its top level speaks of it", () => {
    const { body, facts } = lowered(
      "this.x = 1; const f = () => this.x; function g() { return this; }",
      "a.js",
    );
    expect(facts.commonJs).toBe(true);
    expect(facts.variables.slice(0, 3).map((variable) => variable.name)).toEqual([
      "module",
      "exports",
      "this",
    ]);
    expect(body).toContain("let new this@0 = module@0.exports; this@0.x = 1");
    expect(lowered("this.x = 1; export {};", "a.js").facts.commonJs).toBe(false);
    expect(lowered("this.x = 1;", "a.ts").facts.commonJs).toBe(false);
  });

  test("a file with imports or exports is none, nor one that declares the names itself", () => {
    expect(lowered('import "a"; module.exports = 1;').facts.commonJs).toBe(false);
    expect(lowered("const exports = {}; exports.x = 1; export {};").facts.commonJs).toBe(false);
    expect(lowered("const exports = {}; exports.x = 1;").facts.commonJs).toBe(false);
    expect(lowered("declare function require(x: string): any; const a = require('a');").facts.commonJs).toBe(
      true,
    );
  });
});
