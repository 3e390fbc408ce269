/**
 * Pipeline stage: facts and answers → a file, and back. What the value flow needs to know of a package's code, as plain
 * data: with it, programs that use the package go through its code without its sources, and without a compiler.
 */
import type { FileId, ProcedureId } from "./expression.js";
import type { Origin } from "./origin.js";
import type { FileFacts } from "./procedure.js";
import type {
  CalledMethod,
  ImportedModule,
  ProcedureReference,
  ResultType,
  SiteType,
} from "./program-view.js";
import type { SignatureForm } from "./type-form.js";
import type { TypeMention } from "./type-mention.js";

/** Answers to one question for each site of a file: most sites share theirs with others. */
export interface Column<T> {
  /** By site, which of the values it is. */
  readonly indices: Uint32Array;
  readonly values: readonly T[];
}

/** The bodies that a call may run. */
export interface RecordedBodies {
  readonly procedures: readonly ProcedureReference[];
  /** Members without a body that is called: classes of whoever uses the package may implement them as well. */
  readonly members: readonly DeclaredPlace[];
}

/** What is declared at a path of names in a file: the same in a source and in what is built of it. */
export interface DeclaredPlace {
  readonly file: FileId;
  /** @example "PhoneBook.add" */
  readonly path: string;
}

/** What the type checker says of a file's sites. */
export interface RecordedAnswers {
  readonly types: Column<SiteType>;
  readonly results: Column<ResultType>;
  readonly signatures: Column<SignatureForm | undefined>;
  readonly memberNames: Column<readonly string[] | undefined>;
  readonly origins: Column<Origin | undefined>;
  readonly labels: Column<string | undefined>;
  readonly bodies: Column<RecordedBodies>;
  readonly methods: Column<CalledMethod | undefined>;
}

/** The lawful change of purpose that a function declares. */
interface RecordedRepurposing {
  readonly purposes: readonly string[];
  readonly hasEvidence: boolean;
  readonly evidenceParameter?: number;
}

type Purposes = readonly string[];

/** What a file's code is for, by its annotations, its package and the settings. */
export interface RecordedPurposes {
  readonly ofModule: Purposes;
  readonly ofProcedure: Column<Purposes>;
  readonly ofParameters: Column<readonly Purposes[]>;
  readonly repurposing: Column<RecordedRepurposing | undefined>;
  readonly declaredRepurposing: Column<RecordedRepurposing | undefined>;
  readonly ofDeclaration: Column<Purposes>;
  readonly annotated: Column<Purposes>;
  readonly ofMeaning: Column<Purposes>;
  readonly ofOwnMeaning: Column<Purposes>;
  readonly ofWrittenProperty: Column<Purposes>;
  readonly ofReceiver: Column<Purposes>;
}

export interface FileSummary {
  readonly facts: FileFacts;
  readonly mentions: readonly TypeMention[];
  /** For reports, which quote it. */
  readonly text: string;
  /** The declaration file that the compiler makes of it. */
  readonly declarations: FileId | undefined;
  /** By module specifier, where imports lead. */
  readonly links: ReadonlyMap<string, ImportedModule>;
  /** Procedures by the names under which they are declared. */
  readonly declared: ReadonlyMap<string, ProcedureId>;
  readonly answers: RecordedAnswers;
  readonly purposes: RecordedPurposes;
}

/** In a file the paths are relative to the package; once it is read they are absolute. */
export interface PackageSummary {
  readonly files: readonly FileSummary[];
  /** By "file path", what in the package implements a member that has no body where it is declared. */
  readonly implementations: ReadonlyMap<string, readonly ProcedureReference[]>;
}
