/**
 * Pastes what commands print into a page: each `console` block begins with a command line, and holds its output. A
 * comment before it says where it is run, and which lines are shown.
 */
const BLOCK = /(<!-- ([^>]*?) -->\n\n)?^```console\n\$ npx eslint-plugin-purpose ?(.*)\n(?:.*\n)*?```$/gm;

/** `run`: gives what the command prints; `note` is the comment before the block. */
export async function withOutputs(
  page: string,
  run: (parameters: readonly string[], note: string) => Promise<string>,
): Promise<string> {
  const outputs: string[] = [];
  for (const [, comment = "", note = "", parameters = ""] of page.matchAll(BLOCK)) {
    const lines = (await run(parameters.split(" "), note)).trimEnd().split("\n");
    const shown = linesBy(note, lines).join("\n");
    outputs.push(`${comment}\`\`\`console\n$ npx eslint-plugin-purpose ${parameters}\n${shown}\n\`\`\``);
  }
  return page.replaceAll(BLOCK, () => outputs.shift() ?? "");
}

function linesBy(note: string, lines: readonly string[]): readonly string[] {
  const [, count] = /first (\d+) lines/.exec(note) ?? [];
  if (count === undefined || lines.length <= Number(count)) return lines;
  const first = lines.slice(0, Number(count));
  return note.includes("and the last") ? [...first, "…", ...lines.slice(-1)] : [...first, "…"];
}
