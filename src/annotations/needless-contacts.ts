/**
 * Where code of a contactless purpose (an authenticator app, a security key) still requires a security contact: as a
 * parameter, a field, a value that it makes one of, or an input of a form.
 */
import ts from "typescript";
import { mayBeAbsent } from "../checker/absence.js";
import { isBoundMember } from "../checker/bound-members.js";
import { isLabelled, requiresLabel } from "../checker/required-values.js";
import type { TypeShapes } from "../checker/type-shape.js";
import type { Policy } from "../settings/policy.js";
import { coversPurpose } from "../settings/purpose-name.js";
import { BUILT_IN_LABEL } from "../settings/settings.js";
import { requiredContactInput } from "./contact-inputs.js";
import type { Purposes } from "./purposes-of.js";
import { insertion, type TextEdit } from "./text-edit.js";

export interface NeedlessContact {
  readonly kind: "parameter" | "field" | "value" | "input";
  readonly name: string;
  /** The contactless purpose of the code. */
  readonly purpose: string;
  readonly start: number;
  readonly end: number;
  /** What makes it optional; [] where that takes more than a word. */
  readonly mend: readonly TextEdit[];
}

export interface ContactlessCode {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly shapes: TypeShapes;
  readonly purposes: Purposes;
  readonly policy: Policy;
  /** The purposes that need no contact, each with the special ones under it. */
  readonly contactless: readonly string[];
}

/** @example needlessContacts(code, file)[0]?.name // "phone" in `interface AppEnrolment { phone: SecurityContact }` */
export function needlessContacts(code: ContactlessCode, file: ts.SourceFile): readonly NeedlessContact[] {
  const { purposes, contactless } = code;
  const mayState =
    purposes.purposesOfFile(file).some((purpose) => isContactless(code, purpose)) ||
    contactless.some((purpose) => file.text.includes(purpose));
  if (!mayState) return [];
  const found: NeedlessContact[] = [];
  const visit = (node: ts.Node): void => {
    const needless = needlessAt(code, node);
    const purpose = needless === undefined ? undefined : contactlessPurpose(code, node);
    if (needless !== undefined && purpose !== undefined) {
      const mend = isMendable(code, node) ? needless.mend : [];
      found.push({ ...needless, purpose, mend });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether the program compiles with what is declared here left out: of an input of a form, nothing else depends on it. */
function isMendable({ program, checker }: ContactlessCode, node: ts.Node): boolean {
  if (!ts.isParameter(node) && !ts.isPropertyDeclaration(node) && !ts.isPropertySignature(node)) return true;
  return !isBoundMember(checker, node) && mayBeAbsent(program, node);
}

type Needless = Omit<NeedlessContact, "purpose">;

/** Code that is also for something that needs the contact (`security:two-factor:sms`) may require it. */
function contactlessPurpose(code: ContactlessCode, node: ts.Node): string | undefined {
  const all = code.purposes.purposesOfDeclaration(node);
  const [purpose, ...others] = all.filter((one) => isContactless(code, one));
  const needed = all.some((one) => !isContactless(code, one) && code.policy.allows(BUILT_IN_LABEL, one));
  return needed || (purpose === undefined && others.length === 0) ? undefined : purpose;
}

function isContactless({ contactless }: ContactlessCode, purpose: string): boolean {
  return contactless.some((general) => coversPurpose(general, purpose));
}

function needlessAt(code: ContactlessCode, node: ts.Node): Needless | undefined {
  if (ts.isParameter(node)) return ofParameter(code, node);
  if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) return ofField(code, node);
  if (ts.isBindingElement(node)) return ofTakenPart(code, node);
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return ofAssertion(code, node);
  const input = requiredContactInput(node);
  return input === undefined ? undefined : { kind: "input", ...input };
}

function ofParameter(
  { checker, shapes }: ContactlessCode,
  node: ts.ParameterDeclaration,
): Needless | undefined {
  const { name, type, parent } = node;
  if (!ts.isIdentifier(name) || !hasBody(parent) || isLocalFunction(parent)) return undefined;
  // What a callback is given by its caller's types is no demand of its own.
  const isStated =
    type !== undefined || shapes.labelsOfDeclaration(node).length > 0 || ts.getJSDocType(node) !== undefined;
  if (!isStated || !requiresLabel(checker, shapes, node, BUILT_IN_LABEL)) return undefined;
  return { kind: "parameter", name: name.text, ...spanOf(node), mend: optionalParameter(node) };
}

/** What is only declared here (`declare`, a member of an interface) is other code. */
function hasBody(node: ts.SignatureDeclaration): boolean {
  return "body" in node && node.body !== undefined;
}

/** A function in another one has no callers but that one. */
function isLocalFunction(node: ts.Node): boolean {
  const isNamed =
    ts.isFunctionDeclaration(node) ||
    ((ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && ts.isVariableDeclaration(node.parent));
  return isNamed && ts.findAncestor(node.parent, ts.isFunctionLike) !== undefined;
}

function optionalParameter(node: ts.ParameterDeclaration): readonly TextEdit[] {
  const { name, type, parent } = node;
  if (type === undefined) return [];
  const after = parent.parameters.slice(parent.parameters.indexOf(node) + 1);
  const isLast = after.every(
    ({ questionToken, initializer }) => questionToken !== undefined || initializer !== undefined,
  );
  // A setter's parameter may be undefined, but not left out.
  const mayBeLeftOut = isLast && !ts.isSetAccessor(node.parent);
  return [mayBeLeftOut ? insertion(name.end, "?") : insertion(type.end, " | undefined")];
}

function ofField(
  { checker, shapes }: ContactlessCode,
  node: ts.PropertySignature | ts.PropertyDeclaration,
): Needless | undefined {
  if (!requiresLabel(checker, shapes, node, BUILT_IN_LABEL)) return undefined;
  const isPlain =
    ts.isPropertySignature(node) || (node.exclamationToken === undefined && node.initializer === undefined);
  return {
    kind: "field",
    name: node.name.getText(),
    ...spanOf(node),
    mend: isPlain ? [insertion(node.name.end, "?")] : [],
  };
}

/** `({ phone }: SignUp)`, where the record is declared elsewhere; otherwise its field says it. */
function ofTakenPart(code: ContactlessCode, node: ts.BindingElement): Needless | undefined {
  const { checker, shapes } = code;
  const parameter = node.parent.parent;
  if (!ts.isObjectBindingPattern(node.parent) || !ts.isParameter(parameter) || parameter.type === undefined)
    return undefined;
  if (!requiresLabel(checker, shapes, node, BUILT_IN_LABEL)) return undefined;
  const key = (node.propertyName ?? node.name).getText();
  const field = checker.getPropertyOfType(checker.getTypeAtLocation(parameter), key)?.valueDeclaration;
  if (field !== undefined && contactlessPurpose(code, field) !== undefined) return undefined;
  return { kind: "parameter", name: key, ...spanOf(node), mend: [] };
}

/** `form.get("phone") as SecurityContact`: here the contact is made. */
function ofAssertion(
  { checker, shapes }: ContactlessCode,
  node: ts.AssertionExpression,
): Needless | undefined {
  const operand = checker.getTypeAtLocation(node.expression);
  const isMade =
    isLabelled(shapes, checker.getTypeAtLocation(node), BUILT_IN_LABEL) && !carries(shapes, operand);
  return isMade ? { kind: "value", name: node.expression.getText(), ...spanOf(node), mend: [] } : undefined;
}

function carries(shapes: TypeShapes, type: ts.Type): boolean {
  return shapes.shapeOf(type)?.labels.includes(BUILT_IN_LABEL) === true;
}

function spanOf(node: ts.Node): { readonly start: number; readonly end: number } {
  return { start: node.getStart(), end: node.end };
}
