/**
 * A project of a few files in a folder of its own, for tests of commands.
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

interface ProjectFolder {
  readonly path: string;
  read(file: string): string;
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

export const TSCONFIG = JSON.stringify({
  compilerOptions: { strict: true, module: "NodeNext", target: "ES2023", lib: ["ES2023"], types: [] },
  include: ["src"],
});

export function projectFolder(files: Readonly<Record<string, string>>): ProjectFolder {
  // Not under the path of a link: TypeScript names files as they really are.
  const path = realpathSync(mkdtempSync(join(tmpdir(), "project-")));
  const write = (texts: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
  };
  write(files);
  return {
    path,
    read: (file) => readFileSync(join(path, file), "utf8"),
    write,
    remove: () => {
      rmSync(path, { recursive: true });
    },
  };
}
