/**
 * Pipeline stage: source file → facts. What a file asks of other modules and what it gives: requests, import bindings,
 * exports, and the start of a CommonJS module.
 */
import ts from "typescript";
import type { Export, ModuleRequest, Statement } from "../graph/procedure.js";
import { lowerExpression } from "./expressions.js";
import type { FactsBuilder, Place } from "./facts-builder.js";
import { giveName } from "./functions.js";
import { isDefaultExport, isExported, isTypeClause } from "./modifiers.js";
import { nameKey, targetOfVariable, variableNamed } from "./names.js";
import { boundNames } from "./scope-declarations.js";
import { lookUp, MODULE_THIS, referenceTo } from "./scope.js";

/** The modules that a file names in imports and exports, in the order of the text. */
export function moduleRequests(facts: FactsBuilder): ModuleRequest[] {
  return facts.sourceFile.statements.flatMap((statement): ModuleRequest[] => {
    const specifier = specifierOf(statement);
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return [];
    return [
      { specifier: facts.specifierSite(specifier), module: specifier.text, typeOnly: isTypeOnly(statement) },
    ];
  });
}

function specifierOf(statement: ts.Statement): ts.Expression | undefined {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))
    return statement.moduleSpecifier;
  if (!ts.isImportEqualsDeclaration(statement)) return undefined;
  return ts.isExternalModuleReference(statement.moduleReference)
    ? statement.moduleReference.expression
    : undefined;
}

/** Nothing of it exists at run time. */
function isTypeOnly(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) {
    const clause = statement.importClause;
    if (clause === undefined) return false;
    const bindings = clause.namedBindings;
    const onlyTypes = bindings !== undefined && ts.isNamedImports(bindings) && areTypes(bindings.elements);
    return isTypeClause(clause) || (clause.name === undefined && onlyTypes);
  }
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    return (
      statement.isTypeOnly || (clause !== undefined && ts.isNamedExports(clause) && areTypes(clause.elements))
    );
  }
  return ts.isImportEqualsDeclaration(statement) && statement.isTypeOnly;
}

function areTypes(elements: readonly ts.ImportOrExportSpecifier[]): boolean {
  return elements.length > 0 && elements.every((element) => element.isTypeOnly);
}

/** Enters every import binding of the file, used or not. */
export function bindImports(facts: FactsBuilder): void {
  for (const binding of facts.scopes.module.names.values()) {
    if (binding.kind === "import") facts.importBinding(binding.imported);
  }
}

/** What the module gives under which names; types leave no trace. */
export function moduleExports(facts: FactsBuilder): Export[] {
  return facts.sourceFile.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return exportsOfDeclaration(facts, statement);
    if (ts.isExportAssignment(statement)) {
      return statement.isExportEquals === true ? [] : localExport(facts, "default", "default");
    }
    if (!isExported(statement)) return [];
    if (isDefaultExport(statement))
      return localExport(facts, "default", declaredNames(statement)[0] ?? "default");
    return declaredNames(statement).flatMap((name) => localExport(facts, name, name));
  });
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    const names = statement.declarationList.declarations.flatMap((declaration) =>
      boundNames(declaration.name),
    );
    return names.map((name) => name.text);
  }
  const declares =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  return declares && statement.name !== undefined ? [statement.name.text] : [];
}

function exportsOfDeclaration(facts: FactsBuilder, node: ts.ExportDeclaration): Export[] {
  if (node.isTypeOnly) return [];
  const clause = node.exportClause;
  const named =
    clause !== undefined && ts.isNamedExports(clause)
      ? clause.elements.filter((element) => !element.isTypeOnly)
      : [];
  if (node.moduleSpecifier === undefined) {
    return named.flatMap((element) =>
      localExport(facts, element.name.text, (element.propertyName ?? element.name).text),
    );
  }
  if (!ts.isStringLiteral(node.moduleSpecifier)) return [];
  const specifier = facts.specifierSite(node.moduleSpecifier);
  const module = node.moduleSpecifier.text;
  if (clause === undefined) return [{ kind: "all", specifier, module }];
  if (ts.isNamespaceExport(clause))
    return [{ kind: "reexport", name: clause.name.text, specifier, module, imported: "*" }];
  return named.map((element) => {
    const imported = (element.propertyName ?? element.name).text;
    return { kind: "reexport", name: element.name.text, specifier, module, imported };
  });
}

/** Gives a name of the file; one that was imported is handed on from where it comes. */
function localExport(facts: FactsBuilder, name: string, local: string): Export[] {
  const binding = lookUp(facts.scopes.module, local);
  if (binding?.kind === "variable")
    return [{ kind: "local", name, reference: referenceTo(binding.variable) }];
  if (binding?.kind !== "import") return [];
  const { specifier, module, imported } = facts.importBinding(binding.imported);
  return [{ kind: "reexport", name, specifier, module, imported }];
}

/** `export default x` fills the variable of that name, `export = x` sets the module's value. */
export function lowerExportAssignment(place: Place, node: ts.ExportAssignment): Statement[] {
  const site = place.facts.site(node);
  giveName(place, node.expression, "default");
  const value = lowerExpression(place, node.expression, "value");
  if (node.isExportEquals === true) return [{ kind: "export-value", site, name: "export=", value }];
  const variable = variableNamed(place, "default");
  if (variable === undefined) return [];
  const target = targetOfVariable(place, variable, node.expression);
  return [{ kind: "declare", site, target, value, typed: false, using: undefined }];
}

/** `const module = { exports: {} }, exports = module.exports, this = module.exports`, where the file has not declared these names itself. */
export function commonJsStart(place: Place): Statement[] {
  const { facts } = place;
  const atStart = (): number => facts.siteOver(facts.sourceFile, 0, 0);
  const declareHidden = (name: string, value: (Statement & { kind: "declare" })["value"]): Statement[] => {
    const variable = variableNamed(place, name);
    if (variable === undefined || variable.declarations.length > 0) return [];
    const target = {
      kind: "variable",
      site: atStart(),
      reference: referenceTo(variable),
      declares: true,
    } as const;
    return [{ kind: "declare", site: atStart(), target, value, typed: false, using: undefined }];
  };
  const empty = { kind: "object", site: atStart(), members: [] } as const;
  const key = nameKey("exports");
  const initial = {
    kind: "object",
    site: atStart(),
    members: [{ kind: "property", site: atStart(), key, value: empty }],
  } as const;
  const module = variableNamed(place, "module");
  const object =
    module &&
    ({ kind: "variable", site: atStart(), reference: referenceTo(module), presenceOnly: false } as const);
  const alias =
    object && ({ kind: "read", site: atStart(), object, key, optional: false, presenceOnly: false } as const);
  return [
    ...declareHidden("module", initial),
    ...declareHidden("exports", alias),
    ...declareHidden(MODULE_THIS, alias),
  ];
}
