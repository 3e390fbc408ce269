/**
 * Program text as it is written: lines, and lists of lines that stand deeper.
 */
export type Lines = readonly (string | Lines)[];

/** @example printed(["if (coin()) {", ["go();"], "}"]) === "if (coin()) {\n  go();\n}" */
export function printed(lines: Lines, indent = ""): string {
  return lines
    .map((line) => (typeof line === "string" ? indent + line : printed(line, `${indent}  `)))
    .filter((text) => text !== "")
    .join("\n");
}

/** A block after its head: `head {`, the lines deeper, `}`. */
export function braced(head: string, body: Lines, tail = ""): Lines {
  return [`${head} {`, body, `}${tail}`];
}
