import { describe, expect, it } from "vitest";
import { runToy } from "../testing/toy-run.js";
import { toyFile, toyProgram } from "../testing/toy-program.js";

describe("the run of a program", () => {
  it("calls what modules export, in any order and more than once", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, assign, fn, source, constant, sink, read, exports }) => {
        const [kept, show, keep] = [variable("kept"), variable("show"), variable("keep")];
        exports("show", show);
        exports("keep", keep);
        return [
          declare(kept, constant("nothing")),
          declare(
            show,
            fn({ name: "show" }, () => [sink("kept", read(kept))]),
          ),
          declare(
            keep,
            fn({ name: "keep" }, () => [assign(kept, source("phone"))]),
          ),
        ];
      }),
    );
    expect(at("kept")).toBe("? phone");
  });

  it("does not run what nothing can call", () => {
    const { at } = runToy(
      toyProgram(({ variable, declare, fn, source, sink }) => [
        declare(
          variable("unused"),
          fn({ name: "unused" }, () => [sink("unused", source("phone"))]),
        ),
      ]),
    );
    expect(at("unused")).toBeUndefined();
  });

  it("follows values from file to file, and gives the same whatever the order of the files", () => {
    const source = toyFile("source.ts", (toy) => {
      const load = toy.variable("load");
      toy.exports("load", load);
      return [
        toy.declare(
          load,
          toy.fn({ name: "load" }, () => [toy.give(toy.source("phone"))]),
        ),
      ];
    });
    const user = toyFile("user.ts", (toy) => {
      const use = toy.variable("use");
      toy.exports("use", use);
      return [
        toy.declare(
          use,
          toy.fn({ name: "use" }, () => [toy.sink("used", toy.call(toy.imported("source.ts", "load")))]),
        ),
      ];
    });
    expect(runToy([source, user]).at("used")).toBe("? phone");
    expect(runToy([user, source]).at("used")).toBe("? phone");
  });
});
