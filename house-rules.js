/**
 * The house rules that machines check, as data: eslint.config.js turns the table into `no-restricted-imports`, and
 * src/house-rules.test.ts checks every file against it. docs/architecture.md explains the folders.
 */

/** Most lines that a source file may have. What needs more does two things. */
export const MAXIMAL_LINES = 400;

/**
 * One folder under src/, or one file there.
 *
 * @typedef {object} ImportRule
 * @property {readonly string[]} may Folders (and files) under src/ that it may import, besides itself.
 * @property {boolean} typescript Whether it may import `typescript`.
 * @property {string} why Shown when an import breaks the rule.
 */

/** @type {Readonly<Record<string, ImportRule>>} */
export const IMPORTS = {
  settings: {
    may: [],
    typescript: false,
    why: "Settings are plain data: they know nothing of programs.",
  },
  graph: {
    may: [],
    typescript: false,
    why: "The graph is the vocabulary of all others: pure data that knows no question and no compiler.",
  },
  facts: {
    may: ["graph"],
    typescript: true,
    why: "Facts are what one file's syntax says: no checker, no label, no purpose, no other file.",
  },
  checker: {
    may: ["graph"],
    typescript: true,
    why: "A question to the type checker knows nothing of who asks.",
  },
  catalog: {
    may: ["settings"],
    typescript: false,
    why: "The catalog is data.",
  },
  annotations: {
    may: ["settings", "checker", "catalog", "graph"],
    typescript: true,
    why: "Annotations say what code is for; they don't follow values.",
  },
  models: {
    may: ["graph", "checker", "settings"],
    typescript: false,
    why: "Flow models are data about libraries, and must not depend on the engine that applies them.",
  },
  program: {
    may: ["facts", "checker", "models", "graph"],
    typescript: true,
    why: "The program knows no label and no purpose, so that one program serves every question.",
  },
  summaries: {
    may: ["annotations", "checker", "facts", "graph", "program", "settings"],
    typescript: true,
    why: "Summaries keep what the program and its annotations answer; they don't follow values.",
  },
  gate: {
    may: ["graph"],
    typescript: false,
    why: "The gate sees facts as plain data and names of what labels and takes: it is tested without a compiler.",
  },
  solver: {
    may: ["graph", "models"],
    typescript: false,
    why: "The solver sees a small interface and no compiler, so that it is tested on toy graphs.",
  },
  leaks: {
    may: ["solver", "program", "annotations", "checker", "settings", "graph", "catalog"],
    typescript: false,
    why: "Leaks are found in what the solver computed, and know nothing of how they are told.",
  },
  kept: {
    may: ["facts", "gate", "graph", "program"],
    typescript: true,
    why: "What is kept is plain data and what it depends on; it doesn't know how results come about.",
  },
  report: {
    may: ["leaks", "graph"],
    typescript: false,
    why: "A report tells leaks; it finds none.",
  },
};

/** Files directly under src/ that tie the folders together: they may import all of them, and `typescript`. */
export const COMPOSITION = [
  "analyze-program",
  "program-questions",
  "program-inventory",
  "analysis-cache",
  "program-code",
  "index",
  "gate-of-program",
  "kept-analysis",
  "source-view",
  "summarized-analysis",
];

/** What may be imported by `src/plugin.ts`, the package's entry, from src/. Its rules come from rules/. */
export const PLUGIN_MAY = ["index"];

/** What rules/ may import from src/: they come in through the only door. */
export const RULES_MAY = ["index"];

/** What cli/ may import from src/: the engine by its only door, and the forms of reports, which need no engine. */
export const CLI_MAY = ["index", "report"];

/** What formatters/ may import: what tells leaks, and how the command line shows them. */
export const FORMATTERS_MAY = [...CLI_MAY, "cli"];

/** Helpers of tests. No other file may import them, and they are not published. */
export const TESTING = "testing";

/** Files in rules/ that are no rule, and so need no page in docs/rules/. */
export const NOT_RULES = ["checked-file", "create-rule", "file-alone"];
