/** `const key = tidy(phone);` becomes `const extracted1 = (given: typeof phone) => tidy(given); const key = extracted1(phone);`. */
import ts from "typescript";
import { computationsIn, isVariableUse, type Computation } from "../expressions.js";
import { editEachCase, isJavaScript, nodesWithin, withEdits, type Edit } from "../sources.js";

export const extractFunctions = editEachCase("extracting a function", (file) => {
  const extracted = new Set<ts.Statement>();
  return [...computationsIn(file)].flatMap((computation) => {
    // A type query for a variable that is declared by the same statement would go in a circle.
    if (extracted.has(computation.statement)) return [];
    extracted.add(computation.statement);
    return extraction(file, computation, extracted.size);
  });
});

function extraction(
  file: ts.SourceFile,
  { statement, expression }: Computation,
  count: number,
): readonly Edit[] {
  const uses = localUses(expression);
  const names = [...new Set(uses.map(({ text }) => text))];
  const name = `extracted${String(count)}`;
  const parameters = names.map((used) =>
    isJavaScript(file) ? `${used}Given` : `${used}Given: typeof ${used}`,
  );
  const body = withEdits(
    file.text,
    uses.map((use) => ({ start: use.getStart(), end: use.end, text: nameGiven(use) })),
  );
  const grown = body.length - file.text.length;
  const text = body.slice(expression.getStart(), expression.end + grown);
  const start = statement.getStart();
  return [
    { start, end: start, text: `const ${name} = (${parameters.join(", ")}) => ${text}; ` },
    { start: expression.getStart(), end: expression.end, text: `${name}(${names.join(", ")})` },
  ];
}

function nameGiven(use: ts.Identifier): string {
  const isShorthand = ts.isShorthandPropertyAssignment(use.parent);
  return isShorthand ? `${use.text}: ${use.text}Given` : `${use.text}Given`;
}

/** Variables of the functions around the expression, where it reads them. */
function localUses(expression: ts.Expression): readonly ts.Identifier[] {
  const locals = localNames(expression);
  return [...nodesWithin(expression)].filter(
    (node): node is ts.Identifier => ts.isIdentifier(node) && isVariableUse(node) && locals.has(node.text),
  );
}

function localNames(expression: ts.Expression): ReadonlySet<string> {
  const names = new Set<string>();
  let outermost: ts.Node = expression;
  for (let node: ts.Node = expression; !ts.isSourceFile(node); node = node.parent)
    if (ts.isFunctionLike(node)) outermost = node;
  for (const node of nodesWithin(outermost)) {
    const declares = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
    if (declares && ts.isIdentifier(node.name)) names.add(node.name.text);
  }
  return names;
}
