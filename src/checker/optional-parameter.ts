/**
 * Whether callers may leave a parameter out. The checker's own question of this name is missing in TypeScript 7.
 *
 * @example isOptionalParameter(`limit` in `function read(id: string, limit = 10) {}`) // true
 */
import ts from "typescript";

export function isOptionalParameter(parameter: ts.ParameterDeclaration): boolean {
  if (parameter.questionToken !== undefined || isOptionalByJsDoc(parameter)) return true;
  if (parameter.initializer === undefined) return false;
  // Before one that can't be left out, `undefined` has to be passed for the default.
  const { parameters } = parameter.parent;
  return parameters.slice(parameters.indexOf(parameter) + 1).every(isOmissible);
}

function isOmissible(parameter: ts.ParameterDeclaration): boolean {
  const { questionToken, initializer, dotDotDotToken } = parameter;
  return (questionToken ?? initializer ?? dotDotDotToken) !== undefined || isOptionalByJsDoc(parameter);
}

/** `@param {string} [id]`, `@param {string=} id` */
function isOptionalByJsDoc(parameter: ts.ParameterDeclaration): boolean {
  return ts
    .getJSDocParameterTags(parameter)
    .some(
      ({ isBracketed, typeExpression }) =>
        isBracketed || typeExpression?.type.kind === ts.SyntaxKind.JSDocOptionalType,
    );
}
