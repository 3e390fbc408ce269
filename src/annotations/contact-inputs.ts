/** Inputs of forms that can't be left empty and ask for a phone number or an e-mail address. */
import ts from "typescript";
import type { TextEdit } from "./text-edit.js";

export interface ContactInput {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly mend: readonly TextEdit[];
}

const CONTACT_TYPES: ReadonlySet<string> = new Set(["tel", "email"]);

/** @example requiredContactInput(`<input type="tel" name="phone" required />`)?.name // "phone" */
export function requiredContactInput(node: ts.Node): ContactInput | undefined {
  if (!ts.isJsxSelfClosingElement(node) && !ts.isJsxOpeningElement(node)) return undefined;
  if (!ts.isIdentifier(node.tagName) || node.tagName.text !== "input") return undefined;
  const attributes = new Map(
    node.attributes.properties.flatMap((property) =>
      ts.isJsxAttribute(property) ? [[property.name.getText().toLowerCase(), property] as const] : [],
    ),
  );
  const required = attributes.get("required");
  const text = (name: string): string => textOf(attributes.get(name)) ?? "";
  if (required === undefined || !isOn(required) || !CONTACT_TYPES.has(text("type"))) return undefined;
  // The address that one signs in with is a name.
  if (/\busername\b/.test(text("autocomplete"))) return undefined;
  return {
    name: text("name") || text("id") || text("type"),
    start: node.getStart(),
    end: node.end,
    mend: [{ start: required.pos, end: required.end, text: "" }],
  };
}

/** `required`, `required={true}`; with a condition it may be left out. */
function isOn({ initializer }: ts.JsxAttribute): boolean {
  if (initializer === undefined || ts.isStringLiteral(initializer)) return true;
  return ts.isJsxExpression(initializer) && initializer.expression?.kind === ts.SyntaxKind.TrueKeyword;
}

function textOf(attribute: ts.JsxAttribute | undefined): string | undefined {
  const value = attribute?.initializer;
  if (value === undefined) return undefined;
  const inner = ts.isJsxExpression(value) ? value.expression : value;
  return inner !== undefined && ts.isStringLiteralLike(inner) ? inner.text : undefined;
}
