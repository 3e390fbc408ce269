import { describe, expect, it } from "vitest";
import type { Statement } from "../graph/procedure.js";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";
import { MAXIMAL_CERTAIN_ROUNDS } from "./limits.js";

describe("loops", () => {
  it("carry a value from one round to the next, and the one after that", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, loop, source, constant, unknown, sink, read }) => {
        const [first, second, third] = [variable("first"), variable("second"), variable("third")];
        return [
          declare(first, constant(0)),
          declare(second, constant(0)),
          declare(third, constant(0)),
          loop(unknown(), [
            sink("third", read(third)),
            assign(third, read(second)),
            assign(second, read(first)),
            assign(first, source("phone")),
          ]),
          sink("after", read(first)),
        ];
      }),
    );
    expect([at("third"), at("after")]).toEqual(["? phone", "? phone"]);
  });

  it("run round by round where constants decide how often", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, loop, binary, constant, source, sink, when, read }) => {
        const [index, x] = [variable("index"), variable("x")];
        return [
          declare(index, constant(0)),
          declare(x, source("phone")),
          loop(binary(read(index), "<", constant(3)), [
            when(binary(read(index), "===", constant(1)), [sink("second round", read(x))]),
            assign(x, read(index)),
            assign(index, binary(read(index), "+", constant(1))),
          ]),
          sink("after", read(index)),
          sink("x", read(x)),
        ];
      }),
    );
    expect(["second round", "after", "x"].map(at)).toEqual(["0", "3", "2"]);
  });

  it("take the rounds together past the bound: what the last one did is perhaps what another did", () => {
    const rounds = (count: number): string | undefined =>
      runToy(
        toyProgram(({ variable, declare, assign, loop, binary, constant, sink, read }) => {
          const [index, x] = [variable("index"), variable("x")];
          return [
            declare(index, constant(0)),
            declare(x, constant("never")),
            loop(binary(read(index), "<", constant(count)), [
              assign(index, binary(read(index), "+", constant(1))),
              assign(x, constant("in a round")),
            ]),
            sink("certain", binary(read(index), "===", constant(count))),
          ];
        }),
      ).at("certain");
    expect(rounds(MAXIMAL_CERTAIN_ROUNDS - 1)).toBe("true");
    expect(rounds(MAXIMAL_CERTAIN_ROUNDS + 1)).not.toBe("true");
  });

  it("go through a list place by place, and no further than a `break`", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, assign, each, array, when, binary, jump, constant, source, sink, read }) => {
          const [element, last] = [variable("element"), variable("last")];
          return [
            declare(last, constant("none")),
            each(element, array(constant("a"), constant("b"), source("phone")), [
              when(binary(read(element), "===", constant("b")), [jump("break")]),
              assign(last, read(element)),
            ]),
            sink("last", read(last)),
          ];
        },
      ),
    );
    expect(at("last")).toBe('"a"');
  });

  it("tell this round's object from those of earlier rounds", () => {
    const { at } = runToy(
      toyProgram(
        ({ variable, declare, assign, put, loop, object, member, unknown, constant, source, sink, read }) => {
          const [earlier, now] = [variable("earlier"), variable("now")];
          return [
            declare(earlier, object({ a: constant("start") })),
            loop(unknown(), [
              declare(now, object({ a: source("phone") })),
              put(read(now), "a", constant("clean")),
              sink("now", member(read(now), "a")),
              sink("earlier", member(read(earlier), "a")),
              put(read(now), "a", source("email")),
              assign(earlier, read(now)),
            ]),
          ];
        },
      ),
    );
    expect([at("now"), at("earlier")]).toEqual(['"clean"', "? email"]);
  });

  it("within loops don't begin anew in each round of those: work grows with the levels, and does not double", () => {
    const passes = (levels: number): number => {
      const { machine, at } = runToy(
        toyProgram(({ variable, declare, assign, loop, unknown, constant, source, sink, read }) => {
          const [first, second] = [variable("first"), variable("second")];
          const nest = (level: number): Statement =>
            loop(unknown(), [
              ...(level < levels ? [nest(level + 1)] : []),
              assign(second, read(first)),
              assign(first, source("phone")),
            ]);
          return [
            declare(first, constant(0)),
            declare(second, constant(0)),
            nest(1),
            sink("second", read(second)),
          ];
        }),
      );
      expect(at("second")).toBe("? phone");
      return machine.counters.passes;
    };
    expect(passes(12)).toBeLessThan(8 * passes(6));
  });
});
