import { describe, expect, test } from "vitest";
import { lowered } from "./lowered.js";

const body = (text: string): string => lowered(text).body;

describe("statements", () => {
  test.each([
    ["if (a) b(); else if (c) d(); else { e(); }", "if ($a) $b() else if ($c) $d() else { $e() }"],
    ["do a(); while (b)", "do $a() while ($b)"],
    ["for (;;) {}", "for (; ; ) {  }"],
    ["for (x.y of z) {} for (const k in o) {}", "for ($x.y of $z) {  }; for (new k@0 in $o) {  }"],
    ["for await (const { a = 1 } of b) {}", "for await ({ .a: new a@0 = 1 } of $b) {  }"],
    ["a: b: for (const x of y) { continue a; }", "a: b: for (new x@0 of $y) { continue a }"],
    ["a: { break a; }", "a: { { break a } }"],
    ["switch (a) { case 1: b(); break; default: c(); }", "switch ($a) { case 1: $b(); break default: $c() }"],
    [
      "try { a(); } catch ({ message }) { b(message); } finally { c(); }",
      "try { $a() } catch({ .message: new message@0 }) { $b(message@0) } finally { $c() }",
    ],
    ["try {} catch {}", "try {  } catch {  }"],
    ["throw a;", "throw $a"],
    ["with (a) { b; }", "opaque($a); { $b }"],
    ["if (a) function f() {}", "if ($a) { function f@0 fn1;  }"],
    ["using a = b; debugger; ;", "using(sync) new a@0 = $b"],
    [
      "const { a, b: { c = 1 }, ...d } = x, [e, , ...f] = y;",
      "let { .a: new a@0, .b: { .c: new c@0 = 1 }, ...new d@0 } = $x; let [new e@0, , ...new f@0] = $y",
    ],
  ])("%s", (text, expected) => {
    expect(body(text)).toBe(expected);
  });

  test("await using", () => {
    expect(lowered("async () => { await using a = b; };").procedure("(anonymous)")).toContain(
      "using(async) new a@1 = $b",
    );
  });
});

describe("enums", () => {
  test("members are constants with their way back", () => {
    expect(
      body(
        'enum E { A, B = 1 << 3, C, D = A | B, F = "f" + `-${A}`, G = "x".length } f(E.B, E["C"], E.G, E[k]);',
      ),
    ).toBe(
      'let new E@0 = { .A: 0, .0: "A", .B: 8, .8: "B", .C: 9, .9: "C", .D: 8, .8: "D", .F: "f-0", .G: "x".length }; ' +
        "$f(8, 9, E@0.G, E@0[$k])",
    );
  });

  test("members of another enum count, also before its declaration; of a shadowing variable they do not", () => {
    expect(body("const enum A { X = B.Y + 1 } enum B { Y = 4 } f(A.X);")).toContain("$f(5)");
    expect(lowered("enum A { X } function f(A) { return A.X; }").procedure("f")).toContain("return A@1.X");
  });

  test("a second declaration adds to the enum", () => {
    expect(body("enum E { A } enum E { B = 5 }")).toBe(
      'let new E@0 = { .A: 0, .0: "A" }; E@0.B = 5; E@0.5 = "B"',
    );
  });
});

describe("namespaces", () => {
  test("exported members are put on the object, functions first", () => {
    expect(
      body(
        "namespace Store { export const key = f(); export function f() {} const own = key; export class C {} }",
      ),
    ).toBe(
      "let new Store@0 = {  }; { function f@0 fn1; Store@0.f = f@0; let new key@0 = f@0(); Store@0.key = key@0; " +
        "let new own@0 = key@0; let new C@0 = class C self C@0 {  }; Store@0.C = C@0 }",
    );
  });

  test("`export let` is a property, which others may change", () => {
    expect(body("namespace Store { export let phone: string; phone = a; use(phone); }")).toBe(
      "let new Store@0 = {  }; { let Store@0.phone; Store@0.phone = $a; $use(Store@0.phone) }",
    );
  });

  test("blocks of one namespace share what they export and nothing else", () => {
    expect(body("namespace N { export const a = 1; const b = 2; } namespace N { f(a, b); }")).toContain(
      "$f(a@0, $b)",
    );
  });

  test("dotted names, merging with a function, types only", () => {
    expect(body("namespace A.B { export const x = 1; }")).toBe(
      "let new A@0 = {  }; let new B@0 = {  }; { let new x@0 = 1; B@0.x = x@0 }; A@0.B = B@0",
    );
    expect(body("function f() {} namespace f { export const y = 1; }")).toBe(
      "{ let new y@0 = 1; f@0.y = y@0 }",
    );
    expect(lowered("namespace T { export type X = 1; }").facts.variables).toEqual([]);
  });
});
