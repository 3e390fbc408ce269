/**
 * From a program's text to code that can be run: each function and round counts, so that a program which would not end is
 * stopped, and what is caught is looked at.
 */
import { Script } from "node:vm";
import ts from "typescript";

/** What compiled code is given, by name. */
const PARAMETERS = [
  "exports",
  "require",
  "__tick",
  "__caught",
  "__library",
  "setTimeout",
  "queueMicrotask",
  "encodeURIComponent",
  "decodeURIComponent",
  "btoa",
  "Buffer",
] as const;

/** How a program that waits leaves its own errors to nobody: here they are looked at. */
export const UNHEARD = "main().catch(() => undefined)";

export type CompiledFile = (...given: readonly unknown[]) => void;

export function compile(text: string): CompiledFile {
  const { outputText } = ts.transpileModule(text.replace(UNHEARD, "main().catch(__caught)"), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
    transformers: { before: [counting] },
  });
  const script = new Script(`(function (${PARAMETERS.join(", ")}) {${outputText}\n})`);
  return script.runInThisContext() as CompiledFile;
}

function counting(context: ts.TransformationContext): ts.Transformer<ts.SourceFile> {
  const { factory } = context;
  const call = (name: string, given: readonly ts.Expression[] = []): ts.Expression =>
    factory.createCallExpression(factory.createIdentifier(name), undefined, given);
  const counted = (body: ts.Statement): ts.Statement =>
    factory.createBlock([factory.createExpressionStatement(call("__tick")), body]);
  const visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, visit, context);
    if (ts.isForStatement(visited))
      return factory.updateForStatement(
        visited,
        visited.initializer,
        visited.condition,
        visited.incrementor,
        counted(visited.statement),
      );
    if (ts.isForOfStatement(visited))
      return factory.updateForOfStatement(
        visited,
        visited.awaitModifier,
        visited.initializer,
        visited.expression,
        counted(visited.statement),
      );
    if (ts.isWhileStatement(visited))
      return factory.updateWhileStatement(visited, visited.expression, counted(visited.statement));
    if (ts.isDoStatement(visited))
      return factory.updateDoStatement(visited, counted(visited.statement), visited.expression);
    if (ts.isArrowFunction(visited) && !ts.isBlock(visited.body)) {
      const body = factory.createParenthesizedExpression(factory.createComma(call("__tick"), visited.body));
      return factory.updateArrowFunction(
        visited,
        visited.modifiers,
        visited.typeParameters,
        visited.parameters,
        visited.type,
        visited.equalsGreaterThanToken,
        body,
      );
    }
    if (ts.isBlock(visited) && ts.isFunctionLike(node.parent))
      return factory.updateBlock(visited, [
        ...visited.statements.filter(isSuperCall),
        factory.createExpressionStatement(call("__tick")),
        ...visited.statements.filter((statement) => !isSuperCall(statement)),
      ]);
    if (ts.isAwaitExpression(visited) || (ts.isCallExpression(visited) && isOfLibrary(visited.expression)))
      return factory.createParenthesizedExpression(factory.createComma(call("__library"), visited));
    if (ts.isCatchClause(visited)) {
      const name = visited.variableDeclaration?.name;
      const binding =
        name !== undefined && ts.isIdentifier(name) ? name : factory.createIdentifier("__error");
      const block = factory.updateBlock(visited.block, [
        factory.createExpressionStatement(call("__caught", [binding])),
        ...visited.block.statements,
      ]);
      return factory.updateCatchClause(visited, factory.createVariableDeclaration(binding), block);
    }
    return visited;
  };
  return (file) => ts.visitEachChild(file, visit, context);
}

const HAS_BODY = /(?:\d|^identity|^either|^joined|^main)$/;

/** Whether a call goes to code without a body: names of the program's own functions end in a number. */
function isOfLibrary(callee: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(callee)) return !HAS_BODY.test(callee.name.text);
  return ts.isIdentifier(callee) && !HAS_BODY.test(callee.text);
}

function isSuperCall(statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isCallExpression(statement.expression) &&
    statement.expression.expression.kind === ts.SyntaxKind.SuperKeyword
  );
}
