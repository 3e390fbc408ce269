/**
 * Summaries: the same summary with its files elsewhere. Written, its paths are relative to the package's folder, so that
 * it says the same on every machine.
 */
import type { FileId } from "../graph/expression.js";
import type { Origin } from "../graph/origin.js";
import type { FileSummary, PackageSummary, RecordedBodies } from "../graph/package-summary.js";
import type { CalledMethod, ImportedModule, ProcedureReference } from "../graph/program-view.js";
import { mapColumn } from "./columns.js";

type Move = (file: FileId) => FileId;

export function relocated(summary: PackageSummary, move: Move): PackageSummary {
  return {
    files: summary.files.map((file) => relocatedFile(file, move)),
    implementations: new Map(
      [...summary.implementations].map(([key, bodies]) => [
        relocatedKey(key, move),
        bodies.map((body) => relocatedBody(body, move)),
      ]),
    ),
  };
}

function relocatedFile(file: FileSummary, move: Move): FileSummary {
  const { facts, declarations, links, answers } = file;
  return {
    ...file,
    facts: { ...facts, file: move(facts.file) },
    declarations: declarations === undefined ? undefined : move(declarations),
    links: new Map([...links].map(([module, link]) => [module, relocatedLink(link, move)])),
    answers: {
      ...answers,
      origins: mapColumn(answers.origins, (origin) => origin && relocatedOrigin(origin, move)),
      bodies: mapColumn(answers.bodies, (bodies) => relocatedBodies(bodies, move)),
      methods: mapColumn(answers.methods, (method) => method && relocatedMethod(method, move)),
    },
  };
}

function relocatedBody(body: ProcedureReference, move: Move): ProcedureReference {
  return { ...body, file: move(body.file) };
}

function relocatedLink(link: ImportedModule, move: Move): ImportedModule {
  return link.kind === "file" ? { ...link, file: move(link.file) } : link;
}

function relocatedOrigin(origin: Origin, move: Move): Origin {
  const { home } = origin;
  const moved = home.kind === "program" ? { ...home, file: move(home.file) } : home;
  return { ...origin, home: moved, file: move(origin.file) };
}

function relocatedBodies({ procedures, members }: RecordedBodies, move: Move): RecordedBodies {
  return {
    procedures: procedures.map((body) => relocatedBody(body, move)),
    members: members.map((place) => ({ ...place, file: move(place.file) })),
  };
}

function relocatedMethod(method: CalledMethod, move: Move): CalledMethod {
  if (method.kind === "library") return method;
  return { ...method, bodies: method.bodies.map((body) => relocatedBody(body, move)) };
}

/** "file path": names of members hold no spaces, files may. */
function relocatedKey(key: string, move: Move): string {
  const space = key.lastIndexOf(" ");
  return `${move(key.slice(0, space))} ${key.slice(space + 1)}`;
}
