/**
 * Smaller programs made of a program: by one cut in its syntax tree each, the big cuts first.
 */
import ts from "typescript";
import type { Files } from "./analysis.js";

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function smallerPrograms(files: Files): readonly Files[] {
  return Object.entries(files).flatMap(([name, text]) => {
    const others = Object.entries(files).filter(([other]) => other !== name);
    const without = name === "main.ts" ? [] : [Object.fromEntries(others)];
    const cuts = cutsIn(text).sort((one, other) => saved(other) - saved(one));
    return [...without, ...cuts.map((cut) => ({ ...files, [name]: withCut(text, cut) }))];
  });
}

function saved({ start, end, text }: Cut): number {
  return end - start - text.length;
}

function withCut(text: string, { start, end, text: instead }: Cut): string {
  return text.slice(0, start) + instead + text.slice(end);
}

function cutsIn(text: string): Cut[] {
  const file = ts.createSourceFile("program.ts", text, ts.ScriptTarget.ES2022, true);
  const cuts: Cut[] = [];
  const replace = (node: ts.Node, instead: string): void => {
    const cut = { start: node.getStart(file), end: node.end, text: instead };
    if (saved(cut) > 0) cuts.push(cut);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node))
      cuts.push(...runsOf(node.statements, file));
    if (ts.isClassDeclaration(node)) cuts.push(...runsOf(node.members, file));
    for (const inner of innerStatements(node)) replace(node, inner.getText(file).replace(/^\{|\}$/g, ""));
    for (const part of replacements(node)) replace(node, part.getText(file));
    if (isSomeText(node)) replace(node, '"n"');
    for (const list of commaLists(node)) cuts.push(...elementCuts(list));
    if (ts.isFunctionLike(node) || ts.isVariableDeclaration(node)) replaceInitializer(node, replace);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return cuts;
}

/** Runs of neighbours: all, halves, quarters, …, each one. */
function runsOf(nodes: ts.NodeArray<ts.Node>, file: ts.SourceFile): readonly Cut[] {
  const cuts: Cut[] = [];
  for (let size = nodes.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let first = 0; first < nodes.length; first += size) {
      const [from, to] = [nodes[first], nodes[Math.min(first + size, nodes.length) - 1]];
      if (from !== undefined && to !== undefined)
        cuts.push({ start: from.getStart(file), end: to.end, text: "" });
    }
  return cuts;
}

/** What a compound statement would be without itself. */
function innerStatements(node: ts.Node): readonly ts.Node[] {
  if (ts.isIfStatement(node))
    return [node.thenStatement, ...(node.elseStatement === undefined ? [] : [node.elseStatement])];
  if (ts.isIterationStatement(node, false) || ts.isLabeledStatement(node)) return [node.statement];
  if (ts.isTryStatement(node))
    return [
      node.tryBlock,
      ...(node.catchClause === undefined ? [] : [node.catchClause.block]),
      ...(node.finallyBlock === undefined ? [] : [node.finallyBlock]),
    ];
  if (ts.isBlock(node) && ts.isBlock(node.parent)) return [node];
  return [];
}

/** Parts of an expression that may stand for it. */
function replacements(node: ts.Node): readonly ts.Node[] {
  if (!ts.isExpression(node) || ts.isIdentifier(node)) return [];
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (ts.isExpression(child)) parts.push(child);
    if (ts.isTemplateSpan(child)) parts.push(child.expression);
    if (ts.isPropertyAssignment(child)) parts.push(child.initializer);
  });
  return parts;
}

/** An expression that may be a text, and isn't the id of a sink. */
function isSomeText(node: ts.Node): boolean {
  return (
    ts.isExpression(node) &&
    (ts.isCallExpression(node) ||
      ts.isBinaryExpression(node) ||
      ts.isParenthesizedExpression(node) ||
      ts.isIdentifier(node) ||
      ts.isPropertyAccessExpression(node))
  );
}

function commaLists(node: ts.Node): readonly ts.NodeArray<ts.Node>[] {
  if (ts.isCallExpression(node)) return [node.arguments];
  if (ts.isNewExpression(node)) return node.arguments === undefined ? [] : [node.arguments];
  if (ts.isArrayLiteralExpression(node)) return [node.elements];
  if (ts.isObjectLiteralExpression(node)) return [node.properties];
  if (ts.isTypeLiteralNode(node)) return [node.members];
  if (ts.isFunctionLike(node)) return [node.parameters];
  if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) return [node.elements];
  if (ts.isNamedImports(node)) return [node.elements];
  return [];
}

/** Each element with its comma. */
function elementCuts(list: ts.NodeArray<ts.Node>): readonly Cut[] {
  return list.map((element, index) => {
    const next = list[index + 1];
    const before = list[index - 1];
    if (next !== undefined) return { start: element.pos, end: next.pos, text: "" };
    return { start: before === undefined ? element.pos : before.end, end: element.end, text: "" };
  });
}

/** A class that extends another may do without. */
function replaceInitializer(node: ts.Node, replace: (node: ts.Node, instead: string) => void): void {
  if (
    ts.isVariableDeclaration(node) &&
    node.initializer !== undefined &&
    node.type?.kind === ts.SyntaxKind.StringKeyword
  ) {
    replace(node.initializer, '"n"');
    replace(node.initializer, "contact()");
  }
}
