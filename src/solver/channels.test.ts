import { describe, expect, it } from "vitest";
import type { FlowModel } from "../graph/flow-model.js";
import { runToy } from "../testing/toy-run.js";
import { toyProgram } from "../testing/toy-program.js";

const CHANNELS: readonly FlowModel[] = [
  {
    module: "",
    name: "setItem",
    result: "undefined",
    channels: [{ name: "storage", key: "argument[0]", write: "argument[1]" }],
    see: "toy",
  },
  {
    module: "",
    name: "getItem",
    result: "undefined",
    channels: [{ name: "storage", key: "argument[0]", read: "result" }],
    see: "toy",
  },
  {
    module: "",
    name: "on",
    result: "undefined",
    channels: [{ name: "topics", key: "argument[0]", listener: "argument[1]" }],
    see: "toy",
  },
  {
    module: "",
    name: "emit",
    result: "undefined",
    channels: [{ name: "topics", key: "argument[0]", write: "argument[1]" }],
    see: "toy",
  },
];

describe("a channel that is written and read", () => {
  it("keeps apart what was written under different keys", () => {
    const { at } = runToy(
      toyProgram(({ call, global, run, source, constant, sink }) => [
        run(call(global("setItem"), constant("phone"), source("phone"))),
        run(call(global("setItem"), constant("name"), constant("Ada"))),
        sink("phone", call(global("getItem"), constant("phone"))),
        sink("name", call(global("getItem"), constant("name"))),
        sink("other", call(global("getItem"), constant("other"))),
      ]),
      CHANNELS,
    );
    expect([at("phone"), at("name"), at("other")]).toEqual([
      "undefined | ? phone",
      '"Ada" | undefined',
      "undefined",
    ]);
  });

  it("may give anything that was written, under a key that is not known", () => {
    const { at } = runToy(
      toyProgram(({ call, global, run, source, constant, unknown, sink }) => [
        run(call(global("setItem"), constant("phone"), source("phone"))),
        sink("any", call(global("getItem"), unknown())),
        run(call(global("setItem"), unknown(), source("email"))),
        sink("one", call(global("getItem"), constant("one"))),
      ]),
      CHANNELS,
    );
    expect([at("any"), at("one")]).toEqual(["undefined | ? phone", "undefined | ? email"]);
  });
});

describe("a channel with listeners", () => {
  it("calls those of the topic, and no others", () => {
    const { at } = runToy(
      toyProgram(({ fn, call, global, run, source, constant, sink, read }) => {
        const listener = (name: string) =>
          fn({ arrow: true, parameters: ["x"] }, (x) => (x === undefined ? [] : [sink(name, read(x))]));
        return [
          run(call(global("on"), constant("signup"), listener("signup"))),
          run(call(global("on"), constant("login"), listener("login"))),
          run(call(global("emit"), constant("signup"), source("phone"))),
          run(call(global("emit"), constant("login"), constant("Ada"))),
        ];
      }),
      CHANNELS,
    );
    expect([at("signup"), at("login")]).toEqual(["? phone", '"Ada"']);
  });

  it("calls each of them for a topic that is not known", () => {
    const { at } = runToy(
      toyProgram(({ fn, call, global, run, source, constant, unknown, sink, read }) => [
        run(
          call(
            global("on"),
            constant("signup"),
            fn({ arrow: true, parameters: ["x"] }, (x) => (x === undefined ? [] : [sink("signup", read(x))])),
          ),
        ),
        run(call(global("emit"), unknown(), source("phone"))),
      ]),
      CHANNELS,
    );
    expect(at("signup")).toBe("? phone");
  });
});
