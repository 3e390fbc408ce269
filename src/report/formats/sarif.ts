/**
 * A report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): code hosts, editors and viewers show it.
 * Each leak is a result with a code flow, which is its trace.
 */
import type {
  Location,
  Log,
  Notification,
  Region,
  ReportingDescriptor,
  Result,
  ThreadFlowLocation,
} from "sarif";
import type { ReportedLeak, ReportedLimit, ReportedStep, ReportPlace } from "../leak-report.js";
import type { Report } from "../report.js";

const RULE = "purpose/no-leak";
export const SARIF_SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/** What paths are relative to, by the name that code hosts know the root of the checkout by. */
const ROOT = "%SRCROOT%";
/** Its name says how it is made: where that changes, so does the name. */
const FINGERPRINT = "purposeLeak/v1";
/** Longest snippet that a result quotes; viewers have the file. */
const SNIPPET_LENGTH = 1_000;
/** Ids of related locations: the message links to the first one. */
const SOURCE_ID = 1;

export function asSarif(report: Report): string {
  return `${JSON.stringify(sarifLog(report), undefined, 2)}\n`;
}

export function sarifLog({ tool, leaks, limits }: Pick<Report, "tool" | "leaks" | "limits">): Log {
  return {
    $schema: SARIF_SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool.name, semanticVersion: tool.version, rules: [NO_LEAK_RULE] } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: limits.map((limit) => notification(limit)),
          },
        ],
        results: leaks.map((leak) => resultOfLeak(leak, 0)),
      },
    ],
  };
}

const HELP =
  "A value was given for one purpose and gets into code with another one. Don't let it get there, give that code a value that was given for its purpose, or release the value with consent (`@repurpose`).";

export const NO_LEAK_RULE: ReportingDescriptor = {
  id: RULE,
  name: "NoLeak",
  shortDescription: { text: "Labelled value in code with a purpose that its label does not allow" },
  fullDescription: {
    text: "A value that carries a label, is derived from one that does, or was chosen by matching one, gets into code whose purpose the label does not allow.",
  },
  help: { text: HELP, markdown: HELP },
  defaultConfiguration: { level: "error" },
  properties: { tags: ["privacy", "external/cwe/cwe-359"], precision: "high" },
};

/** `ruleIndex`: where the log lists the rule. */
export function resultOfLeak(leak: ReportedLeak, ruleIndex: number): Result {
  const { label, purpose, sink, way, kind, trace, place } = leak;
  return {
    ruleId: RULE,
    ruleIndex,
    level: "error",
    message: { text: linked(leak) },
    locations: [locationOf(place)],
    relatedLocations: relatedOf(leak),
    codeFlows: [
      {
        message: { text: `From ${label} to ${purpose} code` },
        threadFlows: [{ locations: trace.map((step, index) => flowLocation(step, index)) }],
      },
    ],
    partialFingerprints: { [FINGERPRINT]: leak.fingerprint },
    properties: { label, purpose, sink, way, kind },
  };
}

/** The message begins with the label: there it links to the source. Nothing else in it may be taken for a link. */
function linked({ label, message }: ReportedLeak): string {
  const rest = message.startsWith(label) ? message.slice(label.length) : ` ${message}`;
  return `[${label}](${SOURCE_ID})${rest.replaceAll(/\[(?=[^\]]*\]\()/g, "\\[")}`;
}

/** The source, then the last step in each other file that the value goes through. */
function relatedOf({ trace, place, label }: ReportedLeak): Location[] {
  const source = trace[0]?.place ?? place;
  const last = new Map(trace.map((step) => [step.place.file, step.place]));
  last.delete(source.file);
  last.delete(place.file);
  return [
    locationOf(source, `${label} comes from here`, SOURCE_ID),
    ...[...last.values()].map((one, index) =>
      locationOf(one, `${label} passes through here`, SOURCE_ID + 1 + index),
    ),
  ];
}

function flowLocation({ kind, what, place }: ReportedStep, index: number): ThreadFlowLocation {
  const isEnd = kind === "source" || kind === "boundary";
  return {
    location: locationOf(place, what),
    kinds: kindsOf(kind),
    executionOrder: index + 1,
    importance: isEnd ? "essential" : "important",
  };
}

/** By the words that the standard proposes (3.38.8). */
function kindsOf(kind: ReportedStep["kind"]): string[] {
  if (kind === "source") return ["source", "taint"];
  if (kind === "boundary") return ["sink"];
  if (kind === "argument") return ["call", "taint"];
  return kind === "returned" ? ["return", "taint"] : ["taint"];
}

export function locationOf(place: ReportPlace, text?: string, id?: number): Location {
  return {
    ...(id === undefined ? {} : { id }),
    physicalLocation: {
      artifactLocation: { uri: uriOf(place.file), uriBaseId: ROOT },
      region: regionOf(place),
    },
    ...(text === undefined ? {} : { message: { text } }),
  };
}

function regionOf({ start, end, text }: ReportPlace): Region {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(text === "" ? {} : { snippet: { text: text.slice(0, SNIPPET_LENGTH) } }),
  };
}

function uriOf(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}

function notification({ limit, place }: ReportedLimit): Notification {
  return {
    level: "warning",
    message: {
      text: `Values were not followed further than this place (${limit}): leaks behind it may be missed.`,
    },
    descriptor: { id: limit },
    locations: [locationOf(place)],
  };
}
