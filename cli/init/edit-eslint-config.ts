/**
 * Adds the plugin to an ESLint configuration that is there already: an import, and its configuration at the end of the
 * list that is exported. What is written in another way than these is left to its owner.
 */
import ts from "typescript";

interface ConfigEdit {
  /** The whole text after the edit. */
  readonly text: string;
  /** The lines that come in. */
  readonly added: readonly string[];
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** undefined: the list was not found. `settings`: a further part of the configuration, as text. */
export function editEslintConfig(text: string, settings: readonly string[]): ConfigEdit | undefined {
  const file = ts.createSourceFile("eslint.config.ts", text, ts.ScriptTarget.Latest, true);
  const exported = exportedConfig(file);
  const list = exported && listOf(file, exported.expression, 0);
  if (exported === undefined || list === undefined) return undefined;
  const typescript = nameOfTypescriptEslint(file);
  const isTyped = /projectService|TypeChecked|parserOptions\s*:\s*\{[^}]*\bproject\b/.test(text);
  const block = isTyped ? [] : typedBlock(typescript ?? "tseslint", exported.isCommonJs);
  const names = [
    ["purpose", "eslint-plugin-purpose"],
    ...(isTyped || typescript !== undefined ? [] : [["tseslint", "typescript-eslint"]]),
  ];
  const imports = names.map(([name = "", module = ""]) =>
    exported.isCommonJs
      ? `const ${name} = require("${module}")${module === "eslint-plugin-purpose" ? ".default" : ""};`
      : `import ${name} from "${module}";`,
  );
  const parts = [...block, "...purpose.configs.recommended,", ...settings];
  const insertions = [importsInto(file, imports), partsInto(file, list, parts)];
  return { text: inserted(text, insertions), added: [...imports, ...parts] };
}

/** Rules of this plugin need types: TypeScript files are parsed with a program. */
export function typedBlock(typescript: string, isCommonJs: boolean): readonly string[] {
  const directory = isCommonJs ? "__dirname" : "import.meta.dirname";
  return [
    "{",
    '  files: ["**/*.{ts,tsx,mts,cts}"],',
    "  languageOptions: {",
    `    parser: ${typescript}.parser,`,
    `    parserOptions: { projectService: true, tsconfigRootDir: ${directory} },`,
    "  },",
    "},",
  ];
}

interface Exported {
  readonly expression: ts.Expression;
  readonly isCommonJs: boolean;
}

function exportedConfig(file: ts.SourceFile): Exported | undefined {
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement)) return { expression: statement.expression, isCommonJs: false };
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, right } = statement.expression;
    if (left.getText(file) === "module.exports") return { expression: right, isCommonJs: true };
  }
  return undefined;
}

/** Variables that lead to the list, one after another; a longer way is none that people write. */
const LONGEST_WAY = 5;

/** The list of a configuration's parts: an array, or the arguments of `defineConfig(…)`, `tseslint.config(…)`. */
function listOf(
  file: ts.SourceFile,
  expression: ts.Expression,
  way: number,
): ts.NodeArray<ts.Expression> | undefined {
  if (ts.isArrayLiteralExpression(expression)) return expression.elements;
  if (
    ts.isParenthesizedExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isAsExpression(expression)
  )
    return listOf(file, expression.expression, way);
  if (
    ts.isCallExpression(expression) &&
    /(?:^|\.)(?:defineConfig|config)$/.test(expression.expression.getText(file))
  ) {
    const [first] = expression.arguments;
    return first !== undefined && ts.isArrayLiteralExpression(first) ? first.elements : expression.arguments;
  }
  if (!ts.isIdentifier(expression) || way > LONGEST_WAY) return undefined;
  const declarations = file.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [],
  );
  const initializer = declarations.find(({ name }) => name.getText(file) === expression.text)?.initializer;
  return initializer === undefined ? undefined : listOf(file, initializer, way + 1);
}

function nameOfTypescriptEslint(file: ts.SourceFile): string | undefined {
  const [, imported] = /import\s+(\w+)\s+from\s+["']typescript-eslint["']/.exec(file.text) ?? [];
  const [, required] = /(\w+)\s*=\s*require\(["']typescript-eslint["']\)/.exec(file.text) ?? [];
  return imported ?? required;
}

function importsInto(file: ts.SourceFile, imports: readonly string[]): Insertion {
  const last = file.statements.findLast(
    (statement) => ts.isImportDeclaration(statement) || /^const .*= require\(/s.test(statement.getText(file)),
  );
  const text = imports.join("\n");
  return last === undefined
    ? { at: firstStatement(file), text: `${text}\n\n` }
    : { at: last.getEnd(), text: `\n${text}` };
}

/** Comments that belong to the whole file (`// @ts-check`) stay first. */
function firstStatement(file: ts.SourceFile): number {
  return file.statements[0]?.getStart(file) ?? 0;
}

function partsInto(
  file: ts.SourceFile,
  list: ts.NodeArray<ts.Expression>,
  parts: readonly string[],
): Insertion {
  const last = list.at(-1);
  const indent = last === undefined ? "  " : indentOf(file, last);
  const lines = parts.map((line) => `\n${indent}${line}`).join("");
  if (last === undefined) return { at: list.pos, text: `${lines}\n` };
  // The comma after the last part, if there is one, now comes after the new last part.
  const withoutComma = lines.replace(/,$/, "");
  const isOnOneLine =
    file.getLineAndCharacterOfPosition(list.pos).line === file.getLineAndCharacterOfPosition(list.end).line;
  return { at: last.getEnd(), text: `,${withoutComma}${isOnOneLine ? ",\n" : ""}` };
}

function indentOf(file: ts.SourceFile, node: ts.Node): string {
  const start = node.getStart(file);
  const line = file.text.slice(file.text.lastIndexOf("\n", start) + 1, start);
  return /^\s*$/.test(line) ? line : "  ";
}

function inserted(text: string, insertions: readonly Insertion[]): string {
  return insertions
    .toSorted((left, right) => right.at - left.at)
    .reduce((edited, { at, text: part }) => edited.slice(0, at) + part + edited.slice(at), text);
}
