import { expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { purposeOfModule } from "./annotation-place.js";
import { modulePurposes } from "./module-annotation.js";

const BLOCK = "/**\n * @module\n * @purpose advertising\n */\n";

function annotated(text: string): string {
  const file = programOfText({ "main.ts": text }).file("main.ts");
  const { at, text: inserted } = purposeOfModule(file, text, ["advertising"]);
  return text.slice(0, at) + inserted + text.slice(at);
}

it.each([
  ["before an import", 'import "./a.js";\n', `${BLOCK}import "./a.js";\n`],
  ["before a declaration", "export const one = 1;\n", `${BLOCK}export const one = 1;\n`],
  [
    "apart from the comment of a declaration",
    "/** One. */\nexport const one = 1;\n",
    `${BLOCK}\n/** One. */\nexport const one = 1;\n`,
  ],
  ["after a shebang", "#!/usr/bin/env node\nrun();\n", `#!/usr/bin/env node\n${BLOCK}run();\n`],
  [
    "after directives",
    '"use client";\n"use strict";\n\nrun();\n',
    `"use client";\n"use strict";\n${BLOCK}\nrun();\n`,
  ],
  [
    "after a directive and its comment",
    '"use client"; // why\nrun();\n',
    `"use client"; // why\n${BLOCK}run();\n`,
  ],
  ["after a directive alone", '"use client";', `"use client";\n${BLOCK}`],
  ["between a directive and what follows it", '"use client"; run();\n', `"use client";\n${BLOCK} run();\n`],
  [
    "after a comment about rights",
    "/*\n * Copyright Harbour\n */\nimport './a.js';\n",
    `/*\n * Copyright Harbour\n */\n${BLOCK}import './a.js';\n`,
  ],
  [
    "after line comments about rights, before others",
    "// SPDX-License-Identifier: MIT\n\n// Tells the pixel.\nrun();\n",
    `// SPDX-License-Identifier: MIT\n${BLOCK}\n// Tells the pixel.\nrun();\n`,
  ],
  [
    "after a shebang and a comment about rights",
    "#!/usr/bin/env node\n/*! (c) Harbour */\nrun();\n",
    `#!/usr/bin/env node\n/*! (c) Harbour */\n${BLOCK}run();\n`,
  ],
  [
    "in the block that is the module's already",
    "/**\n * Tells the pixel.\n * @module pixel\n */\nrun();\n",
    "/**\n * Tells the pixel.\n * @module pixel\n * @purpose advertising\n */\nrun();\n",
  ],
  ["in that block, on one line", "/** @file */\nrun();\n", "/** @file @purpose advertising */\nrun();\n"],
  ["with the line ends of the file", "run();\r\n", `${BLOCK.replaceAll("\n", "\r\n")}run();\r\n`],
  ["in an empty file", "", BLOCK],
])("%s", (_, text, expected) => {
  const result = annotated(text);
  expect(result).toBe(expected);
  expect(modulePurposes(programOfText({ "main.ts": result }).file("main.ts"))).toEqual(["advertising"]);
});

it("names several purposes in one annotation", () => {
  const file = programOfText({ "main.ts": "run();\n" }).file("main.ts");
  expect(purposeOfModule(file, file.text, ["advertising", "analytics"]).text).toContain(
    "@purpose advertising analytics\n",
  );
});
