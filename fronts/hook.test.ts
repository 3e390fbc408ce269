/**
 * The plugin in a commit hook: a git repository with lint-staged, which lints the staged files alone. Whichever file of
 * a leak's way is committed last, the commit is stopped, and goes through once the file is mended.
 */
import { chmodSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { FILES, LEAKING, MENDED, sampleFiles, type Part } from "./sample-files.js";
import { temporaryProject, type CommandResult, type TemporaryProject } from "./temporary-project.js";

const SEVERAL_COMMITS = 240_000;
const HOOK = ".git/hooks/pre-commit";

/** A sink that fetches what it is not to have. */
const FETCHING_SINK = `/**
 * @module
 * @purpose advertising
 */
import { contactOf } from "./helper.js";

export const audience = new Map<string, string>();

export function addToAudience(memberId: string): void {
  audience.set(memberId, contactOf(memberId));
}
`;
const FETCHED_HELPER = `import type { SecurityContact } from "eslint-plugin-purpose/brand";

const contacts = new Map<string, SecurityContact>();

export function keepContact(memberId: string, contact: SecurityContact): void {
  contacts.set(memberId, contact);
}

export function contactOf(memberId: string): string {
  return contacts.get(memberId) ?? "";
}
`;

/** The source and the helper hand on records; who reads the contact out of them is in a file that is not staged. */
const RECORDS = {
  source: `import type { SecurityContact } from "eslint-plugin-purpose/brand";
import { share } from "./helper.js";

export function enrol(member: { id: string; phone: SecurityContact }): void {
  share([member]);
}
`,
  helper: `import { queue } from "./queue.js";

export function share(members: readonly { id: string; phone: string }[]): void {
  for (const member of members) queue({ member });
}
`,
} satisfies Partial<Record<Part, string>>;
const MENDED_RECORDS: Readonly<Record<"source" | "helper", string>> = {
  source: RECORDS.source.replace("[member]", '[{ id: member.id, phone: "" }]'),
  helper: RECORDS.helper.replace("{ member }", '{ member: { id: member.id, phone: "" } }'),
};
const QUEUE = `import { addToAudience } from "./sink.js";

export function queue({ member }: { member: { id: string; phone: string } }): void {
  addToAudience(member.id, member.phone);
}
`;

/** Lints what is staged, as the README shows it, or the whole program as soon as a file of it is staged. */
const LINT_STAGED = 'export default { "*.ts": "eslint --max-warnings 0" };\n';
const LINT_ALL = 'export default { "*.ts": () => "eslint --max-warnings 0 ." };\n';

let project: TemporaryProject | undefined;

afterEach(() => {
  project?.remove();
});

/** A repository with a first commit of these files, from which on the hook is there. */
function repository(files: Readonly<Record<string, string>>): TemporaryProject {
  const made = temporaryProject({
    "lint-staged.config.js": LINT_STAGED,
    ".gitignore": "node_modules\n",
    ...files,
  });
  project = made;
  for (const command of [
    ["init", "--quiet"],
    ["config", "user.name", "Somebody"],
    ["config", "user.email", "somebody@example.com"],
    ["add", "."],
    ["commit", "--quiet", "--message", "Begin"],
  ]) {
    const { status, output } = made.run("git", ...command);
    if (status !== 0) throw new Error(output);
  }
  made.write({ [HOOK]: "#!/bin/sh\nexec lint-staged\n" });
  chmodSync(made.path(HOOK), 0o755);
  return made;
}

function commit(file: string, text: string): CommandResult {
  if (project === undefined) throw new Error("There is no repository.");
  project.write({ [file]: text });
  project.run("git", "add", file);
  return project.run("git", "commit", "--quiet", "--message", "Change one file");
}

function expectStopped({ status, output }: CommandResult): void {
  expect(output).toContain("purpose/no-leak");
  expect(status).toBe(1);
}

function expectCommitted({ status, output }: CommandResult): void {
  expect(status, output).toBe(0);
}

describe("a commit hook that lints the staged files", () => {
  it.each<Part>(["source", "helper"])(
    "stops a commit of the %s's file alone",
    (part) => {
      repository(sampleFiles({ ...LEAKING, [part]: MENDED[part] }));
      expectStopped(commit(FILES[part], LEAKING[part]));
      expectCommitted(commit(FILES[part], `${MENDED[part]}// Mended.\n`));
    },
    SEVERAL_COMMITS,
  );

  it.each(["source", "helper"] as const)(
    "stops a commit of the %s's file alone that only hands on an object with the contact in it",
    (part) => {
      repository({
        ...sampleFiles({ ...LEAKING, ...RECORDS, [part]: MENDED_RECORDS[part] }),
        "src/queue.ts": QUEUE,
      });
      expectStopped(commit(FILES[part], RECORDS[part]));
      expectCommitted(commit(FILES[part], `${MENDED_RECORDS[part]}// Mended.\n`));
    },
    SEVERAL_COMMITS,
  );

  it(
    "stops a commit of the sink's file alone",
    () => {
      const harmless = FETCHING_SINK.replace("contactOf(memberId)", "String(contactOf(memberId).length)");
      repository({
        ...sampleFiles({ ...LEAKING, helper: FETCHED_HELPER, sink: harmless }),
        [FILES.source]: "export {};\n",
      });
      expectStopped(commit(FILES.sink, FETCHING_SINK));
      expectCommitted(commit(FILES.sink, `${harmless}// Mended.\n`));
    },
    SEVERAL_COMMITS,
  );
});

describe("a commit hook that lints the whole program", () => {
  it(
    "stops a commit that only says that a module is for advertising, and is handed contacts elsewhere",
    () => {
      repository({ ...sampleFiles({ ...LEAKING, sink: MENDED.sink }), "lint-staged.config.js": LINT_ALL });
      expectStopped(commit(FILES.sink, LEAKING.sink));
      expectCommitted(commit(FILES.sink, `${MENDED.sink}// Mended.\n`));
    },
    SEVERAL_COMMITS,
  );
});
