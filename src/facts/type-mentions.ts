/**
 * Pipeline stage: source file → facts. Which types a file's text names, and what they are written for: variables,
 * parameters, results, properties, assertions, type arguments, and other types. By syntax alone, for source files and
 * declaration files alike.
 */
import ts from "typescript";
import type { ProcedureId, SiteId } from "../graph/expression.js";
import type { MentionKind, TypeHolder, TypeMention } from "../graph/type-mention.js";
import { labelWordsBefore, wordsInComments } from "./comment-words.js";
import { isParameterProperty } from "./modifiers.js";

/** How a file's nodes are called in its facts; a declaration file has none. */
export interface MentionPlaces {
  sitesOf(node: ts.Node): readonly SiteId[];
  procedureOf(node: ts.Node): ProcedureId | undefined;
}

type Note = (name: string, kind: MentionKind, ofVariable?: boolean) => void;

/** @example typeMentions(`let a: Account[];`) // Account is written whole for the site of `a` */
export function typeMentions(file: ts.SourceFile, places: MentionPlaces): readonly TypeMention[] {
  const mentions: TypeMention[] = [];
  const parameters = typeParametersOf(file);
  const noteFor =
    (...holders: readonly TypeHolder[]): Note =>
    (name, kind, ofVariable = false) => {
      // What bounds a type parameter is noted where it is declared.
      if (parameters.has(name)) return;
      for (const holder of holders) mentions.push({ holder, name, kind, ofVariable });
    };
  const atSites = (node: ts.Node): TypeHolder[] =>
    places.sitesOf(node).map((site) => ({ kind: "site", site }));
  const resultOf = (node: ts.Node): TypeHolder[] => {
    const procedure = places.procedureOf(node);
    return procedure === undefined ? atSites(node) : [{ kind: "result", procedure }];
  };
  const tagged = file.text.includes("@label");
  const walk: Walk = {
    noteFor,
    atSites,
    resultOf,
    labelWordsBefore: (node) => (tagged ? labelWordsBefore(file, node) : []),
  };
  for (const node of nodesOf(file)) {
    visitNode(walk, node);
    if (!tagged) continue;
    const note = noteFor(...holdersOf(walk, node));
    for (const word of walk.labelWordsBefore(node)) note(word, "whole");
  }
  // In JavaScript types stand in comments: each of their words may be one, for whatever is declared in the file.
  const isScript = (file.flags & ts.NodeFlags.JavaScriptFile) !== 0;
  return isScript ? mentions.concat(wordsInScript(file, walk)) : mentions;
}

function typeParametersOf(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of nodesOf(file)) if (ts.isTypeParameterDeclaration(node)) names.add(node.name.text);
  return names;
}

/** Every node of the file, without recursion: generated code nests thousands deep. */
function* nodesOf(file: ts.SourceFile): Generator<ts.Node> {
  const pending: ts.Node[] = [];
  const add = (node: ts.Node): void => {
    pending.push(node);
  };
  ts.forEachChild(file, add);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    ts.forEachChild(node, add);
  }
}

interface Walk {
  /** Words after `@label` in the comments before a node. */
  labelWordsBefore(node: ts.Node): readonly string[];
  noteFor(...holders: readonly TypeHolder[]): Note;
  atSites(node: ts.Node): TypeHolder[];
  resultOf(node: ts.Node): TypeHolder[];
}

function wordsInScript(file: ts.SourceFile, walk: Walk): TypeMention[] {
  const words = wordsInComments(file);
  const holders: TypeHolder[] = words.map((name) => ({ kind: "type", name }));
  if (words.length > 0) for (const node of nodesOf(file)) holders.push(...holdersOf(walk, node));
  return holders.flatMap((holder) =>
    words.map((name): TypeMention => ({ holder, name, kind: "whole", ofVariable: false })),
  );
}

/** What a comment before a node speaks of. */
function holdersOf(walk: Walk, node: ts.Node): TypeHolder[] {
  if (ts.isFunctionLike(node)) {
    const named = nameText(node.name);
    return [
      ...walk.resultOf(node),
      ...(named === undefined ? [] : [{ kind: "property", name: named } as const]),
    ];
  }
  if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node))
    return node.name === undefined ? [] : [{ kind: "type", name: node.name.text }];
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap((declaration) => walk.atSites(declaration));
  if (ts.isExpressionStatement(node)) return holdersOfExpression(walk, node.expression);
  if (ts.isTypeElement(node) || ts.isClassElement(node) || ts.isObjectLiteralElement(node)) {
    const named = nameText(node.name);
    return named === undefined ? walk.atSites(node) : [{ kind: "property", name: named }];
  }
  const isDeclared = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
  return isDeclared ? walk.atSites(node) : [];
}

/** `this.phone = "";` after a comment, `exports.phone = …`. */
function holdersOfExpression(walk: Walk, expression: ts.Expression): TypeHolder[] {
  const target = ts.isBinaryExpression(expression) ? expression.left : expression;
  if (ts.isPropertyAccessExpression(target)) return [{ kind: "property", name: target.name.text }];
  return walk.atSites(target);
}

function visitNode(walk: Walk, node: ts.Node): void {
  if (ts.isTypeAliasDeclaration(node)) {
    const note = walk.noteFor({ kind: "type", name: node.name.text });
    noteTypes(walk, node.typeParameters?.flatMap(boundsOf), note, "any");
    noteType(walk, node.type, note, "whole");
    return;
  }
  if (ts.isInterfaceDeclaration(node) || ts.isClassLike(node)) {
    visitTypeDeclaration(walk, node);
    return;
  }
  if (ts.isFunctionLike(node) && !ts.isTypeNode(node)) visitFunction(walk, node);
  if (ts.isVariableDeclaration(node) || ts.isParameter(node))
    noteType(walk, node.type, walk.noteFor(...walk.atSites(node)), "whole");
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isSatisfiesExpression(node)) {
    const note = walk.noteFor(...walk.atSites(node), ...walk.atSites(node.expression));
    noteType(walk, node.type, note, "whole");
  }
  if (hasTypeArguments(node))
    noteTypes(walk, node.typeArguments, walk.noteFor(...walk.atSites(node)), "whole");
  if (ts.isImportDeclaration(node)) visitImport(walk, node);
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) {
    if (node.propertyName !== undefined)
      walk.noteFor({ kind: "type", name: node.name.text })(node.propertyName.text, "whole");
  }
  if (ts.isImportEqualsDeclaration(node) && !ts.isExternalModuleReference(node.moduleReference))
    noteEntity(node.moduleReference, walk.noteFor({ kind: "type", name: node.name.text }), "whole");
}

/** What comes from a module is the module's: `from:module`. */
function visitImport(walk: Walk, node: ts.ImportDeclaration): void {
  const { importClause, moduleSpecifier } = node;
  if (importClause === undefined || !ts.isStringLiteralLike(moduleSpecifier)) return;
  const { name, namedBindings } = importClause;
  const named =
    namedBindings === undefined
      ? []
      : ts.isNamedImports(namedBindings)
        ? namedBindings.elements.map((element) => element.name)
        : [namedBindings.name];
  for (const local of name === undefined ? named : [name, ...named])
    walk.noteFor({ kind: "type", name: local.text })(`from:${moduleSpecifier.text}`, "whole");
}

function hasTypeArguments(node: ts.Node): node is ts.Node & {
  readonly typeArguments?: ts.NodeArray<ts.TypeNode>;
} {
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isJsxOpeningLikeElement(node) ||
    ts.isExpressionWithTypeArguments(node)
  );
}

function visitTypeDeclaration(walk: Walk, node: ts.InterfaceDeclaration | ts.ClassLikeDeclaration): void {
  const sites = walk.atSites(node);
  const named: TypeHolder[] = node.name === undefined ? [] : [{ kind: "type", name: node.name.text }];
  const note = walk.noteFor(...named, ...sites);
  noteTypes(walk, node.typeParameters?.flatMap(boundsOf), note, "any");
  for (const clause of node.heritageClauses ?? []) {
    for (const { expression, typeArguments } of clause.types) {
      if (ts.isIdentifier(expression)) note(expression.text, "whole");
      if (ts.isPropertyAccessExpression(expression)) note(expression.name.text, "whole");
      noteTypes(walk, typeArguments, note, "whole");
    }
  }
  for (const member of node.members) noteMember(walk, member, note);
}

/** The bounds and defaults of type parameters speak of all that is declared with them. */
function boundsOf(parameter: ts.TypeParameterDeclaration): ts.TypeNode[] {
  return [parameter.constraint, parameter.default].filter((bound) => bound !== undefined);
}

function visitFunction(walk: Walk, node: ts.SignatureDeclaration): void {
  const note = walk.noteFor(...walk.resultOf(node));
  noteType(walk, node.type, note, "whole");
  // What a function without a body is given may be called by it with what its type says.
  const hasBody = "body" in node && node.body !== undefined;
  if (!hasBody) for (const { type } of node.parameters) noteType(walk, type, note, "whole");
  const bounds = node.typeParameters?.flatMap(boundsOf);
  if (bounds === undefined || bounds.length === 0) return;
  noteTypes(walk, bounds, note, "any");
  for (const parameter of node.parameters)
    noteTypes(walk, bounds, walk.noteFor(...walk.atSites(parameter)), "any");
}

function noteTypes(
  walk: Walk,
  types: readonly ts.TypeNode[] | undefined,
  note: Note,
  kind: MentionKind,
): void {
  for (const type of types ?? []) noteType(walk, type, note, kind);
}

/** Notes every name in a type. */
function noteType(walk: Walk, type: ts.TypeNode | undefined, note: Note, kind: MentionKind): void {
  if (type === undefined) return;
  if (ts.isTypeReferenceNode(type)) {
    noteEntity(type.typeName, note, kind);
    noteTypes(walk, type.typeArguments, note, kind);
  } else if (ts.isTypeLiteralNode(type)) {
    for (const member of type.members) noteMember(walk, member, note);
  } else if (ts.isTypeQueryNode(type)) {
    noteEntity(
      type.exprName,
      (name) => {
        note(name, "any", true);
      },
      "any",
    );
    noteTypes(walk, type.typeArguments, note, "any");
  } else if (ts.isIndexedAccessTypeNode(type) && namedIndex(type.indexType) !== undefined) {
    // `Account["phone"]` is what properties of that name are.
    note(`property:${namedIndex(type.indexType) ?? ""}`, kind);
  } else if (ts.isImportTypeNode(type)) {
    if (type.qualifier !== undefined) noteEntity(type.qualifier, note, kind);
    noteTypes(walk, type.typeArguments, note, kind);
  } else if (ts.isLiteralTypeNode(type)) {
    if (ts.isStringLiteralLike(type.literal)) note(type.literal.text, "whole");
  } else {
    const computes = computesType(type);
    ts.forEachChild(type, (child) => {
      noteWithin(walk, child, note, computes ? "any" : kind);
    });
  }
}

function namedIndex(type: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(type) && ts.isStringLiteralLike(type.literal) ? type.literal.text : undefined;
}

/** Whether values of the type are made of parts of the types in it. */
function computesType(type: ts.TypeNode): boolean {
  return (
    ts.isIndexedAccessTypeNode(type) ||
    ts.isMappedTypeNode(type) ||
    ts.isConditionalTypeNode(type) ||
    ts.isTemplateLiteralTypeNode(type) ||
    ts.isInferTypeNode(type)
  );
}

/** Types within other nodes: parameters of function types, members of tuples, bounds. */
function noteWithin(walk: Walk, node: ts.Node, note: Note, kind: MentionKind): void {
  if (ts.isTypeNode(node)) noteType(walk, node, note, kind);
  else
    ts.forEachChild(node, (child) => {
      noteWithin(walk, child, note, kind);
    });
}

function noteEntity(name: ts.EntityName | ts.Node, note: Note, kind: MentionKind): void {
  if (ts.isIdentifier(name)) note(name.text, kind);
  else if (ts.isQualifiedName(name)) {
    note(name.right.text, kind);
    // `typeof form.phone`: what is read off the variable.
    noteEntity(name.left, note, "any");
  }
}

/** A member says of itself what it is, and of its owner that it is a part of it. */
function noteMember(walk: Walk, member: ts.TypeElement | ts.ClassElement, owner: Note): void {
  for (const word of walk.labelWordsBefore(member)) owner(word, "part");
  if (ts.isConstructorDeclaration(member)) {
    for (const parameter of member.parameters) noteParameterProperty(walk, parameter, owner);
    return;
  }
  if (ts.isClassStaticBlockDeclaration(member) || ts.isSemicolonClassElement(member)) return;
  const name = nameText(member.name);
  if (name === undefined) {
    // Index and call signatures, computed names: any part may be meant.
    noteWithin(walk, member, owner, "any");
    return;
  }
  // A brand may be a key (zod) as well as a literal.
  if (ts.isTypeElement(member)) owner(`key:${name}`, "whole");
  const note = isFunction(member)
    ? walk.noteFor({ kind: "property", name })
    : propertyNote(walk, name, owner);
  const types = typesOfMember(member);
  for (const type of types) {
    noteType(walk, type, note, "whole");
    if (ts.isLiteralTypeNode(type) && ts.isStringLiteralLike(type.literal)) owner(type.literal.text, "whole");
  }
}

/** What a call of it gives is no part of the owner: a service that finds accounts holds none. */
function isFunction(member: ts.TypeElement | ts.ClassElement): boolean {
  if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member))
    return member.type !== undefined && ts.isFunctionTypeNode(member.type);
  return ts.isMethodSignature(member) || ts.isMethodDeclaration(member);
}

/** For a property, and of its owner that it is a part of it. */
function propertyNote(walk: Walk, name: string, owner: Note): Note {
  const property = walk.noteFor({ kind: "property", name });
  return (mentioned, kind, ofVariable) => {
    property(mentioned, kind, ofVariable);
    owner(mentioned, kind === "whole" ? "part" : kind, ofVariable);
  };
}

/** `constructor(private readonly phone: T)` declares a property. */
function noteParameterProperty(walk: Walk, parameter: ts.ParameterDeclaration, owner: Note): void {
  const name = nameText(parameter.name);
  if (name === undefined || !isParameterProperty(parameter)) return;
  noteType(walk, parameter.type, propertyNote(walk, name, owner), "whole");
}

function typesOfMember(member: ts.TypeElement | ts.ClassElement): ts.TypeNode[] {
  if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member))
    return member.type === undefined ? [] : [member.type];
  if (!ts.isFunctionLike(member)) return [];
  // The parameters of a method with a body are declarations of their own.
  const hasBody = "body" in member && member.body !== undefined;
  const parameters = hasBody ? [] : member.parameters.flatMap(({ type }) => type ?? []);
  return member.type === undefined ? parameters : [member.type, ...parameters];
}

function nameText(name: ts.Node | undefined): string | undefined {
  if (name === undefined) return undefined;
  const isText =
    ts.isIdentifier(name) ||
    ts.isPrivateIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name);
  return isText ? name.text : undefined;
}
