/**
 * Beside the pipeline: lowers a text for a test and gives what came of it as text.
 */
import ts from "typescript";
import { FactsText } from "./facts-as-text.js";
import { factsOfFile, type SourceFacts } from "./facts-of-file.js";

/** A text that was lowered. */
export interface Lowered extends SourceFacts {
  /** The statements of the top level. */
  readonly body: string;
  /** The procedure of that name, with its records. */
  procedure(name: string): string;
  /** The text that the file has at a site. */
  textAt(site: number): string;
}

/** Lowers a text as a file of that name. */
export function lowered(text: string, fileName = "audience.ts"): Lowered {
  const sourceFile = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, false);
  const result = factsOfFile(sourceFile);
  const writer = new FactsText(result.facts);
  return {
    ...result,
    body: writer.statements(result.facts.procedures[0]?.body ?? []),
    procedure: (name) => {
      const found = result.facts.procedures.find((procedure) => procedure.name === name);
      return found === undefined ? `no procedure ${name}` : writer.procedure(found);
    },
    textAt: (site) => {
      const span = result.facts.spans[site];
      return span === undefined ? `no site ${String(site)}` : text.slice(span.start, span.end);
    },
  };
}
