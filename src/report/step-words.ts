/**
 * Pipeline stage: report. What happens at a step of a trace, in words.
 */
import type { Leak, TraceStep } from "../graph/leak.js";

/** @example "gets into advertising code: addToAudience" */
export function stepInWords(
  kind: TraceStep["kind"],
  { label, sink, kind: leak, way, trace }: Pick<Leak, "label" | "sink" | "kind" | "way" | "trace">,
): string {
  switch (kind) {
    case "source":
      return `${label} comes from here`;
    case "derived":
      return "another value is made of it";
    case "unseen":
      return "it is taken to be in the result of a function whose body was not seen";
    case "argument":
      return "it is passed on as an argument";
    case "returned":
      return "it is returned";
    case "stored":
      return "it is stored";
    case "read":
      return "it is read";
    case "thrown":
      return "it is thrown";
    case "matched":
      return `${label} is matched with many`;
    case "chosen":
      return "the match chooses what goes on from here";
    case "repurposed":
      return "it is released to another purpose, with consent";
    case "boundary":
      return boundaryInWords();
  }

  function boundaryInWords(): string {
    const what = leak === "selection" ? "what was chosen" : trace.length > 1 ? "it" : label;
    const name = sink.name === "" || sink.name.startsWith("(") ? "" : `: ${sink.name}`;
    return way === "pull"
      ? `${what} is fetched by ${sink.purpose} code${name}`
      : `${what} gets into ${sink.purpose} code${name}`;
  }
}
