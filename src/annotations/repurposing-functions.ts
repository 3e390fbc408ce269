/** All functions of a program that declare a change of purpose, with the declarations that calls find them by. */
import ts from "typescript";
import { repurposingOf, signatureOf, type Repurposing } from "./repurposing-of.js";

export interface RepurposingFunction extends Repurposing {
  readonly name: string;
  readonly signature: ts.SignatureDeclaration;
  /** What its name is written as, or the part of it that stands before its body. */
  readonly head: { readonly start: number; readonly end: number };
}

/** @example repurposingFunctions(program, new Set(["ConsentReceipt"])).get(`function release(…) {…}`)?.name // "release" */
export function repurposingFunctions(
  program: ts.Program,
  evidence: ReadonlySet<string>,
): ReadonlyMap<ts.Node, RepurposingFunction> {
  const found = new Map<ts.Node, RepurposingFunction>();
  const checker = program.getTypeChecker();
  const visit = (node: ts.Node): void => {
    if (mayDeclare(node)) {
      const signature = signatureOf(node);
      const known = signature === undefined ? undefined : found.get(signature);
      const repurposing = known ?? repurposingOf(checker, node, evidence);
      if (signature !== undefined && repurposing !== undefined) {
        const named = known ?? { ...repurposing, signature, ...nameOf(node) };
        found.set(node, named);
        found.set(signature, named);
      }
    }
    ts.forEachChild(node, visit);
  };
  // Few files speak of it, in most programs none.
  for (const file of program.getSourceFiles()) if (file.text.includes("@repurpose")) visit(file);
  return found;
}

type Declaring =
  | ts.SignatureDeclaration
  | ts.VariableDeclaration
  | ts.PropertyDeclaration
  | ts.PropertySignature
  | ts.PropertyAssignment;

function mayDeclare(node: ts.Node): node is Declaring {
  return (
    ts.isFunctionLike(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyAssignment(node)
  );
}

/** A function without a name is shown by what stands before its body. */
function nameOf(node: Declaring): Pick<RepurposingFunction, "name" | "head"> {
  const name = ts.getNameOfDeclaration(node);
  if (name !== undefined) return { name: name.getText(), head: { start: name.getStart(), end: name.end } };
  const end = ts.isFunctionLike(node) ? node.parameters.end : node.end;
  return { name: "this function", head: { start: node.getStart(), end } };
}
