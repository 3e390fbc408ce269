/** How a function that takes no evidence can be made to, as edits of its file: for suggestions. */
import ts from "typescript";
import type { MissingEvidence } from "./consent-problems.js";
import { insertion, type TextEdit } from "./text-edit.js";

export interface EvidenceMend {
  readonly kind: "add" | "require";
  /** The type of the evidence. */
  readonly type: string;
  readonly edits: readonly TextEdit[];
}

/** Names for the new parameter, by preference. */
const PARAMETER_NAMES = ["consent", "receipt", "evidence", "consentGiven"];

/** @example evidenceMends(checker, problem, ["ConsentReceipt"])[0]?.edits // [{ text: ", consent: ConsentReceipt", … }] */
export function evidenceMends(
  checker: ts.TypeChecker,
  { of, parameter }: MissingEvidence,
  evidence: readonly string[],
): readonly EvidenceMend[] {
  const { signature } = of;
  // JavaScript says types in comments.
  if (/\.[cm]?jsx?$/.test(signature.getSourceFile().fileName)) return [];
  if (parameter !== undefined) return requiring(signature, parameter);
  // A getter takes no parameter, a setter no second one.
  if (ts.isAccessor(signature)) return [];
  return typesToOffer(checker, signature, evidence).map((type) => ({
    kind: "add",
    type,
    edits: addedParameter(signature, type),
  }));
}

/** The types of evidence that the file can name already; where there is none, all. */
function typesToOffer(
  checker: ts.TypeChecker,
  signature: ts.SignatureDeclaration,
  evidence: readonly string[],
): readonly string[] {
  const inScope = new Set(
    checker.getSymbolsInScope(signature, ts.SymbolFlags.Type | ts.SymbolFlags.Alias).map(({ name }) => name),
  );
  const known = evidence.filter((type) => inScope.has(type));
  return known.length > 0 ? known : evidence;
}

/** Last, but before what may be left out. */
function addedParameter(signature: ts.SignatureDeclaration, type: string): readonly TextEdit[] {
  const { parameters } = signature;
  const { text } = signature.getSourceFile();
  // Of a pattern all words: what it binds is among them.
  const taken = new Set(parameters.flatMap((one) => one.name.getText().match(/[\p{ID_Continue}$]+/gu) ?? []));
  const name = PARAMETER_NAMES.find((one) => !taken.has(one)) ?? "evidenceOfConsent";
  const written = `${name}: ${type}`;
  const [first] = parameters;
  if (first === undefined) return [insertion(parameters.pos, written)];
  const mayBeLeftOut = parameters.find((one) => isOptional(one));
  if (mayBeLeftOut !== undefined) return [insertion(mayBeLeftOut.getStart(), `${written}, `)];
  // `contact => …`
  const isBare = text[parameters.pos - 1] !== "(";
  const last = parameters.at(-1) ?? first;
  return isBare
    ? [insertion(first.getStart(), "("), insertion(last.end, `, ${written})`)]
    : [insertion(last.end, `, ${written}`)];
}

/** Without its question mark, default and `undefined`; if nothing before it may be left out. */
function requiring(
  signature: ts.SignatureDeclaration,
  parameter: ts.ParameterDeclaration,
): readonly EvidenceMend[] {
  const before = signature.parameters.slice(0, signature.parameters.indexOf(parameter));
  const { name, type, questionToken, initializer, dotDotDotToken } = parameter;
  if (before.some(isOptional) || dotDotDotToken !== undefined || type === undefined) return [];
  const required = typeWithoutAbsence(type);
  const edits: TextEdit[] = [];
  if (questionToken !== undefined) edits.push({ start: name.end, end: questionToken.end, text: "" });
  if (required !== type.getText()) edits.push({ start: type.getStart(), end: type.end, text: required });
  if (initializer !== undefined) edits.push({ start: type.end, end: initializer.end, text: "" });
  return edits.length === 0 ? [] : [{ kind: "require", type: required, edits }];
}

function isOptional({ questionToken, initializer, dotDotDotToken }: ts.ParameterDeclaration): boolean {
  return [questionToken, initializer, dotDotDotToken].some((part) => part !== undefined);
}

function typeWithoutAbsence(type: ts.TypeNode): string {
  if (!ts.isUnionTypeNode(type)) return type.getText();
  return type.types
    .filter((part) => !isAbsence(part))
    .map((part) => part.getText())
    .join(" | ");
}

function isAbsence(type: ts.TypeNode): boolean {
  return (
    type.kind === ts.SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}
