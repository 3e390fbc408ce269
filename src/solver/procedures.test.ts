import { describe, expect, it } from "vitest";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";
import { MAXIMAL_RECURSION } from "./limits.js";

describe("calls", () => {
  it("hand arguments in and results back, each call for itself", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, fn, call, give, source, constant, sink, read }) => {
        const identity = variable("identity");
        return [
          declare(
            identity,
            fn({ parameters: ["x"] }, (x) => (x === undefined ? [] : [give(read(x))])),
          ),
          sink("labelled", call(read(identity), source("phone"))),
          sink("clean", call(read(identity), constant(1))),
        ];
      }),
    );
    expect([at("labelled"), at("clean")]).toEqual(["? phone", "1"]);
  });

  it("change objects that they were given, and make objects of their own at each call site", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, fn, call, put, give, object, member, source, constant, sink, read }) => {
          const [make, one, other] = [variable("make"), variable("one"), variable("other")];
          return [
            declare(
              make,
              fn({ name: "make" }, () => [give(object({ a: constant(1) }))]),
            ),
            declare(one, call(read(make))),
            declare(other, call(read(make))),
            put(read(one), "a", source("phone")),
            sink("one", member(read(one), "a")),
            sink("other", member(read(other), "a")),
          ];
        },
      ),
    );
    expect([at("one"), at("other")]).toEqual(["? phone", "1"]);
  });

  it("decide branches by constant arguments", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, fn, call, conditional, give, source, constant, sink, read }) => {
        const choose = variable("choose");
        return [
          declare(
            choose,
            fn({ parameters: ["open"] }, (open) =>
              open === undefined ? [] : [give(conditional(read(open), source("phone"), constant("hidden")))],
            ),
          ),
          sink("open", call(read(choose), constant(true))),
          sink("closed", call(read(choose), constant(false))),
        ];
      }),
    );
    expect([at("open"), at("closed")]).toEqual(["? phone", '"hidden"']);
  });
});

describe("closures", () => {
  it("keep the variables of the activation that made them, apart from those of others", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, fn, call, give, source, constant, sink, read }) => {
        const [keep, one, other] = [variable("keep"), variable("one"), variable("other")];
        return [
          declare(
            keep,
            fn({ name: "keep", parameters: ["kept"] }, (kept) =>
              kept === undefined ? [] : [give(fn({ arrow: true }, () => [give(read(kept))]))],
            ),
          ),
          declare(one, call(read(keep), source("phone"))),
          declare(other, call(read(keep), constant(1))),
          sink("one", call(read(one))),
          sink("other", call(read(other))),
        ];
      }),
    );
    expect([at("one"), at("other")]).toEqual(["? phone", "1"]);
  });

  it("see what is assigned after they were made, and assign themselves", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, fn, call, give, run, source, constant, sink, read }) => {
        const [x, get, set] = [variable("x"), variable("get"), variable("set")];
        return [
          declare(x, constant(1)),
          declare(
            get,
            fn({ arrow: true }, () => [give(read(x))]),
          ),
          declare(
            set,
            fn({ arrow: true }, () => [assign(x, constant("set"))]),
          ),
          assign(x, source("phone")),
          sink("later", call(read(get))),
          run(call(read(set))),
          sink("overwritten", call(read(get))),
        ];
      }),
    );
    expect([at("later"), at("overwritten")]).toEqual(["? phone", '"set"']);
  });

  it("have the `this` of where they are written", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, object, fn, call, give, member, self, source, sink, read }) => {
        const account = variable("account");
        const method = fn({ name: "getter" }, () => [
          give(fn({ arrow: true }, () => [give(member(self(), "phone"))])),
        ]);
        return [
          declare(account, object({ phone: source("phone"), getter: method })),
          sink("this", call(call(member(read(account), "getter")))),
        ];
      }),
    );
    expect(at("this")).toBe("? phone");
  });

  it("have the `this` of each call that made them, also where one site makes several", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, each, put, array, object, fn, call, give, member, ...toy }) => {
        const { self, source, constant, sink, read, unknown } = toy;
        const [one, other, account] = [variable("one"), variable("other"), variable("account")];
        const [kept, maker] = [variable("kept"), variable("maker")];
        const method = fn({ name: "maker" }, () => [
          give(fn({ arrow: true }, () => [give(member(self(), "phone"))])),
        ]);
        return [
          declare(maker, method),
          declare(one, object({ phone: constant("none"), make: read(maker) })),
          declare(other, object({ phone: source("phone"), make: read(maker) })),
          declare(kept, object({})),
          each(account, array(read(one), read(other)), [
            put(read(kept), unknown(), call(member(read(account), "make"))),
          ]),
          sink("kept", call(member(read(kept), unknown()))),
        ];
      }),
    );
    expect(at("kept")).toContain("phone");
  });
});

describe("recursion", () => {
  it("ends, and gives what any depth of it gives", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, fn, call, conditional, give, source, unknown, constant, sink, read }) => {
          const walk = variable("walk");
          return [
            declare(
              walk,
              fn({ name: "walk", parameters: ["x"] }, (x) =>
                x === undefined
                  ? []
                  : [give(conditional(unknown(), call(read(walk), source("phone")), read(x)))],
              ),
            ),
            sink("result", call(read(walk), constant(1))),
          ];
        },
      ),
    );
    expect(at("result")).toBe("? phone");
  });

  it("follows constants down to their end", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, fn, call, conditional, binary, give, source, constant, sink, read }) => {
          const count = variable("count");
          return [
            declare(
              count,
              fn({ name: "count", parameters: ["n"] }, (n) =>
                n === undefined
                  ? []
                  : [
                      give(
                        conditional(
                          binary(read(n), "===", constant(3)),
                          read(n),
                          conditional(
                            binary(read(n), ">", constant(3)),
                            source("phone"),
                            call(read(count), binary(read(n), "+", constant(1))),
                          ),
                        ),
                      ),
                    ],
              ),
            ),
            sink("result", call(read(count), constant(0))),
          ];
        },
      ),
    );
    expect(at("result")).toBe("3");
  });

  it("is cut, and says so, where each call has another argument", () => {
    const { machine, at } = runToy(
      toyProgram(({ variable, declare, fn, call, binary, give, when, constant, source, sink, read }) => {
        const count = variable("count");
        return [
          declare(
            count,
            fn({ name: "count", parameters: ["n"] }, (n) =>
              n === undefined
                ? []
                : [
                    when(binary(read(n), ">", constant(MAXIMAL_RECURSION + 5)), [give(source("phone"))]),
                    give(call(read(count), binary(read(n), "+", constant(1)))),
                  ],
            ),
          ),
          sink("result", call(read(count), constant(0))),
        ];
      }),
    );
    expect([...machine.counters.limits.values()].map(({ limit }) => limit)).toEqual(["MAXIMAL_RECURSION"]);
    expect(at("result")).toBeDefined();
  });
});
