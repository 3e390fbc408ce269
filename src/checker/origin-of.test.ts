import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { Origin } from "../graph/origin.js";
import { programOfText, ROOT } from "../testing/program-of-text.js";
import { declarationsOf } from "./declaration-of.js";
import { originOf, originOfConstructor } from "./origin-of.js";

const PACKAGES = {
  "node_modules/twilio/package.json": '{ "name": "twilio", "types": "lib/index.d.ts" }',
  "node_modules/twilio/lib/index.d.ts": `declare namespace Sdk { class Twilio { static of(id: string): Twilio; send(to: string): void } const version: { major(): number }; }\ndeclare function Sdk(id: string): Sdk.Twilio;\nexport = Sdk;`,
  "node_modules/@types/acme__ads/package.json":
    '{ "name": "@types/acme__ads", "type": "module", "types": "index.d.ts" }',
  "node_modules/@types/acme__ads/index.d.ts": `export default function upload(x: unknown): void; export interface Options { key: string }`,
  "node_modules/@aws-sdk/client-s3/package.json":
    '{ "name": "@aws-sdk/client-s3", "types": "dist/client.d.ts" }',
  "node_modules/@aws-sdk/client-s3/dist/client.d.ts": `export declare class S3Client { constructor(options?: unknown); static create(): S3Client; send(x: unknown): Promise<void>; readonly [Symbol.iterator]: () => void }`,
  "ambient.d.ts": `declare module "old-sdk/extra" { export function boost(x: unknown): void }`,
};

function originIn(main: string, text: string, options: ts.CompilerOptions = {}, file = "main.ts"): Origin {
  const program = programOfText({ ...PACKAGES, [file]: main }, options);
  const node = program.node(file, text);
  const [declaration] = declarationsOf(program.checker, node);
  if (declaration === undefined) throw new Error(`"${text}" has no declaration`);
  return originOf(program.program, declaration);
}

const written = ({ home, path }: Origin): string => {
  const from =
    home.kind === "node" ? home.module : home.kind === "package" ? `${home.name}|${home.subpath}` : home.kind;
  return `${from}: ${path.join(".")}`;
};

describe("the platform", () => {
  it.each([
    ["[1].push(2)", "platform: Array.push"],
    ["([1] as readonly number[]).map(String)", "platform: Array.map"],
    ["Array.from([])", "platform: Array.static.from"],
    ["Promise.all([])", "platform: Promise.static.all"],
    ["new Map()", "platform: Map.new"],
    ["new Map().get(1)", "platform: Map.get"],
    ["(new Map() as ReadonlyMap<1, 2>).get(1)", "platform: Map.get"],
    ["JSON.stringify(1)", "platform: JSON.stringify"],
    ["Math.max(1)", "platform: Math.max"],
    ["Object.keys({})", "platform: Object.static.keys"],
    ["String(1)", "platform: String"],
    ["'a'.trim()", "platform: String.trim"],
    ["parseInt('1')", "platform: parseInt"],
    ["new Error('x')", "platform: Error.new"],
    ["[1][Symbol.iterator]", "platform: Array.[Symbol.iterator]"],
    ["Intl.DateTimeFormat()", "platform: Intl.DateTimeFormat"],
  ])("%s", (text, expected) => {
    const origin = originIn(`${text};`, text);
    expect(written(origin)).toBe(expected);
    expect(origin.ambient).toBe(true);
  });

  it.each([
    ["fetch('x')", "platform: fetch"],
    ["new Blob([])", "platform: Blob.new"],
    ["localStorage.setItem('a', 'b')", "platform: Storage.setItem"],
    ["navigator.sendBeacon('a')", "platform: Navigator.sendBeacon"],
    ["Response.json({})", "platform: Response.static.json"],
    ["new Response().json()", "platform: Body.json"],
    ["console.log(1)", "platform: Console.log"],
  ])("%s in a browser", (text, expected) => {
    expect(written(originIn(`${text};`, text, { lib: ["lib.es2023.d.ts", "lib.dom.d.ts"] }))).toBe(expected);
  });

  it.each([
    ["Buffer.from('x')", "platform: Buffer.static.from"],
    ["Buffer.from('x').toString('hex')", "platform: Buffer.toString"],
    ["setTimeout(() => {}, 1)", "platform: setTimeout"],
    ["process", "platform: process"],
    ["process.env", "platform: process.env"],
    ["fetch('x')", "platform: fetch"],
    ["new Response().json", "platform: Body.json"],
    ["crypto.createHash('x')", "node:crypto: createHash"],
    ["crypto.createHash('x').update('y')", "node:crypto: Hash.update"],
    ["new EventEmitter().emit", "node:events: EventEmitter.emit"],
    ["readFile('x')", "node:fs/promises: readFile"],
    ["new stream.Readable().pipe", "node:stream: Stream.pipe"],
    ["stream.Readable.from([])", "node:stream: Readable.static.from"],
  ])("%s in Node", (text, expected) => {
    const imports = `import * as crypto from "crypto"; import { EventEmitter } from "node:events"; import { readFile } from "fs/promises"; import stream from "node:stream"; void [stream, crypto, EventEmitter, readFile];`;
    expect(written(originIn(`${imports}\n${text};`, text, { types: ["node"] }))).toBe(expected);
  });
});

describe("packages", () => {
  it.each([
    [`import upload from "@acme/ads";`, "upload(1)", "@acme/ads|: upload"],
    [
      `import { S3Client } from "@aws-sdk/client-s3";`,
      "new S3Client()",
      "@aws-sdk/client-s3|dist/client: S3Client.new",
    ],
    [
      `import { S3Client } from "@aws-sdk/client-s3";`,
      "S3Client.create()",
      "@aws-sdk/client-s3|dist/client: S3Client.static.create",
    ],
    [
      `import { S3Client } from "@aws-sdk/client-s3";`,
      "new S3Client().send(1)",
      "@aws-sdk/client-s3|dist/client: S3Client.send",
    ],
    [`import sdk from "twilio";`, "sdk('x').send('y')", "twilio|lib/index: Twilio.send"],
    [`import sdk from "twilio";`, "sdk.version.major()", "twilio|lib/index: version.major"],
    [`import { boost } from "old-sdk/extra";`, "boost(1)", "old-sdk|extra: boost"],
    [`// @ts-ignore\nimport { init } from "untyped/sub/path.js";`, "init", "untyped|sub/path.js: init"],
    [`// @ts-ignore\nimport start from "@scope/untyped";`, "start", "@scope/untyped|: default"],
    [`// @ts-ignore\nimport { createHash } from "crypto";`, "createHash", "node:crypto: createHash"],
  ])("%s %s", (imports, text, expected) => {
    expect(written(originIn(`${imports}\n${text};`, text))).toBe(expected);
  });
});

describe("the program", () => {
  it.each([
    ["a function", "function f() {} f();", "f()", "f"],
    ["a method", "class A { m() {} } new A().m();", "new A().m()", "A.m"],
    ["a static method", "class A { static m() {} } A.m();", "A.m()", "A.static.m"],
    ["a field", "class A { f = 1 } new A().f;", "new A().f", "A.f"],
    ["a namespace", "namespace N.M { export function f() {} } N.M.f();", "N.M.f()", "N.M.f"],
    [
      "a method of an object",
      "const api = { users: { get() {} } }; api.users.get();",
      "api.users.get()",
      "api.users.get",
    ],
    ["an arrow function", "const f = () => 1; f();", "f()", "f"],
    ["an enum's member", "enum E { A } E.A;", "E.A", "E.A"],
    ["a user's own Map", "class Map { get() {} } new Map().get();", "new Map().get()", "Map.get"],
  ])("%s", (_, main, text, path) => {
    const origin = originIn(`${main}\nexport {};`, text);
    expect(origin).toMatchObject({
      home: { kind: "program", file: `${ROOT}/main.ts` },
      path: path.split("."),
      ambient: false,
    });
  });

  it.each([
    ["declare function f(): void; f();", "f()", true],
    ["interface I { m(): void } declare const i: I; i.m();", "i.m()", true],
    ["abstract class A { abstract m(): void; f() { this.m(); } }", "this.m()", true],
    ["abstract class A { m() { this.m(); } }", "this.m()", false],
    ["function f(a: string): void; function f(a: unknown) {} f('x');", "f('x')", false],
  ])("%s: ambient is %s %s", (main, text, ambient) => {
    expect(originIn(main, text).ambient).toBe(ambient);
  });

  it("names JavaScript's exports and fields", () => {
    const main =
      "class A { constructor() { this.login = 1; } }\nexports.send = function () {};\nexports.send();\nnew A().login;";
    expect(originIn(main, "new A().login", {}, "main.cjs").path).toEqual(["A", "login"]);
    expect(originIn(main, "exports.send()", {}, "main.cjs").path).toEqual(["send"]);
  });
});

it("names the constructor of a class that has none", () => {
  const program = programOfText({
    "main.ts": "class A { m() {} } class B { constructor() {} } new A(); new B();",
  });
  const pathsOf = (text: string): readonly (readonly string[])[] =>
    declarationsOf(program.checker, program.node("main.ts", text)).map(
      (declaration) => originOfConstructor(program.program, declaration).path,
    );
  expect(pathsOf("new A()")).toEqual([["A", "new"]]);
  expect(pathsOf("new B()")).toEqual([["B", "new"]]);
});
