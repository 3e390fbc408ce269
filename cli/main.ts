#!/usr/bin/env node
/**
 * The bin: the command line on the process' own streams.
 */
import { createInterface } from "node:readline/promises";
import { runCommandLine } from "./command-line.js";

// Who reads through `head` has seen enough: no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  cwd: process.cwd(),
  out: process.stdout,
  err: process.stderr,
  progressOn: process.stderr.isTTY ? process.stderr : undefined,
  environment: process.env,
  confirm: async (question) => {
    if (!process.stdin.isTTY) return false;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await lines.question(`${question} (y/N) `);
    lines.close();
    return /^y(?:es)?$/i.test(answer.trim());
  },
});
