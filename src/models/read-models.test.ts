import { describe, expect, it } from "vitest";
import type { FlowModel } from "../graph/flow-model.js";
import { createModelIndex } from "./read-models.js";

const index = createModelIndex([]);

function found(module: string, ...path: readonly string[]): string | undefined {
  const model = index.modelOf(module, path);
  return model === undefined ? undefined : `${model.module}:${model.name}`;
}

describe("modelOf", () => {
  it.each([
    ["", ["Array", "static", "from"], ":Array.static.from"],
    ["", ["parseInt"], ":parseInt"],
    ["", ["Map", "new"], ":Map.new"],
    ["", ["Array", "[Symbol.iterator]"], ":Array.[Symbol.iterator]"],
    ["", ["Array", "@@iterator"], ":Array.[Symbol.iterator]"],
    ["node:crypto", ["Hash", "update"], "node:crypto:Hash.update"],
  ])("%s %j has a row of its own", (module, path, row) => {
    expect(found(module, ...path)).toBe(row);
  });

  it.each([
    ["", ["Int8Array", "map"], ":Uint8Array.map"],
    ["", ["TypedArray", "slice"], ":Uint8Array.slice"],
    ["", ["BigUint64Array", "new"], ":Uint8Array.new"],
    ["", ["Buffer", "set"], ":Uint8Array.set"],
    ["", ["RangeError", "new"], ":Error.new"],
    ["", ["AsyncGenerator", "next"], ":Iterator.next"],
    ["", ["CallableFunction", "bind"], ":Function.bind"],
    ["", ["Image", "new"], ":HTMLImageElement.new"],
  ])("%s %j is a view or a kind of another class", (module, path, row) => {
    expect(found(module, ...path)).toBe(row);
  });

  it.each([
    ["", ["console", "log"], ":console.log"],
    ["", ["Console", "log"], ":console.log"],
    ["", ["crypto", "subtle", "digest"], ":SubtleCrypto.digest"],
    ["", ["window", "localStorage", "getItem"], ":Storage.getItem"],
    ["", ["globalThis", "process", "exit"], ":process.exit"],
    ["", ["window", "addEventListener"], ":addEventListener"],
    ["", ["HTMLButtonElement", "addEventListener"], ":EventTarget.addEventListener"],
    ["node:process", ["nextTick"], ":process.nextTick"],
    ["node:buffer", ["Blob", "text"], ":Blob.text"],
    ["node:crypto", ["webcrypto", "SubtleCrypto", "sign"], ":SubtleCrypto.sign"],
    ["node:fs", ["promises", "readFile"], "node:fs/promises:readFile"],
    ["node:path", ["posix", "join"], "node:path:join"],
    ["node:events", ["EventEmitter", "static", "once"], "node:events:once"],
  ])("%s %j is another name of the same thing", (module, path, row) => {
    expect(found(module, ...path)).toBe(row);
  });

  it.each([
    ["", ["process", "on"], "node:events:EventEmitter.on"],
    ["node:stream", ["Transform", "on"], "node:stream:Readable.on"],
    ["node:http", ["ClientRequest", "write"], "node:stream:Writable.write"],
    ["node:https", ["Server", "listen"], "node:net:Server.listen"],
    ["node:crypto", ["CipherGCM", "update"], "node:crypto:Cipher.update"],
    ["node:crypto", ["Hash", "pipe"], "node:stream:Stream.pipe"],
  ])("%s %j comes from a base class", (module, path, row) => {
    expect(found(module, ...path)).toBe(row);
  });

  it.each([
    ["", ["Array", "maps"]],
    ["", ["window", "static", "addEventListener"]],
    ["", ["addEventListener", "call"]],
    ["", ["Map", "constructor"]],
    ["", []],
    ["node:stream", ["Transform", "nothing"]],
    ["crypto", ["createHash"]],
    ["lodash", ["map"]],
  ])("%s %j has none", (module, path) => {
    expect(found(module, ...path)).toBeUndefined();
    expect(found(module, ...path)).toBeUndefined();
  });
});

describe("models of the user's", () => {
  const own = (module: string, name: string): FlowModel => ({
    module,
    name,
    result: "text",
    see: "docs/own.md",
  });

  it("go before the built-in ones, also where those are found under another name", () => {
    const trim = own("", "String.trim");
    const read = own("node:stream", "Transform.read");
    const both = createModelIndex([trim, read]);
    expect(both.modelOf("", ["String", "trim"])).toBe(trim);
    expect(both.modelOf("node:stream", ["PassThrough", "read"])).toBe(read);
    expect(both.modelOf("node:stream", ["Readable", "read"])?.see).toContain("https://nodejs.org");
  });

  it("are about all members of a class that have no row of their own", () => {
    const [any, where] = [own("queries", "Query.*"), own("queries", "Query.where")];
    const both = createModelIndex([any, where]);
    expect(both.modelOf("queries", ["Query", "limit"])).toBe(any);
    expect(both.modelOf("queries", ["Query", "where"])).toBe(where);
    for (const path of [["Query"], ["Query", "new"], ["Query", "static", "open"], ["Query", "@properties"]])
      expect(both.modelOf("queries", path)).toBeUndefined();
  });

  it("are found by their package; the last of several counts", () => {
    const [first, last] = [own("mailer", "Client.send"), own("mailer", "Client.send")];
    expect(createModelIndex([first, last]).modelOf("mailer", ["Client", "send"])).toBe(last);
    expect(createModelIndex([first]).modelOf("mailer", ["Client"])).toBeUndefined();
  });
});
