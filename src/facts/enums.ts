/**
 * Pipeline stage: source file → facts. Lowers enums: an object in a variable, with the members' values and, for numbers,
 * the way back from the value to the name.
 */
import ts from "typescript";
import type { Statement } from "../graph/procedure.js";
import type { Expression, ObjectMember } from "../graph/expression.js";
import { enumMemberConstant, enumMemberName } from "./enum-constants.js";
import { lowerExpression } from "./expressions.js";
import { within, type Place } from "./facts-builder.js";
import { constantAt } from "./literals.js";
import { isAmbient } from "./modifiers.js";
import { nameKey, readVariable, targetOfVariable, variableNamed } from "./names.js";
import { makesObject } from "./namespaces.js";
import { keyOfName } from "./property-keys.js";
import type { Variable } from "./scope.js";

type EnumProperty = ObjectMember & { readonly kind: "property" };

/** `enum E {…}`, `const enum E {…}`. */
export function lowerEnum(place: Place, node: ts.EnumDeclaration): Statement[] {
  const variable = variableNamed(place, node.name.text);
  if (variable === undefined || isAmbient(node, place.facts.sourceFile)) return [];
  const inside = within(place, node);
  const members = node.members.flatMap((member) => lowerMember(inside, variable, member));
  // A second declaration of the enum adds to the object that the first one made.
  if (!makesObject(variable, node)) return members.map((member) => addMember(place, variable, node, member));
  return [
    {
      kind: "declare",
      site: place.facts.site(node),
      target: targetOfVariable(place, variable, node.name),
      value: { kind: "object", site: place.facts.site(node), members },
      typed: false,
      using: undefined,
    },
  ];
}

function lowerMember(inside: Place, variable: Variable, node: ts.EnumMember): EnumProperty[] {
  const site = inside.facts.site(node);
  const name = enumMemberName(node);
  const constant = name === undefined ? undefined : enumMemberConstant(inside.facts, variable, name);
  const forward = { kind: "property", site, key: keyOfName(inside, node.name) } as const;
  if (constant === undefined) return [{ ...forward, value: lowerComputed(inside, node) }];
  const value = constantAt(inside, node.initializer ?? node, constant.value);
  if (typeof constant.value !== "number" || name === undefined) return [{ ...forward, value }];
  const back = {
    kind: "property",
    site,
    key: nameKey(String(constant.value)),
    value: constantAt(inside, node, name),
  } as const;
  return [{ ...forward, value }, back];
}

function lowerComputed(inside: Place, node: ts.EnumMember): Expression {
  // Only an error has neither a constant nor an initialiser here.
  if (node.initializer === undefined) return { kind: "opaque", site: inside.facts.site(node), parts: [] };
  return lowerExpression(inside, node.initializer, "value");
}

function addMember(
  place: Place,
  variable: Variable,
  node: ts.EnumDeclaration,
  member: EnumProperty,
): Statement {
  const object = readVariable(place, variable, node.name);
  const target = { kind: "property", site: member.site, object, key: member.key } as const;
  const expression = {
    kind: "assign",
    site: member.site,
    target,
    operator: undefined,
    value: member.value,
  } as const;
  return { kind: "expression", expression };
}
