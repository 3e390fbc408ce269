/**
 * Declarations that, by their name or their place, hold a security contact, though their type carries no label: nothing
 * can be followed that isn't known to be one.
 */
import ts from "typescript";
import { contactName } from "../catalog/contact-words.js";
import type { LabelPlace } from "../checker/label-erasures.js";
import { placeOfLabel } from "./label-places.js";
import { holdsText } from "../checker/text-of-declaration.js";
import { writtenResultOf, writtenTypeOf } from "../checker/types-in-comments.js";
import type { TypeShapes } from "../checker/type-shape.js";
import { coversPurpose } from "../settings/purpose-name.js";
import type { Purposes } from "./purposes-of.js";

/** What code is for that handles contacts given to keep accounts safe. */
const SECURITY = "security";

/** @example unlabelledContacts(question, file)[0]?.name // "twoFactorPhone" */
export interface UnlabelledContact {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** The word for the contact. */
  readonly contact: string;
  /** The words that say what it was given for; undefined where its place does. */
  readonly context: string | undefined;
  /** Its type, as it is written. */
  readonly written: string;
  /** Where the label's type belongs. */
  readonly labelPlace: LabelPlace | undefined;
}

export interface ContactQuestion {
  readonly checker: ts.TypeChecker;
  readonly shapes: TypeShapes;
  readonly purposes: Purposes;
  /** In code for security: only fields of types and classes, or all that is declared. */
  readonly inSecurityCode: "fields" | "all";
}

type Field = ts.PropertySignature | ts.PropertyDeclaration | ts.AccessorDeclaration;
type Declared = Field | ts.ParameterDeclaration | ts.VariableDeclaration;

export function unlabelledContacts(
  question: ContactQuestion,
  file: ts.SourceFile,
): readonly UnlabelledContact[] {
  const found: UnlabelledContact[] = [];
  const visit = (node: ts.Node): void => {
    const contact = isDeclared(node) ? contactAt(question, node) : undefined;
    if (contact !== undefined) found.push(contact);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isField(node: ts.Node): node is Field {
  return ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isAccessor(node);
}

function isDeclared(node: ts.Node): node is Declared {
  return isField(node) || ts.isParameter(node) || ts.isVariableDeclaration(node);
}

function contactAt(question: ContactQuestion, node: Declared): UnlabelledContact | undefined {
  const { name: nameNode } = node;
  const written = writtenType(node);
  const name = nameOf(nameNode);
  if (written === undefined || name === undefined) return undefined;
  const meant = contactName(name);
  if (meant === undefined) return undefined;
  if (meant.context === undefined && !(meant.isPlain && isPlacedForSecurity(question, node)))
    return undefined;
  const { checker, shapes } = question;
  if (!holdsText(checker, node) || shapes.shapeOfDeclaration(node) !== undefined) return undefined;
  return {
    start: nameNode.getStart(),
    end: nameNode.end,
    name,
    contact: meant.contact,
    context: meant.context,
    written: written.getText(),
    labelPlace: placeOfLabel(checker, node, written),
  };
}

/** Of a property that is read and written by functions, what reading it gives. */
function writtenType(node: Declared): ts.TypeNode | undefined {
  if (ts.isGetAccessor(node)) return writtenResultOf(node);
  if (!ts.isSetAccessor(node)) return writtenTypeOf(node);
  const members: readonly ts.Node[] = ts.isObjectLiteralExpression(node.parent)
    ? node.parent.properties
    : node.parent.members;
  const name = node.name.getText();
  const hasGetter = members.some((other) => ts.isGetAccessor(other) && other.name.getText() === name);
  return hasGetter ? undefined : node.parameters[0]?.type;
}

/** @example `recoveryEmail`, `"recoveryEmail"`, `["recoveryEmail"]`, `#recoveryEmail` */
function nameOf(node: ts.BindingName | ts.PropertyName): string | undefined {
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) return node.text;
  if (ts.isPrivateIdentifier(node)) return node.text.slice(1);
  const isLiteral = ts.isComputedPropertyName(node) && ts.isStringLiteralLike(node.expression);
  return isLiteral ? node.expression.text : undefined;
}

function isPlacedForSecurity({ purposes, inSecurityCode }: ContactQuestion, node: Declared): boolean {
  if (inSecurityCode === "fields" && !isField(node)) return false;
  return purposes.purposesOfDeclaration(node).some((purpose) => coversPurpose(SECURITY, purpose));
}
