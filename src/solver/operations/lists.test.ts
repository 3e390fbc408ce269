import { describe, expect, it } from "vitest";
import type { FlowModel } from "../../graph/flow-model.js";
import { runToy } from "../../testing/toy-run.js";
import { toyProgram } from "../../testing/toy-program.js";

const LISTS: readonly FlowModel[] = [
  { module: "", name: "Array.map", operation: "array.map", see: "toy" },
  { module: "", name: "Array.filter", operation: "array.filter", see: "toy" },
  { module: "", name: "Array.forEach", operation: "array.each", see: "toy" },
  {
    module: "",
    name: "twice",
    result: "text",
    calls: [{ function: "argument[0]", parameters: ["argument[1]", "unknown"], returns: "result" }],
    see: "toy",
  },
];

describe("operations on lists", () => {
  it("call their callback place by place, and make a list of what it gives", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, array, fn, call, member, template, give, source, constant, sink, read }) => {
          const mapped = variable("mapped");
          const callback = fn({ arrow: true, parameters: ["x", "index"] }, (x, index) =>
            x === undefined || index === undefined ? [] : [give(template(read(index), ": ", read(x)))],
          );
          return [
            declare(mapped, call(member(array(constant("a"), source("phone")), "map"), callback)),
            sink("0", member(read(mapped), constant(0))),
            sink("1", member(read(mapped), constant(1))),
          ];
        },
      ),
      LISTS,
    );
    expect([at("0"), at("1")]).toEqual(['"0: a"', "? phone"]);
  });

  it("change what the callback closes over", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, assign, array, fn, call, member, run, source, constant, sink, read }) => {
          const last = variable("last");
          return [
            declare(last, constant(0)),
            run(
              call(
                member(array(source("phone"), constant("b")), "forEach"),
                fn({ arrow: true, parameters: ["x"] }, (x) =>
                  x === undefined ? [] : [assign(last, read(x))],
                ),
              ),
            ),
            sink("last", read(last)),
          ];
        },
      ),
      LISTS,
    );
    expect(at("last")).toBe('"b"');
  });

  it("choose by a callback that matches: what is left is a selection", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, array, fn, call, member, binary, give, source, unknown, sink, read }) => {
          const [phone, kept] = [variable("phone"), variable("kept")];
          const same = fn({ arrow: true, parameters: ["x"] }, (x) =>
            x === undefined ? [] : [give(binary(read(x), "===", read(phone)))],
          );
          return [
            declare(phone, source("phone")),
            declare(kept, call(member(array(unknown(), unknown()), "filter"), same)),
            sink("kept", read(kept)),
          ];
        },
      ),
      LISTS,
    );
    expect(at("kept")).toBe("{} match(phone)");
  });
});

describe("callbacks of models", () => {
  it("are called with what the row says, and what they give goes where it says", () => {
    const { at } = runToy(
      toyProgram(({ fn, call, global, give, source, sink, read }) => {
        const callback = fn({ arrow: true, parameters: ["x", "rest"] }, (x, rest) =>
          x === undefined || rest === undefined
            ? []
            : [sink("given", read(x)), sink("rest", read(rest)), give(read(x))],
        );
        return [sink("result", call(global("twice"), callback, source("phone")))];
      }),
      LISTS,
    );
    expect([at("given"), at("rest"), at("result")]).toEqual(["? phone", "?", "? phone"]);
  });
});
