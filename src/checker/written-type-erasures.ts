/**
 * Types without the label that are written where a labelled value comes in (`written-places.ts`), and properties that
 * were declared with such a type.
 *
 * "Nothing needs it" means that the program puts no other text there: a `string` that takes newsletter addresses as well
 * has to be one.
 */
import ts from "typescript";
import { homeOfDeclaration } from "./home-of-file.js";
import type { ErasureQuestion, LabelErasure } from "./label-erasures.js";
import { kindOfType } from "./kind-of-type.js";
import { isPlainPrimitive } from "./labels-of-type.js";
import { lostLabels, type LostLabel } from "./lost-labels.js";
import { needsPlainText } from "./plain-text.js";
import { propertyWrittenAt, writeAt, type PropertyWriters } from "./property-writers.js";
import { textTypeAt } from "./text-type-at.js";
import { writtenPlaceAt, type WrittenPlace } from "./written-places.js";

export function writtenTypeErasures(
  question: ErasureQuestion,
  writers: PropertyWriters,
  node: ts.Node,
): readonly LabelErasure[] {
  const place = writtenPlaceAt(question.checker, node);
  if (place !== undefined) return erasuresAt(question, writers, place);
  return erasureByProperty(question, writers, node);
}

/** One for each place: the first value shows what is wrong with the type. */
function erasuresAt(
  question: ErasureQuestion,
  writers: PropertyWriters,
  place: WrittenPlace,
): readonly LabelErasure[] {
  const { checker, shapes } = question;
  if (isClosed(checker, place.given)) return [];
  for (const value of place.values.filter((one) => mayTell(place, one))) {
    const type = place.typeOf(value);
    const from = isAmong(type, place.given) ? undefined : shapes.shapeOf(type);
    if (from === undefined || shapes.labelsOfDeclaration(place.declaration).length > 0) continue;
    const given = { type: place.given, shape: shapes.shapeOf(place.given) };
    const lost = lostLabels(checker, from, given).find(
      (one) => !isToldByMember(place, value, one) && !isNeeded(question, writers, place, one),
    );
    if (lost !== undefined) return [erasureAt(question, place, value, lost)];
  }
  return [];
}

/** Literals, functions and objects that are made new bring in no labelled text. */
function isWorthALook(value: ts.Expression): boolean {
  return !(
    ts.isLiteralExpression(value) ||
    ts.isTemplateExpression(value) ||
    ts.isNewExpression(value) ||
    ts.isClassExpression(value) ||
    ts.isPrefixUnaryExpression(value) ||
    value.kind === ts.SyntaxKind.TrueKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword ||
    value.kind === ts.SyntaxKind.NullKeyword
  );
}

/** Of an object that is written in place, the members are looked at one by one, unless the type is written in place too. */
function mayTell({ written }: WrittenPlace, value: ts.Expression): boolean {
  return isWorthALook(value) && (!isObjectInPlace(value) || holdsTypeLiteral(written));
}

function holdsTypeLiteral(written: ts.Node): boolean {
  return ts.isTypeLiteralNode(written) || ts.forEachChild(written, holdsTypeLiteral) === true;
}

/** What libraries declare has to be as it is; flags and numbers hold no text. */
function isClosed(checker: ts.TypeChecker, given: ts.Type): boolean {
  if (given.isUnion()) return given.types.every((part) => isClosed(checker, part));
  const kind = kindOfType(checker, given);
  if (kind === "number" || kind === "boolean" || kind === "nothing" || kind === "bytes") return true;
  const declarations = given.getSymbol()?.declarations ?? [];
  return kind === "record" && declarations.some((one) => homeOfDeclaration(one).kind !== "program");
}

/** A value that has the type anyway, or one of those that it is made of, loses nothing. */
function isAmong(type: ts.Type, given: ts.Type): boolean {
  if (type === given) return true;
  const among = given.isUnion() ? given.types : [given];
  return (type.isUnion() ? type.types : [type]).every((part) => among.includes(part));
}

/** Members of an object that is written in place are looked at one by one. */
function isToldByMember({ written }: WrittenPlace, value: ts.Expression, { property }: LostLabel): boolean {
  return property !== undefined && !isDeclaredIn(property, written) && isObjectInPlace(value);
}

function isObjectInPlace(value: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(value) || ts.isSatisfiesExpression(value))
    return isObjectInPlace(value.expression);
  if (ts.isConditionalExpression(value))
    return isObjectInPlace(value.whenTrue) && isObjectInPlace(value.whenFalse);
  if (ts.isArrayLiteralExpression(value)) return value.elements.every(isObjectInPlace);
  return ts.isObjectLiteralExpression(value);
}

function isNeeded(
  question: ErasureQuestion,
  writers: PropertyWriters,
  place: WrittenPlace,
  { property }: LostLabel,
): boolean {
  const { declaration, values } = place;
  if (property !== undefined) return isNeededProperty(question, writers, property);
  const { checker } = question;
  const field = ts.isPropertyDeclaration(declaration) && checker.getSymbolAtLocation(declaration.name);
  if (field !== false && field !== undefined) return isNeededProperty(question, writers, field);
  return needsPlainText(
    question,
    [...values, ...place.added()].map((value) => place.typeOf(value)),
  );
}

function isDeclaredIn(property: ts.Symbol, written: ts.TypeNode): boolean {
  const isIn = (declaration: ts.Node): boolean =>
    ts.findAncestor(declaration, (node) => node === written) !== undefined;
  return (property.declarations ?? []).some(isIn);
}

/** A property that somebody else declares, or that other text is put into. */
function isNeededProperty(question: ErasureQuestion, writers: PropertyWriters, property: ts.Symbol): boolean {
  const declarations = property.declarations ?? [];
  const isOwn =
    declarations.length > 0 && declarations.every((one) => homeOfDeclaration(one).kind === "program");
  if (!isOwn) return true;
  const written = writers.of(property).map((value) => question.checker.getTypeAtLocation(value));
  return needsPlainText(question, written);
}

function erasureAt(
  { checker }: ErasureQuestion,
  place: WrittenPlace,
  value: ts.Expression,
  lost: LostLabel,
): LabelErasure {
  const file = value.getSourceFile();
  const { kind, written, values } = place;
  const labelPlace = textTypeAt(written, lost.path);
  const hasConstants = lost.path === "" && values.some((one) => holdsTextConstant(place.typeOf(one)));
  return {
    kind,
    start: written.getStart(file),
    end: written.end,
    lost,
    value: value.getText(file),
    written: checker.typeToString(checker.getTypeFromTypeNode(written)),
    undo: undefined,
    labelPlace: labelPlace && { ...labelPlace, besides: hasConstants ? "string" : undefined },
  };
}

/** `account.securityPhone ?? ""` */
function holdsTextConstant(type: ts.Type): boolean {
  return type.isUnion() ? type.types.some(holdsTextConstant) : type.isStringLiteral();
}

/** `{ phone: account.securityPhone }` where a `Row` is expected, `row.phone = account.securityPhone`. */
function erasureByProperty(
  question: ErasureQuestion,
  writers: PropertyWriters,
  node: ts.Node,
): readonly LabelErasure[] {
  const write = writeAt(node);
  if (write === undefined || !isWorthALook(write.value) || isObjectInPlace(write.value)) return [];
  const { checker, shapes } = question;
  const valueType = checker.getTypeAtLocation(write.value);
  // A whole object that is put into another one is seldom of another type than is expected there.
  if (isPlainPrimitive(valueType) || kindOfType(checker, valueType) !== "text") return [];
  const from = shapes.shapeOf(valueType);
  if (from === undefined || isHandedOver(write.place)) return [];
  const property = propertyWrittenAt(checker, write.place);
  const [declaration] = property?.declarations ?? [];
  if (property === undefined || declaration === undefined || isInline(declaration)) return [];
  const given = {
    type: checker.getTypeAtLocation(declaration),
    shape: shapes.shapeOfDeclaration(declaration),
  };
  const lost = lostLabels(checker, from, given).find(
    (one) => !isNeededProperty(question, writers, one.property ?? property),
  );
  return lost === undefined ? [] : [propertyErasure(checker, write.value, declaration, lost)];
}

function propertyErasure(
  checker: ts.TypeChecker,
  value: ts.Expression,
  declaration: ts.Declaration,
  lost: LostLabel,
): LabelErasure {
  const file = value.getSourceFile();
  const type = typeWrittenAt(declaration);
  return {
    kind: "property",
    start: value.getStart(file),
    end: value.end,
    lost,
    value: value.getText(file),
    written: `${nameOf(declaration)}: ${checker.typeToString(checker.getTypeAtLocation(declaration))}`,
    undo: undefined,
    labelPlace: type?.getSourceFile() === file ? textTypeAt(type, lost.path) : undefined,
  };
}

function typeWrittenAt(declaration: ts.Declaration): ts.TypeNode | undefined {
  const isTyped =
    ts.isPropertySignature(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isParameter(declaration);
  return isTyped ? declaration.type : undefined;
}

/** A type that is written at a variable or result is reported there; a literal's own property is expected by nobody. */
function isInline(declaration: ts.Declaration): boolean {
  const { parent } = declaration;
  if (ts.isObjectLiteralExpression(parent)) return true;
  return ts.isTypeLiteralNode(parent) && ownerOf(declaration) === undefined;
}

/** Is it part of what a call is given? */
function isHandedOver(place: ts.Node): boolean {
  let node = place;
  while (isWrittenInPlace(node)) node = node.parent;
  return (
    node !== place && (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isJsxExpression(node))
  );
}

function isWrittenInPlace(node: ts.Node): boolean {
  return (
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isConditionalExpression(node)
  );
}

type NamedType = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassLikeDeclaration;

function ownerOf(declaration: ts.Node): NamedType | undefined {
  return ts.findAncestor(
    declaration.parent,
    (node): node is NamedType =>
      ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassLike(node),
  );
}

/** `Row.phone` */
function nameOf(declaration: ts.Declaration): string {
  const name = ts.getNameOfDeclaration(declaration)?.getText() ?? "";
  const owner = ownerOf(declaration)?.name?.text;
  return owner === undefined ? name : `${owner}.${name}`;
}
