/**
 * What a declared type says of the values of type parameters that it mentions (`graph/type-form.ts`). Only what is
 * generic is looked into: everything else is text, or nothing.
 */
import ts from "typescript";
import {
  eitherOf,
  mentionsParameter,
  NO_FORM,
  rewritten,
  substituted,
  TEXT_FORM,
  type TypeForm,
} from "../graph/type-form.js";
import { containerParts } from "./container-parts.js";
import { isOfPlatform } from "./home-of-file.js";
import { kindOfType } from "./kind-of-type.js";
import { holdsText } from "./result-holds-text.js";
import {
  isOpen,
  objectFlagsOf,
  referenceOf,
  tupleOf,
  typeArgumentsOf,
  typeOfSymbol,
} from "./type-references.js";

/** How deep a declared type is looked into: `Promise<[Dictionary<T[]>, T]>` has four levels. */
const FORM_DEPTH = 5;

/** How many properties of a generic record are looked at; what a library hands back rarely has more. */
const FORM_PROPERTIES = 40;

/** Forms of the types of one declaration. */
export class TypeForms {
  readonly #checker: ts.TypeChecker;
  readonly #underWay = new Set<ts.Type>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  formOf(type: ts.Type, depth = FORM_DEPTH): TypeForm {
    const { flags } = type;
    if ((flags & ts.TypeFlags.TypeParameter) !== 0) return this.#parameter(type);
    if (depth === 0 || this.#underWay.has(type)) return NO_FORM;
    this.#underWay.add(type);
    const form = this.#formOf(type, depth - 1);
    this.#underWay.delete(type);
    return form;
  }

  #parameter(type: ts.Type): TypeForm {
    const symbol = type.getSymbol();
    if (symbol === undefined) return TEXT_FORM;
    // The polymorphic `this` is a type parameter with the symbol of its class.
    const isThis = (symbol.flags & ts.SymbolFlags.TypeParameter) === 0;
    // Whatever is a `U extends T` is a `T`.
    const constraint = type.getConstraint();
    if (constraint !== undefined && (constraint.flags & ts.TypeFlags.TypeParameter) !== 0)
      return this.#parameter(constraint);
    return isThis ? TEXT_FORM : { kind: "parameter", name: symbol.name };
  }

  #formOf(type: ts.Type, depth: number): TypeForm {
    const known = this.#ofPlatformAlias(type, depth);
    if (known !== undefined) return known;
    if (isIndexedAccess(type)) {
      return {
        kind: "property",
        object: this.formOf(type.objectType, depth),
        key: this.formOf(type.indexType, depth),
      };
    }
    if (isConditional(type)) return this.#ofConditional(type, depth);
    if (type.isUnionOrIntersection()) return eitherOf(type.types.map((part) => this.formOf(part, depth)));
    if (isOpen(type)) return NO_FORM;
    if ((type.flags & ts.TypeFlags.Object) === 0) return this.#closed(type);
    const spread = soleVariadic(this.#checker, type);
    if (spread !== undefined) return this.formOf(spread, depth);
    return (
      ((objectFlagsOf(type) & ts.ObjectFlags.Mapped) !== 0 ? this.#mapped(type, depth) : undefined) ??
      this.#ofObject(type, depth)
    );
  }

  #closed(type: ts.Type): TypeForm {
    return holdsText(this.#checker, type, FORM_DEPTH) ? TEXT_FORM : NO_FORM;
  }

  /** The platform's own type functions, which have no structure to look at while `T` is open. */
  #ofPlatformAlias(type: ts.Type, depth: number): TypeForm | undefined {
    const alias = type.aliasSymbol;
    const [first, second] = type.aliasTypeArguments ?? [];
    if (alias === undefined || first === undefined || !isOfPlatform(alias)) return undefined;
    switch (alias.name) {
      case "Awaited":
        return { kind: "awaited", of: this.formOf(first, depth) };
      case "Pick":
      case "Omit":
      case "Partial":
      case "Required":
      case "Readonly":
        return { kind: "picked", of: this.formOf(first, depth) };
      case "Exclude":
      case "Extract":
      case "NonNullable":
        return this.formOf(first, depth);
      case "Record":
        return second === undefined
          ? undefined
          : recordOf(this.formOf(second, depth), this.formOf(first, depth));
      default:
        return undefined;
    }
  }

  /** What either branch says; of `T extends Box<infer U> ? U : …` the content of `T`. */
  #ofConditional(type: ts.ConditionalType, depth: number): TypeForm {
    const node = nodeOf(type);
    const checked = this.formOf(type.checkType, depth);
    if (node === undefined ? isInferredParameter(type.resolvedTrueType) : isInferred(node)) {
      return mentionsParameter(checked) ? { kind: "computed", of: checked, content: true } : TEXT_FORM;
    }
    const form = eitherOf(
      node === undefined ? this.#resolvedBranches(type, depth) : this.#writtenBranches(type, node, depth),
    );
    if (mentionsParameter(form)) return form;
    return mentionsParameter(checked) ? { kind: "computed", of: checked, content: false } : TEXT_FORM;
  }

  #writtenBranches(type: ts.ConditionalType, node: ts.ConditionalTypeNode, depth: number): TypeForm[] {
    const given = this.#argumentsOfAlias(type, depth);
    return [node.trueType, node.falseType].map((branch) =>
      substituted(this.formOf(this.#checker.getTypeFromTypeNode(branch), depth), given),
    );
  }

  #resolvedBranches({ resolvedTrueType, resolvedFalseType }: ts.ConditionalType, depth: number): TypeForm[] {
    return [resolvedTrueType, resolvedFalseType].flatMap((branch) =>
      branch === undefined ? [] : [this.formOf(branch, depth)],
    );
  }

  #ofObject(type: ts.Type, depth: number): TypeForm {
    const checker = this.#checker;
    const kind = kindOfType(checker, type);
    switch (kind) {
      case "text":
      case "bytes":
      case "number":
      case "boolean":
      case "nothing":
        return this.#closed(type);
      case "array":
      case "tuple":
        return this.#container("array", type, depth);
      case "set":
      case "map":
      case "promise":
        return this.#container(kind, type, depth);
      case "iterable":
        return isOfPlatform(type.getSymbol())
          ? this.#container("iterator", type, depth)
          : this.#record(type, depth);
      case "function":
        return this.#function(type, depth);
      case "any":
      case "record":
        return this.#record(type, depth);
    }
  }

  #container(
    detail: "array" | "set" | "map" | "promise" | "iterator",
    type: ts.Type,
    depth: number,
  ): TypeForm {
    const kind = detail === "iterator" ? "iterable" : detail;
    const isTuple = tupleOf(this.#checker, type) !== undefined;
    const parts = containerParts(this.#checker, type, isTuple ? "tuple" : kind);
    const of = (types: readonly ts.Type[]): TypeForm =>
      eitherOf(types.map((part) => this.formOf(part, depth)));
    const form: TypeForm = {
      kind: "container",
      detail,
      element: of(parts.elements),
      key: detail === "map" ? of(parts.keys) : undefined,
      places: parts.places?.map((place) => this.formOf(place, depth)),
    };
    return mentionsParameter(form) ? form : this.#closed(type);
  }

  /** Of overloads the last one, which as a rule takes most. */
  #function(type: ts.Type, depth: number): TypeForm {
    const signature = this.#checker.getSignaturesOfType(type, ts.SignatureKind.Call).at(-1);
    if (signature === undefined) return NO_FORM;
    const form = this.ofSignature(signature, depth);
    const contents = this.#contents(type, depth);
    return { ...form, contents };
  }

  /** The type arguments of a library's class or interface that mention a type parameter. */
  #contents(type: ts.Type, depth: number): ReadonlyMap<string, TypeForm> {
    const names = referenceOf(type)?.target.typeParameters ?? [];
    const contents = new Map<string, TypeForm>();
    for (const [index, argument] of typeArgumentsOf(this.#checker, type).entries()) {
      const name = names[index]?.getSymbol()?.name;
      const form = this.formOf(argument, depth);
      if (name !== undefined && mentionsParameter(form)) contents.set(name, form);
    }
    return contents;
  }

  /** The parameters and the result of a function type, or of a declared signature. */
  ofSignature(signature: ts.Signature, depth = FORM_DEPTH): Extract<TypeForm, { kind: "function" }> {
    const checker = this.#checker;
    const declared = signature.getParameters();
    const last = declared.at(-1)?.valueDeclaration;
    const hasRest = last !== undefined && ts.isParameter(last) && last.dotDotDotToken !== undefined;
    const types = declared.map((parameter) => typeOfSymbol(checker, parameter));
    const forms = types.map((type) => (type === undefined ? TEXT_FORM : this.formOf(type, depth)));
    const restType = hasRest ? types.at(-1) : undefined;
    return {
      kind: "function",
      parameters: hasRest ? forms.slice(0, -1) : forms,
      rest: hasRest ? forms.at(-1) : undefined,
      result: this.formOf(signature.getReturnType(), depth),
      invokes: restType === undefined ? undefined : invokedBy(restType),
      contents: new Map(),
    };
  }

  /** An instance of a library's generic class or interface, or an object type that mentions a type parameter. */
  #record(type: ts.Type, depth: number): TypeForm {
    const checker = this.#checker;
    const names = referenceOf(type)?.target.typeParameters ?? [];
    const contents = this.#contents(type, depth);
    if (names.length > 0 && contents.size === 0) return this.#closed(type);
    const properties = this.#properties(type, depth);
    const indexed = checker.getIndexInfosOfType(type).map((info) => this.formOf(info.type, depth));
    const rest = indexed.length === 0 ? undefined : eitherOf(indexed);
    const form: TypeForm = { kind: "record", properties, rest, keys: undefined, contents };
    return mentionsParameter(form) ? form : this.#closed(type);
  }

  #properties(type: ts.Type, depth: number): ReadonlyMap<string, TypeForm> {
    const properties = new Map<string, TypeForm>();
    if (depth === 0) return properties;
    for (const member of this.#checker.getPropertiesOfType(type).slice(0, FORM_PROPERTIES)) {
      if ((member.flags & ts.SymbolFlags.Method) !== 0) continue;
      const value = typeOfSymbol(this.#checker, member);
      const form = value === undefined ? NO_FORM : this.formOf(value, depth);
      if (mentionsParameter(form)) properties.set(member.name, form);
    }
    return properties;
  }

  /** `{ [P in keyof T]: T[P] }` has some of the properties of `T`, each as it is or as a form of it; `{ [P in keyof T]: R }` has an `R` under any name. */
  #mapped(type: ts.Type, depth: number): TypeForm | undefined {
    const declaration = type.getSymbol()?.declarations?.[0];
    if (declaration === undefined || !ts.isMappedTypeNode(declaration)) return undefined;
    const template = declaration.type;
    if (template === undefined) return undefined;
    // `type Handlers<C> = Record<string, Handler<C>>`: what the alias is given says nothing of the parameters of `Record`.
    const { aliasSymbol } = type;
    const isOfOther = aliasSymbol !== undefined && !isWithin(declaration, aliasSymbol);
    if (isOfOther && this.#checker.getIndexInfosOfType(type).length > 0) return undefined;
    const written = this.formOf(this.#checker.getTypeFromTypeNode(template), depth);
    const form = substituted(written, this.#argumentsOfAlias(type, depth));
    const own = declaration.typeParameter.name.text;
    if (form.kind === "property" && form.key.kind === "parameter" && form.key.name === own)
      return { kind: "picked", of: form.object };
    return mentionsParameter(form) ? (partwise(form, own) ?? recordOf(form)) : undefined;
  }

  /** What the parameters of the alias that names a type stand for. */
  #argumentsOfAlias(type: ts.Type, depth: number): ReadonlyMap<string, TypeForm> {
    const given = new Map<string, TypeForm>();
    const declaration = type.aliasSymbol?.declarations?.[0];
    if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) return given;
    for (const [index, { name }] of (declaration.typeParameters ?? []).entries()) {
      const argument = type.aliasTypeArguments?.[index];
      if (argument !== undefined) given.set(name.text, this.formOf(argument, depth));
    }
    return given;
  }
}

/** The form that each part of an object has, if it speaks of that part: `Box<T[K]>`. */
function partwise(form: TypeForm, key: string): TypeForm | undefined {
  const objects: TypeForm[] = [];
  const item = `${key} of`;
  const each = rewritten(form, (part) => {
    if (part.kind !== "property" || part.key.kind !== "parameter" || part.key.name !== key) return undefined;
    objects.push(part.object);
    return { kind: "parameter", name: item };
  });
  const [of] = objects;
  return of === undefined ? undefined : { kind: "mapped", of, item, each };
}

/** `[...T]`: the type `T`. */
function soleVariadic(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  const tuple = tupleOf(checker, type);
  if (tuple?.target.elementFlags.length !== 1) return undefined;
  const [flags = 0] = tuple.target.elementFlags;
  return (flags & ts.ElementFlags.Variadic) === 0 ? undefined : checker.getTypeArguments(tuple)[0];
}

function recordOf(rest: TypeForm, keys?: TypeForm): TypeForm {
  return { kind: "record", properties: new Map(), rest, keys, contents: new Map() };
}

/** `Parameters<T>`: the parameter `T`. */
function invokedBy(type: ts.Type): string | undefined {
  const alias = type.aliasSymbol;
  const [first] = type.aliasTypeArguments ?? [];
  if (alias?.name !== "Parameters" || first === undefined || !isOfPlatform(alias)) return undefined;
  return first.isTypeParameter() ? first.symbol.name : undefined;
}

function isWithin(node: ts.Node, alias: ts.Symbol): boolean {
  return ts.findAncestor(node, ts.isTypeAliasDeclaration) === alias.declarations?.[0];
}

function isIndexedAccess(type: ts.Type): type is ts.IndexedAccessType {
  return (type.flags & ts.TypeFlags.IndexedAccess) !== 0;
}

function isConditional(type: ts.Type): type is ts.ConditionalType {
  return (type.flags & ts.TypeFlags.Conditional) !== 0;
}

/** TypeScript 7 doesn't say how a conditional type is written; instead, both of its branches are there as types. */
function nodeOf(type: Partial<Pick<ts.ConditionalType, "root">>): ts.ConditionalTypeNode | undefined {
  return type.root?.node;
}

function isInferredParameter(type: ts.Type | undefined): boolean {
  const [declaration] = type?.getSymbol()?.declarations ?? [];
  return declaration !== undefined && ts.isInferTypeNode(declaration.parent);
}

/** `T extends Box<infer U> ? U : …` */
function isInferred({ extendsType, trueType }: ts.ConditionalTypeNode): boolean {
  if (!ts.isTypeReferenceNode(trueType) || !ts.isIdentifier(trueType.typeName)) return false;
  const { text } = trueType.typeName;
  const infers = (node: ts.Node): boolean =>
    ts.isInferTypeNode(node)
      ? node.typeParameter.name.text === text
      : (ts.forEachChild(node, infers) ?? false);
  return infers(extendsType);
}
