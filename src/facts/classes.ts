/**
 * Pipeline stage: source file → facts. Lowers classes: their members in the order of the text, the variable that holds
 * the class, and the decorators that are applied to it.
 */
import ts from "typescript";
import type { Statement } from "../graph/procedure.js";
import type {
  Argument,
  ClassFacts,
  ClassMember,
  Expression,
  ObjectMember,
  ProcedureId,
} from "../graph/expression.js";
import { lowerDecorators } from "./calls.js";
import { lowerExpression } from "./expressions.js";
import { within, type Place } from "./facts-builder.js";
import { giveName, lowerInitializer, lowerProcedure, lowerStaticBlock, nameOf } from "./functions.js";
import { hasModifier, hasWrittenType, isAmbient, isFieldWithoutTrace } from "./modifiers.js";
import { readVariable, targetOfVariable, variableNamed } from "./names.js";
import { keyOfName } from "./property-keys.js";
import { referenceTo, type Variable } from "./scope.js";

/** `class C {…}`: declares its variable, then applies the decorators. */
export function lowerClassDeclaration(place: Place, node: ts.ClassDeclaration): Statement[] {
  if (isAmbient(node, place.facts.sourceFile)) return [];
  const variable = variableNamed(place, node.name?.text ?? "default");
  const value = lowerClass(place, node, variable);
  if (variable === undefined) return [{ kind: "expression", expression: value }];
  const declaration: Statement = {
    kind: "declare",
    site: place.facts.site(node),
    target: targetOfVariable(place, variable, node.name ?? node),
    value,
    typed: false,
    using: undefined,
  };
  return [
    declaration,
    ...classDecorators(place, node, variable).map((expression): Statement => ({
      kind: "expression",
      expression,
    })),
  ];
}

/** A class as a value; where decorators are applied to it, they run before the value is handed on. */
export function lowerClassExpression(place: Place, node: ts.ClassExpression): Expression {
  const binding = place.facts.scopes.scopes.get(node)?.names.get(node.name?.text ?? "(class)");
  const self = binding?.kind === "variable" ? binding.variable : undefined;
  const value = lowerClass(place, node, self);
  const decorators = self === undefined ? [] : classDecorators(place, node, self);
  if (self === undefined || decorators.length === 0) return value;
  const expressions = [value, ...decorators, readVariable(place, self, node)];
  return { kind: "sequence", site: place.facts.site(node), expressions };
}

/** Applies the decorators, innermost first: each may give another class to put in its place. */
function classDecorators(place: Place, node: ts.ClassLikeDeclaration, self: Variable): Expression[] {
  const at = node.name ?? node;
  const site = place.facts.site(node);
  const own = (): Expression => readVariable(place, self, at);
  const decorated = (decorator: ts.Decorator): Argument[] => {
    const context = classContext(place, decorator, node.name?.text);
    return [own(), context].map((expression) => ({ expression, spread: false }));
  };
  const applied = lowerDecorators(place, node, decorated).map((call): Expression => {
    const value: Expression = { kind: "logical", site, operator: "??", left: call, right: own() };
    const target = { ...targetOfVariable(place, self, at), declares: false };
    return { kind: "assign", site, target, operator: undefined, value };
  });
  const constructors = node.members.filter(ts.isConstructorDeclaration);
  const parameters = constructors.flatMap((constructor) => constructor.parameters);
  return [...applied.reverse(), ...parameters.flatMap((one) => lowerDecorators(place, one, decorated))];
}

/** The second argument of a class decorator, as far as it is known. */
function classContext(place: Place, decorator: ts.Decorator, name: string | undefined): Expression {
  const site = place.facts.site(decorator.expression);
  const known = Object.entries({ kind: "class", name }).map(([key, value]): ObjectMember => {
    return {
      kind: "property",
      site,
      key: { kind: "name", name: key },
      value: { kind: "constant", site, value },
    };
  });
  const others: ObjectMember = { kind: "spread", site, expression: { kind: "opaque", site, parts: [] } };
  return { kind: "object", site, members: [others, ...known] };
}

function lowerClass(place: Place, node: ts.ClassLikeDeclaration, self: Variable | undefined): Expression {
  const inside = within(place, node);
  const site = place.facts.classSite(node);
  const owner: ClassOwner = { inside, name: nameOf(place, node), site };
  const base = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0];
  const facts: ClassFacts = {
    site,
    name: owner.name,
    extends: base && lowerExpression(inside, base, "value"),
    constructorProcedure: lowerConstructor(owner, node),
    members: node.members.flatMap((member) => lowerMember(owner, member)),
    self: self && referenceTo(self),
    abstract: hasModifier(node, ts.SyntaxKind.AbstractKeyword),
  };
  return { kind: "class", site, class: facts };
}

interface ClassOwner {
  readonly inside: Place;
  readonly name: string;
  readonly site: number;
}

function lowerConstructor(owner: ClassOwner, node: ts.ClassLikeDeclaration): ProcedureId | undefined {
  const constructors = node.members.filter(ts.isConstructorDeclaration);
  const implementation = constructors.find((member) => member.body !== undefined);
  const identity = { name: `${owner.name}.constructor`, memberOf: owner.site };
  return implementation && lowerProcedure(owner.inside, implementation, identity);
}

/** Members without a body or a value (overloads, abstract ones, index signatures) leave no trace. */
function lowerMember(owner: ClassOwner, node: ts.ClassElement): ClassMember[] {
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node)) return lowerMethod(owner, node);
  if (ts.isPropertyDeclaration(node)) return isFieldWithoutTrace(node) ? [] : [lowerField(owner, node)];
  if (!ts.isClassStaticBlockDeclaration(node)) return [];
  const identity = { name: `${owner.name}.(static)`, memberOf: owner.site };
  const procedure = lowerStaticBlock(owner.inside, node, identity);
  return [{ kind: "static-block", site: owner.inside.facts.site(node), static: true, procedure }];
}

function lowerMethod(owner: ClassOwner, node: ts.MethodDeclaration | ts.AccessorDeclaration): ClassMember[] {
  const procedure = lowerProcedure(owner.inside, node, memberIdentity(owner, node.name));
  if (procedure === undefined) return [];
  const kind = ts.isMethodDeclaration(node) ? "method" : ts.isGetAccessor(node) ? "getter" : "setter";
  const decorators = [node, ...node.parameters].flatMap((target) => lowerDecorators(owner.inside, target));
  return [{ ...memberHeader(owner, node), kind, procedure, decorators }];
}

function lowerField(owner: ClassOwner, node: ts.PropertyDeclaration): ClassMember {
  const { inside } = owner;
  const { initializer } = node;
  if (initializer !== undefined && ts.isIdentifier(node.name)) giveName(inside, initializer, node.name.text);
  const procedure =
    initializer && lowerInitializer(inside, node, initializer, memberIdentity(owner, node.name));
  const decorators = lowerDecorators(inside, node);
  const typed = hasWrittenType(node, node, inside.facts.sourceFile);
  return { ...memberHeader(owner, node), kind: "field", initializer: procedure, typed, decorators };
}

function memberHeader(owner: ClassOwner, node: ts.ClassElement & { readonly name: ts.PropertyName }) {
  const { inside } = owner;
  const isStatic = hasModifier(node, ts.SyntaxKind.StaticKeyword);
  return { site: inside.facts.site(node), static: isStatic, key: keyOfName(inside, node.name) };
}

function memberIdentity(owner: ClassOwner, name: ts.PropertyName): { name: string; memberOf: number } {
  const own = ts.isComputedPropertyName(name) ? "[computed]" : name.text;
  return { name: `${owner.name}.${own}`, memberOf: owner.site };
}
