/** Edits by chance, as people make them: most of them change little, some break the program, and some take others back. */
import ts from "typescript";
import type { Random } from "../../bench/generated/random.mjs";

/** Texts by name; those that end in `package.json` lie on disk. */
export type Texts = ReadonlyMap<string, string>;

interface Edit {
  readonly name: string;
  /** undefined: there is nothing there that it could change. */
  apply(texts: Texts, random: Random): Texts | undefined;
}

/** Each is as likely as the others. */
export const EDITS: readonly Edit[] = [
  inText("comment", (text, random) => before(random, text, /^/gm, `// note ${String(random.below(1000))}\n`)),
  inText("space", (text, random) =>
    before(random, text, /(?<=[;,{] ?)(?= )/g, random.below(2) === 0 ? "\n\n " : "  "),
  ),
  inText("annotation", (text, random) =>
    before(random, text, /^(?=export |const |\/\*\*)/gm, chosen(random, ANNOTATIONS)),
  ),
  inText("other purpose", (text, random) =>
    replaced(
      random,
      text,
      /@purpose \w+/g,
      chosen(random, ["@purpose advertising", "@purpose security", ""]),
    ),
  ),
  inText("statement", (text, random) => before(random, text, BODY, chosen(random, STATEMENTS))),
  inText("statement elsewhere", (text, random) =>
    before(random, text, BODY, chosen(random, QUIET_STATEMENTS)),
  ),
  inText("leak", (text, random, file) =>
    withImports(file, before(random, text, BODY, chosen(random, LEAKS))),
  ),
  inText("constant", (text, random) =>
    replaced(
      random,
      text,
      /(?<=[ (])(?:\d+|true|false|"\w+")(?=[;,)\]])/g,
      chosen(random, ["0", "7", "true", "false", '"other"']),
    ),
  ),
  inText("no statement", withoutStatement),
  inText("type", (text, random) =>
    replaced(
      random,
      text,
      /(?<=: )(?:string|number|unknown|void|SecurityContact)\b/g,
      chosen(random, ["string", "number", "unknown", "SecurityContact"]),
    ),
  ),
  inText("no result type", (text, random) =>
    replaced(random, text, /\): (?:\w+)(?: \| undefined|\[\])?(?= (?:\{|=>))/g, ")"),
  ),
  inText("result type", (text, random) => replaced(random, text, /\)(?= \{\n)/g, "): void")),
  inText("name", renamed),
  { name: "new file", apply: withNewFile },
  { name: "no file", apply: withoutFile },
  { name: "package file", apply: withPackageFile },
];

const BODY = /(?<=(?:\)|\): [\w| ]+|=>) \{\n)/g;
const ANNOTATIONS = [
  "/** @purpose advertising */\n",
  "/** @label SecurityContact */\n",
  "/** @repurpose advertising */\n",
  "/** Nothing. */\n",
  "\n",
];
const STATEMENTS = [
  "  if (Math.random() > 2) return undefined as never;\n",
  "  let first = 1; first++;\n",
  "  setTimeout(() => undefined);\n",
  "  class Local { find() { return undefined; } }\n  new Local().find();\n",
  "  separator = 'x';\n  function separator2() {}\n",
];
const QUIET_STATEMENTS = ["  void 5;\n", "  const size3 = [1, 2].length;\n", "  console.log('here');\n"];
const LEAKS = [
  "  trackAd('new', contactStore.all().map((one) => one.securityPhone));\n",
  "  trackAd('new', contactStore.find(3)?.recoveryEmail);\n",
  "  for (const one of contactStore.all()) trackAd('new', { ...one });\n",
];
/** Imports of what the leaks need. */
function importsFor(file: string): string {
  const up = file.includes("/") ? ".." : ".";
  return `import { store as contactStore } from "${up}/accounts/store.js";
import { track as trackAd } from "${up}/ads/pixel.js";
`;
}

function inText(
  name: string,
  change: (text: string, random: Random, file: string) => string | undefined,
): Edit {
  return {
    name,
    apply: (texts, random) => {
      const names = [...texts.keys()].filter((file) => file.endsWith(".ts"));
      const file = names[random.below(names.length)] ?? "";
      const text = texts.get(file) ?? "";
      const changed = change(text, random, file);
      return changed === undefined || changed === text ? undefined : new Map(texts).set(file, changed);
    },
  };
}

function chosen(random: Random, list: readonly string[]): string {
  return list[random.below(list.length)] ?? "";
}

function oneOf(random: Random, text: string, pattern: RegExp): RegExpExecArray | undefined {
  const all = [...text.matchAll(pattern)];
  return all[random.below(all.length)];
}

function before(random: Random, text: string, pattern: RegExp, inserted: string): string | undefined {
  const match = oneOf(random, text, pattern);
  return match && text.slice(0, match.index) + inserted + text.slice(match.index);
}

function replaced(random: Random, text: string, pattern: RegExp, by: string): string | undefined {
  const match = oneOf(random, text, pattern);
  return match && text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

function withImports(file: string, text: string | undefined): string | undefined {
  const imports = importsFor(file);
  return text === undefined || text.includes(imports)
    ? text
    : text.replace(/^(?=import|export|const|let)/m, imports);
}

function withoutStatement(text: string, random: Random): string | undefined {
  const statements: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) && ts.isBlock(node.parent)) statements.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("edited.ts", text, ts.ScriptTarget.Latest, true));
  const statement = statements[random.below(statements.length)];
  return statement && text.slice(0, statement.pos) + text.slice(statement.end);
}

function renamed(text: string, random: Random): string | undefined {
  const [name] =
    oneOf(random, text, /\b(?:key|account|found|sent|rows|limit|upload|digits|text|phone|lines)\b/g) ?? [];
  return name && text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `${name}${String(random.below(3))}`);
}

function withNewFile(texts: Texts, random: Random): Texts | undefined {
  const name = `extra/file-${String(random.below(3))}.ts`;
  if (texts.has(name)) return undefined;
  const body = chosen(random, [...LEAKS, ...QUIET_STATEMENTS]);
  return new Map(texts).set(name, `${importsFor(name)}export function extra(): void {\n${body}}\n`);
}

function withoutFile(texts: Texts, random: Random): Texts | undefined {
  const names = [...texts.keys()].filter((file) => file.startsWith("extra/") || file === "jobs/cleanup.ts");
  const file = names[random.below(names.length)];
  if (file === undefined) return undefined;
  const others = new Map(texts);
  others.delete(file);
  return others;
}

function withPackageFile(texts: Texts, random: Random): Texts {
  const folder = chosen(random, ["", "jobs/", "ads/", "campaigns/", "text/"]);
  const purpose = chosen(random, ['"purpose": "advertising", ', '"purpose": "security", ', ""]);
  return new Map(texts).set(`${folder}package.json`, `{ "name": "p", ${purpose}"type": "module" }`);
}
