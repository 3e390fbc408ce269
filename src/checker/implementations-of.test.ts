import ts from "typescript";
import { describe, expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { implementationsOf } from "./implementations-of.js";

/** The classes of the text that implement the member whose declaration has this text. */
function implementations(text: string, member: string): readonly string[] {
  const program = programOfText({ "main.ts": text });
  const classes = program.file("main.ts").statements.filter((statement) => ts.isClassDeclaration(statement));
  const declaration = program.node("main.ts", member);
  return implementationsOf(program.checker, declaration as ts.Declaration, classes).map(
    ({ class: found, members }) => `${found.name?.text ?? ""}: ${members.map((one) => one.getText()).join()}`,
  );
}

describe("implementationsOf", () => {
  it("finds classes that say so, directly or by what they extend", () => {
    const text = `interface Mailer { send(to: string): void }
interface Slow extends Mailer { wait(): void }
class Smtp implements Mailer { send(to: string) {} }
class Queue implements Slow { send(to: string) { to; } wait() {} }
class Bulk extends Smtp { more = 1; }
class Other { send(to: number, really: boolean) {} }`;
    expect(implementations(text, "send(to: string): void")).toEqual([
      "Smtp: send(to: string) {}",
      "Queue: send(to: string) { to; }",
      "Bulk: send(to: string) {}",
    ]);
  });

  it("finds classes whose instances are assignable", () => {
    const text = `interface Mailer { send(to: string): void } class Silent { send() {} } class Strict { send(a: string, b: string) {} }`;
    expect(implementations(text, "send(to: string): void")).toEqual(["Silent: send() {}"]);
  });

  it("finds implementations of generic interfaces", () => {
    const text = `interface Store<T> { put(row: T): void; size?: number } class Users implements Store<string> { put(row: string) {} } class Loose { put(row: number) {} } class None { put = 1; }`;
    expect(implementations(text, "put(row: T): void;").map((one) => one.split(":")[0])).toEqual([
      "Users",
      "Loose",
    ]);
  });

  it("finds what overrides an abstract or base method, and no stranger", () => {
    const text = `abstract class Base { abstract run(x: string): void } class Sub extends Base { run(x: string) {} } class Stranger { run(x: string) { } }`;
    expect(implementations(text, "abstract run(x: string): void")).toEqual(["Sub: run(x: string) {}"]);
  });
});
