/**
 * Edits of open files as an editor makes them, in a process of its own: `node bench/keystroke-run.mjs <folder> <edits>`.
 * After each one, the file is linted anew; timed apart are the parser with the type service's update of the program, the
 * first question about a type (which makes the new program's checker), and the rule. Prints all times as JSON.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Linter } from "eslint";
import ts from "typescript";
import * as parser from "@typescript-eslint/parser";
import { Random } from "./generated/random.mjs";
/** @import { Rule } from "eslint" */

/** @typedef {{ parser: number, types: number, rule: number }} Times */

const [, , folder = ".", edits = "40"] = process.argv;
/** @type {typeof import("../src/plugin.js")} */
const { default: purpose } = await import(new URL("../dist/src/plugin.js", import.meta.url).href);

/** @type {Times} */
const last = { parser: 0, types: 0, rule: 0 };
const linter = new Linter({ cwd: folder });
/** @type {Linter.Config} */
const config = {
  files: ["**/*.ts"],
  languageOptions: {
    parser: { ...parser, parseForESLint: timed("parser", parser.parseForESLint) },
    parserOptions: { projectService: true, tsconfigRootDir: folder },
  },
  plugins: {
    bench: {
      rules: {
        "a-type": { create: askForType },
        "no-leak": { ...purpose.rules["no-leak"], create: timedRule },
      },
    },
  },
  rules: { "bench/a-type": "error", "bench/no-leak": "error" },
};
const random = new Random(Number(edits));

const files = filesOf(join(folder, "tsconfig.json"));
const first = lint(files[0] ?? "", readFileSync(files[0] ?? "", "utf8"));
const onTheWay = files.filter((file) => /\/(?:growth|ads)\//.test(file));
const elsewhere = files.filter((file) => /\/features\//.test(file));
console.log(
  JSON.stringify({
    first,
    comments: edited([...onTheWay, ...elsewhere], (number) => ` /* ${number} */`),
    inside: edited(onTheWay, (number) => ` void ${number};`),
    outside: edited(elsewhere, (number) => ` void ${number};`),
  }),
);

/**
 * @param {readonly string[]} among
 * @param {(number: number) => string} typed
 * @returns {Times[]}
 */
function edited(among, typed) {
  return Array.from({ length: Number(edits) }, (_, number) => {
    const file = among[random.below(among.length)] ?? "";
    const text = readFileSync(file, "utf8");
    const at = random.pick(atLeastOne(bodiesIn(file, text)));
    return lint(file, text.slice(0, at) + typed(number) + text.slice(at));
  });
}

/**
 * @param {string} file
 * @param {string} text
 */
function lint(file, text) {
  const fatal = linter.verify(text, config, { filename: file }).find((message) => message.fatal);
  if (fatal !== undefined) throw new Error(fatal.message);
  return { ...last };
}

/**
 * @param {Rule.RuleContext} context
 * @returns {Rule.RuleListener}
 */
function askForType({ filename, sourceCode }) {
  return {
    Program: timed("types", () => {
      /** @type {{ program: ts.Program }} */
      const { program } = sourceCode.parserServices;
      const statement = program.getSourceFile(filename)?.statements.at(-1);
      if (statement !== undefined) program.getTypeChecker().getTypeAtLocation(statement);
    }),
  };
}

/** @param {Rule.RuleContext} context */
function timedRule(context) {
  const { Program: check, ...others } = purpose.rules["no-leak"].create(context);
  if (typeof check !== "function") throw new Error("no-leak doesn't begin with the program.");
  return { ...others, Program: timed("rule", check) };
}

/**
 * @template {unknown[]} Given
 * @template Result
 * @param {keyof Times} what
 * @param {(...given: Given) => Result} work
 * @returns {(...given: Given) => Result}
 */
function timed(what, work) {
  return (...given) => {
    const started = performance.now();
    try {
      return work(...given);
    } finally {
      last[what] = performance.now() - started;
    }
  };
}

/** Where a function's body begins, in each function of a file that has a block. */
function bodiesIn(/** @type {string} */ file, /** @type {string} */ text) {
  /** @type {number[]} */
  const starts = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isBlock(node) && ts.isFunctionLike(node.parent)) starts.push(node.getStart() + 1);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return starts.length === 0 ? [text.length] : starts;
}

/** @param {string} tsconfig */
function filesOf(tsconfig) {
  const { config: json } = ts.readConfigFile(tsconfig, (path) => readFileSync(path, "utf8"));
  return ts.parseJsonConfigFileContent(json, ts.sys, folder).fileNames;
}

/**
 * @param {readonly number[]} list
 * @returns {readonly [number, ...number[]]}
 */
function atLeastOne([head = 0, ...rest]) {
  return [head, ...rest];
}
