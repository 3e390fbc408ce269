/** Which parameter of a function takes evidence of consent: required, and of a type named as evidence. */
import ts from "typescript";
import { isOptionalParameter } from "./optional-parameter.js";
import { baseTypesOf, typeArgumentsOf } from "./type-references.js";

/** How far up base interfaces a type of evidence is looked for. */
const BASE_DEPTH = 8;

/** @example evidenceParameter(checker, `(contact: SecurityContact, receipt: ConsentReceipt) => string`, new Set(["ConsentReceipt"])) // 1 */
export function evidenceParameter(
  checker: ts.TypeChecker,
  declaration: ts.SignatureDeclaration,
  evidence: ReadonlySet<string>,
): number | undefined {
  const parameters = declaration.parameters.filter(
    ({ name }) => !ts.isIdentifier(name) || name.text !== "this",
  );
  const at = parameters.findIndex((parameter) => {
    if (parameter.dotDotDotToken !== undefined || parameter.initializer !== undefined) return false;
    if (isOptionalParameter(parameter)) return false;
    return isEvidence(checker, checker.getTypeAtLocation(parameter), evidence);
  });
  return at === -1 ? undefined : at;
}

/** The first parameter that takes evidence only if it is given: optional, with a default, of a type that may be missing. */
export function optionalEvidence(
  checker: ts.TypeChecker,
  declaration: ts.SignatureDeclaration,
  evidence: ReadonlySet<string>,
): ts.ParameterDeclaration | undefined {
  return declaration.parameters.find((parameter) => {
    const type = checker.getTypeAtLocation(parameter);
    const [element = type] = parameter.dotDotDotToken === undefined ? [] : typeArgumentsOf(checker, type);
    return isEvidence(checker, checker.getNonNullableType(element), evidence);
  });
}

/** @example isEvidence(checker, `Readonly<ConsentReceipt>`, new Set(["ConsentReceipt"])) // true */
export function isEvidence(checker: ts.TypeChecker, type: ts.Type, evidence: ReadonlySet<string>): boolean {
  return isEvidenceWithin(checker, type, evidence, BASE_DEPTH);
}

function isEvidenceWithin(
  checker: ts.TypeChecker,
  type: ts.Type,
  evidence: ReadonlySet<string>,
  depth: number,
): boolean {
  if (depth === 0) return false;
  if (type.aliasSymbol !== undefined && evidence.has(type.aliasSymbol.name)) return true;
  // `Receipt | undefined` is no evidence, `PaperReceipt | SignedReceipt` is if both are.
  if (type.isUnion()) return type.types.every((part) => isEvidenceWithin(checker, part, evidence, depth - 1));
  if (type.isIntersection())
    return type.types.some((part) => isEvidenceWithin(checker, part, evidence, depth - 1));
  const name = type.getSymbol()?.name;
  if (name !== undefined && evidence.has(name)) return true;
  if (type.aliasSymbol?.name === "Readonly") {
    return (type.aliasTypeArguments ?? []).some((part) =>
      isEvidenceWithin(checker, part, evidence, depth - 1),
    );
  }
  return baseTypesOf(checker, type).some((base) => isEvidenceWithin(checker, base, evidence, depth - 1));
}
