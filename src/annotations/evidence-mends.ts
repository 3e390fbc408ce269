/** How a function that takes no evidence can be made to, as edits of its file: for suggestions. */
import ts from "typescript";
import { isBoundMember } from "../checker/bound-members.js";
import { exporterOfType } from "../checker/type-exporter.js";
import { usesOfDeclaration } from "../checker/uses-of-declaration.js";
import type { MissingEvidence } from "./consent-problems.js";
import { importEdit } from "./import-edit.js";
import { insertion, type TextEdit } from "./text-edit.js";

export interface EvidenceMend {
  readonly kind: "add" | "require";
  /** The type of the evidence. */
  readonly type: string;
  readonly edits: readonly TextEdit[];
}

/** Names for the new parameter, by preference. */
const PARAMETER_NAMES = ["consent", "receipt", "evidence", "consentGiven"];

/** @example evidenceMends(program, problem, ["ConsentReceipt"])[0]?.edits // [{ text: ", consent: ConsentReceipt", … }] */
export function evidenceMends(
  program: ts.Program,
  { of, parameter }: MissingEvidence,
  evidence: readonly string[],
): readonly EvidenceMend[] {
  const { signature } = of;
  // JavaScript says types in comments.
  if (/\.[cm]?jsx?$/.test(signature.getSourceFile().fileName)) return [];
  if (isUsed(program, signature)) return [];
  if (parameter !== undefined) return requiring(signature, parameter);
  // A getter takes no parameter, a setter no second one.
  if (ts.isAccessor(signature)) return [];
  return typesToOffer(program, signature, evidence).map(({ type, edits }) => ({
    kind: "add",
    type,
    edits: [...edits, ...addedParameter(signature, type)],
  }));
}

/** Whoever calls it, or expects its form, would have to be changed with it. */
function isUsed(program: ts.Program, signature: ts.SignatureDeclaration): boolean {
  if (isBoundMember(program.getTypeChecker(), signature)) return true;
  const isExpression = ts.isArrowFunction(signature) || ts.isFunctionExpression(signature);
  const named = isExpression ? signature.parent : signature;
  return isDeclaration(named) && usesOfDeclaration(program, named).length > 0;
}

function isDeclaration(node: ts.Node): node is ts.NamedDeclaration {
  return ts.isFunctionLike(node) || ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node);
}

/** The types of evidence that the file can name already; where there is none, those that it can import. */
function typesToOffer(
  program: ts.Program,
  signature: ts.SignatureDeclaration,
  evidence: readonly string[],
): readonly { readonly type: string; readonly edits: readonly TextEdit[] }[] {
  const checker = program.getTypeChecker();
  const inScope = new Set(
    checker.getSymbolsInScope(signature, ts.SymbolFlags.Type | ts.SymbolFlags.Alias).map(({ name }) => name),
  );
  const known = evidence.filter((type) => inScope.has(type));
  if (known.length > 0) return known.map((type) => ({ type, edits: [] }));
  const file = signature.getSourceFile();
  return evidence.flatMap((type) => {
    const from = exporterOfType(program, type, file, ({ flags }) => (flags & ts.SymbolFlags.Type) !== 0);
    return from === undefined ? [] : [{ type, edits: [importEdit(file, type, from)] }];
  });
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
