/**
 * What the declaration of a called function says of the values of its type parameters. Asked once for each declaration:
 * what is declared is the same at each call.
 */
import ts from "typescript";
import { mentionsParameter, type SignatureForm } from "../graph/type-form.js";
import { TypeForms } from "./type-form.js";
import { declarationOfSignature } from "./type-references.js";

/** The forms of declarations that are known. They hold no types, but are kept by nodes: one for each program. */
export type KnownForms = Map<ts.SignatureDeclaration, SignatureForm | undefined>;

/**
 * The form of what a call calls; undefined where nothing generic goes through it.
 *
 * @example
 * signatureFormOf(checker, `_.sortBy(list)`, known) // { parameters: [array of T], result: array of T, outer: [] }
 */
export function signatureFormOf(
  checker: ts.TypeChecker,
  call: ts.Node,
  known: KnownForms,
): SignatureForm | undefined {
  if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return undefined;
  const signature = checker.getResolvedSignature(call);
  const declaration = signature === undefined ? undefined : declarationOfSignature(signature);
  if (declaration === undefined) return undefined;
  if (known.has(declaration)) return known.get(declaration);
  const form = formOfDeclaration(checker, declaration);
  known.set(declaration, form);
  return form;
}

function formOfDeclaration(
  checker: ts.TypeChecker,
  declaration: ts.SignatureDeclaration,
): SignatureForm | undefined {
  const outer = outerParameters(declaration);
  const declared = checker.getSignatureFromDeclaration(declaration);
  if (declared === undefined) return undefined;
  const isGeneric = outer.length > 0 || (declaration.typeParameters ?? []).length > 0;
  if (!isGeneric && !givesGenericFunction(checker, declared)) return undefined;
  const form: SignatureForm = { ...new TypeForms(checker).ofSignature(declared), outer };
  return isOfUse(form) ? form : undefined;
}

/** `unique(): <T>(list: T[]) => T[]` */
function givesGenericFunction(checker: ts.TypeChecker, signature: ts.Signature): boolean {
  return checker
    .getSignaturesOfType(signature.getReturnType(), ts.SignatureKind.Call)
    .some(({ typeParameters }) => (typeParameters ?? []).length > 0);
}

/** Something of a type parameter comes out: as the result, or as what a callback is given. */
function isOfUse(form: SignatureForm): boolean {
  const isGiven = [...form.parameters, form.rest].some(
    (part) => part !== undefined && mentionsParameter(part),
  );
  return (
    isGiven || ((form.outer.length > 0 || form.result.kind === "function") && mentionsParameter(form.result))
  );
}

/** Type parameters of the class, interface or alias around it. */
function outerParameters(declaration: ts.Node): readonly string[] {
  for (let node = declaration.parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      return (node.typeParameters ?? []).map(({ name }) => name.text);
  }
  return [];
}
