import { describe, expect, test } from "vitest";
import { lowered } from "./lowered.js";

const body = (text: string, file?: string): string => lowered(text, file).body;

describe("literals", () => {
  test.each([
    ["12n; 0x10; 1_000; 'a'; `b`; true; null;", '12; 16; 1000; "a"; "b"; true; null'],
    ["/a\\/b/gi;", "/a\\/b/gi"],
    ["`a${x}${y}c`;", "`a${$x}${$y}c`"],
    ["[a, , ...b];", "[$a, , ...$b]"],
    [
      "({ a, 'b c': 1, 0x10: 2, ['d']: 3, [e]: 4, ...f });",
      "{ .a: $a, .b c: 1, .16: 2, .d: 3, [$e]: 4, ...$f }",
    ],
    ["({ m() {}, get p() { return 1; }, set p(v) {} });", "{ .m: fn1, getter .p fn2, setter .p fn3 }"],
  ])("%s", (text, expected) => {
    expect(body(text)).toBe(expected);
  });
});

describe("reads and calls", () => {
  test.each([
    ["a.b[0]['c'][`d`][-1][e];", "$a.b.0.c.d.-1[$e]"],
    ["a?.b.c(d?.e)?.[f];", "chain($a?.b.c(chain($d?.e))?[$f])"],
    ["(a?.b).c;", "chain($a?.b).c"],
    ["a?.b!.c; a!.b;", "chain($a?.b.c); $a.b"],
    ["a.b?.();", "chain($a.b?.())"],
    [
      "x[Symbol.iterator]; x[Symbol.asyncDispose]; x[Symbol.match];",
      "$x.@@iterator; $x.@@asyncDispose; $x[$Symbol.match]",
    ],
    ["new A(...b); new C;", "new $A(...$b); new $C()"],
    ["tag`a${x}b`;", 'tagged-template $tag(["a", "b"], $x)'],
    ["import('m'); import(m);", "import(m); $import($m)"],
    ["delete a.b; delete a[b]; delete a;", "delete $a.b; delete $a[$b]; opaque($a)"],
    ["new.target; import.meta.url;", "opaque(); opaque().url"],
    ["f<string>(a); f<string>;", "$f($a); $f"],
  ])("%s", (text, expected) => {
    expect(body(text)).toBe(expected);
  });

  test("a shadowed Symbol or require is not the well-known one", () => {
    expect(body("const Symbol = a; x[Symbol.iterator];")).toContain("$x[Symbol@0.iterator]");
    expect(lowered("function f(require) { return require('m'); }").procedure("f")).toContain(
      'return require@1("m")',
    );
  });
});

describe("operators", () => {
  test.each([
    ["(a, b);", "($a, $b)"],
    ["a ** b in c instanceof d;", "((($a ** $b) in $c) instanceof $d)"],
    ["a ||= b; a.b += 1; a >>>= 1;", "$a ||= $b; $a.b += 1; $a >>>= 1"],
    ["a++; --a.b;", "$a +1; -1 $a.b"],
    ["a as T; <T>a; a satisfies T; a!; a as const; (a);", "as($a); as($a); $a; $a; $a; $a"],
    ["({ a, b: c.d = 1, [e]: f, ...g } = x);", "{ .a: $a, .b: $c.d = 1, [$e]: $f, ...$g } = $x"],
    ["[a, , b.c = 2, ...d] = x; (a as any) = 1;", "[$a, , $b.c = 2, ...$d] = $x; $a = 1"],
    ["({ a = 1 } = x);", "{ .a: $a = 1 } = $x"],
  ])("%s", (text, expected) => {
    expect(body(text)).toBe(expected);
  });
});

describe("presence only", () => {
  const tested = (text: string): string =>
    lowered(`let a, b, c; ${text}`)
      .body.replace(/^let new a@0; .*? c@0; /, "")
      .replaceAll("@0", "");

  test.each([
    ["if (a) {}", "if (a~) {  }"],
    ["while (a.b) {}", "for (; a.b~; ) {  }"],
    ["a ? b : c;", "(a~ ? b ? c)"],
    ["f(a && b);", "$f((a~ && b))"],
    ["f(a || b, a ?? b);", "$f((a || b), (a ?? b))"],
    ["if (a && b || c) {}", "if (((a~ && b~) || c~)) {  }"],
    ["!(a!); !(a as any);", "! a~; ! as(a~)"],
    ["typeof a === 'string'; void a;", '(typeof a~ === "string"); void a~'],
    ["a === undefined; null != a.b; a === b;", "(a~ === undefined); (null != a.b~); (a === b)"],
    ["f(a.b.length, a['size'], a.byteLength);", "$f(a.b~.length, a~.size, a~.byteLength)"],
    ["a.size(); a.length = 1;", "a.size(); a.length = 1"],
    ["'k' in a;", '("k" in a~)'],
    ["Boolean(a); String(a);", "$Boolean(a~); $String(a)"],
    ["if (a()) {} if (await a()) {}", "if (a()~) {  }; if (await a()~) {  }"],
    ["if ((a = b)) {}", "if (a = b) {  }"],
    ["a?.b === undefined;", "(chain(a?.b~) === undefined)"],
  ])("%s", (text, expected) => {
    expect(tested(text)).toBe(expected);
  });

  test("a function of one's own named Boolean may do anything with its argument", () => {
    expect(lowered("let a; function Boolean(x) { leak(x); } Boolean(a);").body).toContain("Boolean@0(a@0)");
  });
});

describe("functions", () => {
  test("parameters", () => {
    const { procedure } = lowered("function f(a = 1, { b, c: [d] = [] }, ...rest) {}");
    expect(procedure("f")).toBe(
      "function f(new a@1 = 1, { .b: new b@1, .c: [new d@1] = [] }, ...new rest@1) r1 <r0 {  }",
    );
  });

  test("`this` and `arguments` are those of the nearest function that is no arrow function", () => {
    const { body, procedure } = lowered(
      "this; arguments; function f() { return () => [this, arguments]; } const g = () => this;",
    );
    expect(body).toContain("undefined; $arguments");
    expect(procedure("(anonymous)")).toContain("return [this, arguments]");
    expect(procedure("g")).toContain("return undefined");
  });

  test("functions are named by where they are put", () => {
    const { facts } = lowered(
      "const sendCode = () => 1; x.onReady = function () {}; ({ notify: () => 1, async *stream() {} }); (() => 1)();",
    );
    expect(facts.procedures.map((procedure) => procedure.name)).toEqual([
      "(module)",
      "sendCode",
      "onReady",
      "notify",
      "stream",
      "(anonymous)",
    ]);
    expect(facts.procedures[4]).toMatchObject({ async: true, generator: true });
  });

  test("suspensions", () => {
    const { procedure } = lowered("async function* f() { const a = yield await b; yield* c; yield; }");
    expect(procedure("f")).toBe(
      "async generator function f() r1 <r0 { let new a@1 = yield await $b; yield* $c; yield  }",
    );
  });
});

describe("JSX", () => {
  test("tags, attributes and children", () => {
    const text =
      '<Ctx.Provider value={1} {...p} flag data-x="s" icon={<b/>}> text {a}{/* c */} <div>{...k}</div><></><a:b/><my-tag/></Ctx.Provider>;';
    expect(body(text, "a.tsx")).toBe(
      '<$Ctx.Provider value=1 {...$p} flag=true data-x="s" icon=<"b">[]>' +
        '[" text ", $a, <"div">[$k], <>[], <"a:b">[], <"my-tag">[]]',
    );
  });

  test("an attribute's site is the whole attribute", () => {
    const { facts, textAt } = lowered("<Pixel phone={user.phone} {...rest} />;", "a.tsx");
    const texts = facts.spans.map((_, site) => textAt(site));
    expect(texts).toContain("phone={user.phone}");
    expect(texts).toContain("{...rest}");
  });
});
