/** Which values a type leaves possible: constants, absence, none at all. */
import ts from "typescript";

/** Most members of a union of literals that are worth knowing one by one. */
const MAXIMAL_LITERALS = 12;

/** @example constantsOfType(`"sms" | "totp"`) // ["sms", "totp"] */
export function constantsOfType(type: ts.Type): readonly (string | number | boolean)[] | undefined {
  const members = (type.isUnion() ? type.types : [type]).filter((member) => !isAbsent(member));
  if (members.length === 0 || members.length > MAXIMAL_LITERALS) return undefined;
  const constants: (string | number | boolean)[] = [];
  for (const member of members) {
    if (member.isStringLiteral() || member.isNumberLiteral()) constants.push(member.value);
    else if ((member.flags & ts.TypeFlags.BooleanLiteral) !== 0) constants.push(isTrue(member));
    else return undefined;
  }
  return constants;
}

/** The public API gives boolean literals no value: their names are all that tells them apart. */
function isTrue(type: ts.Type): boolean {
  return "intrinsicName" in type && type.intrinsicName === "true";
}

function isAbsent(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void)) !== 0;
}

/** @example isNullish(`string | undefined`) // true */
export function isNullish(type: ts.Type): boolean {
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0 || isAbsent(type)) return true;
  return type.isUnion() && type.types.some(isAbsent);
}

/** @example isNever(`process.exit(1)`) // true */
export function isNever(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Never) !== 0;
}
