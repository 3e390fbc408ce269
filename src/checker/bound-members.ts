/** Members and functions whose form something else prescribes: a base class, an interface, the type that is expected. */
import ts from "typescript";

/** @example isBoundMember(checker, `send(to: string) {}` in `class Mail implements Sender`) // true, if `Sender` has a `send` */
export function isBoundMember(checker: ts.TypeChecker, node: ts.Node): boolean {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return checker.getContextualType(node) !== undefined;
  if (ts.isObjectLiteralExpression(node.parent)) return checker.getContextualType(node.parent) !== undefined;
  const owner = node.parent;
  if (!ts.isClassElement(node) || !ts.isClassLike(owner)) return false;
  const name = node.name?.getText();
  const bases = (owner.heritageClauses ?? []).flatMap(({ types }) => types);
  return bases.some((base) => {
    const type = checker.getTypeAtLocation(base);
    return name !== undefined && checker.getPropertyOfType(type, name) !== undefined;
  });
}
