import { describe, expect, test } from "vitest";
import { lowered } from "./lowered.js";

describe("scopes", () => {
  test("variables of one name in different scopes are different variables", () => {
    const { facts, procedure } = lowered(
      "function send(phone) { { const phone = 1; use(phone); } { const phone = 2; use(phone); } use(phone); }",
    );
    expect(facts.variables.map((variable) => variable.name)).toEqual(["send", "phone", "phone", "phone"]);
    expect(new Set(facts.variables.map((variable) => variable.record))).toEqual(new Set([0, 1]));
    expect(procedure("send")).toContain("{ let new phone@1 = 1; $use(phone@1) }");
  });

  test("`var` and functions belong to their function and their block", () => {
    const { procedure } = lowered(
      "function f() { g(); if (a) { var x = 1; h(); function h() {} } function g() { return x; } }",
    );
    expect(procedure("f")).toBe(
      "function f() r1 <r0 { function g@1 fn2; g@1(); if ($a) { function h@1 fn3; let x@1 = 1; h@1() } }",
    );
    expect(procedure("g")).toBe("function g() r3 <r0 r1 { return x@1 }");
  });

  test("`var` without a value leaves its variable alone, `let` makes it undefined", () => {
    expect(lowered("var x; let y;").body).toBe("let new y@0");
  });

  test("a function expression's name is the function, unless a parameter takes it", () => {
    const { procedure } = lowered(
      "const f = function g() { return g; }; const h = function i(i) { return i; };",
    );
    expect(procedure("g")).toBe("function g() r1 <r0 { function g@1 fn1; return g@1 }");
    expect(procedure("i")).toBe("function i(new i@2) r2 <r0 { return i@2 }");
  });

  test("what no scope declares is a global, and three of them are constants", () => {
    expect(lowered("undefined; NaN; Infinity; fetch;").body).toBe("undefined; NaN; Infinity; $fetch");
    expect(lowered("function f(undefined) { return undefined; }").procedure("f")).toContain(
      "return undefined@1",
    );
  });

  test("what is declared without a value is a variable that nothing assigns", () => {
    const { body, facts } = lowered(
      "declare const key: string; declare function track(x): void; declare class Tag {} declare namespace ads { const id: string } declare global { var own: string } f(key, track, Tag, ads, own);",
    );
    expect(body).toBe("$f(key@0, track@0, Tag@0, ads@0, $own)");
    expect(facts.variables.map((variable) => variable.declaredBy)).toEqual([
      "const",
      "function",
      "class",
      "namespace",
    ]);
  });

  test("overloads are one variable with the implementation's procedure", () => {
    const { facts } = lowered(
      "function f(a: string): void; function f(a: number): void; function f(a: unknown) {}",
    );
    expect(facts.variables.map((variable) => variable.name)).toEqual(["f", "a"]);
    expect(facts.procedures[0]?.hoisted).toHaveLength(1);
  });

  test("types are no variables", () => {
    expect(
      lowered("interface A {} type B = A; function f<C>(this: A, x: B): x is C {}").facts.variables,
    ).toHaveLength(2);
  });

  test("a written type is noted, in JavaScript from the comment", () => {
    const typed = (text: string, file: string): boolean[] =>
      lowered(text, file).facts.variables.map((variable) => variable.typed);
    expect(typed("const { a }: T = x; let b;", "a.ts")).toEqual([true, false]);
    expect(
      typed(
        "/** @type {string} */\nconst a = x;\nlet b;\n/** @param {string} p */\nfunction f(p) {}",
        "a.js",
      ),
    ).toEqual([true, false, false, true]);
  });
});

describe("records of loops", () => {
  test("a captured variable of the head or the body is new in each round", () => {
    const { body, procedure } = lowered(
      "for (const user of users) { const phone = user.phone; later(() => phone + user.id); }",
    );
    expect(body).toBe("r1 for (new user@1 of $users) r2 { let new phone@2 = user@1.phone; $later(fn1) }");
    expect(procedure("(anonymous)")).toBe(
      "arrow (anonymous)() r3 <r0 r1 r2 { return (phone@2 + user@1.id) }",
    );
  });

  test("without a closure the function's record holds them", () => {
    expect(lowered("for (let i = 0; i < 3; i++) { const x = i; }").body).toBe(
      "for (let new i@0 = 0; (i@0 < 3); i@0 +1) { let new x@0 = i@0 }",
    );
  });

  test("outside of a loop blocks need no record", () => {
    expect(lowered("{ const x = 1; later(() => x); }").body).toBe("{ let new x@0 = 1; $later(fn1) }");
  });

  test("`var` is shared by all rounds", () => {
    expect(lowered("for (var i of xs) later(() => i);").body).toBe("for (i@0 of $xs) $later(fn1)");
  });

  test("classes, switches and catch clauses in a loop", () => {
    const { body } = lowered(
      "while (a) { class C { static make() { return C; } } switch (b) { case 1: let x = 1; f(() => x); } try {} catch (e) { f(() => e); } }",
    );
    expect(body).toBe(
      "for (; $a; ) r1 { let new C@1 = class C self C@1 { static method .make fn1 }; " +
        "r3 switch ($b) { case 1: let new x@3 = 1; $f(fn2) }; try {  } catch(new e@5) r5 { $f(fn3) } }",
    );
  });

  test("a loop inside a function that is made in a loop starts afresh", () => {
    const { body, procedure } = lowered("for (const a of b) { f(() => { const c = 1; g(() => c); }); }");
    expect(body).toBe("for (new a@0 of $b) { $f(fn1) }");
    expect(procedure("(anonymous)")).toBe("arrow (anonymous)() r1 <r0 { let new c@1 = 1; $g(fn2) }");
  });
});
