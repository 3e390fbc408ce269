/**
 * Pipeline stage: report. The texts of the messages. Each names label, source, sink, purpose and trace; message-data.ts
 * fills the placeholders in.
 */
import type { FindingMessageId } from "./finding.js";

const TRACE_AND_POLICY = "Trace: {{trace}}. {{label}} may be used for: {{allowed}}.{{unseen}}";

export const FINDING_MESSAGES: Readonly<Record<FindingMessageId, string>> = {
  leak: `{{label}} from {{source}}{{further}} gets into {{purpose}} code: {{sink}}. ${TRACE_AND_POLICY}`,
  selection: `{{label}} from {{source}}{{further}} is matched{{match}}; what that chooses gets into {{purpose}} code: {{sink}}. ${TRACE_AND_POLICY}`,
  origin: `{{what}} from {{source}} leaves its file here and gets into {{purpose}} code: {{sink}}, at {{boundary}}. ${TRACE_AND_POLICY}`,
  via: `{{what}} from {{source}} passes through here and gets into {{purpose}} code: {{sink}}, at {{boundary}}. ${TRACE_AND_POLICY}`,
};
