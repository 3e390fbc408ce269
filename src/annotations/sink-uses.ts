/**
 * Where a file uses what the catalog knows: packages, globals, endpoints. By the text of the file and its constants; the
 * analysis of whole programs finds more (a URL that a function of another module puts together).
 */
import ts from "typescript";
import type { Catalog } from "../catalog/catalog.js";
import { globalAt, type GlobalUse } from "../checker/global-of-name.js";
import { fileOfSpecifier } from "../checker/module-of-specifier.js";
import {
  moduleImportOf,
  usesOfImport,
  type ImportUse,
  type ModuleImport,
} from "../checker/package-imports.js";
import { homeOfFile } from "../checker/home-of-file.js";
import { isPresenceTest } from "../checker/presence-test.js";
import { wrapped } from "../checker/wrapped-expressions.js";
import { packageOfSpecifier, type PackagePath } from "../settings/package-name.js";
import { RequestSearch } from "./request-uses.js";
import { tagArguments } from "./tag-arguments.js";

/** @example sinkUses(program, catalog, file)[0]?.name // "facebook-nodejs-business-sdk" */
export interface SinkUse {
  readonly kind: "package" | "global" | "endpoint";
  readonly name: string;
  readonly purposes: readonly string[];
  /** Where to say so. */
  readonly node: ts.Node;
  /** The places that use it: whose annotations count. */
  readonly places: readonly ts.Node[];
}

/** In the order of the file. */
export function sinkUses(program: ts.Program, catalog: Catalog, file: ts.SourceFile): readonly SinkUse[] {
  const uses: SinkUse[] = [];
  const requests = new RequestSearch(program, catalog);
  const visit = (node: ts.Node): void => {
    const imported = moduleImportOf(node);
    if (imported !== undefined) {
      requests.addImport(imported);
      uses.push(...usesOfPackage(program, catalog, imported));
    }
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node))
      uses.push(...useOfGlobal(program, catalog, node));
    const request = requests.useAt(node);
    if (request !== undefined) uses.push({ kind: "endpoint", ...request, places: [request.node] });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return uses.sort((one, other) => one.node.pos - other.node.pos);
}

function usesOfPackage(program: ts.Program, catalog: Catalog, imported: ModuleImport): readonly SinkUse[] {
  const { specifier, node, bindings } = imported;
  const path = packageOfSpecifier(specifier.text);
  if (path === undefined || !catalog.knowsPackage(path.name) || isOwnFile(program, specifier)) return [];
  const all = usesOfImport(program.getTypeChecker(), node.getSourceFile(), bindings);
  // What is used in types alone is not there when the program runs.
  if (all.length > 0 && all.every(({ asType }) => asType)) return [];
  const values = all.filter(({ asType }) => !asType);
  const use = (purposes: readonly string[], at: ts.Node, places: readonly ts.Node[]): readonly SinkUse[] =>
    purposes.length === 0 ? [] : [{ kind: "package", name: path.name, purposes, node: at, places }];
  const whole = catalog.purposesOfPackage(path.name, path.subpath);
  if (whole.length > 0) return use(whole, node, values.length === 0 ? [node] : values.map((one) => one.node));
  if (values.length === 0) {
    return use(
      bindings.flatMap(({ member }) => catalog.purposesOfPackage(path.name, path.subpath, member ?? [])),
      node,
      [node],
    );
  }
  return values.flatMap((one) => use(purposesOfUse(program, catalog, path, one), one.node, [one.node]));
}

/** A path that the program's own settings lead elsewhere: `"fbq": ["./src/fbq.ts"]`. */
function isOwnFile(program: ts.Program, specifier: ts.StringLiteralLike): boolean {
  const file = fileOfSpecifier(program, program.getTypeChecker(), specifier);
  return file !== undefined && homeOfFile(file).kind === "program" && !file.endsWith(".d.ts");
}

/** What is read off the import and called, link by link: `analytics().initiate(…)`. */
function purposesOfUse(
  program: ts.Program,
  catalog: Catalog,
  { name, subpath }: PackagePath,
  { node, member }: ImportUse,
): readonly string[] {
  const names = member === undefined ? [] : [member];
  let purposes = catalog.purposesOfPackage(name, subpath, names);
  for (let link = wrapped(node); purposes.length === 0;) {
    const next = link.parent;
    if (ts.isPropertyAccessExpression(next) && next.expression === link) {
      names.push(next.name.text);
      purposes = catalog.purposesOfPackage(name, subpath, names);
    } else if (ts.isCallExpression(next) && next.expression === link) {
      const args = tagArguments(program.getTypeChecker(), next.arguments);
      purposes = catalog.purposesOfPackageCall(name, subpath, names, args);
    } else if (!ts.isAwaitExpression(next)) {
      return purposes;
    }
    link = wrapped(next);
  }
  return purposes;
}

function useOfGlobal(
  program: ts.Program,
  catalog: Catalog,
  node: ts.Identifier | ts.StringLiteralLike,
): readonly SinkUse[] {
  if (!catalog.knowsGlobal(node.text)) return [];
  const use = globalAt(program, node);
  if (use === undefined || isPresenceTest(use.expression)) return [];
  const { name, expression } = use;
  const purposes = catalog.isMixedTag(name)
    ? purposesOfTag(program, catalog, use)
    : catalog.purposesOfGlobal(name);
  return purposes.length === 0
    ? []
    : [{ kind: "global", name, purposes, node: expression, places: [expression] }];
}

/** Which purpose a mixed tag has, its call decides: `gtag(…)`, `dataLayer.push(…)`. */
function purposesOfTag(
  program: ts.Program,
  catalog: Catalog,
  { name, expression }: GlobalUse,
): readonly string[] {
  const called = wrapped(expression);
  const member = called.parent;
  const isPush = ts.isPropertyAccessExpression(member) && member.name.text === "push";
  const callee = isPush ? wrapped(member) : called;
  const call = callee.parent;
  if (!ts.isCallExpression(call) || call.expression !== callee) return [];
  return catalog.purposesOfTagCall(name, tagArguments(program.getTypeChecker(), call.arguments));
}
