/**
 * purpose/no-label-erasure: reports where a labelled value is given a type without the label, so that the next reader,
 * and the checker, take it for plain text.
 */
import {
  checkFile,
  locationOf,
  SET_UP_MESSAGES,
  suggestion,
  type CheckedFile,
  type SetUpMessageId,
} from "./checked-file.js";
import { createRule } from "./create-rule.js";
import type { ErasureKind, LabelErasure } from "../src/index.js";

type MessageId = ErasureKind | "keepValue" | "writeLabel" | SetUpMessageId;

const CONSEQUENCE = "From here on its type says nothing of what it may be used for.";

export default createRule<[], MessageId>({
  name: "no-label-erasure",
  meta: {
    type: "problem",
    docs: {
      description: "disallow giving labelled values a type without the label where nothing needs it",
      recommended: true,
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    schema: [],
    messages: {
      asserted: `\`{{value}}\` {{carries}}; the assertion to \`{{written}}\` erases it, and nothing needs that. ${CONSEQUENCE}`,
      converted: `\`{{value}}\` {{carries}}; \`{{written}}\` gives the same text without it. ${CONSEQUENCE}`,
      declared: `\`{{value}}\` {{carries}}; the type \`{{written}}\` that is written here erases it, and nothing needs that. ${CONSEQUENCE}`,
      returned: `\`{{value}}\` {{carries}}; the result type \`{{written}}\` erases it, and nothing needs that. Callers can't see what they get.`,
      property: `\`{{value}}\` {{carries}}; the property \`{{written}}\` that it is put into has no label, and takes no other text. ${CONSEQUENCE}`,
      keepValue: "Leave it as it is: `{{text}}`.",
      writeLabel: "Write `{{label}}` as its type.",
      ...SET_UP_MESSAGES,
    },
  },
  create(context) {
    return checkFile(context, (file) => {
      for (const erasure of file.questions.labelErasures(file.source)) {
        const { kind, lost, written, value } = erasure;
        const carries =
          lost.path === ""
            ? `carries the label ${lost.label}`
            : `carries the label ${lost.label} at \`${lost.path}\``;
        context.report({
          loc: locationOf(context.sourceCode, erasure),
          messageId: kind,
          data: { carries, written, value: inShort(value) },
          suggest: suggestionsFor(file, erasure),
        });
      }
    });
  },
});

function suggestionsFor({ questions, source }: CheckedFile, { lost, undo, labelPlace }: LabelErasure) {
  const { label } = lost;
  const edits = labelPlace && questions.labelTypeEdits(source, label, labelPlace);
  return [
    ...(undo === undefined ? [] : [suggestion<MessageId>("keepValue", { text: inShort(undo.text) }, [undo])]),
    ...(edits === undefined ? [] : [suggestion<MessageId>("writeLabel", { label }, edits)]),
  ];
}

/** Longest text of the program that a message quotes. */
const QUOTED_LENGTH = 60;

function inShort(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= QUOTED_LENGTH ? line : `${line.slice(0, QUOTED_LENGTH)}…`;
}
