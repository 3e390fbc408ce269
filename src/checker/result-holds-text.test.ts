import { describe, expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { resultOf } from "./result-holds-text.js";

const PRELUDE = `
interface Account { id: string; tags: string[] }
class Receipt { text = ""; }
declare const text: string;
export {};
`;

/** Of a call of a function with this declared result. */
function resultOfDeclared(result: string): string {
  const main = `${PRELUDE}declare function f<T, N extends number, S extends string, O extends object, K extends keyof T>(x?: T, n?: N, s?: S, o?: O, k?: K): ${result};\nf(text as unknown);`;
  const program = programOfText({ "main.ts": main }, { types: ["node"] });
  const { holdsText, kind } = resultOf(program.checker, program.node("main.ts", "f(text as unknown)"));
  return `${holdsText ? "holds" : "not"} ${kind}`;
}

describe("the declared result", () => {
  it.each([
    ["string", "holds text"],
    ["string | undefined", "holds text"],
    ["`tel:${string}`", "holds text"],
    [`"sms" | "mail"`, "not text"],
    ["Uint8Array", "holds bytes"],
    ["Buffer", "holds bytes"],
    ["any", "holds any"],
    ["unknown", "holds any"],
    ["object", "holds any"],
    ["T", "holds any"],
    ["O", "holds any"],
    ["S", "holds text"],
    ["N", "not number"],
    ["K", "holds text"],
    ["T[K]", "holds any"],
    ["T[]", "holds array"],
    ["Promise<string>", "holds promise"],
    ["Promise<void>", "not promise"],
    ["Map<string, number>", "holds map"],
    ["Set<number>", "not set"],
    ["[number, string]", "holds tuple"],
    ["AsyncIterable<Uint8Array>", "holds iterable"],
    ["Record<string, string>", "holds record"],
    ["Account", "not record"],
    ["Account[]", "not array"],
    ["Promise<Account | null>", "not promise"],
    ["Partial<Account>", "not record"],
    ["{ id: string }", "not record"],
    ["Receipt", "not record"],
    ["Account | string", "holds any"],
    ["boolean", "not boolean"],
    ["number", "not number"],
    ["bigint", "not number"],
    ["void", "not nothing"],
    ["(x: string) => string", "not function"],
    ["Date", "holds record"],
    ["import('node:crypto').Hash", "holds record"],
    ["URL", "holds record"],
  ])("%s", (declared, expected) => {
    expect(resultOfDeclared(declared)).toBe(expected);
  });
});

describe("calls", () => {
  it.each([
    ["JSON.parse(text)", "holds any"],
    ["text.length.toFixed()", "holds text"],
    ["text.includes('x')", "not boolean"],
    ["text.split('')", "holds array"],
    // What the receiver's type argument stands for is known here: a record of the program.
    ["new Map<string, Account>().get(text)", "not record"],
    ["new Map<string, string>().get(text)", "holds text"],
    ["new Receipt()", "not record"],
    ["new Error(text)", "holds record"],
    ["encodeURIComponent(text)", "holds text"],
    ["String.raw`x`", "holds text"],
    ["untyped(text)", "holds any"],
  ])("%s", (call, expected) => {
    const main = `${PRELUDE}declare const untyped: any;\n${call};`;
    const program = programOfText({ "main.ts": main }, { types: ["node"] });
    const { holdsText, kind } = resultOf(program.checker, program.node("main.ts", call));
    expect(`${holdsText ? "holds" : "not"} ${kind}`).toBe(expected);
  });
});
