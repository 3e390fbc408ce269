/**
 * Summaries: what summarized code is for, as it was told when the summary was made.
 */
import type { PurposesOfCode } from "../annotations/purposes-of-code.js";
import type { FileId } from "../graph/expression.js";
import type { Column, RecordedPurposes } from "../graph/package-summary.js";
import type { SummarizedCode } from "../program/program-files.js";

export function withRecordedPurposes(code: SummarizedCode, purposes: PurposesOfCode): PurposesOfCode {
  if (code.names.length === 0) return purposes;
  type Ask<T> = (file: FileId, place: number) => T;
  const recorded = <T>(columnOf: (of: RecordedPurposes) => Column<T>, otherwise: Ask<T>): Ask<T> => {
    return (file, place) => {
      const summary = code.get(file);
      if (summary === undefined) return otherwise(file, place);
      const { values, indices } = columnOf(summary.purposes);
      return values[indices[place] ?? values.length] ?? otherwise(file, place);
    };
  };
  const meaning = recorded(
    ({ ofMeaning }) => ofMeaning,
    (file, site) => purposes.ofMeaning(file, site, false),
  );
  const ownMeaning = recorded(
    ({ ofOwnMeaning }) => ofOwnMeaning,
    (file, site) => purposes.ofMeaning(file, site, true),
  );
  return {
    ofProcedure: recorded(({ ofProcedure }) => ofProcedure, purposes.ofProcedure),
    ofParameter: (file, procedure, index) => {
      const column = code.get(file)?.purposes.ofParameters;
      if (column === undefined) return purposes.ofParameter(file, procedure, index);
      return column.values[column.indices[procedure] ?? column.values.length]?.[index] ?? [];
    },
    ofDeclaration: recorded(({ ofDeclaration }) => ofDeclaration, purposes.ofDeclaration),
    annotatedAt: recorded(({ annotated }) => annotated, purposes.annotatedAt),
    ofMeaning: (file, site, ownOnly) => (ownOnly ? ownMeaning : meaning)(file, site),
    ofExport: (name, file, site) =>
      code.get(file) === undefined ? purposes.ofExport(name, file, site) : meaning(file, site),
    ofWrittenProperty: recorded(({ ofWrittenProperty }) => ofWrittenProperty, purposes.ofWrittenProperty),
    ofReceiver: recorded(({ ofReceiver }) => ofReceiver, purposes.ofReceiver),
    ofModule: (file) => code.get(file)?.purposes.ofModule ?? purposes.ofModule(file),
    repurposing: recorded(({ repurposing }) => repurposing, purposes.repurposing),
    declaredRepurposing: recorded(
      ({ declaredRepurposing }) => declaredRepurposing,
      purposes.declaredRepurposing,
    ),
    annotatedModules: [
      ...purposes.annotatedModules,
      ...code.names.filter((file) => (code.get(file)?.purposes.ofModule ?? []).length > 0),
    ].sort(),
  };
}
