/**
 * What a join, a limit or a summary must not lose of a value, and what must not be told as unsettled: each with the
 * smallest program that shows it.
 */
import { describe, expect, it } from "vitest";
import { flowFact, stepAfter, type FlowFact } from "../graph/flow-fact.js";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";
import { MAXIMAL_SOURCES } from "./limits.js";
import { joinValues, openValue, patternsOf, type Value } from "./value.js";

function labelledText(fact: FlowFact): Value {
  return openValue(new Map([[fact.key, fact]]));
}

function factOf(label: string, site: number): FlowFact {
  return flowFact("value", label, stepAfter(undefined, "source", "toy.ts", site));
}

describe("what a value keeps of both ways", () => {
  it("a label that meets a value with very many sources of another label", () => {
    let value = openValue(new Map());
    for (let site = 0; site < MAXIMAL_SOURCES; site++)
      value = joinValues(value, labelledText(factOf("Phone", site)));
    const labels = [...joinValues(value, labelledText(factOf("Email", 0))).facts.values()].map(
      ({ label }) => label,
    );
    expect(labels).toContain("Email");
  });

  it("a second call whose argument is another text that is known in part: no summary stands in", () => {
    const told: string[] = [];
    const { machine } = runToy(
      toyProgram(({ variable, declare, fn, call, template, constant, unknown, sink, read, run }) => {
        const post = variable("post");
        const id = variable("id");
        return [
          declare(
            post,
            fn({ name: "post", parameters: ["url"] }, (url) =>
              url === undefined ? [] : [sink("url", read(url))],
            ),
          ),
          declare(id, unknown()),
          // The first call makes objects of the library, so that no summary of it holds.
          run(call(read(post), constant(""))),
          run(call(read(post), template("https://api.example.com/", read(id)))),
          run(call(read(post), template("https://ads.example.com/", read(id)))),
        ];
      }),
      [],
      (_name, value) => told.push(...patternsOf(value)),
    );
    expect(machine.counters.summaries).toBe(0);
    expect(told.some((text) => text.includes("ads.example.com"))).toBe(true);
  });

  it("the default of a parameter that is perhaps undefined, after a call that surely gave some value", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, fn, call, conditional, unknown, constant, source, sink, read, run }) => {
          const f = variable("f");
          return [
            declare(
              f,
              fn({ name: "f", parameters: ["x"], otherwise: source("phone") }, (x) =>
                x === undefined ? [] : [sink("x", read(x))],
              ),
            ),
            run(call(read(f), constant(""))),
            run(call(read(f), unknown())),
            run(call(read(f), conditional(unknown(), unknown(), constant(undefined)))),
          ];
        },
      ),
    );
    expect(at("x")).toContain("phone");
  });

  it("a branch on a field that one way has set, of an object of which not all is known", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, put, when, spread, member, binary, unknown, constant, source, sink, read }) => {
          const options = variable("options");
          return [
            declare(options, spread(unknown())),
            when(unknown(), [put(read(options), "mode", constant("a"))]),
            when(binary(member(read(options), "mode"), "===", constant("b")), [sink("b", source("phone"))]),
          ];
        },
      ),
    );
    expect(at("b")).toBe("? phone");
  });
});

describe("what settles", () => {
  it("a loop that makes a text longer in each round", () => {
    const { machine } = runToy(
      toyProgram(({ variable, declare, assign, loop, binary, constant, unknown, read }) => {
        const text = variable("text");
        return [
          declare(text, constant("")),
          loop(unknown(), [assign(text, binary(read(text), "+", constant("-")))]),
        ];
      }),
    );
    expect([...machine.counters.limits.values()]).toEqual([]);
  });
});
