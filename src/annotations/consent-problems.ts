/**
 * Where consent is not asked for or made up: functions that declare a change of purpose without evidence, and calls of
 * others that hand over something forged.
 */
import ts from "typescript";
import { declarationsOf } from "../checker/declaration-of.js";
import { optionalEvidence } from "../checker/evidence-parameter.js";
import { forgedEvidence, type Forgery } from "../checker/forged-evidence.js";
import type { RepurposingFunction } from "./repurposing-functions.js";

/** A function that takes no evidence, or not always. */
export interface MissingEvidence {
  readonly kind: "none" | "optional";
  readonly of: RepurposingFunction;
  readonly start: number;
  readonly end: number;
  /** Where evidence may be left out. */
  readonly parameter: ts.ParameterDeclaration | undefined;
}

/** A call that makes its evidence up. */
interface ForgedConsent {
  readonly kind: "forged";
  readonly of: RepurposingFunction;
  readonly start: number;
  readonly end: number;
  readonly how: Forgery;
}

export type ConsentProblem = MissingEvidence | ForgedConsent;

/** @example consentProblems(checker, functions, evidence, file)[0]?.kind // "forged" for `release(phone, {} as ConsentReceipt)` */
export function consentProblems(
  checker: ts.TypeChecker,
  functions: ReadonlyMap<ts.Node, RepurposingFunction>,
  evidence: ReadonlySet<string>,
  file: ts.SourceFile,
): readonly ConsentProblem[] {
  if (functions.size === 0) return [];
  const names = new Set([...functions.values()].map(({ name }) => name));
  const problems: ConsentProblem[] = [...new Set(functions.values())]
    .filter(({ signature, hasEvidence }) => !hasEvidence && signature.getSourceFile() === file)
    .map((of) => missingEvidence(checker, of, evidence));
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.arguments.length > 0) {
      const of = mayCall(node, names) ? calledFunction(checker, functions, node) : undefined;
      if (of !== undefined) problems.push(...forgedIn(checker, of, node, evidence));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return problems.sort((one, other) => one.start - other.start);
}

function missingEvidence(
  checker: ts.TypeChecker,
  of: RepurposingFunction,
  evidence: ReadonlySet<string>,
): MissingEvidence {
  const parameter = optionalEvidence(checker, of.signature, evidence);
  if (parameter === undefined) return { kind: "none", of, ...of.head, parameter };
  return { kind: "optional", of, start: parameter.getStart(), end: parameter.end, parameter };
}

/** A method is called by its name; what is called by a plain name may have another one here. */
function mayCall({ expression }: ts.CallExpression, names: ReadonlySet<string>): boolean {
  return ts.isPropertyAccessExpression(expression)
    ? names.has(expression.name.text)
    : ts.isIdentifier(expression);
}

function calledFunction(
  checker: ts.TypeChecker,
  functions: ReadonlyMap<ts.Node, RepurposingFunction>,
  { expression }: ts.CallExpression,
): RepurposingFunction | undefined {
  const behind = declarationsOf(checker, expression).flatMap((declaration) =>
    functions.has(declaration) ? [declaration] : aliased(checker, declaration),
  );
  return behind.map((declaration) => functions.get(declaration)).find((known) => known !== undefined);
}

/** `const letGo = releases.release`, `{ letGo: release }`, `{ release }` */
function aliased(checker: ts.TypeChecker, declaration: ts.Declaration): readonly ts.Declaration[] {
  if (ts.isShorthandPropertyAssignment(declaration)) return declarationsOf(checker, declaration.name);
  const isMade = ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration);
  const value = isMade ? declaration.initializer : undefined;
  const isName = value !== undefined && (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value));
  return isName ? declarationsOf(checker, value) : [];
}

function forgedIn(
  checker: ts.TypeChecker,
  of: RepurposingFunction,
  call: ts.CallExpression,
  evidence: ReadonlySet<string>,
): readonly ForgedConsent[] {
  const index = of.evidenceParameter;
  if (index === undefined || call.arguments.slice(0, index + 1).some(ts.isSpreadElement)) return [];
  const argument = call.arguments[index];
  if (argument === undefined) return [];
  return forgedEvidence(checker, argument, evidence).map(({ how, node }) => ({
    kind: "forged",
    of,
    start: node.getStart(),
    end: node.end,
    how,
  }));
}
