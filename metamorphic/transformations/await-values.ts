/** In async functions, `await load()` becomes `await Promise.resolve(load())`. */
import ts from "typescript";
import { editEachCase, isOnOneLine, nodesWithin } from "../sources.js";

export const awaitValues = editEachCase("awaiting a resolved promise", (file) =>
  [...nodesWithin(file)].flatMap((node) => {
    if (!ts.isAwaitExpression(node) || !isOnOneLine(node)) return [];
    const { expression } = node;
    return [
      { start: expression.getStart(), end: expression.getStart(), text: "Promise.resolve(" },
      { start: expression.end, end: expression.end, text: ")" },
    ];
  }),
);
