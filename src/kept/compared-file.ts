/**
 * Kept: one file before and after an edit. Whether a run that has looked at some of its procedures would have been the same
 * run after the edit, and where its places are now.
 */
import ts from "typescript";
import { factsOfFile, type SourceFacts } from "../facts/facts-of-file.js";
import { graphOfFile } from "../gate/statements.js";
import type { ProcedureId } from "../graph/expression.js";
import type { SiteSpan } from "../graph/procedure.js";
import { assignedNames, closedBody } from "./hidden-bodies.js";
import { NumberedForm } from "./numbered-form.js";
import { syntaxForm, type SyntaxForm } from "./syntax-form.js";

/** A text, read by itself. */
export interface ReadText {
  readonly source: ts.SourceFile;
  readonly facts: SourceFacts;
}

export function readText(fileName: string, text: string): ReadText {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  return { source, facts: factsOfFile(source) };
}

/** Where a place of the text before the edit is now; undefined: nowhere. */
export type MovedPlaces = (span: SiteSpan) => SiteSpan | undefined;

/** undefined: the run might not be the same. `isGated`: names in the whole text decided what it looked at. */
export function comparedFile(
  before: ReadText,
  after: ReadText,
  seen: ReadonlySet<ProcedureId>,
  isGated: boolean,
): MovedPlaces | undefined {
  const [formBefore, formAfter] = [before, after].map((text) => visibleForm(text, seen));
  if (formBefore === undefined || formAfter === undefined || !isSameList(formBefore.parts, formAfter.parts))
    return undefined;
  if (factsForm(before.facts, seen) !== factsForm(after.facts, seen)) return undefined;
  if (isGated && gateForm(before.facts) !== gateForm(after.facts)) return undefined;
  return movedPlaces(formBefore, formAfter);
}

/** The text without the bodies that nothing was seen of and on which no type depends. */
function visibleForm({ source, facts }: ReadText, seen: ReadonlySet<ProcedureId>): SyntaxForm {
  const within = new Set<ts.Node>();
  for (const [node, procedure] of facts.procedureOf)
    if (seen.has(procedure))
      for (let at = node; !within.has(at) && !ts.isSourceFile(at); at = at.parent) within.add(at);
  return syntaxForm(source, (node) => {
    if (!ts.isBlock(node) || within.has(node.parent)) return undefined;
    const body = closedBody(node.parent, source);
    return body === node ? assignedNames(body) : undefined;
  });
}

/** What a run knows of the file that has looked into these procedures. */
function factsForm({ facts }: SourceFacts, seen: ReadonlySet<ProcedureId>): string {
  const form = new NumberedForm();
  for (const procedure of facts.procedures)
    form.add(seen.has(procedure.id) ? procedure : { ...procedure, body: [], hoisted: [] });
  const { requests, imports, exports, commonJs } = facts;
  form.add({ requests, imports, exports, commonJs });
  for (const variable of form.variables()) form.add(facts.variables[variable]);
  return form.text();
}

/** What the gate knows of the file. */
function gateForm({ facts, mentions }: SourceFacts): string {
  const form = new NumberedForm();
  const { facts: own, siteNodes, ...graph } = graphOfFile(facts, mentions);
  form.add(graph);
  for (const [site, node] of siteNodes) form.add({ site, node });
  for (const { record, name, declaredBy } of own.variables)
    form.add({ name, declaredBy, isOfModule: record === 0 });
  const { exports, commonJs, procedures } = own;
  form.add({ exports, commonJs });
  for (const { id, kind, parent, memberOf, site } of procedures)
    form.add({ id, kind, parent, memberOf, site });
  return form.text();
}

function movedPlaces(before: SyntaxForm, after: SyntaxForm): MovedPlaces {
  const starts = new Map(before.starts.map((start, at) => [start, after.starts[at]]));
  const ends = new Map(before.ends.map((end, at) => [end, after.ends[at]]));
  return (span) => {
    const start = starts.get(span.start);
    const end = ends.get(span.end);
    return start === undefined || end === undefined ? undefined : { start, end };
  };
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((part, at) => part === right[at]);
}
