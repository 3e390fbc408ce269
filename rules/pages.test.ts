/**
 * The rules' pages: their examples are linted, and they name what there is.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lintTexts } from "../fixtures/lint-texts.js";
import { MARKED_MESSAGES, lineAndKind, marksOf, reportMarksOf } from "../fixtures/marks.js";
import plugin from "../src/plugin.js";
import * as limits from "../src/solver/limits.js";
import { MAXIMAL_NESTING, MAXIMAL_TYPES } from "../src/checker/carrying-types.js";
import * as gateLimits from "../src/gate/limits.js";
import { SET_UP_MESSAGES } from "./checked-file.js";

/** What stands under one heading of a page. */
interface Section {
  readonly title: string;
  /** The programs of its `ts` blocks: one of all that begin with a path (`// src/accounts.ts`), and each other by itself. */
  readonly programs: readonly Readonly<Record<string, string>>[];
}

function sectionsOf(page: string): readonly Section[] {
  return page.split(/^#+ /m).map((section) => {
    const [title = ""] = section.split("\n", 1);
    const blocks = Array.from(section.matchAll(/^```tsx?\n(.*?)^```/gms), ([, text = ""]) => text);
    const named = blocks.flatMap((text) => {
      const name = /^\/\/ (\S+\.tsx?)\n/.exec(text)?.[1];
      return name === undefined ? [] : [[name, text] as const];
    });
    const alone = blocks.filter((text) => !named.some(([, other]) => other === text));
    const programs = alone.map((text) => ({ "example.tsx": text }));
    return { title, programs: named.length > 0 ? [Object.fromEntries(named), ...programs] : programs };
  });
}

function pageOf(rule: string): string {
  return readFileSync(new URL(`../docs/rules/${rule}.md`, import.meta.url), "utf8");
}

const examples = sectionsOf(pageOf("no-leak")).flatMap(({ title, programs }) =>
  programs.map((program, index) => ({ name: `${title} (${index + 1})`, title, program })),
);

describe("examples of no-leak", () => {
  it.each(examples)("$name has the reports that it marks, and no others", ({ title, program }) => {
    const linted = lintTexts(program, { options: { reportAt: "boundary" } });
    const marks = linted.flatMap(({ name, text }) =>
      marksOf(text).map((mark) => `${name}:${lineAndKind(mark)}`),
    );
    const reports = linted.flatMap(({ name, messages }) =>
      messages.map((report) => `${name}:${lineAndKind(report)}`),
    );
    expect(reports).toEqual(marks);
    if (title.startsWith("Incorrect")) expect(marks).not.toEqual([]);
    if (title.startsWith("Correct")) expect(marks).toEqual([]);
  });

  it("shows all kinds of reports, and what is none", () => {
    const marked = examples.flatMap(({ program }) => Object.values(program).flatMap(marksOf));
    expect([...new Set(marked.map(({ messageId }) => messageId))].sort()).toEqual(
      [...MARKED_MESSAGES].sort(),
    );
    expect(examples.some(({ title }) => title.startsWith("Correct"))).toBe(true);
  });
});

const otherExamples = Object.keys(plugin.rules)
  .filter((rule) => rule !== "no-leak")
  .flatMap((rule) =>
    sectionsOf(pageOf(rule)).flatMap(({ title, programs }) =>
      programs.map((program, index) => ({ rule, name: `${title} (${index + 1})`, title, program })),
    ),
  );

describe("examples of the other rules", () => {
  it.each(otherExamples)("$rule: $name has the reports that it marks", ({ rule, title, program }) => {
    const linted = lintTexts(program, { rules: { [`purpose/${rule}`]: "error" } });
    const marks = linted.flatMap(({ name, text }) =>
      reportMarksOf(text).map((mark) => `${name}:${lineAndKind(mark)}`),
    );
    const reports = linted.flatMap(({ name, messages }) =>
      messages.map((report) => `${name}:${lineAndKind(report)}`),
    );
    expect(reports).toEqual(marks);
    if (title.startsWith("Incorrect")) expect(marks).not.toEqual([]);
    if (title.startsWith("Correct")) expect(marks).toEqual([]);
  });

  it.each(Object.entries(plugin.rules).filter(([rule]) => rule !== "no-leak"))(
    "%s: show what is right, and all that is reported",
    (name, rule) => {
      const own = otherExamples.filter((example) => example.rule === name);
      const shown = own.flatMap(({ program }) => Object.values(program).flatMap(reportMarksOf));
      const marked = shown.map(({ messageId }) => messageId);
      const missing = Object.keys(rule.meta?.messages ?? {}).filter((id) => !marked.includes(id));
      expect(missing.sort()).toEqual(suggestionsOf(name).concat(Object.keys(SET_UP_MESSAGES)).sort());
      expect(own.some(({ title }) => title.startsWith("Correct"))).toBe(true);
    },
  );
});

/** The rows of a page's table of suggestions, by their ids. */
function suggestionsOf(rule: string): readonly string[] {
  const [, table = ""] = /^## Suggestions\n(.*?)(?=^## |$(?![\s\S]))/ms.exec(pageOf(rule)) ?? [];
  return Array.from(table.matchAll(/^\| `(\w+)`/gm), ([, id = ""]) => id);
}

describe("the README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

  it("names every rule, and links to its page", () => {
    const links = Object.keys(plugin.rules).map((rule) => `[\`purpose/${rule}\`](docs/rules/${rule}.md)`);
    expect(links.filter((link) => !readme.includes(link))).toEqual([]);
    expect(Array.from(readme.matchAll(/^\| \[`purpose\//gm))).toHaveLength(links.length);
  });

  it("shows settings that are right", async () => {
    const [, block = ""] = /^## Settings\n.*?^```js\n(.*?)^```/ms.exec(readme) ?? [];
    const script = block.replace(/^import .*$/m, "const purpose = { configs: { recommended: [] } };");
    const config = (await import(
      /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(script)}`
    )) as {
      default: { settings: { purpose: unknown } }[];
    };
    const [first] = config.default;
    expect(first?.settings.purpose).toBeTypeOf("object");
    const [file] = lintTexts({ "a.ts": "export const one = 1;\n" }, { settings: first?.settings.purpose });
    expect(file?.messages).toEqual([]);
  });
});

describe("the page of known limits", () => {
  it("names every bound with its value", () => {
    const page = readFileSync(new URL("../docs/known-limits.md", import.meta.url), "utf8");
    const rows = Array.from(page.matchAll(/^\| `(\w+)`\s*\|\s*([\d,]+) \|/gm), ([, name, value = ""]) => [
      name,
      Number(value.replaceAll(",", "")),
    ]);
    expect(Object.fromEntries(rows)).toEqual({ ...limits, ...gateLimits, MAXIMAL_TYPES, MAXIMAL_NESTING });
  });
});

describe.each(Object.entries(plugin.rules))("the page of %s", (name, rule) => {
  const page = pageOf(name);

  it("begins with the rule's name and description", () => {
    expect(page).toMatch(
      new RegExp(`^# purpose/${name}\n\n> ${rule.meta?.docs?.description ?? "no description"}\n`),
    );
  });

  it("names every option with its values, and every message", () => {
    const [options] = [rule.meta?.schema].flat() as { properties: Record<string, { enum?: string[] }> }[];
    const properties = Object.entries(options?.properties ?? {});
    const words = [...properties.flatMap(([option, { enum: values = [] }]) => [option, ...values])];
    // What keeps the plugin from working is said by any rule, and explained on one page.
    const messages = Object.keys(rule.meta?.messages ?? {}).filter(
      (id) => name === "no-leak" || !(id in SET_UP_MESSAGES),
    );
    expect([...words, ...messages].filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });
});
