/**
 * Pipeline stage: policy. Requests: where a call sends something is said by a URL, as far as the program states it; what
 * is sent is in the arguments. Which functions send what is data (requests.json).
 */
import type { Sink } from "../graph/leak.js";
import type { CallEvent, PassedArgument } from "../solver/flow-problem.js";
import type { Machine } from "../solver/machine.js";
import type { LeakContext } from "./leak-problem.js";

export interface RequestSink {
  readonly sink: { readonly name: Sink["name"]; readonly purposes: readonly string[] };
  readonly passed: readonly PassedArgument[];
}

export function requestSink(machine: Machine, context: LeakContext, event: CallEvent): RequestSink | undefined {
  void machine;
  void context;
  void event;
  return undefined;
}
