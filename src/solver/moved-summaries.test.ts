import { describe, expect, it } from "vitest";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";

describe("a summary at another call site", () => {
  it("makes objects of its own there, and is not run again", () => {
    const { at, machine } = runToy(
      toyProgram(({ variable, declare, put, object, member, constant, fn, call, give, sink, read }) => {
        const [box, one, two] = [variable("box"), variable("one"), variable("two")];
        return [
          declare(
            box,
            fn({ name: "box" }, () => [give(object({ a: constant("made") }))]),
          ),
          declare(one, call(read(box))),
          declare(two, call(read(box))),
          put(read(one), "a", constant("changed")),
          sink("one", member(read(one), "a")),
          sink("two", member(read(two), "a")),
        ];
      }),
    );
    expect([at("one"), at("two")]).toEqual(['"changed"', '"made"']);
    expect(machine.counters.summaries).toBe(1);
  });

  it("holds nothing of the first call where that left something outside", () => {
    const { at, machine } = runToy(
      toyProgram(({ variable, declare, put, object, member, constant, fn, call, run, sink, ...toy }) => {
        const { read, unknown, conditional } = toy;
        const [kept, keep] = [variable("kept"), variable("keep")];
        return [
          declare(kept, object({ last: constant("none") })),
          declare(
            keep,
            fn({ name: "keep" }, () => [put(read(kept), "last", object({ a: constant("made") }))]),
          ),
          run(conditional(unknown(), call(read(keep)), constant(0))),
          run(call(read(keep))),
          sink("last", member(member(read(kept), "last"), "a")),
        ];
      }),
    );
    expect(at("last")).toBe('"made"');
    expect(machine.counters.expressions).toBeGreaterThan(0);
  });
});
