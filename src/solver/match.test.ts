import { describe, expect, it } from "vitest";
import type { FlowModel } from "../graph/flow-model.js";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";

const SETS: readonly FlowModel[] = [
  { module: "", name: "Set.new", operation: "set.new", see: "toy" },
  { module: "", name: "isListed", result: "boolean", queries: ["argument[0]"], see: "toy" },
];

describe("a match", () => {
  it("chooses what is handed on only if it succeeded", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, when, fn, call, global, give, source, unknown, sink, run, read }) => {
        const [user, chosen] = [variable("user"), variable("chosen")];
        const choose = fn({ name: "choose" }, () => [
          when(call(global("isListed"), source("phone")), [give(read(user))]),
          give(unknown()),
        ]);
        return [
          declare(user, unknown()),
          declare(chosen, call(choose)),
          sink("chosen", read(chosen)),
          run(read(user)),
        ];
      }),
      SETS,
    );
    expect(at("chosen")).toBe("? match(phone)");
  });

  it("chooses a variable that is changed where it succeeded, and nothing where both ways have met again", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, assign, when, call, global, source, constant, unknown, sink, read }) => {
          const [flag, other] = [variable("flag"), variable("other")];
          return [
            declare(flag, constant(0)),
            declare(other, constant(0)),
            when(call(global("isListed"), source("phone")), [assign(flag, constant(1))]),
            assign(other, unknown()),
            sink("flag", read(flag)),
            sink("other", read(other)),
          ];
        },
      ),
      SETS,
    );
    expect([at("flag"), at("other")]).toEqual(["0 | 1 match(phone)", "?"]);
  });

  it("is an equality with an element of a list that is gone through, and not one of two single values", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, each, binary, array, source, unknown, sink, read }) => {
        const [phone, element] = [variable("phone"), variable("element")];
        return [
          declare(phone, source("phone")),
          each(element, array(unknown(), unknown()), [
            sink("among many", binary(read(phone), "===", read(element))),
          ]),
          sink("single", binary(read(phone), "===", unknown())),
        ];
      }),
    );
    expect([at("among many"), at("single")]).toEqual(["? match(phone)", "?"]);
  });

  it("is a look-up under the labelled value", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, object, member, source, constant, sink, read }) => {
        const table = variable("table");
        return [
          declare(table, object({ a: constant(1) })),
          sink("found", member(read(table), source("phone"))),
          sink("known", member(read(table), constant("a"))),
        ];
      }),
    );
    expect([at("found"), at("known")]).toEqual(["1 | undefined match(phone)", "1"]);
  });

  it("decides what comes after an early return", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, assign, when, fn, call, global, give, source, constant, run, sink, read }) => {
          const [x, f] = [variable("x"), variable("f")];
          return [
            declare(x, constant(0)),
            declare(
              f,
              fn({ name: "f" }, () => [
                when(call(global("isListed"), source("phone")), [give(constant(1))]),
                assign(x, constant(2)),
              ]),
            ),
            run(call(read(f))),
            sink("x", read(x)),
          ];
        },
      ),
      SETS,
    );
    expect(at("x")).toBe("0 | 2 match(phone)");
  });
});
