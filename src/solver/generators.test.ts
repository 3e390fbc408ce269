import { describe, expect, it } from "vitest";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";

describe("generators", () => {
  it("run nothing when they are called", () => {
    const { at } = runToy(
      toyProgram(({ fn, call, run, sink, source }) => [
        run(call(fn({ name: "lazy", generator: true }, () => [sink("inside", source("phone"))]))),
      ]),
    );
    expect(at("inside")).toBeUndefined();
  });

  it("run when they are gone through, with what their variables are by then", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, each, fn, call, yielding, source, constant, sink, read }) => {
        const [x, made, element] = [variable("x"), variable("made"), variable("element")];
        return [
          declare(x, constant("early")),
          declare(made, call(fn({ name: "lazy", generator: true }, () => [yielding(read(x))]))),
          assign(x, source("phone")),
          each(element, read(made), [sink("element", read(element))]),
        ];
      }),
    );
    expect(at("element")).toBe("? phone");
  });

  it("yield to whom they were made for, with the arguments of that call", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, each, fn, call, yielding, source, constant, sink, read }) => {
        const [lazy, one, other] = [variable("lazy"), variable("one"), variable("other")];
        return [
          declare(
            lazy,
            fn({ name: "lazy", generator: true, parameters: ["x"] }, (x) =>
              x === undefined ? [] : [yielding(read(x))],
            ),
          ),
          each(one, call(read(lazy), source("phone")), [sink("one", read(one))]),
          each(other, call(read(lazy), constant(1)), [sink("other", read(other))]),
        ];
      }),
    );
    expect([at("one"), at("other")]).toEqual(["? phone", "1"]);
  });
});
