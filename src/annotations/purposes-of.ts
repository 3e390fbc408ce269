/**
 * What a declaration is for: the nearest of its own annotation, those of the declarations around it, its module's, its
 * package's, and the settings'. A nearer one replaces what is farther, it doesn't add to it.
 */
import ts from "typescript";
import { tagsOfDeclaration } from "./jsdoc-tags.js";
import { modulePurposes } from "./module-annotation.js";
import { moduleBlocks } from "./module-blocks.js";
import { createPackages } from "./package-purpose.js";
import { purposesIn } from "./purpose-names.js";

export interface PurposeSources {
  readonly program: ts.Program;
  /** Purposes of what a declaration file was made of; undefined: that isn't known. */
  summarized?(declarations: string): readonly string[] | undefined;
  /** Purposes by file glob and package name. */
  settingsPurposes(file: string, packageName: string | undefined): readonly string[];
  readFile(path: string): string | undefined;
}

/** @example createPurposes(sources).purposesOfDeclaration(`export` in `class PhoneBook`) // ["advertising"] */
export interface Purposes {
  /** []: neutral. */
  purposesOfDeclaration(declaration: ts.Node): readonly string[];
  /** Only what stands on the declaration or on those around it; undefined where nothing does. */
  annotatedPurposes(declaration: ts.Node): readonly string[] | undefined;
  purposesOfFile(file: ts.SourceFile): readonly string[];
  /** Whether anything but modules is annotated anywhere in the program: if not, nobody has to ask what is called. */
  annotatesDeclarations(): boolean;
  /** What is wrong in `package.json` files on the way. */
  problems(): readonly string[];
}

export function createPurposes(sources: PurposeSources): Purposes {
  const packages = createPackages((path) => sources.readFile(path));
  const byFile = new Map<ts.SourceFile, readonly string[]>();
  const byNode = new Map<ts.Node, readonly string[] | undefined>();

  const purposesOfFile = (file: ts.SourceFile): readonly string[] => {
    const known = byFile.get(file);
    if (known !== undefined) return known;
    const purposes = sources.program.isSourceFileDefaultLibrary(file) ? [] : statedFor(file);
    byFile.set(file, purposes);
    return purposes;
  };

  const statedFor = (file: ts.SourceFile): readonly string[] => {
    const known = file.isDeclarationFile ? sources.summarized?.(file.fileName) : undefined;
    if (known !== undefined) return known;
    const own = modulePurposes(file);
    if (own.length > 0) return own;
    const { name, purposes } = packages.packageOf(file.fileName);
    return purposes.length > 0 ? purposes : sources.settingsPurposes(file.fileName, name);
  };

  const annotatedPurposes = (node: ts.Node): readonly string[] | undefined => {
    if (ts.isSourceFile(node)) return undefined;
    if (byNode.has(node)) return byNode.get(node);
    const own = isAnnotatable(node) ? purposesIn(tagsOfDeclaration(node), "purpose") : [];
    const purposes = own.length > 0 ? own : annotatedPurposes(node.parent);
    byNode.set(node, purposes);
    return purposes;
  };

  const found: { answer?: boolean } = {};
  return {
    annotatesDeclarations: () =>
      (found.answer ??= sources.program.getSourceFiles().some(mentionsBelowItsTop)),
    purposesOfDeclaration: (node) => annotatedPurposes(node) ?? purposesOfFile(node.getSourceFile()),
    annotatedPurposes,
    purposesOfFile,
    problems: () => packages.problems(),
  };
}

/** What an annotation can stand on. Other nodes on the way out only share a comment with a declaration before them. */
export function isAnnotatable(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isClassElement(node) ||
    ts.isTypeElement(node) ||
    ts.isObjectLiteralElement(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isParameter(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isEnumMember(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isExportAssignment(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isBinaryExpression(node)
  );
}

/** Whether a purpose is spoken of outside the blocks that are about the module as a whole. */
function mentionsBelowItsTop(file: ts.SourceFile): boolean {
  if (!file.text.includes(PURPOSE_TAG)) return false;
  const blocks = moduleBlocks(file);
  for (let at = file.text.indexOf(PURPOSE_TAG); at >= 0; at = file.text.indexOf(PURPOSE_TAG, at + 1))
    if (!blocks.some(({ pos, end }) => pos <= at && at < end)) return true;
  return false;
}

const PURPOSE_TAG = "@purpose";
