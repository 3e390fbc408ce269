import { describe, expect, test } from "vitest";
import { lowered } from "./lowered.js";

describe("classes", () => {
  test("members in the order of the text", () => {
    const { body, procedure, facts } = lowered(
      `class Sender<T> extends Base implements I {
        #queue = []; static shared; declare typed: string; abstract z(): void; [index: string]: unknown;
        constructor(private readonly phone: string, public = 1, plain) { super(phone); }
        get size() { return this.#queue.length; } set size(v) {} static { init(this); }
        [key] = () => this; accessor a = 1; send(): void; send(x?: any) { return super.send(x); } [Symbol.iterator]() {}
      }`,
    );
    expect(body).toBe(
      "let new Sender@0 = class Sender self Sender@0 extends $Base { constructor fn1; field .#queue fn2; static field .shared; " +
        "getter .size fn3; setter .size fn4; static fn5; field [$key] fn6; field .a fn8; method .send fn9; method .@@iterator fn10 }",
    );
    expect(procedure("Sender.send")).toContain("return super.send(x@");
    expect(procedure("Sender.(static)")).toContain("{ $init(this) }");
    expect(facts.procedures[1]?.parameters.map((parameter) => parameter.property)).toEqual([
      "phone",
      undefined,
      undefined,
    ]);
    const kinds = facts.procedures.map((one) => [one.kind, one.lexicalThis, one.memberOf !== undefined]);
    expect(kinds.slice(0, 3)).toEqual([
      ["module", false, false],
      ["constructor", false, true],
      ["field", false, true],
    ]);
    expect(kinds[7]).toEqual(["arrow", true, false]);
  });

  test("private names of two classes differ", () => {
    const { facts } = lowered("class A { #x; has(o) { return #x in o; } } class B { #x; }");
    const text = JSON.stringify(facts.procedures);
    expect(new Set(text.match(/#x@\d+/g)).size).toBe(2);
  });

  test("a private name is that of the nearest class that declares it", () => {
    const { facts, classSiteOf } = lowered(
      "class Outer { #x; static Inner = class { #y; get(o) { return [o.#x, o.#y]; } }; }",
    );
    const [outer, inner] = [...classSiteOf.values()];
    const text = JSON.stringify(facts.procedures.find((procedure) => procedure.kind === "method"));
    expect(text).toContain(`#x@${String(outer)}`);
    expect(text).toContain(`#y@${String(inner)}`);
  });

  test("a class expression's own name is known only inside it", () => {
    const { body, procedure } = lowered("const A = class B { self = B; }; B;");
    expect(body).toBe("let new A@0 = class B self B@0 { field .self fn1 }; $B");
    expect(procedure("B.self")).toContain("return B@0");
  });

  test("decorators are calls; those of the class follow its declaration and may replace it", () => {
    expect(
      lowered("@retarget({ list: 1 }) class A { @log m(@inject x) {} @field p = 1; constructor(@ctor y) {} }")
        .body,
    ).toBe(
      "let new A@0 = class A self A@0 { constructor fn1; decorator $log() decorator $inject() method .m fn2; decorator $field() field .p fn3 }; " +
        'A@0 = (decorator $retarget({ .list: 1 })(A@0, { ...opaque(), .kind: "class", .name: "A" }) ?? A@0); decorator $ctor(A@0, { ...opaque(), .kind: "class", .name: "A" })',
    );
    expect(lowered("const A = @mark class {};").body).toBe(
      'let new A@0 = (class A self (class)@0 {  }, (class)@0 = (decorator $mark((class)@0, { ...opaque(), .kind: "class", .name: undefined }) ?? (class)@0), (class)@0)',
    );
  });
});
