/**
 * Where a report goes: to a file that is named, or to the standard output.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Terminal } from "./terminal.js";

/** `file`: its name, or anything else for the standard output. */
export function deliver(terminal: Terminal, file: unknown, text: string): void {
  if (typeof file !== "string") {
    terminal.out.write(text);
    return;
  }
  const path = resolve(terminal.cwd, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  terminal.err.write(`${file} written\n`);
}
