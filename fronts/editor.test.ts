/**
 * The plugin in an editor: the ESLint language server, spoken to as editors do. What it says of a file is right after an
 * edit in that file and in any other, and it keeps nothing of earlier texts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver-protocol";
import { Random } from "../bench/generated/random.mjs";
import { EditorServer } from "./editor-server.mjs";
import { FILES, LEAKING, MENDED, PARTS, sampleFiles, type Part } from "./sample-files.js";
import { temporaryProject, type TemporaryProject } from "./temporary-project.js";

const START = 120_000;
const EDITS = 30;
/** What the heap may grow by, in megabytes. One program that is kept takes about 20. */
const GROWTH = 15;

const UNLABELLED = `export interface Row {
  twoFactorPhone: string;
}
`;

let project: TemporaryProject;
let editor: EditorServer;

beforeAll(async () => {
  project = temporaryProject(sampleFiles());
  editor = await EditorServer.start(project.folder);
}, START);

afterAll(async () => {
  await editor.close();
  project.remove();
});

beforeEach(async () => {
  for (const part of PARTS) await typed(part, LEAKING[part]);
}, START);

async function typed(part: Part, text: string): Promise<readonly string[]> {
  return inShort(await editor.type(project.path(FILES[part]), text));
}

async function shown(part: Part): Promise<readonly string[]> {
  return inShort(await editor.diagnostics(project.path(FILES[part])));
}

/** @example ["4 purpose/no-leak"] */
function inShort(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ range, code = "" }) => `${String(range.start.line + 1)} ${String(code)}`);
}

/** What must be shown in a file when the parts have these texts. */
function expected(part: Part, isLeaking: ReadonlySet<Part>): readonly string[] {
  if (isLeaking.size < PARTS.length || part === "sink") return [];
  return [part === "source" ? "5 purpose/no-leak" : "4 purpose/no-leak"];
}

describe("in the editor", () => {
  it("a leak is shown when it has been typed, and gone when it has been taken back", async () => {
    expect(await typed("helper", MENDED.helper)).toEqual([]);
    expect(await typed("helper", LEAKING.helper)).toEqual(["4 purpose/no-leak"]);
    expect(await typed("helper", MENDED.helper)).toEqual([]);
  });

  it("an edit in any file of the way changes what is shown in the others", async () => {
    const random = new Random(20_261_126);
    const isLeaking = new Set<Part>(PARTS);
    for (let round = 0; round < EDITS / 2; round++) {
      const part = random.pick(PARTS);
      if (!isLeaking.delete(part)) isLeaking.add(part);
      await typed(part, isLeaking.has(part) ? LEAKING[part] : MENDED[part]);
      for (const other of PARTS) expect(await shown(other)).toEqual(expected(other, isLeaking));
    }
  });

  it("a suggestion is offered as a code action, and does what it says", async () => {
    const file = project.path(FILES.source);
    const [diagnostic] = await editor.type(file, UNLABELLED);
    expect(diagnostic?.code).toBe("purpose/require-label");
    if (diagnostic === undefined) return;
    const actions = await editor.codeActions(file, diagnostic);
    const [mend] = actions.filter(({ title }) => title.includes("SecurityContact"));
    if (mend === undefined) throw new Error("No mend is offered.");
    const text = await editor.apply(file, mend);
    expect(text).toContain('import type { SecurityContact } from "eslint-plugin-purpose/brand";');
    expect(text).toContain("twoFactorPhone: SecurityContact;");
    expect(await shown("source")).toEqual([]);
  });

  it("memory doesn't grow from edit to edit", { timeout: START }, async () => {
    const edit = async (count: number): Promise<number> => {
      for (let round = 0; round < count; round++)
        await typed("helper", `${round % 2 === 0 ? LEAKING.helper : MENDED.helper}// ${String(round)}\n`);
      return editor.memory();
    };
    const before = await edit(EDITS / 2);
    expect((await edit(EDITS)) - before).toBeLessThan(GROWTH);
  });
});
