import { describe, expect, it } from "vitest";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";

describe("a call that was summarised", () => {
  it("is not run again, and gives the same", () => {
    const { at, machine } = runToy(
      toyProgram(({ variable, declare, fn, call, template, give, source, sink, read }) => {
        const [encode, phone] = [variable("encode"), variable("phone")];
        return [
          declare(
            encode,
            fn({ name: "encode", parameters: ["x"] }, (x) =>
              x === undefined ? [] : [give(template("+", read(x)))],
            ),
          ),
          declare(phone, source("phone")),
          sink("first", call(read(encode), read(phone))),
          sink("second", call(read(encode), read(phone))),
        ];
      }),
    );
    expect([at("first"), at("second")]).toEqual(["? phone", "? phone"]);
    expect(machine.counters.summaries).toBe(1);
  });

  it("leaves the same state behind", () => {
    const { at, machine } = runToy(
      toyProgram(({ variable, declare, put, object, member, conditional, loop, fn, call, ...toy }) => {
        const { run, constant, unknown, sink, read } = toy;
        const [record, other, set] = [variable("record"), variable("other"), variable("set")];
        return [
          declare(record, object({ a: conditional(unknown(), constant("old"), constant("set")) })),
          declare(other, object({ b: constant(0) })),
          declare(
            set,
            fn({ name: "set" }, () => [put(read(record), "a", constant("set"))]),
          ),
          // The second pass comes with nothing new but what the call does not look at.
          loop(unknown(), [
            run(call(read(set))),
            sink("a", member(read(record), "a")),
            put(read(other), "b", constant(1)),
          ]),
        ];
      }),
    );
    expect(machine.counters.summaries).toBeGreaterThan(0);
    expect(at("a")).toBe('"set"');
  });

  it("is run again where something that it looks at has changed", () => {
    const { at, machine } = runToy(
      toyProgram(({ variable, declare, assign, fn, call, give, source, constant, sink, read }) => {
        const [x, get] = [variable("x"), variable("get")];
        return [
          declare(x, constant(1)),
          declare(
            get,
            fn({ name: "get" }, () => [give(read(x))]),
          ),
          sink("before", call(read(get))),
          assign(x, source("phone")),
          sink("after", call(read(get))),
        ];
      }),
    );
    expect([at("before"), at("after")]).toEqual(["1", "? phone"]);
    expect(machine.counters.summaries).toBe(0);
  });

  it("is run again for other arguments, also where they differ in facts alone", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, fn, call, give, source, unknown, sink, read }) => {
        const identity = variable("identity");
        return [
          declare(
            identity,
            fn({ name: "identity", parameters: ["x"] }, (x) => (x === undefined ? [] : [give(read(x))])),
          ),
          sink("clean", call(read(identity), unknown())),
          sink("labelled", call(read(identity), source("phone"))),
          sink("clean again", call(read(identity), unknown())),
        ];
      }),
    );
    expect(["clean", "labelled", "clean again"].map(at)).toEqual(["?", "? phone", "?"]);
  });

  it("throws again", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, each, array, attempt, fn, call, fail, run, source, constant, sink, read }) => {
          const [thrower, phone, round, error] = [
            variable("thrower"),
            variable("phone"),
            variable("round"),
            variable("error"),
          ];
          return [
            declare(phone, source("phone")),
            declare(
              thrower,
              fn({ name: "thrower" }, () => [fail(read(phone))]),
            ),
            each(round, array(constant(1), constant(2)), [
              attempt({
                body: [run(call(read(thrower))), sink("unreached", read(phone))],
                caught: { as: error, body: [sink("error", read(error))] },
              }),
            ]),
          ];
        },
      ),
    );
    expect([at("unreached"), at("error")]).toEqual([undefined, "? phone"]);
  });

  it("makes no object twice: what it gave is another object at each call", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, each, array, put, object, member, fn, call, give, ...toy }) => {
        const { source, constant, sink, read } = toy;
        const [make, round, made] = [variable("make"), variable("round"), variable("made")];
        return [
          declare(
            make,
            fn({ name: "make" }, () => [give(object({ a: constant("new") }))]),
          ),
          each(round, array(constant(1), constant(2)), [
            declare(made, call(read(make))),
            sink("fresh", member(read(made), "a")),
            put(read(made), "a", source("phone")),
          ]),
        ];
      }),
    );
    expect(at("fresh")).toBe('"new"');
  });
});
