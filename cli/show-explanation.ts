/**
 * What `explain` says: whether something is reported at a line, what the analysis saw there, and why it went no further.
 */
import type { LineExplanation, ObservedCallee, ObservedLabel, SourceView } from "../src/index.js";
import type { ReportedLeak, ReportedLimit } from "../src/report/leak-report.js";
import { leaksAsText, positionOf } from "./show-leaks.js";
import { colorsFor, type Terminal } from "./terminal.js";

export interface Explained {
  readonly place: { readonly file: string; readonly line: number };
  /** The file as the program names it. */
  readonly file: string;
  readonly explanation: LineExplanation;
  readonly view: SourceView;
  /** Leaks whose boundary expression begins at the line. */
  readonly here: readonly ReportedLeak[];
  /** Other leaks whose values go through it. */
  readonly through: readonly ReportedLeak[];
  /** Where the search was stopped in this program, and something may be missed. */
  readonly limits: readonly ReportedLimit[];
  /** The rule is on for the file. */
  readonly isLinted: boolean;
}

export function explanationAsText(explained: Explained, terminal: Terminal): string {
  const { bold } = colorsFor(terminal, terminal.out);
  const { place, here, through } = explained;
  const parts = [
    `${bold(`${place.file}:${place.line}`)}: ${verdict(explained)}`,
    ...section(bold("The code here"), codeLines(explained)),
    ...section(bold("What the analysis saw at this line"), observationLines(explained)),
    ...section(bold("Why nothing is reported here"), here.length > 0 ? [] : reasons(explained)),
    ...section(bold("Leaks that go through here"), through.map(throughLine)),
    ...section(
      bold("Where the search was stopped in this program"),
      explained.limits.map(
        ({ limit, place: at }) => `${positionOf(at)}: ${limit} (docs/known-limits.md says what it means)`,
      ),
    ),
    ...(here.length > 0 ? [`\n${leaksAsText(here, terminal).trimEnd()}`] : []),
  ];
  return `${parts.join("\n")}\n`;
}

function verdict({ here, through, isLinted }: Explained): string {
  if (here.length > 0) {
    const count = here.length === 1 ? "a leak is" : `${here.length} leaks are`;
    return isLinted ? `${count} found here` : `${count} found here, but purpose/no-leak is off for this file`;
  }
  return through.length > 0
    ? "no leak is reported here, but values go through here into one"
    : "nothing is reported here";
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function codeLines({ explanation: { within, purposes } }: Explained): readonly string[] {
  const where = within === undefined ? "It is run when the module is loaded" : `It is part of ${within}`;
  return [
    purposes.length === 0
      ? `${where}, and has no purpose: neutral code, through which values pass.`
      : `${where}, and is for: ${purposes.join(", ")}.`,
  ];
}

function observationLines({ explanation: { observations }, view, file }: Explained): readonly string[] {
  return observations.flatMap((observation) => {
    const text = view.textOf(file, observation.span).replaceAll(/\s+/g, " ");
    const quoted = text.length > 70 ? `${text.slice(0, 69)}…` : text;
    return observation.kind === "call"
      ? [`${quoted} calls ${calleeInWords(observation.callee, view)}${purposesInWords(observation.purposes)}`]
      : observation.labels.map((label) => `${quoted} ${labelInWords(label, view)}`);
  });
}

function calleeInWords(callee: ObservedCallee, view: SourceView): string {
  switch (callee.kind) {
    case "body":
      return `${callee.name}, ${view.relative(callee.file)}:${view.positionOf(callee.file, callee.span.start).line}`;
    case "model":
      return `${callee.name}${ofModule(callee.module)}, which has a flow model (${callee.see})`;
    case "library":
      return `${callee.name}${ofModule(callee.module)}, which has no flow model: the labels of what it is given go on to its result if that can hold text (docs/models.md)`;
    case "unknown":
      return "a function of which only the type is known: the labels of what it is given go on to its result if that can hold text";
  }
}

function ofModule(module: string): string {
  return module === "" ? "" : ` of ${module}`;
}

function purposesInWords(purposes: readonly string[]): string {
  return purposes.length === 0 ? "; no purpose: neutral code" : `; it is for: ${purposes.join(", ")}`;
}

function labelInWords({ label, chosen, released, trace }: ObservedLabel, view: SourceView): string {
  const [source] = trace;
  const from =
    source === undefined
      ? ""
      : ` from ${view.relative(source.file)}:${view.positionOf(source.file, source.span.start).line}`;
  const release = released.length === 0 ? "" : `, released to ${released.join(", ")} with consent`;
  return `${chosen ? "was chosen by a match of" : "carries"} ${label}${from}${release}`;
}

/** The first of these that holds says enough; where several do, each is a reason of its own. */
function reasons(explained: Explained): readonly string[] {
  const { explanation, isLinted } = explained;
  const { observations, reached } = explanation;
  if (reached === "no-labels")
    return ["No type or comment of this program speaks of a label, so that there is nothing to follow."];
  if (reached === "left-out")
    return [
      "This function was left out: by the names that are used, no label gets through it to a sink. (In a big program only such code is looked at.)",
    ];
  if (reached === "not-reached")
    return [
      "Nothing that can run gets here: nobody calls this function, a constant decides against this branch, or there is no expression at this line.",
    ];
  const labels = observations.flatMap((one) => (one.kind === "value" ? one.labels : []));
  const off = isLinted ? [] : ["purpose/no-leak is off for this file in ESLint's configuration."];
  if (labels.length === 0)
    return [
      ...off,
      "No value at this line carries a label. (explain the line where it should have got one, to see where it was lost.)",
    ];
  return [...off, ...labelReasons(explained, labels)];
}

function labelReasons({ explanation, view }: Explained, labels: readonly ObservedLabel[]): readonly string[] {
  const calls = explanation.observations.filter((one) => one.kind === "call");
  const reached = new Set(calls.flatMap(({ purposes }) => purposes));
  const names = [...new Set(labels.map(({ label }) => label))];
  const isReleased = labels.every(({ released }) => released.length > 0);
  const policy = names.map(
    (label) => `${label} may be used for: ${view.purposesOf(label).join(", ") || "nothing"}.`,
  );
  if (explanation.purposes.length > 0)
    return [
      "In code with a purpose, only the first expression that brings a value in is reported; what is here has come in elsewhere, or may be here.",
      ...policy,
    ];
  if (reached.size === 0)
    return [
      "What carries a label here goes on in neutral code: it is followed there, and reported where it gets into a sink.",
      ...policy,
    ];
  return isReleased
    ? ["What carries a label here was released with consent."]
    : [
        `What is called here is for ${[...reached].join(", ")}: what carries a label is not handed to it, or may be.`,
        ...policy,
      ];
}

function throughLine(leak: ReportedLeak): string {
  return `${leak.label} on its way to ${positionOf(leak.place)} (${leak.sink}, ${leak.purpose})`;
}
