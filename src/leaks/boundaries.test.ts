import { describe, expect, it } from "vitest";
import type { Expression } from "../graph/expression.js";
import { Machine } from "../solver/machine.js";
import { runProgram } from "../solver/run-program.js";
import { toyProblem, toyView } from "../testing/toy-run.js";
import { toyProgram, type Toy } from "../testing/toy-program.js";
import { boundariesOf } from "./boundaries.js";

type Mark = (name: string, expression: Expression) => Expression;

/** Names of the marked expressions that are boundaries of what `build` hands over, with the labels that cross there. */
function boundaries(build: (toy: Toy, mark: Mark) => Expression): readonly string[] {
  const names = new Map<number, string>();
  const files = toyProgram((toy) => [
    toy.sink(
      "sink",
      build(toy, (name, expression) => {
        names.set(expression.site, name);
        return expression;
      }),
    ),
  ]);
  const found: string[] = [];
  const problem = toyProblem((machine, event, _name, value) => {
    const expression = event.written[1]?.expression;
    for (const { site, facts } of boundariesOf({
      machine,
      frame: event.frame,
      value,
      expression,
      site: event.site,
    })) {
      const labels = [...facts.values()].filter(({ kind }) => kind === "value" || kind === "match");
      for (const { kind, label } of labels)
        found.push(`${names.get(site) ?? `site ${site}`}: ${kind} ${label}`);
    }
  });
  const machine = new Machine(
    toyView(files, [
      { module: "", name: "isListed", result: "boolean", queries: ["argument[0]"], see: "toy" },
    ]),
    problem,
  );
  runProgram(machine, ["toy.ts"]);
  return found;
}

describe("boundary expressions", () => {
  it("are the innermost ones that are written in place", () => {
    expect(
      boundaries(({ object, array, source, constant }, mark) =>
        mark(
          "whole",
          object({
            name: constant("Ada"),
            contacts: mark("list", array(mark("phone", source("phone")), mark("email", source("email")))),
          }),
        ),
      ),
    ).toEqual(["phone: value phone", "email: value email"]);
  });

  it("are what is spread, the pieces of a text, and the operands of a sum", () => {
    expect(
      boundaries(({ spread, object, source }, mark) =>
        mark("whole", spread(mark("literal", object({ phone: mark("phone", source("phone")) })))),
      ),
    ).toEqual(["phone: value phone"]);
    expect(
      boundaries(({ template, source, binary, constant }, mark) =>
        mark("text", template("+", mark("sum", binary(constant("0"), "+", mark("phone", source("phone")))))),
      ),
    ).toEqual(["phone: value phone"]);
  });

  it("are the arms of a conditional, not its test; the right one of `&&`, and both of `??`", () => {
    expect(
      boundaries(({ conditional, source }, mark) =>
        conditional(
          mark("test", source("phone")),
          mark("then", source("phone")),
          mark("otherwise", source("email")),
        ),
      ),
    ).toEqual(["then: value phone", "otherwise: value email"]);
    expect(
      boundaries(({ logical, source }, mark) =>
        logical(mark("left", source("phone")), "&&", mark("right", source("email"))),
      ),
    ).toEqual(["right: value email"]);
    expect(
      boundaries(({ logical, source }, mark) =>
        logical(mark("left", source("phone")), "??", mark("right", source("email"))),
      ),
    ).toContain("left: value phone");
  });

  it("are names, reads and calls as a whole", () => {
    expect(
      boundaries(({ member, object, source }, mark) =>
        mark("read", member(mark("object", object({ phone: source("phone") })), "phone")),
      ),
    ).toEqual(["read: value phone"]);
    expect(boundaries(({ source }, mark) => mark("call", source("phone")))).toEqual(["call: value phone"]);
  });

  it("are what a function that is written in place gives back", () => {
    expect(
      boundaries(({ fn, give, object, source }, mark) =>
        mark(
          "function",
          fn({ arrow: true }, () => [give(object({ phone: mark("phone", source("phone")) }))]),
        ),
      ),
    ).toEqual(["phone: value phone"]);
  });

  it("are a conditional as a whole where a match decides between its arms", () => {
    expect(
      boundaries(({ conditional, call, global, source, constant }, mark) =>
        mark(
          "choice",
          conditional(call(global("isListed"), source("phone")), constant("yes"), constant("no")),
        ),
      ),
    ).toEqual(["choice: match phone"]);
  });

  it("are none where nothing carries a label", () => {
    expect(boundaries(({ object, unknown, constant }) => object({ a: constant(1), b: unknown() }))).toEqual(
      [],
    );
  });
});
