import { expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { importEdit } from "./import-edit.js";

function withImport(text: string): string {
  const { file } = programOfText({ "a.ts": text });
  const edit = importEdit(file("a.ts"), "SecurityContact", "./brand.js");
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

const IMPORT = 'import type { SecurityContact } from "./brand.js";';

it.each([
  ["on top", "export {};\n", `${IMPORT}\nexport {};\n`],
  [
    "after the last import",
    'import "./b.js";\n\nexport {};\n',
    `import "./b.js";\n${IMPORT}\n\nexport {};\n`,
  ],
  ["after directives", '"use client";\nexport {};\n', `"use client";\n${IMPORT}\nexport {};\n`],
  ["after a line for the shell", "#!/usr/bin/env node\nrun();\n", `#!/usr/bin/env node\n${IMPORT}\nrun();\n`],
  [
    "after the module's annotation",
    "/**\n * @module\n * @purpose security\n */\n\nexport {};\n",
    `/**\n * @module\n * @purpose security\n */\n${IMPORT}\n\nexport {};\n`,
  ],
  [
    "in the quotation marks of the others",
    "import './b.js';\n",
    "import './b.js';\nimport type { SecurityContact } from './brand.js';\n",
  ],
  [
    "in the list that there is",
    'import type { Labelled } from "./brand.js";\n',
    'import type { Labelled, SecurityContact } from "./brand.js";\n',
  ],
  [
    "in a list of values, as a type",
    'import { Labelled } from "./brand.js";\n',
    'import { Labelled, type SecurityContact } from "./brand.js";\n',
  ],
])("%s", (_, text, expected) => {
  expect(withImport(text)).toBe(expected);
});
