/**
 * Whole programs: which constructs a program takes, its files, and how they hang together.
 */
import { CONSTRUCTS, type Construct } from "./constructs.js";
import { DECLARATIONS, GRAMMAR } from "./grammar/index.js";
import { declared } from "./grammar/assignments.js";
import { UNHEARD } from "./execution/compile.js";
import { randomShape } from "./grammar/random-shapes.js";
import { Here, type ProgramPlan, type Variable } from "./here.js";
import { braced, printed, type Lines } from "./lines.js";
import { createRandom, type Random } from "./random.js";

/** A program's files by name ("main.ts"), and what it is made of. */
export interface GeneratedProgram {
  readonly seed: number;
  readonly files: Readonly<Record<string, string>>;
  readonly constructs: readonly Construct[];
}

const OUTSIDE = { async: false, generator: false, loop: false };
const NOT_EXPORTED = 0.5;
const EXPORTABLE = /^(?:async function|function\*?|class|const) *(\w+)/;

/** The same seed and demands give the same program. */
export function generateProgram(seed: number, demanded: readonly Construct[] = []): GeneratedProgram {
  const random = createRandom(seed);
  const constructs = new Set<Construct>(["core", ...demanded, ...drawnConstructs(random)]);
  const plan: ProgramPlan = {
    random,
    constructs,
    contacts: random.pick([0.08, 0.15, 0.3, 0.5]),
    classes: [],
    used: new Set(),
    names: 0,
    sinks: 0,
    statements: 12 + random.below(30),
  };
  const main: Variable[] = [];
  const libraries = constructs.has("files") ? librariesOf(plan, 1 + random.below(2), main) : {};
  const files = { ...libraries, "main.ts": withHeader(mainText(plan, main), libraries) };
  return {
    seed,
    files,
    constructs: CONSTRUCTS.filter(
      (construct) => plan.used.has(construct) || (construct === "files" && constructs.has(construct)),
    ),
  };
}

/** A few of them: many at once hide each other. */
function drawnConstructs(random: Random): readonly Construct[] {
  const count = 2 + random.below(6);
  return random.shuffled(CONSTRUCTS).slice(0, count);
}

/** Files beside the main one; what they export is added to `visible`. */
function librariesOf(
  plan: ProgramPlan,
  count: number,
  visible: Variable[],
): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let index = 1; index <= count; index++) {
    const own: Variable[] = [...visible];
    const lines = declarationsOf(new Here(GRAMMAR, plan, own, OUTSIDE), 3);
    const { text, exported } = withExports(printed(lines), plan.random);
    const added = own.slice(visible.length).filter(({ name }) => exported.has(name));
    visible.push(...added.map((variable) => ({ ...variable, mutable: false })));
    files[`library${String(index)}.ts`] = withHeader(text, files);
  }
  return files;
}

function withExports(
  text: string,
  random: Random,
): { readonly text: string; readonly exported: ReadonlySet<string> } {
  const exported = new Set<string>();
  const lines = text.split("\n").map((line) => {
    const name = EXPORTABLE.exec(line)?.[1];
    if (name === undefined || (line.startsWith("const") && random.chance(NOT_EXPORTED))) return line;
    exported.add(name);
    return `export ${line}`;
  });
  return { text: lines.join("\n"), exported };
}

function mainText(plan: ProgramPlan, visible: Variable[]): string {
  const here = new Here(GRAMMAR, plan, visible, OUTSIDE);
  const isAsync = plan.constructs.has("async");
  const declarations = declarationsOf(here, 3);
  const body = here.inFunction({ async: isAsync }).statements(20);
  const main = braced(
    `${isAsync ? "async " : ""}function main(): ${isAsync ? "Promise<void>" : "void"}`,
    body,
  );
  // What stands at the very end is run straight on; with anything after it, it is started, and goes on later.
  const after = isAsync && plan.random.chance(0.5) ? ["void plain();"] : [];
  return printed([...declarations, ...main, isAsync ? `void ${UNHEARD};` : "main();", ...after]);
}

/** Variables, classes and functions at the top level. */
function declarationsOf(here: Here, most: number): Lines {
  const { random } = here;
  const variables = Array.from({ length: random.below(3) }, () => {
    const shape = randomShape(here, 1);
    return declared(here, shape, here.grammar.literal(here, shape, 1));
  });
  const allowed = DECLARATIONS.filter(({ construct }) => here.allows(construct));
  const others = Array.from({ length: 1 + random.below(most) }, () => {
    const declaration = random.any(allowed);
    if (declaration === undefined) return [];
    here.program.used.add(declaration.construct);
    return declaration.write(here);
  });
  return [...variables.flat(), ...others.flat()];
}

/** Names that programs share, and the module that has each. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  "../../../conformance/prelude/accounts.js": ["contact", "plain", "coin", "currentAccount"],
  "../../../conformance/prelude/ads/tailored-audiences.js": [
    "track",
    "uploadAudience",
    "AudienceBuilder",
    "pixel",
    "beacon",
    "provideAudience",
  ],
  "node:crypto": ["createHash"],
};

/** Small declarations that a file has if it speaks of them. */
const HELPERS: Readonly<Record<string, string>> = {
  ON: "const ON: boolean = true;",
  OFF: "const OFF: boolean = false;",
  Level: "enum Level { Low, High }\nconst level: Level = Level.High as Level;",
  identity: "function identity<T>(x: T): T {\n  return x;\n}",
  either: "function either<T>(first: boolean, x: T, y: T): T {\n  if (first) return x;\n  return y;\n}",
  joined: 'function joined(...parts: string[]): string {\n  return parts.join("+");\n}',
  Failure:
    "class Failure extends Error {\n  constructor(message: string, readonly detail: string) {\n    super(message);\n  }\n}",
};

function withHeader(text: string, libraries: Readonly<Record<string, string>>): string {
  const mentions = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
  const imports = Object.entries(SHARED).flatMap(([from, names]) => importLine(names.filter(mentions), from));
  const send = mentions("send")
    ? ['import send from "../../../conformance/prelude/ads/tailored-audiences.js";']
    : [];
  const own = Object.entries(libraries).flatMap(([file, content]) => {
    const exported = [...content.matchAll(/^export (?:async )?(?:function\*?|class|const) *(\w+)/gm)];
    const names = exported.flatMap(([, name]) => name ?? []);
    return importLine(names.filter(mentions), `./${file.replace(".ts", ".js")}`);
  });
  const helpers = Object.entries(HELPERS).flatMap(([name, declaration]) =>
    mentions(name) ? [declaration] : [],
  );
  return [...imports, ...send, ...own, "", ...helpers, text, ""].join("\n");
}

function importLine(names: readonly string[], from: string): readonly string[] {
  return names.length === 0 ? [] : [`import { ${names.join(", ")} } from "${from}";`];
}
