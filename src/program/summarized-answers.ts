/**
 * Pipeline stage: summaries of packages → value flow. Questions about places in code that is known by its package's
 * summary: the checker answered them when the summary was made, for all but what the program itself adds.
 */
import ts from "typescript";
import { pathOfDeclaration } from "../checker/declaration-path.js";
import type { Origin } from "../graph/origin.js";
import type { Column, DeclaredPlace, RecordedAnswers } from "../graph/package-summary.js";
import type { ProcedureReference } from "../graph/program-view.js";
import type { ProgramFiles } from "./program-files.js";
import type { TypeQuestions } from "./type-questions.js";

export function withSummaries(files: ProgramFiles, questions: TypeQuestions): TypeQuestions {
  const { summarized } = files;
  if (summarized.names.length === 0) return questions;
  type Ask<T> = (file: string, site: number) => T;
  const recorded = <T>(column: (answers: RecordedAnswers) => Column<T>, otherwise: Ask<T>): Ask<T> => {
    return (file, site) => {
      const summary = summarized.get(file);
      const found = summary === undefined ? undefined : column(summary.answers);
      const value = found?.values[found.indices[site] ?? found.values.length];
      // The file's own site, and what may be undefined itself.
      return found === undefined || value === undefined ? otherwise(file, site) : value;
    };
  };
  const membersAt = memberFinder(files);
  return {
    ...questions,
    typeAt: recorded(({ types }) => types, questions.typeAt),
    resultAt: recorded(({ results }) => results, questions.resultAt),
    signatureAt: recorded(({ signatures }) => signatures, questions.signatureAt),
    memberNamesAt: recorded(({ memberNames }) => memberNames, questions.memberNamesAt),
    originAt: recorded(({ origins }) => origins, questions.originAt),
    labelAt: recorded(({ labels }) => labels, questions.labelAt),
    methodAt: recorded(({ methods }) => methods, questions.methodAt),
    bodiesAt: (file, site) => {
      const bodies = summarized.get(file)?.answers.bodies;
      if (bodies === undefined) return questions.bodiesAt(file, site);
      const known = bodies.values[bodies.indices[site] ?? bodies.values.length];
      if (known === undefined) return [];
      const added = known.members.flatMap((place) => [
        ...summarized.implementationsOf(place.file, place.path),
        ...membersAt(place).flatMap((member) => questions.bodiesOf(member)),
      ]);
      return distinct([...known.procedures, ...added]);
    },
  };
}

function distinct(references: readonly ProcedureReference[]): readonly ProcedureReference[] {
  return [...new Map(references.map((one) => [`${one.file}#${String(one.procedure)}`, one])).values()];
}

/** Finds the declarations in the program that stand for members in summarized code. */
function memberFinder({
  program,
  summarized,
}: ProgramFiles): (place: DeclaredPlace) => readonly ts.Declaration[] {
  const byFile = new Map<string, ReadonlyMap<string, readonly ts.Declaration[]>>();
  const declarationFiles = new Map<string, ts.SourceFile>();
  for (const file of program.getSourceFiles())
    declarationFiles.set(summarized.sourceOf(file.fileName) ?? file.fileName, file);
  return ({ file, path }) => {
    const source = declarationFiles.get(file);
    if (source === undefined) return [];
    const members = byFile.get(file) ?? membersIn(source);
    byFile.set(file, members);
    return members.get(path) ?? [];
  };
}

/** Members of a file's classes, interfaces and object types, by their paths of names. */
export function membersIn(file: ts.SourceFile): ReadonlyMap<string, readonly ts.Declaration[]> {
  const found = new Map<string, ts.Declaration[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isMethodSignature(node) || ts.isPropertySignature(node) || ts.isMethodDeclaration(node)) {
      const path = pathOfDeclaration(node, false).join(".");
      found.set(path, [...(found.get(path) ?? []), node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What is declared in a file that was built is known by the source that it was built of. */
export function originInSource(files: ProgramFiles, origin: Origin): Origin {
  const { home } = origin;
  const file = home.kind === "program" ? files.summarized.sourceOf(home.file) : undefined;
  if (file === undefined) return origin;
  const variables = files.get(file)?.facts.variables ?? [];
  const hasValue = variables.some(({ name, record }) => record === 0 && name === origin.path[0]);
  return { ...origin, home: { kind: "program", file }, file, ambient: !hasValue };
}
