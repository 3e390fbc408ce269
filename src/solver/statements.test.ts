import { describe, expect, it } from "vitest";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";

describe("assignments", () => {
  it("overwrite a variable", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, source, constant, sink, read }) => {
        const x = variable("x");
        return [
          declare(x, source("phone")),
          sink("before", read(x)),
          assign(x, constant("")),
          sink("after", read(x)),
        ];
      }),
    );
    expect([at("before"), at("after")]).toEqual(["? phone", '""']);
  });

  it("overwrite a field of the one object that it is, under each of its names", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, put, object, member, source, constant, sink, read }) => {
        const [one, other] = [variable("one"), variable("other")];
        return [
          declare(one, object({ phone: source("phone"), name: constant("Ada") })),
          declare(other, read(one)),
          put(read(other), "phone", constant("")),
          sink("phone", member(read(one), "phone")),
          sink("name", member(read(one), "name")),
          put(read(one), "name", source("email")),
          sink("alias", member(read(other), "name")),
        ];
      }),
    );
    expect([at("phone"), at("name"), at("alias")]).toEqual(['""', '"Ada"', "? email"]);
  });

  it("perhaps overwrite either of two objects", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, put, object, conditional, member, source, constant, unknown, sink, read }) => {
          const [left, right, either] = [variable("left"), variable("right"), variable("either")];
          return [
            declare(left, object({ a: source("phone") })),
            declare(right, object({ a: constant(1) })),
            declare(either, conditional(unknown(), read(left), read(right))),
            put(read(either), "a", constant(2)),
            sink("left", member(read(left), "a")),
            sink("right", member(read(right), "a")),
          ];
        },
      ),
    );
    expect([at("left"), at("right")]).toEqual(["? phone", "1 | 2"]);
  });

  it("under an unknown key may be under any, and leave every other as possible", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, put, object, member, source, constant, unknown, sink, read }) => {
        const x = variable("x");
        return [
          declare(x, object({ a: constant(1) })),
          put(read(x), unknown(), source("phone")),
          sink("known", member(read(x), "a")),
          sink("new", member(read(x), "b")),
        ];
      }),
    );
    expect([at("known"), at("new")]).toEqual(["? phone", "undefined | ? phone"]);
  });
});

describe("branches", () => {
  it("join where they meet", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, when, constant, unknown, sink, read }) => {
        const x = variable("x");
        return [
          declare(x, constant(0)),
          when(unknown(), [assign(x, constant(1)), sink("then", read(x))], [assign(x, constant(2))]),
          sink("after", read(x)),
        ];
      }),
    );
    expect([at("then"), at("after")]).toEqual(["1", "1 | 2"]);
  });

  it("do not run where constants decide against them", () => {
    const { at } = runToy(
      toyProgram(({ binary, when, constant, source, sink }) => [
        when(
          binary(constant(1), "===", binary(constant(1), "+", constant(1))),
          [sink("dead", source("phone"))],
          [sink("alive", source("phone"))],
        ),
      ]),
    );
    expect([at("dead"), at("alive")]).toEqual([undefined, "? phone"]);
  });

  it("leave what one of them returned from behind", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, assign, when, fn, call, give, source, constant, unknown, sink, read, run }) => {
          const x = variable("x");
          const f = fn({ name: "f" }, () => [
            when(unknown(), [assign(x, source("phone")), give(constant(1))]),
            sink("rest", read(x)),
          ]);
          return [declare(x, constant(0)), run(call(f)), sink("after", read(x))];
        },
      ),
    );
    expect([at("rest"), at("after")]).toEqual(["0", "0 | ? phone"].map((text) => text.replace("0 | ?", "?")));
  });
});

describe("exceptions", () => {
  it("carry what was thrown to the handler, with what was done before", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, assign, attempt, fail, fn, call, run, source, constant, sink, read }) => {
          const [x, error] = [variable("x"), variable("error")];
          const thrower = fn({ name: "thrower" }, () => [assign(x, constant(2)), fail(source("phone"))]);
          return [
            declare(x, constant(1)),
            attempt({
              body: [run(call(thrower)), sink("unreached", read(x))],
              caught: { as: error, body: [sink("error", read(error)), sink("x", read(x))] },
            }),
          ];
        },
      ),
    );
    expect([at("unreached"), at("error"), at("x")]).toEqual([undefined, "? phone", "2"]);
  });

  it("may come from any unknown call in between", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, attempt, run, unknown, source, constant, sink, read }) => {
        const [x, error] = [variable("x"), variable("error")];
        return [
          declare(x, source("phone")),
          attempt({
            body: [run(unknown()), assign(x, constant(1))],
            caught: { as: error, body: [sink("caught", read(x))] },
          }),
          sink("after", read(x)),
        ];
      }),
    );
    expect([at("caught"), at("after")]).toEqual(["? phone", "? phone"]);
  });

  it("go on after `finally`, which runs on every way out", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, attempt, give, fn, call, constant, sink, read }) => {
        const x = variable("x");
        const f = fn({ name: "f" }, () => [
          attempt({
            body: [assign(x, constant("inside")), give(constant("given"))],
            last: [sink("finally", read(x)), assign(x, constant("last"))],
          }),
          sink("unreached", read(x)),
        ]);
        return [declare(x, constant("start")), sink("result", call(f)), sink("after", read(x))];
      }),
    );
    expect(["finally", "unreached", "result", "after"].map(at)).toEqual([
      '"inside"',
      undefined,
      '"given"',
      '"last"',
    ]);
  });

  it("are replaced by what `finally` returns", () => {
    const { at } = runToy(
      toyProgram(({ attempt, fail, give, fn, call, constant, source, sink }) => [
        sink(
          "result",
          call(
            fn({ name: "f" }, () => [
              attempt({ body: [fail(source("phone"))], last: [give(constant("clean"))] }),
            ]),
          ),
        ),
      ]),
    );
    expect(at("result")).toBe('"clean"');
  });
});
