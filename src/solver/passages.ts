/**
 * Pipeline stage: value flow. Notes what is handed from one file's code to another's: arguments, results and yields, with
 * all that objects among them carry. It is no part of the state: nothing that is followed depends on it.
 */
import type { FileId, SiteId } from "../graph/expression.js";
import { isModelCode } from "../graph/model-code.js";
import { callKey, type Passage } from "../graph/passage.js";
import type { CallEvent } from "./flow-problem.js";
import type { Frame, Machine } from "./machine.js";
import { factsHeld } from "./parts.js";
import type { Value } from "./value.js";

/** A call that is about to run code of `to`: with its arguments, and what it is called on. */
export function notePassedIn(machine: Machine, caller: Frame, to: FileId, event: CallEvent): void {
  const call = programPlace(caller, event.site);
  if (call.file === to || isModelCode(to)) return;
  const pass = (value: Value, site: SiteId | undefined): void => {
    const isWritten = site !== undefined && call.file === caller.file;
    note(machine, value, {
      kind: "argument",
      from: call.file,
      site: isWritten ? site : call.site,
      to,
      call: callKey(call.file, call.site),
    });
  };
  const { values, rest } = event.arguments;
  for (const { value, expression } of rest === undefined ? values : [...values, rest])
    pass(value, expression?.site);
  pass(event.receiver, event.calleeSite);
}

/** `frame` gives a value to whoever has called it, at `site`. */
export function notePassedOut(machine: Machine, frame: Frame, value: Value, site: SiteId): void {
  if (frame.caller === undefined || isModelCode(frame.file)) return;
  const call = programPlace(frame.caller, frame.calledAt);
  if (call.file === frame.file) return;
  note(machine, value, {
    kind: "returned",
    from: frame.file,
    site,
    to: call.file,
    call: callKey(call.file, call.site),
  });
}

function note(machine: Machine, value: Value, passage: Passage): void {
  for (const fact of factsHeld(machine, value, passage.from, passage.site).values())
    if (fact.kind === "value" || fact.kind === "match") machine.passages.add(fact, passage);
}

interface Place {
  readonly file: FileId;
  readonly site: SiteId;
}

/** What the code of a model calls is called by the program's call of the library's function. */
export function programPlace(frame: Frame, site: SiteId): Place {
  let place: Place = { file: frame.file, site };
  for (let at = frame; isModelCode(place.file) && at.caller !== undefined; at = at.caller)
    place = { file: at.caller.file, site: at.calledAt };
  return place;
}
