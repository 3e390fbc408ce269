/** Elements of binding patterns. */
import ts from "typescript";

/**
 * Whether an element takes something out: all but the holes of a list, which in TypeScript 7 are elements without a name.
 *
 * @example `second`, and not the hole before it, in `const [, second] = list`
 */
export function takesPart(element: ts.Node): element is ts.BindingElement {
  const { name }: { readonly name?: ts.BindingName } = ts.isBindingElement(element) ? element : {};
  return name !== undefined;
}
