import { describe, expect, it } from "vitest";
import type { FlowModel } from "../graph/flow-model.js";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";

const PROMISES: readonly FlowModel[] = [
  { module: "", name: "Promise.static.resolve", operation: "promise.resolve", see: "toy" },
  { module: "", name: "Promise.new", operation: "promise.new", see: "toy" },
  { module: "", name: "Promise.then", operation: "promise.then", see: "toy" },
  { module: "", name: "Promise.catch", operation: "promise.catch", see: "toy" },
  {
    module: "",
    name: "setTimeout",
    result: "number",
    calls: [{ function: "argument[0]", when: "later" }],
    see: "toy",
  },
];

describe("promises", () => {
  it("are what async functions give; awaiting one gives what it resolves to", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, fn, call, give, awaiting, source, sink, read }) => {
        const promise = variable("promise");
        return [
          declare(promise, call(fn({ name: "load", async: true }, () => [give(source("phone"))]))),
          sink("promise", read(promise)),
          sink("awaited", awaiting(read(promise))),
        ];
      }),
    );
    expect([at("promise"), at("awaited")]).toEqual(["{} phone", "? phone"]);
  });

  it("go down a chain, link by link", () => {
    const { at } = runToy(
      toyProgram(({ fn, call, member, global, give, template, awaiting, source, constant, sink, read }) => {
        const start = call(member(global("Promise"), "resolve"), source("phone"));
        const encoded = call(
          member(start, "then"),
          fn({ arrow: true, parameters: ["x"] }, (x) =>
            x === undefined ? [] : [sink("first", read(x)), give(template("+", read(x)))],
          ),
        );
        const replaced = call(
          member(encoded, "then"),
          fn({ arrow: true, parameters: ["x"] }, (x) =>
            x === undefined ? [] : [sink("second", read(x)), give(constant("done"))],
          ),
        );
        return [sink("end", awaiting(replaced))];
      }),
      PROMISES,
    );
    expect([at("first"), at("second"), at("end")]).toEqual(["? phone", "? phone", '"done"']);
  });

  it("bring what an async function throws to the handler, past the links in between", () => {
    const { at } = runToy(
      toyProgram(({ fn, call, member, fail, run, source, sink, read }) => {
        const failing = call(fn({ name: "load", async: true }, () => [fail(source("phone"))]));
        const passed = call(
          member(failing, "then"),
          fn({ arrow: true, parameters: ["x"] }, (x) => (x === undefined ? [] : [sink("resolved", read(x))])),
        );
        const caught = call(
          member(passed, "catch"),
          fn({ arrow: true, parameters: ["x"] }, (x) => (x === undefined ? [] : [sink("rejected", read(x))])),
        );
        return [run(caught)];
      }),
      PROMISES,
    );
    expect([at("resolved"), at("rejected")]).toEqual([undefined, "? phone"]);
  });

  it("run their callbacks after the code that is running, in the order of the program", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, assign, fn, call, member, global, run, source, constant, sink, read }) => {
          const x = variable("x");
          const start = call(member(global("Promise"), "resolve"), constant(0));
          return [
            declare(x, constant("early")),
            run(
              call(
                member(start, "then"),
                fn({ arrow: true }, () => [sink("callback", read(x))]),
              ),
            ),
            assign(x, source("phone")),
          ];
        },
      ),
      PROMISES,
    );
    expect(at("callback")).toBe("? phone");
  });

  it("leave timers to a later turn, in which anything may have happened", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, fn, call, global, run, source, constant, sink, read }) => {
        const x = variable("x");
        return [
          declare(x, constant("early")),
          run(
            call(
              global("setTimeout"),
              fn({ arrow: true }, () => [sink("timer", read(x))]),
            ),
          ),
          sink("now", read(x)),
          assign(x, source("phone")),
        ];
      }),
      PROMISES,
    );
    expect([at("now"), at("timer")]).toEqual(['"early"', "? phone"]);
  });
});
